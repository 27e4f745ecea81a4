"""The war by hand: who is called up, who runs away, who holds which land, and the two commands."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import draws

JANUARY, AUGUST = 1, 8
AT_WAR = {"in_power": 1.0, "ruled": 6.0}
NO_ARMY = [0.0, 0.0, 0.0, 0.0]
PEOPLE = [900_000.0, 1_200_000.0, 900_000.0]
NOTHING = {"army": NO_ARMY, "held": [[1, 1, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0]]}
ALONE = {"foreign": 0.0, "aid": 0.0, "entering": 0.0}


def test_a_regime_calls_up_by_threat_and_offices(rising):
    """A fifth of three million could serve, 100,000 do and 20,000 hide: 480,000 are left. Of the
    army a tenth would go home if nothing threatened, and half of them do."""
    view = rising.view(
        **AT_WAR, threat=0.5, at_large=20_000.0, held=NOTHING["held"], army=[1e5, 0, 0, 0]
    )
    rule = {"men": 0.2, "volunteering": 0.01, "drafted": 0.1, "built": 6.0, "released": 0.1}
    found = rising.values("levy", view, **rule)
    expected = (0.01 + 0.1 * (1 - np.exp(-1)) * 0.5) * 480_000 - 0.1 * 0.5 * 1e5
    assert float(found["called"][0]) == pytest.approx(expected)


def test_an_army_of_others_comes_to_the_size_that_its_land_bears(rising):
    """Half of the port and all the steppe, its base, behind it: 450,000 and 900,000 people, those
    at home counting twice, less a half who will not serve the old owners."""
    held = [[0.5, 1, 0], [0, 0, 0], [0.5, 0, 1], [0, 0, 0]]
    facts = {"raises": [0, 0, 2, 0]}
    asked = {"gathers": 0.5, "most": 0.01, "grudged": 0.5}
    bears = 0.01 * (450_000 + 2 * 900_000) * 0.5
    for army in (1000.0, 20_000.0):
        view = rising.view(**AT_WAR, facts=facts, held=held, army=[0, 0, army, 500])
        found = rising.values("levy", view, **asked)["called"]
        assert float(found[2]) == pytest.approx(0.5 * (bears - army))
        assert float(found[3]) == 0.0


def test_nobody_is_called_up_before_power_is_taken(rising):
    assert not rising.values("levy", rising.view(army=[0, 0, 1000, 0]))["called"].any()


PLAIN = {"crowding": 0.0, "field": 0.0, "landlord": 0.0, "deterrence": 0.0}


def deserted(rising, month=JANUARY, **changes):
    state = {"deterrence": 0.5, "army": [60_000, 0, 0, 0], "held": NOTHING["held"]}
    view = rising.view(month, **AT_WAR, **state)
    return float(rising.values("desertion", view, leaving=0.05, **(PLAIN | changes))["deserted"])


def test_desertion_by_hand(rising):
    base = 60_000 * -np.expm1(-0.05)
    assert deserted(rising) == pytest.approx(base)
    # three million could keep 30,000 under arms, half of those there
    crowded = {"crowding": 2.0, "supplied": 0.01}
    assert deserted(rising, **crowded) == pytest.approx(60_000 * -np.expm1(-0.15))
    assert deserted(rising, field=1.0) == pytest.approx(base)
    assert deserted(rising, AUGUST, field=1.0) == pytest.approx(60_000 * -np.expm1(-0.1))
    assert deserted(rising, deterrence=2.0) == pytest.approx(60_000 * -np.expm1(-0.05 / np.e))


def test_soldiers_stay_where_the_old_owners_are_near(rising):
    """A third of the country's people are under them."""
    held = [[0.7, 0.7, 0.6], [0, 0, 0], [0.3, 0.3, 0.4], [0, 0, 0]]
    view = rising.view(JANUARY, **AT_WAR, army=[60_000, 0, 0, 0], held=held)
    found = rising.values("desertion", view, leaving=0.05, **(PLAIN | {"landlord": 0.5}))
    owners = 0.3 * 0.7 + 0.4 * 0.3
    expected = 60_000 * -np.expm1(-0.05 * (1 - 0.5 * owners))
    assert float(found["deserted"]) == pytest.approx(expected)


def test_fear_comes_where_more_ran_away_than_is_tolerated_and_brings_them_back(rising):
    state = {"army": [50_000, 0, 0, 0], "deterrence": 0.2, "at_large": 8000.0}
    asked = {"tolerated": 0.1, "sternness": 0.5, "found": 0.1, "forgiven": 1.0}
    many = rising.values("desertion", rising.view(**AT_WAR, deserted=5001.0, **state), **asked)
    few = rising.values("desertion", rising.view(**AT_WAR, deserted=4999.0, **state), **asked)
    assert float(many["deterrence"]) == pytest.approx(0.6)
    assert float(few["deterrence"]) == pytest.approx(0.1)
    assert float(many["returned"]) == pytest.approx(8000 * -np.expm1(-0.3))
    harvest = rising.view(AUGUST, **AT_WAR, deserted=5001.0, **state)
    assert float(rising.values("desertion", harvest, **asked)["returned"]) == 0.0


STILL = {"fortune": 0.0, "joining": 0.0, "local": 0.0, "lethal": 0.0, "frontage": 1e-9}


def test_equal_force_in_one_place_halves_it(rising):
    """The port is the only place both go to, as far as each from home: half of it each at once."""
    facts = {
        "aim": [[1, 0, 0], [0, 0, 0], [1, 0, 0], [0, 0, 0]],
        "distance": 0.0,
        "base": [[0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 0, 0]],
    }
    view = rising.view(
        **AT_WAR, facts=facts, given=ALONE, held=NOTHING["held"], army=[1000, 0, 500, 0]
    )
    found = rising.values("civil_war", view, teeth=0.5, pace=1.0, mass=1.5, shuttle=0.0, **STILL)
    np.testing.assert_allclose(found["held"][:, 0], [0.5, 0, 0.5, 0])
    np.testing.assert_allclose(found["held"][:, 1:], [[1, 1]] + [[0, 0]] * 3)
    assert float(found["threat"]) == pytest.approx(0.5)


def test_a_battle_goes_by_force_to_its_power_and_kills_who_is_beaten(rising):
    """Force 500 against 1000 of which half is arms from abroad; 500^2 / (500^2 + 1500^2) = 0.1."""
    facts = {
        "aim": [[1, 0, 0], [0, 0, 0], [1, 0, 0], [0, 0, 0]],
        "distance": 0.0,
        "base": [[0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 0, 0]],
    }
    given = ALONE | {"aid": [0, 0, 0.5, 0]}
    view = rising.view(
        **AT_WAR, facts=facts, given=given, held=NOTHING["held"], army=[1000, 0, 1000, 0]
    )
    asked = STILL | {"lethal": 0.1}
    found = rising.values("civil_war", view, teeth=0.5, pace=0.4, mass=2.0, shuttle=0.0, **asked)
    assert float(found["held"][0, 0]) == pytest.approx(1 + 0.4 * (0.1 - 1))
    np.testing.assert_allclose(found["fallen"], [0.1 * 500 * 0.9, 0, 0.1 * 1500 * 0.1, 0])


def test_force_falls_with_distance_and_railways_let_it_fight_twice(rising):
    """Two places as far as one another: half the force in each, or more where enemies are apart;
    a third of it at one reach."""
    near = {"distance": 0.0}
    far = {"distance": [[300, 300, 300]] * 4}
    enemy = {"army": [1000, 0, 400, 400], "held": [[1] * 3, [0] * 3, [0] * 3, [0] * 3]}
    held = []
    for facts, shuttle, unity in ((near, 0, 0), (near, 0.5, 0), (near, 0.5, 1), (far, 0, 0)):
        view = rising.view(**AT_WAR, facts=facts, given=ALONE | {"unity": unity}, **enemy)
        found = rising.values(
            "civil_war", view, teeth=0.5, pace=0.5, mass=1.0, reach=300.0, shuttle=shuttle, **STILL
        )
        held.append(float(found["held"][0] @ jnp.asarray(PEOPLE)))
    plain, apart, united, away = held
    assert apart > plain == pytest.approx(united)
    assert away == pytest.approx(plain)  # all are as far from home


@pytest.mark.parametrize(("heard", "middle", "steppe"), [(0.0, 0.5, 0.0), (0.4, 0.7, 0.4)])
def test_soviets_join_without_a_fight_near_the_regime_and_by_what_is_heard(
    rising, heard, middle, steppe
):
    """The port is the regime's; the middle has it for its half of two neighbours, support 0.6; what
    is heard from afar stands for a part of what neighbours do."""
    view = rising.view(
        **AT_WAR,
        support=0.6,
        given=ALONE,
        held=[[1, 0, 0], [0, 1, 1], [0, 0, 0], [0, 0, 0]],
        army=NO_ARMY,
    )
    found = rising.values("civil_war", view, **(STILL | {"joining": 0.5, "heard": heard}))["held"]
    joined = -np.expm1(-0.5 * 0.6 * np.array([middle, steppe]))
    np.testing.assert_allclose(found[0], [1, *joined], atol=1e-12)
    np.testing.assert_allclose(found.sum(0), 1)


def test_shares_of_a_region_sum_to_one_and_none_is_negative(rising):
    """A hundred months of war of random armies."""
    rng = np.random.default_rng(5)
    for _ in range(100):
        view = rising.view(
            **AT_WAR, held=rng.dirichlet(np.ones(4), 3).T, army=rng.uniform(0, 5000, 4)
        )
        found = rising.values("civil_war", view, luck=draws.luck(int(rng.integers(1000))))
        np.testing.assert_allclose(found["held"].sum(0), 1)
        assert float(found["held"].min()) >= 0
        assert (found["fallen"] <= view.world.revolution.army).all()


def test_terror_follows_danger_on_both_sides(rising):
    held = [[1, 1, 0], [0, 0, 0], [0, 0, 1], [0, 0, 0]]
    view = rising.view(**AT_WAR, threat=0.8, terror=0.2, held=held, army=[10, 0, 10, 0])
    found = rising.values("reprisals", view, quick=0.5, zeal=10.0, other_zeal=2.0)
    np.testing.assert_allclose(found["terror"], [0.5, 0.1, 0.2, 0.1])
    np.testing.assert_allclose(found["executed"], [0.5 * 10 * 2.1, 0, 0.2 * 20 * 0.9, 0])


FIELD = {"enemy": [100.0, 100.0], "reserve": 50.0}
BOTH = {"sent": 0.1, "plan": 0.5, "asked": 0.5, "worn": 0.0, "decisive": 1.0, "pace": 10.0}
READY = {**AT_WAR, "army": [8000, 0, 0, 0], "standing": 1.0}


def battles(rising, runs=400, **changes):
    """Battles [runs, 2] won, and whether it was obeyed [runs]."""
    view = rising.view(given=FIELD, **READY)

    def fought(luck):
        found = rising.propose("divided_command", view, luck, **(BOTH | changes)).values
        return found["revolution.won"], found["revolution.cohesion"]

    return jax.vmap(fought)(jnp.stack([draws.luck(3, run) for run in range(runs)]))


def test_the_way_is_made_by_who_has_more(rising):
    """800 against 200: an edge of 0.6."""
    found = rising.values(
        "divided_command", rising.view(given=FIELD, **READY), **(BOTH | {"pace": 1})
    )
    assert float(found["advance"]) == pytest.approx(0.6)
    assert float(found["decided"]) == 0.0
    assert not found["won"].any()


def test_battles_are_won_by_force(rising):
    """Obeyed: 600 against 150 and 200 against 100; refused, the reserve strikes twice over."""
    won, obeyed = battles(rising, obeyed=1.0, tempted=0.0, gap=1.0)
    assert bool(obeyed.all())
    np.testing.assert_allclose(won.mean(0), [0.8, 2 / 3], atol=0.08)
    won, obeyed = battles(rising, obeyed=0.0, gap=1.0)
    assert not bool(obeyed.any())
    np.testing.assert_allclose(won.mean(0), [400 / 600, 0.8], atol=0.08)


def test_both_are_lost_more_often_where_the_plan_was_not_obeyed(rising):
    """Worn down, with a reserve that strikes through the gap; 2,000 lucks, whose difference is sure
    to a hundredth and a half."""
    worn = {"worn": 0.7, "decisive": 2.0, "gap": 3.0}
    alone, _ = battles(rising, 2000, obeyed=0.0, **worn)
    together, _ = battles(rising, 2000, obeyed=1.0, tempted=0.0, **worn)
    assert float((alone.sum(1) == 0).mean()) > float((together.sum(1) == 0).mean()) + 0.05


def test_a_commander_who_refused_bears_more_of_the_blame(rising):
    """Both battles are lost for certain against a great enemy."""
    lost = {"enemy": [1.0, 1.0], "reserve": 0.0}
    view = rising.view(given=lost, **READY)
    asked = BOTH | {"worn": 1.0, "blamed": 0.4, "mends": 0.0, "rout": 0.25}
    refused = rising.values("divided_command", view, **(asked | {"obeyed": 0.0}))
    obeyed = rising.values("divided_command", view, **(asked | {"obeyed": 1.0, "tempted": 0.0}))
    np.testing.assert_allclose(refused["standing"], [1 - 0.4 / 2, 1 - 0.4])
    np.testing.assert_allclose(obeyed["standing"], [1 - 0.4, 1 - 0.4 / 2])
    assert float(refused["routed"]) == pytest.approx(0.25 * 800)


def test_the_month_is_closed(rising):
    view = rising.view(
        **AT_WAR,
        given=ALONE | {"entering": [0, 0, 30, 0]},
        army=[1000, 0, 100, 50],
        called=[200, 0, 10, 0],
        fallen=[40, 0, 5, 0],
        deserted=60.0,
        returned=15.0,
        routed=100.0,
        at_large=500.0,
        waiting=[0, 0, 7, 0],
        held=NOTHING["held"],
    )
    found = rising.values("muster", view, lost=0.1)
    np.testing.assert_allclose(found["army"], [1000 + 200 - 60 + 15 - 40 - 100, 0, 142, 50])
    assert float(found["at_large"]) == pytest.approx(500 * 0.9 + 60 - 15)
    assert float(found["ruled"]) == 7.0
    assert not found["waiting"].any()


def test_power_is_taken_with_its_seats_and_lost_with_them(rising):
    """The port is the seat of toyland."""
    local = [[0, 0, 0], [1, 1, 1], [0, 0, 0], [0, 0, 0]]
    taken = rising.view(in_power=1.0, ruled=0.0, support=0.5, held=local, given={"garrison": 8000})
    found = rising.values("muster", taken, guards=0.1)
    assert float(found["army"][0]) == pytest.approx(400)
    np.testing.assert_allclose(found["held"], [[1, 0, 0], [0, 1, 1], [0, 0, 0], [0, 0, 0]])
    assert float(found["in_power"]) == 1.0
    for share, keeps in ((0.51, 1.0), (0.49, 0.0)):
        held = [[share, 1, 1], [0, 0, 0], [1 - share, 0, 0], [0, 0, 0]]
        view = rising.view(**AT_WAR, held=held, army=[500, 0, 100, 0])
        found = rising.values("muster", view, footing=0.5)
        assert float(found["in_power"]) == keeps
        assert (float(found["army"][0]) > 0) == bool(keeps)
