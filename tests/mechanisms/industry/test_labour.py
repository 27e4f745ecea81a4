"""Moves to towns, work found, women at work, norms, desks, building and who pays, by hand; Allen's
equation as published."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.industry import labour
from partystate.mechanisms.industry.women_at_work import more_hands
from partystate.mechanisms.industry.work_norms import beating
from partystate.world import statuses as s

FORCE, TRADE = -1.0, 1.0
RULE = {
    "standard": 1.6,
    "crops": 1.0,
    "soft_market": 0.0,
    "soft_command": 1.0,
    "appetite": 0.0,
    "openness": 1.0,
    "max_jobs": 2.0,
    "fear": 0.0,
    "hungry": 0.0,
    "papers": 0.0,
    "far": 0.25,
    "back": 0.0,
    "restless": 0.6,
    "new_worker_turnover": 1.0,
    "bound": 0.5,
}


@pytest.mark.parametrize(
    ("relative", "rate"), [(1.6, 0.011625), (2.3, 0.02475), (0.98, 0.0), (0.5, 0.0)]
)
def test_allens_equation(relative, rate):
    assert float(labour.allen_rate(relative)) == pytest.approx(rate, abs=1e-12)


def acted(ground, rule=None, **fields):
    """A country of workers and of peasants who have what they had in the base year; as many workers
    as the plant takes."""
    layout, base = ground.setting.layout, ground.setting.endowment
    people = ground.peasants_all(s.WORKER) + ground.peasants_all(s.INDIVIDUAL_PEASANT)
    workers, village = (
        float(ground.peasants_all(s.WORKER).sum()),
        ground.peasants_all(s.INDIVIDUAL_PEASANT),
    )
    usual = base.land.sown_area * base.land.yield_ * village.sum() / base.people.rural_base.sum()
    given = {
        "people__persons": people,
        "people__hunger_rural": 0.0,
        "industry__wage": 1.0,
        "industry__crew": workers,
        "industry__seasoned": workers,
        "land__harvest": usual,
        "policy__plan": 0.0,
        "policy__drive": 0.0,
        "policy__passports": 0.0,
        "policy__line": TRADE,
    }
    effect = ground.propose("labour", ground.view(1, **(given | fields)), **(RULE | (rule or {})))
    peasant = np.asarray(layout.is_status(s.INDIVIDUAL_PEASANT))

    def of(cause, on):
        return np.unique(np.round(np.asarray(effect.hazards[cause])[on], 12))

    return effect, of, peasant


def test_a_balanced_country_moves_by_allens_equation(ground):
    effect, of, peasant = acted(ground)
    np.testing.assert_allclose(of("moved_to_town", peasant), 0.75 * 0.011625 / 12)
    np.testing.assert_allclose(of("hired_far", peasant), 0.25 * 0.011625 / 12)
    assert of("moved_to_town", np.asarray(ground.setting.layout.is_status(s.WORKER))).max() == 0
    assert effect.destinations["hired_far"].shape == ground.setting.layout.pair_region.shape


def test_what_the_plan_takes_makes_towns_look_better(ground):
    """A plan for half of the harvest: the town stands at 3.2 against the village."""
    base = ground.setting.endowment
    half = (
        base.land.sown_area
        * base.land.yield_
        * ground.peasants_all(s.INDIVIDUAL_PEASANT).sum()
        / base.people.rural_base.sum()
        / 2
    )
    _, of, peasant = acted(ground, policy__plan=half)
    np.testing.assert_allclose(
        of("moved_to_town", peasant), 0.75 * float(labour.allen_rate(3.2)) / 12
    )


def test_passports_hold_back_and_fear_drives_out(ground):
    _, of, peasant = acted(
        ground,
        {"papers": 0.8, "standard": 0.5, "fear": 0.12},
        policy__passports=1.0,
        policy__drive=1.0,
        information__expected_harvest=1e9,
    )
    assert of("moved_to_town", peasant).max() == pytest.approx(0.75 * 0.2 * 0.12 / 12)


def test_the_hungry_leave_and_townspeople_go_home(ground):
    _, of, peasant = acted(
        ground, {"hungry": 0.24, "standard": 0.5, "back": 0.12}, people__hunger_rural=1.0
    )
    np.testing.assert_allclose(of("moved_to_town", peasant), 0.75 * 0.12 / 12)
    worker = np.asarray(ground.setting.layout.is_status(s.WORKER))
    np.testing.assert_allclose(of("back_to_village", worker), 0.12 * 0.5 / 12)


def test_a_hard_budget_hires_the_crew_and_a_soft_one_everybody(ground):
    workers = float(ground.peasants_all(s.WORKER).sum())
    hard, of, peasant = acted(ground, industry__crew=workers / 2)
    soft, _, _ = acted(ground, industry__crew=workers / 2, policy__line=FORCE)
    assert float(hard.values["industry.employed"]) == pytest.approx(workers / 2)
    assert float(soft.values["industry.employed"]) == pytest.approx(workers)
    # half of the wage is to be had on the mean, which is less than what the village offers: nobody
    # comes
    np.testing.assert_allclose(of("moved_to_town", peasant), 0)


def test_jobs_open_with_the_plant_up_to_a_bound():
    rule = type("Rule", (), {"appetite": 0.5, "openness": 2.0, "max_jobs": 3.0})
    np.testing.assert_allclose(
        labour.openings(100.0, jnp.array([50.0, 100.0, 400.0]), 0.0, rule), [0.25, 1.0, 3.0]
    )
    assert float(labour.openings(100.0, 100.0, 1.0, rule)) == pytest.approx(2.25)


def test_turnover_of_the_old_and_the_new(ground):
    workers = float(ground.peasants_all(s.WORKER).sum())
    effect, _, _ = acted(ground, industry__seasoned=workers / 2)
    assert float(effect.values["industry.turnover"]) == pytest.approx(0.6 + 0.5)
    bound, _, _ = acted(
        ground, industry__seasoned=workers / 2, policy__passports=1.0, policy__line=FORCE
    )
    assert float(bound.values["industry.turnover"]) == pytest.approx(0.55)


def test_a_fallen_wage_and_a_call_bring_women_to_work(ground):
    rule = {"need": 0.24, "called": 0.12, "max_women_share": 0.5, "forgetting": 0.6}
    given = {
        "industry__women": 0.25,
        "industry__wage": 0.5,
        "industry__usual_wage": 1.0,
        "policy__line": FORCE,
    }
    found = ground.propose("women_at_work", ground.view(1, **given), **rule).values
    assert float(found["industry.women"]) == pytest.approx(0.25 + 0.02 * 0.25)
    assert float(found["industry.usual_wage"]) == pytest.approx(1 - 0.05 * 0.5)
    assert float(more_hands(0.4, 0.25)) == pytest.approx(1.25)


def norms(ground, month=1, **fields):
    base = ground.setting.endowment
    given = {
        "industry__output": [0.5, 0.5],
        "industry__employed": base.people.rural_base.sum(),
        "industry__norm": 0.0,
        "industry__wage": 1.0,
        "industry__usual_wage": 1.0,
        "policy__line": FORCE,
    }
    rule = {"margin": 0.3, "lure": 0.6, "spread": 0.3, "follow": 0.5, "raised": 0.2}
    return ground.propose("work_norms", ground.view(month, **(given | fields)), **rule).values


def test_one_in_six_beats_a_norm_that_is_the_mean(ground):
    """A margin of one standard deviation: 15.9 per cent; half of a wage more to buy brings it to
    one half."""
    assert float(norms(ground)["industry.shock_workers"]) == pytest.approx(0.158655, abs=1e-6)
    assert float(norms(ground, industry__wage=1.5)["industry.shock_workers"]) == pytest.approx(0.5)
    assert float(norms(ground, policy__line=TRADE)["industry.shock_workers"]) == 0
    assert float(beating(0.0, 1.0)) == pytest.approx(0.5)


def test_norms_follow_once_a_year(ground):
    made = norms(ground, industry__output=[1.0, np.e - 1])
    share = float(made["industry.shock_workers"])
    assert float(made["industry.norm"]) == pytest.approx(0.5 * (1 + 0.2 * share))
    assert float(norms(ground, month=2, industry__output=[1.0, np.e - 1])["industry.norm"]) == 0


def test_workers_rise_until_desks_are_filled(ground):
    people = ground.peasants_all(s.WORKER, 100.0) + ground.peasants_all(s.TOWN_EMPLOYEE, 20.0)
    layout = ground.setting.layout
    view = ground.view(1, people__persons=people, policy__line=TRADE)
    rise = np.asarray(
        ground.propose("promotion", view, desks=0.5, planned=0.2, filled=0.1).hazards["promoted"]
    )
    table = np.asarray(layout.by_region_and_status(people))
    labels = layout.axes.statuses.labels
    workers, staff = table[:, labels.index(s.WORKER)], table[:, labels.index(s.TOWN_EMPLOYEE)]
    wanted = 0.1 * np.maximum(0.5 * workers - staff, 0) / workers
    at = np.asarray(layout.is_status(s.WORKER))
    np.testing.assert_allclose(rise[at], wanted[np.asarray(layout.cell_region)[at]])


def test_track_engineers_and_the_unfree(ground):
    people = ground.peasants_all(s.CAMP, 10.0) + ground.peasants_all(s.SPECIAL_SETTLER, 5.0)
    given = {
        "people__persons": people,
        "industry__invested": 0.6,
        "industry__railways": 70.0,
        "industry__engineers": 100.0,
        "policy__equipment": 0.5,
        "inputs__imports": 2.4e8,
        "policy__line": FORCE,
    }
    found = ground.propose(
        "building", ground.view(1, **given), laid=2.0, hired=10.0, home=0.6, able=2.0, settled=0.5
    ).values
    assert float(found["industry.railways"]) == pytest.approx(70.1)
    assert float(found["industry.engineers"]) == pytest.approx(100 + 100 - 5)
    camps, settlers = (
        float(ground.peasants_all(status, n).sum())
        for status, n in ((s.CAMP, 10.0), (s.SPECIAL_SETTLER, 5.0))
    )
    assert float(found["industry.forced"]) == pytest.approx(2 * camps + settlers / 2)


def test_who_pays_sums_to_one(ground):
    base = ground.setting.endowment
    given = {
        "industry__invested": 0.5,
        "industry__imported": 0.1,
        "industry__conscripted": 0.05,
        "policy__line": FORCE,
        "land__collected": base.land.sown_area * base.land.yield_ / 4,
    }
    parts = ground.propose(
        "accumulation", ground.view(6, **given), wedge=0.5, grain_worth=1.2
    ).values["industry.sources"]
    village = 0.5 * 1.2 * 0.25  # June: the whole year's collections
    np.testing.assert_allclose(parts, np.array([0.35 - village, village, 0.1, 0.05]) / 0.5)
