"""Plans, dues, coercion and blacklists by hand; the published rule of inflexible collections is a
special case."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partystate.mechanisms.land.procurement import country_plan
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
    "endowment__seed_rate": 0,
}
ASKING = {"bare_norm": 0.2, "tautness": 0.5, "lone_farms": 1.0, "most_share": 1.0}


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


def test_plan_is_set_in_the_harvest_month_and_kept(ground):
    fields = {
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


def due_of(ground, revision, known_harvest):
    view = ground.view(
        12,
        policy__plan=100.0,
        policy__plan_basis=1000.0,
        information__known_harvest=known_harvest,
        information__known_collected=[0.0, 20.0, 200.0],
        inputs__collection_season=0.8,
        inputs__controlled=1.0,
        **POLICY,
    )
    return np.asarray(
        ground.propose("procurement", view, revision=revision).values["policy.collection_due"]
    )


def test_due_by_hand(ground):
    """80 of 100 due by December, less what has been collected; a plan fully revised falls with the
    harvest reported."""
    np.testing.assert_allclose(due_of(ground, 0.0, 600.0), [80, 60, 0])
    np.testing.assert_allclose(due_of(ground, 0.5, 600.0), [0.8 * 80, 0.8 * 80 - 20, 0])
    np.testing.assert_allclose(due_of(ground, 1.0, 2000.0), [80, 60, 0])


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
        ground.propose("procurement", ground.view(7, **fields), bias=b).values["policy.plan"]
        for b in (0.0, 0.5)
    )
    assert float(even.sum()) == pytest.approx(float(biased.sum()))
    a, b = np.asarray(even), np.asarray(biased)
    assert b[2] / b[1] == pytest.approx(1.5 * a[2] / a[1])
    assert b[1] / b[0] == pytest.approx(a[1] / a[0])


def test_where_nobody_is_believed_to_have_a_surplus_the_split_follows_output():
    share = split_by_surplus(jnp.array([1.0, 3.0]), jnp.full(2, 9.0), jnp.zeros(2), 0.0)
    np.testing.assert_allclose(share, [0.25, 0.75])
