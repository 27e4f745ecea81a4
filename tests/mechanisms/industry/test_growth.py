"""Output, recovery, investment and its bottleneck, by hand; Fel'dman's path as what is left without
the additions."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.industry.growth import added
from partystate.published.two_departments import feldman
from partystate.world import statuses as s

FORCE, TRADE = -1.0, 1.0
PARTS = np.array([0.4, 0.6])
PLAIN = {
    "capital_elasticity": 0.5,
    "inexperience_loss": 0.0,
    "hunger_loss": 0.0,
    "recovery": 0.0,
    "stalled": 1.0,
    "goods": 1.0,
    "capital_output_ratio": 2.0,
    "wear": 0.0,
    "heavy": 0.5,
    "heavier": 0.0,
    "worth": 1.0,
    "base_value": 1e6,
    "lost": 0.0,
    "women_before": 0.25,
    "effort": 0.0,
    "conscript": 0.5,
}


def full(ground, **fields):
    """A month in which all plant of the base year is manned, and the crew that does it."""
    people = ground.peasants_all(s.WORKER)
    crew = float(people.sum() / ground.setting.endowment.people.rural_base.sum())
    given = {
        "people__persons": people,
        "industry__seasoned": people.sum(),
        "industry__employed": people.sum(),
        "industry__women": 0.25,
        "industry__forced": 0.0,
        "industry__turnover": 0.0,
        "industry__shock_workers": 0.0,
        "people__hunger_urban": 0.0,
        "industry__plant": 1.0,
        "industry__running": 1.0,
        "policy__exertion": 1.0,
        "policy__accumulation": 0.1,
        "endowment__output_part": PARTS,
        "inputs__imports": 0.0,
        "policy__line": TRADE,
    }
    return ground.view(1, **(given | fields)), crew


def acted(ground, rule=None, **fields):
    view, crew = full(ground, **fields)
    return ground.propose("growth", view, crew=crew, **(PLAIN | (rule or {}))).values


def test_the_base_year_makes_one(ground):
    np.testing.assert_allclose(acted(ground)["industry.output"], PARTS)


def test_twice_the_plant_with_the_same_hands(ground):
    """Constant returns, elasticity a half: output rises by the root of two."""
    np.testing.assert_allclose(
        acted(ground, industry__plant=2.0)["industry.output"], PARTS * np.sqrt(2)
    )


def test_half_of_the_plant_idle_and_a_manager_who_hides(ground):
    np.testing.assert_allclose(
        acted(ground, industry__running=0.5, policy__exertion=0.9)["industry.output"], PARTS * 0.45
    )


def test_new_hands_lack_experience(ground):
    """Half of the workers are new and make 40 per cent less: hands count for .8."""
    half = float(ground.peasants_all(s.WORKER).sum() / 2)
    found = acted(ground, {"inexperience_loss": 0.4, "seasoning": 10.0}, industry__seasoned=half)
    np.testing.assert_allclose(found["industry.output"], PARTS * np.sqrt(0.8))
    assert float(found["industry.seasoned"]) == pytest.approx(half * 1.1)


def test_hunger_in_the_towns_takes_work(ground):
    """One month-equivalent of hunger halves what can be lost: 1 - .4 / 2."""
    np.testing.assert_allclose(
        acted(ground, {"hunger_loss": 0.4}, people__hunger_urban=1.0)["industry.output"],
        PARTS * np.sqrt(0.8),
    )


def test_those_without_work_make_nothing(ground):
    half = float(ground.peasants_all(s.WORKER).sum() / 2)
    np.testing.assert_allclose(
        acted(ground, industry__employed=half)["industry.output"], PARTS * np.sqrt(0.5)
    )


def test_women_who_come_to_work_add_hands(ground):
    """Two in five where one in four were: .75 / .6 of the hands."""
    np.testing.assert_allclose(
        acted(ground, industry__women=0.4)["industry.output"], PARTS * np.sqrt(1.25)
    )


def test_shock_workers_make_more_and_a_change_of_place_costs_experience(ground):
    np.testing.assert_allclose(
        acted(ground, {"effort": 0.2}, industry__shock_workers=0.5)["industry.output"], PARTS * 1.1
    )
    people = float(ground.peasants_all(s.WORKER).sum())
    found = acted(ground, {"lost": 0.12, "seasoning": 10.0}, industry__turnover=1.0)[
        "industry.seasoned"
    ]
    assert float(found) == pytest.approx(people * 0.99)


def test_the_unfree_build_beside_what_is_invested(ground):
    """A tenth of a crew at half a free hand's output: a twentieth of base output."""
    people = float(ground.peasants_all(s.WORKER).sum())
    found = acted(ground, industry__forced=people / 10)
    assert float(found["industry.conscripted"]) == pytest.approx(0.05)
    assert float(found["industry.invested"]) == pytest.approx(0.15)


def test_plant_comes_back_by_trade_and_stalls_by_force(ground):
    rule = {"recovery": 1.2, "stalled": 0.75}
    assert float(acted(ground, rule, industry__running=0.5)["industry.running"]) == pytest.approx(
        0.5 + 0.1 * 0.25
    )
    assert float(
        acted(ground, rule, industry__running=0.5, policy__line=FORCE)["industry.running"]
    ) == pytest.approx(0.5 + 0.025 * 0.25)


def test_no_more_is_invested_than_investment_goods_are_made(ground):
    assert float(acted(ground, policy__accumulation=0.9)["industry.invested"]) == pytest.approx(0.4)
    assert float(
        acted(ground, {"goods": 0.5}, policy__accumulation=0.9)["industry.invested"]
    ) == pytest.approx(0.2)


def test_imported_equipment_adds_to_investment(ground):
    found = acted(ground, {"worth": 2.0}, inputs__imports=1e5, policy__equipment=0.5)
    assert float(found["industry.invested"]) == pytest.approx(0.1 + 0.1)


def test_plant_after_a_month(ground):
    """A tenth invested, half to each; plant worth two years: .05 / (2 x .4) / 12 in producer goods;
    wear of .12 a year takes a hundredth."""
    found = acted(ground, {"wear": 0.12})
    np.testing.assert_allclose(found["industry.plant"], 1 + 0.05 / (2 * PARTS) / 12 - 0.01)


def test_force_sends_investment_to_producer_goods(ground):
    found = acted(ground, {"heavier": 0.5}, policy__line=FORCE)["industry.plant"]
    np.testing.assert_allclose(found, [1 + 0.1 / (2 * 0.4) / 12, 1])


def test_added_month_by_month_comes_near_feldmans_path():
    """All producer goods invested, labour never scarce: monthly steps stay within half a per cent
    of the closed path of ten years."""
    parts, ratio, share = jnp.array([0.1, 0.9]), 3.0, 0.3
    plant = jnp.ones(2)
    for _ in range(120):
        plant = added(plant, (parts * plant)[0], share, parts, ratio)
    invested, consumed = feldman(0.1, 0.9, share, (ratio, ratio), 10.0)
    np.testing.assert_allclose(parts * plant, [invested, consumed], rtol=5e-3)
