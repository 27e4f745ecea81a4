"""War by hand: who is called, falls, is taken, moved and killed, and what becomes of plant, arms
and births. Farms, mines and camps have files of their own beside this one."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.quantities import tractors_stand
from partystate.mechanisms.war.call_up import of_age
from tests.mechanisms.war.quiet import STEPPE_LOST, quiet

MEN, SOLDIERS = "individual_peasant", "soldier"


def hazards(ground, name, view, **params):
    return {k: np.asarray(v) for k, v in ground.propose(name, view, **params).hazards.items()}


@pytest.mark.parametrize("name", ["call_up", "front", "occupation", "evacuation"])
def test_without_war_and_army_nobody_moves_or_dies(ground, name):
    found = hazards(ground, name, quiet(ground))
    assert found
    assert not any(values.any() for values in found.values())


def test_the_share_wanted_of_the_men_is_called(ground):
    layout = ground.setting.layout
    persons = ground.peasants_all(MEN)
    view = quiet(
        ground,
        people__persons=persons,
        inputs__fought=1.0,
        inputs__called=0.01,
        war__people=1e4,
    )
    found = hazards(ground, "call_up", view, evading=0.0, youngest=18.0, oldest=50.0)["called_up"]
    age = np.asarray(of_age(ground.setting.endowment.people.mean_age, 18.0, 50.0))
    men = float((np.asarray(persons) * age[layout.cell_age] * (layout.cell_sex == 0)).sum())
    grown = (age[layout.cell_age] == 1) & np.asarray(persons > 0)
    called = 1 - np.exp(-found)
    np.testing.assert_allclose(called[grown & (layout.cell_sex == 0)], 100 / men)
    assert not found[np.asarray(layout.cell_sex == 1)].any()
    assert not found[age[layout.cell_age] == 0].any()


def test_ages_fade_in_and_out():
    ages = jnp.array([10.0, 18.0, 30.0, 50.0, 60.0])
    np.testing.assert_allclose(of_age(ages, 18.0, 50.0), [0, 0.5, 1, 0.5, 0])


def test_those_against_the_regime_stay_away_unless_they_fear_it(ground):
    persons = ground.peasants_all(MEN)

    def come(support, exposure, **params):
        view = quiet(
            ground,
            people__persons=persons,
            inputs__fought=1.0,
            inputs__called=0.001,
            belief__support=support,
            belief__exposure=exposure,
        )
        return hazards(ground, "call_up", view, **params)["called_up"].max()

    whole = come(1.0, 0.0, evading=0.5)
    assert come(0.0, 0.0, evading=0.5) == pytest.approx(whole / 2)
    assert come(0.0, 1.0, evading=0.5, deterrence=2.0) == pytest.approx(
        whole * (1 - 0.5 * np.exp(-2))
    )


def test_an_army_beyond_its_peacetime_size_goes_home(ground):
    persons = ground.peasants_all(SOLDIERS)
    army = float(persons.sum())
    view = quiet(ground, people__persons=persons, war__people=army, inputs__army=0.25)
    found = hazards(ground, "call_up", view, released=10.0)
    home = sum(found[n] for n in ("sent_home", "sent_home_to_farm", "sent_home_to_town"))
    np.testing.assert_allclose(home[np.asarray(persons) > 0], 0.75 / 10)


def test_a_front_that_stands_takes_a_steady_share_and_one_that_moves_more(ground):
    persons = ground.peasants_all(SOLDIERS)
    still = quiet(ground, people__persons=persons, inputs__fought=1.0)
    given = {"at_front": 0.5, "standing": 0.02, "moving": 0.3, "green": 0.0}
    where = np.asarray(persons) > 0
    rate = hazards(ground, "front", still, **given)["killed_in_action"]
    np.testing.assert_allclose(rate[where], 0.01)
    lost = quiet(
        ground, people__persons=persons, inputs__fought=1.0, inputs__controlled=STEPPE_LOST
    )
    here = np.asarray(ground.setting.layout.by_region(persons))
    moved = here[2] / here.sum()
    rate = hazards(ground, "front", lost, **given)["killed_in_action"]
    np.testing.assert_allclose(rate[where], 0.5 * (0.02 + 0.3 * moved))


def test_prisoners_are_taken_die_and_come_back(ground):
    persons = ground.peasants_all(SOLDIERS)
    fields = {
        "people__persons": persons,
        "war__people": 1000.0,
        "war__captives": 100.0,
        "inputs__captured": 0.05,
        "inputs__captivity": 0.1,
    }
    fought = ground.propose("front", quiet(ground, inputs__fought=1.0, **fields))
    assert float(fought.values["war.captives"]) == pytest.approx(100 * 0.9 + 50)
    share = 100 / float(persons.sum())
    died = np.asarray(fought.hazards["died_captive"])[np.asarray(persons) > 0]
    np.testing.assert_allclose(died, share * 0.1)
    over = ground.propose("front", quiet(ground, **fields), returned=0.2)
    assert float(over.values["war.captives"]) == pytest.approx(100 * 0.7 + 50)


def test_the_occupier_kills_and_takes_where_he_is(ground):
    layout = ground.setting.layout
    number = layout.axes.nationalities.labels.index("Cedar")
    hunted = np.zeros(len(layout.axes.nationalities))
    hunted[number] = 0.2
    view = quiet(
        ground,
        inputs__controlled=[1.0, 0.5, 0.0],
        inputs__hunted=hunted,
        inputs__reprisals=0.01,
        land__harvest=1200.0,
    )
    made = ground.propose("occupation", view, taken=0.3)
    held = np.array([1.0, 0.5, 0.0])[layout.cell_region]
    rate = 0.01 + 0.2 * (np.asarray(layout.pair_nationality)[layout.cell_pair] == number)
    free = np.isin(
        np.array(layout.axes.statuses.labels)[layout.cell_status],
        ["soldier", "prisoner", "camp", "colony", "special_settler"],
        invert=True,
    )
    np.testing.assert_allclose(made.hazards["killed_by_occupier"], (1 - held) * rate * free)
    np.testing.assert_allclose(made.claims["peasant_grain.occupier"], [0, 15, 30])


def test_tractors_of_land_that_is_lost_are_lost_once(ground):
    stand = np.asarray(tractors_stand(quiet(ground)))
    lost = quiet(ground, inputs__controlled=STEPPE_LOST, land__tractors=100.0)
    left = ground.propose("occupation", lost, wrecked=0.8).values["land.tractors"]
    assert float(left) == pytest.approx(100 * (1 - 0.8 * stand[2]))
    held = quiet(
        ground, inputs__controlled=STEPPE_LOST, war__controlled=STEPPE_LOST, land__tractors=100.0
    )
    assert float(
        ground.propose("occupation", held, wrecked=0.8).values["land.tractors"]
    ) == pytest.approx(100)


def test_a_share_of_the_townspeople_is_moved_before_the_enemy_comes(ground):
    view = quiet(ground, inputs__controlled=[1.0, 1.0, 0.4])
    made = ground.propose("evacuation", view, carried=0.5)
    layout = ground.setting.layout
    gone = 1 - np.exp(-np.asarray(made.hazards["evacuated"]))
    towns = np.asarray(layout.cell_urban)
    lost = np.array([0, 0, 0.6])[layout.cell_region]
    np.testing.assert_allclose(gone, np.where(towns, 0.5 * lost, 0), atol=1e-12)
    weights = np.asarray(made.destinations["evacuated"])
    assert not weights[np.asarray(layout.pair_region) == 2].any()


def test_plant_is_moved_left_freed_or_gone_and_never_made(ground):
    view = quiet(
        ground,
        inputs__controlled=STEPPE_LOST,
        industry__plant=[4.0, 2.0],
        war__plant_part=[0.5, 0.3, 0.2],
        war__plant_moving=[1.0, 0.0],
        war__plant_left=0.0,
    )
    after = ground.propose("displaced_plant", view, shipped=0.25, journey=5.0).values
    np.testing.assert_allclose(after["industry.plant"], [4 - 0.8 + 0.2, 2 - 0.4])
    np.testing.assert_allclose(after["war.plant_moving"], [1 - 0.2 + 0.2, 0.1])
    np.testing.assert_allclose(after["war.plant_left"], [0.6, 0.3])
    back = quiet(
        ground,
        war__controlled=STEPPE_LOST,
        industry__plant=[4.0, 2.0],
        war__plant_part=[0.5, 0.3, 0.2],
        war__plant_moving=0.0,
        war__plant_left=[0.6, 0.3],
    )
    after = ground.propose("displaced_plant", back, standing=0.5).values
    np.testing.assert_allclose(after["industry.plant"], [4.3, 2.15])
    np.testing.assert_allclose(after["war.plant_left"], 0, atol=1e-12)


def test_arms_take_their_part(ground):
    view = quiet(ground, inputs__fought=1.0, war__civilian=1.0, industry__women=0.3)
    given = {"squeezed": 0.6, "turning": 4.0, "called": 0.6, "most_women": 0.5}
    after = ground.propose("arms", view, **given).values
    assert float(after["war.civilian"]) == pytest.approx(1 - 0.6 / 4)
    assert float(after["industry.women"]) == pytest.approx(0.3 + 0.6 * 0.2 / 12)
    settled = quiet(ground, inputs__fought=1.0, war__civilian=0.4)
    assert float(ground.propose("arms", settled, **given).values["war.civilian"]) == pytest.approx(
        0.4
    )


def test_a_front_upsets_the_farms_it_goes_over_either_way(ground):
    for was, now in (([1.0, 1.0, 1.0], [1.0, 0.5, 0.0]), ([1.0, 0.5, 0.0], [1.0, 1.0, 1.0])):
        view = quiet(
            ground, inputs__controlled=now, war__controlled=was, land__disruption=[0.2, 0.2, 0.5]
        )
        after = ground.propose("farms_at_war", view, upset=0.8).values["land.disruption"]
        np.testing.assert_allclose(after, [0.2, 0.2 + 0.8 * 0.4, 0.5 + 0.5 * 0.8])


def test_grain_of_allies_enters_the_granary(ground):
    made = ground.propose("allied_aid", quiet(ground, inputs__aid=70.0), grain_worth=1.5)
    assert float(made.inflows["state_grain"]) == pytest.approx(105)


def test_peoples_of_the_enemy_are_ordered_away_wherever_they_live(ground):
    """Away from the border, in a republic of their own and without a mass operation; not in
    peace."""
    people = len(ground.setting.layout.axes.nationalities)
    danger = np.eye(people)[0] * 10

    def orders(**fields):
        view = quiet(
            ground,
            repression__campaign=0.0,
            repression__kin_danger=danger,
            endowment__border=[0.0, 0.0, 1.0],
            endowment__own_unit=np.ones((3, people)),
            **fields,
        )
        made = ground.propose(
            "deportation_orders", view, distrust_threshold=2.0, distrust_width=1.0
        )
        return np.asarray(made.values["repression.orders"])

    assert not orders().any()
    np.testing.assert_allclose(orders(inputs__fought=1.0), np.tile(np.eye(people)[0], (3, 1)))


def test_births_follow_the_men_at_home(ground):
    usual = quiet(ground, war__together=1.0)
    as_before = ground.propose("men_at_home", usual).values["war.together"]
    np.testing.assert_allclose(as_before, 1)
    ratio = np.asarray(ground.world.war.usual_men)
    few = quiet(ground, war__together=1.0, war__usual_men=2 * ratio)
    after = ground.propose("men_at_home", few, apart=1.0, gestation=5.0).values["war.together"]
    np.testing.assert_allclose(after, 1 - 0.5 / 5)
    many = quiet(ground, war__together=1.0, war__usual_men=0.5 * ratio)
    np.testing.assert_allclose(ground.propose("men_at_home", many).values["war.together"], 1)


def test_births_and_civilian_output_are_cut_as_war_says(ground):
    def births(together):
        view = quiet(ground, war__together=together)
        return np.asarray(ground.propose("births_deaths", view).births["per_woman"])

    np.testing.assert_allclose(births(0.5), births(1.0) / 2)

    def home(civilian):
        view = quiet(ground, war__civilian=civilian, industry__forced=0.0, policy__equipment=0.0)
        return float(ground.propose("growth", view).values["industry.invested"])

    assert home(0.25) == pytest.approx(home(1.0) / 4)
