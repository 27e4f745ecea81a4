"""Plans, dues, coercion and blacklists by hand; the published rule of inflexible collections is a
special case."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partystate.mechanisms.land.procurement import capped, country_plan, lost_weight, revised
from partystate.mechanisms.quantities import firmness
from partystate.published.inflexible_procurement import split_by_surplus

FORCE, TRADE = -1.0, 1.0
POLICY = {"policy__coercion": 0.2, "policy__blacklist": 0.0, "policy__frustration": 0.5}


def test_weights_without_output_are_the_published_rule():
    """Meng, Qian and Yared (2015): each gives what is believed above subsistence, whatever it
    grows."""
    expected, one = jnp.array([1.0, 1.5, 2.0]), jnp.ones(3)
    surplus = np.array([0.4, 0.9, 1.4])
    np.testing.assert_allclose(
        split_by_surplus(expected, 0.6 * one, 0 * one, 0.0) * surplus.sum(), surplus, rtol=1e-14
    )


def test_weights_by_output_alone():
    np.testing.assert_allclose(
        split_by_surplus(jnp.array([1.0, 3.0]), jnp.zeros(2), jnp.zeros(2), 1.0), [0.25, 0.75]
    )


tonnes = st.lists(st.floats(1.0, 1e7), min_size=3, max_size=3)


@settings(deadline=None)
@given(tonnes, tonnes, st.floats(0.01, 1))
def test_weights_sum_to_one_and_are_not_negative(expected, population, tau):
    share = np.asarray(
        split_by_surplus(jnp.array(expected), 0.3 * jnp.array(population), jnp.ones(3), tau)
    )
    assert share.min() >= 0
    assert share.sum() == pytest.approx(1)


BELIEVED = {
    "information__expected_harvest": [500, 300, 200],
    "information__known_population": [1100, 700, 600],
    "information__known_towns": [100, 100, 200],
    "information__known_collectivised_share": 0.0,
    "policy__state_need": 100,
    "policy__export_wanted": 0,
    "policy__lesson": 0.0,
    "policy__monthly_due": 0,
    "information__known_granary": 0,
    "endowment__seed_rate": 0,
}
ASKING = {
    "stock_wanted": 0.0,
    "bare_norm": 0.2,
    "tautness": 0.5,
    "lone_farms": 1.0,
    "most_share": 1.0,
    "ambition": 1e9,
    "retreat": 0.0,
}


def asked_of_the_country(ground, line, rule=None, **fields):
    return float(
        country_plan(
            ground.view(7, policy__line=line, **BELIEVED | fields),
            ground.params("procurement", **ASKING | (rule or {})),
        )
    )


def test_plan_of_the_country_by_hand(ground):
    """Needs 100; of 1000 expected 600 lie above a norm of 0.2 for the 2000 of the village: a taut
    half of the rest is 250 more."""
    assert asked_of_the_country(ground, FORCE) == pytest.approx(100 + 0.5 * (600 - 100))
    # w = 3/4, half way from even to full force
    assert asked_of_the_country(ground, -0.5) == pytest.approx(100 + 0.25 * (600 - 100))
    assert (
        asked_of_the_country(ground, 0.0)
        == asked_of_the_country(ground, TRADE)
        == pytest.approx(100)
    )
    assert asked_of_the_country(ground, FORCE, {"most_share": 0.3}) == pytest.approx(300)


def test_exports_are_planned_out_of_what_is_believed_to_be_left(ground):
    """600 lie above the norm of the village and 100 are owed at home: of 50 for export all are
    planned, of 900 the 500 that are left, and none where needs take all."""
    for need, export, plan in ((100, 50, 150), (100, 900, 600), (700, 50, 700)):
        fields = {"policy__state_need": need, "policy__export_wanted": export}
        assert asked_of_the_country(ground, TRADE, **fields) == pytest.approx(plan)


def test_a_levy_told_beforehand_stays_within_its_cap(ground):
    """No more than half of 1000 expected; a third once all is learnt, half way where half is; a cap
    below the levy's stays."""
    rule, need = {"most_share": 0.5, "levy_cap": 1 / 3}, {"policy__state_need": 900}
    for lesson, plan in ((0.0, 500), (0.5, 2500 / 6), (1.0, 1000 / 3)):
        found = asked_of_the_country(ground, FORCE, rule, policy__lesson=lesson, **need)
        assert found == pytest.approx(plan)
    low = rule | {"most_share": 0.2}
    found = asked_of_the_country(ground, FORCE, low, policy__lesson=1.0, **need)
    assert found == pytest.approx(200)


def test_planners_reach_deeper_where_farms_are_joined(ground):
    """Two fifths of the reach with lone farms; half of the village joined brings it to seven
    tenths."""
    rule = {"lone_farms": 0.4}
    assert asked_of_the_country(ground, FORCE, rule) == pytest.approx(100 + 0.4 * 250)
    assert asked_of_the_country(
        ground, FORCE, rule, information__known_collectivised_share=0.5
    ) == pytest.approx(100 + 0.7 * 250)
    assert asked_of_the_country(
        ground, FORCE, rule, information__known_collectivised_share=1.0
    ) == pytest.approx(100 + 250)


def test_a_plan_goes_by_what_was_achieved(ground):
    """350 t by the rule. Of a year that brought 200 t half as much again is asked and no more; one
    that brought four fifths of its 250 t takes two fifths off a reach of 250 t; a country without a
    year behind it knows neither, nor do planners who buy what is offered."""
    met = {"policy__plan": [200.0, 0, 0], "policy__station_due": 0.0}
    lacked = {"policy__plan": [150.0, 50.0, 0], "policy__station_due": [0, 0, 50.0]}
    got = {"information__collected_by_month": 200.0}
    none = {"information__collected_by_month": 0.0}
    for rule, fields, plan in (
        ({"ambition": 1.5, "retreat": 2.0}, met | got, 300),
        ({"ambition": 3.0, "retreat": 2.0}, met | got, 350),
        ({"ambition": 3.0, "retreat": 2.0}, lacked | got, 100 + 0.6 * 250),
        ({"ambition": 3.0, "retreat": 9.0}, lacked | got, 100),
        ({"ambition": 1.5, "retreat": 9.0}, lacked | none, 350),
    ):
        assert asked_of_the_country(ground, FORCE, rule, **fields) == pytest.approx(plan)
    needs = got | lacked | {"policy__state_need": 900}
    assert asked_of_the_country(ground, TRADE, {"ambition": 1.5}, **needs) == pytest.approx(900)


def test_the_plan_falls_with_a_full_granary(ground):
    """20 t a month are owed and three months of them wanted: an empty granary asks 60 t more, one
    of 100 t asks 40 t less than needs, one of a year's needs nothing; rulers by force ask no
    less for what they hold, and those half way half of it less."""
    rule = {"stock_wanted": 3.0}
    for grain, line, plan in (
        (0, TRADE, 160),
        (60, TRADE, 100),
        (100, TRADE, 60),
        (900, TRADE, 0),
        (0, FORCE, 100 + 250 + 60),
        (100, FORCE, 100 + 250),
        (100, 0.0, 100 - 40 / 2),
    ):
        fields = {"policy__monthly_due": 20, "information__known_granary": grain}
        assert asked_of_the_country(ground, line, rule, **fields) == pytest.approx(plan)
    most = asked_of_the_country(ground, TRADE, rule | {"most_share": 0.15}, policy__monthly_due=20)
    assert most == pytest.approx(150)


def test_no_region_is_asked_for_more_than_its_cap(ground):
    """20 above the first cap go to the two others by their room of 30 and 10; what nobody has room
    for is not asked."""
    most = jnp.array([50.0, 40.0, 20.0])
    np.testing.assert_allclose(capped(jnp.array([70.0, 10.0, 10.0]), most), [50, 25, 15])
    np.testing.assert_allclose(capped(jnp.array([90.0, 30.0, 10.0]), most), most)
    np.testing.assert_allclose(capped(jnp.array([50.0, 0.0, 20.0]), most), [50, 0, 20])


def test_what_a_failed_harvest_takes_off_is_put_on_the_others(ground):
    """Half of 100 t falls out; all of it, by what stands, on 50, 100 and 50: 12.5, 25 and 12.5."""
    plan, cut = jnp.array([100.0, 100.0, 50.0]), jnp.array([0.5, 0.0, 0.0])
    none = jnp.full(3, jnp.inf)
    np.testing.assert_allclose(revised(plan, cut, none, 0.0), [50, 100, 50])
    np.testing.assert_allclose(revised(plan, cut, none, 0.5), [56.25, 112.5, 56.25])
    np.testing.assert_allclose(revised(plan, cut, none, 1.0), [62.5, 125, 62.5])
    caps = jnp.array([200.0, 110.0, 10.0])
    np.testing.assert_allclose(revised(plan, cut, caps, 1.0), [62.5, 110, 50])


@settings(deadline=None)
@given(
    st.lists(st.floats(0, 1e6), min_size=3, max_size=3),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.lists(st.floats(0, 1e6), min_size=3, max_size=3),
    st.floats(0, 1),
)
def test_burdens_are_conserved_up_to_the_caps(plan, cut, most, shifted):
    plan, cut, most = jnp.array(plan), jnp.array(cut), jnp.array(most)
    total = float(plan.sum())
    spread = np.asarray(capped(plan, most))
    assert (spread <= np.asarray(most) * (1 + 1e-12)).all()
    assert spread.sum() == pytest.approx(min(total, float(most.sum())), rel=1e-9, abs=1)
    asked = np.asarray(revised(plan, cut, jnp.full(3, jnp.inf), shifted))
    lost = float((plan * cut).sum())
    left = float((plan * (1 - cut)).sum())
    moved = shifted * lost if left >= 1 else shifted * lost * left
    assert asked.sum() == pytest.approx(left + moved, rel=1e-9, abs=1e-9)
    bound = np.asarray(revised(plan, cut, most, shifted))
    assert (bound <= np.maximum(asked, 0) * (1 + 1e-12)).all()
    assert (bound <= np.maximum(np.asarray(plan * (1 - cut)), most) * (1 + 1e-12)).all()


def test_regions_that_bring_grain_in_are_asked_for_little(ground):
    """A region that uses what it grows keeps four fifths of its use under force, all of it under
    trade; of 100 t of surplus elsewhere."""
    fields = {
        "information__expected_harvest": [1000.0, 1000.0, 0.0],
        "information__known_population": [1000.0, 900.0, 0.0],
        "information__known_towns": 0.0,
        "endowment__use_per_head": 1.0,
        "endowment__seed_rate": 0.0,
        "endowment__target": 0.0,
    }
    rule = {"left_use": 0.8, "output_weight": 0.0, "region_cap": 1.0, "most_share": 0.1}
    need = {"policy__state_need": 200.0, "policy__monthly_due": 0.0}
    fields = fields | need | {"information__known_granary": 0.0}
    for line, share in ((TRADE, [0, 1, 0]), (FORCE, [200 / 480, 280 / 480, 0])):
        view = ground.view(7, policy__line=line, **fields)
        plan = ground.propose("procurement", view, **rule).values["policy.plan"]
        np.testing.assert_allclose(plan, 200 * np.array(share), atol=1e-9)


@pytest.mark.parametrize(("fell", "lesson"), [(0.0, 0.1), (0.1, 0.1), (0.15, 0.5), (0.3, 1.0)])
def test_rulers_learn_from_collections_that_fall(ground, fell, lesson):
    """A fall by a tenth in a year is an ordinary one; one by a fifth teaches all, half way half;
    what was learnt stays, but under trade; while much is still due nothing is learnt."""
    fields = {"information__known_shortfall": fell, "policy__lesson": 0.1}

    def learned(line, due=0.9):
        view = ground.view(3, policy__line=line, inputs__due_before=due, **fields)
        return float(ground.propose("procurement", view, alarm=0.1).values["policy.lesson"])

    assert learned(FORCE) == pytest.approx(lesson)
    assert learned(FORCE, due=0.6) == pytest.approx(0.1)
    assert learned(0.0) == learned(TRADE) == 0


def test_the_state_keeps_its_word_under_trade_and_once_it_has_learned(ground):
    for line, lesson, kept in (
        (TRADE, 0, 1),
        (0.0, 0, 0.5),
        (FORCE, 0, 0),
        (FORCE, 0.4, 0.4),
        (FORCE, 1, 1),
    ):
        view = ground.view(policy__line=line, policy__lesson=float(lesson))
        assert float(firmness(view)) == pytest.approx(kept)


def test_plan_is_set_in_the_harvest_month_and_kept(ground):
    fields = {
        "policy__monthly_due": 0.0,
        "information__known_granary": 0.0,
        "information__expected_harvest": [500e3, 300e3, 400e3],
        "policy__plan": [1.0, 2.0, 3.0],
        "policy__plan_basis": 7.0,
        "policy__state_need": 1e5,
    }
    july = ground.propose("procurement", ground.view(7, **fields)).values
    march = ground.propose("procurement", ground.view(3, **fields)).values
    assert np.asarray(march["policy.plan"]).tolist() == [1, 2, 3]
    assert np.asarray(march["policy.plan_basis"]).tolist() == [7, 7, 7]
    assert np.asarray(july["policy.plan_basis"]).tolist() == [500e3, 300e3, 400e3]
    assert float(july["policy.plan"].sum()) == pytest.approx(1e5)


BY_OUTPUT = {"output_weight": 1.0, "shifted": 0.0, "region_cap": 1.0}


def test_what_a_failed_harvest_leaves_to_be_had_falls_faster():
    """Use and seed take 600 of 1,000 t: a harvest of 800 leaves half of the surplus, of 500 none;
    by output alone a fifth and a half are lost, and a good harvest loses nothing."""
    fell = jnp.array([800.0, 500.0, 1200.0])

    def lost(weight):
        return lost_weight(1000 * jnp.ones(3), fell, 500 * jnp.ones(3), 100 * jnp.ones(3), weight)

    np.testing.assert_allclose(lost(0.0), [0.5, 1, 0])
    np.testing.assert_allclose(lost(1.0), [0.2, 0.5, 0])


def due_of(ground, revision, known_harvest, struck=0.0, **rule):
    view = ground.view(
        12,
        policy__plan=100.0,
        policy__plan_basis=1000.0,
        information__known_harvest=known_harvest,
        information__expected_harvest=1000.0,
        information__known_collected=[0.0, 20.0, 200.0],
        inputs__collection_season=0.8,
        inputs__controlled=1.0,
        information__known_struck=struck,
        **POLICY,
    )
    return np.asarray(
        ground.propose("procurement", view, **BY_OUTPUT | {"revision": revision} | rule).values[
            "policy.collection_due"
        ]
    )


def test_due_by_hand(ground):
    """80 of 100 due by December, less what has been collected; a plan fully revised falls with the
    harvest reported."""
    np.testing.assert_allclose(due_of(ground, 0.0, 600.0), [80, 60, 0])
    np.testing.assert_allclose(due_of(ground, 0.5, 600.0), [0.8 * 80, 0.8 * 80 - 20, 0])
    np.testing.assert_allclose(due_of(ground, 1.0, 2000.0), [80, 60, 0])


def test_what_drought_took_is_granted_to_a_plan_that_does_not_bend(ground):
    """Of two fifths that failed drought took none, a quarter and three fifths: all of it is
    granted, half of it, and with a plan that follows half of a failure, half of the rest; never
    more than failed."""
    dry = [0.0, 0.25, 0.6]
    for revision, excused, cut in (
        (0.0, 1.0, [0, 0.25, 0.4]),
        (0.0, 0.5, [0, 0.125, 0.2]),
        (0.5, 1.0, [0.2, 0.325, 0.4]),
    ):
        due = np.maximum(80 * (1 - np.array(cut)) - [0, 20, 200], 0)
        found = due_of(ground, revision, 600.0, struck=dry, excused=excused)
        np.testing.assert_allclose(found, due)


def test_due_where_others_bear_what_one_region_lacks(ground):
    """The first region's harvest fell by half: of its 100 t half falls out, and by what stands,
    50, 100 and 100, goes on it 10, 20 and 20; no region above an eleventh of 1,000 t expected but
    by the plan it had."""
    fell = [500.0, 1000.0, 1000.0]
    np.testing.assert_allclose(due_of(ground, 1.0, fell, shifted=1.0), [48, 96 - 20, 0])
    np.testing.assert_allclose(
        due_of(ground, 1.0, fell, shifted=1.0, region_cap=0.055), [44, 80 - 20, 0]
    )


def test_pressure_by_hand(ground):
    """A lag of 0.4 under full force: coercion 0.2 + 0.5 x 0.4 x 0.8 - 0.1 x (0.2 - 0.3); blacklists
    and frustration."""
    view = ground.view(
        12,
        policy__plan=100.0,
        policy__plan_basis=1000.0,
        information__known_harvest=1000.0,
        policy__line=FORCE,
        information__known_collected=[0.0, 40.0, 80.0],
        inputs__collection_season=0.8,
        inputs__controlled=1.0,
        policy__coercion=0.2,
        policy__blacklist=[0.1, 0.1, 0.1],
        policy__frustration=0.5,
    )
    given = {
        "coercion_rise": 0.5,
        "coercion_ease": 0.1,
        "coercion_base": 0.3,
        "patience": 0.5,
        "blacklisting": 0.2,
        "fading": 0.1,
    }
    values = ground.propose("procurement", view, **given).values
    np.testing.assert_allclose(
        values["policy.coercion"], [0.2 + 0.5 * lag * 0.8 + 0.01 for lag in (0.8, 0.4, 0.0)]
    )
    np.testing.assert_allclose(
        values["policy.blacklist"], [0.1 + 0.2 * 0.9, 0.1 - 0.2 * 0.1, 0.1 - 0.2 * 0.1]
    )
    assert float(values["policy.frustration"]) == pytest.approx(0.5 * 0.9 + 120 / 300)


def test_under_free_trade_pressure_only_fades(ground):
    view = ground.view(
        12, policy__plan=100.0, policy__line=TRADE, inputs__collection_season=1.0, **POLICY
    )
    values = ground.propose("procurement", view, coercion_ease=0.1, fading=0.1).values
    np.testing.assert_allclose(values["policy.coercion"], 0.9 * 0.2)
    assert float(values["policy.blacklist"].max()) == 0
    assert float(values["policy.frustration"]) == pytest.approx(0.45)


def test_bias_moves_the_split_and_not_the_total(ground):
    fields = {
        "information__expected_harvest": [3e5, 7e5, 7e5],
        "policy__line": FORCE,
        "endowment__target": [0.0, 0.0, 1.0],
    }
    even, biased = (
        ground.propose("procurement", ground.view(7, **fields), bias=b, region_cap=10.0).values[
            "policy.plan"
        ]
        for b in (0.0, 0.5)
    )
    assert float(even.sum()) == pytest.approx(float(biased.sum()))
    a, b = np.asarray(even), np.asarray(biased)
    assert b[2] / b[1] == pytest.approx(1.5 * a[2] / a[1])
    assert b[1] / b[0] == pytest.approx(a[1] / a[0])


def test_where_nobody_is_believed_to_have_a_surplus_the_split_follows_output():
    share = split_by_surplus(jnp.array([1.0, 3.0]), jnp.full(2, 9.0), jnp.zeros(2), 0.0)
    np.testing.assert_allclose(share, [0.25, 0.75])
