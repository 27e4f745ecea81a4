"""Exports, rations and needs of the state, by hand."""

import numpy as np
import pytest

from partystate.core import dates
from partystate.country.country import load
from partystate.scenario.inputs import build_inputs, first_month_of, months_of

FORCE, TRADE = -1.0, 1.0
RULE = {
    "grain_share": 0.5,
    "free": 0.5,
    "reserve_months": 2.0,
    "norm": 0.12,
    "state_part": 0.25,
    "other_uses": 0.012,
    "confined_norm": 0.12,
    "cushion": 1.0,
    "spoiled": 0.01,
    "elsewhere": 0.0,
    "repaid": 0.0,
    "growth": 0.0,
}
TOWNS = {
    "information__known_towns": 1e5,
    "information__known_population": 1e6,
    "endowment__inflow": 0.0,
    "endowment__grain_price": 100.0,
    "information__known_confined": 0.0,
}
MONTHLY = 3 * 0.12 * 1e5 / 12  # 3,000 t for towns
UPKEEP = 3e5 * 0.012 / 12  # 300 t
NEXT = {"policy__plan": 0.0, "information__known_collected": 0.0}


def decided(ground, month=7, **fields):
    view = ground.view(
        month,
        inputs__imports=1e6,
        inputs__grain_price=50.0,
        inputs__export_season=0.1,
        **(TOWNS | NEXT | fields),
    )
    return ground.propose("state_trade", view, **RULE).values


def test_tonnes_pay_for_the_given_value_until_grain_binds(ground):
    """A million of imports, half of it paid for by grain at 50: 10,000 t a year, a tenth this
    month; one month to the harvest."""
    rich = decided(ground, information__known_granary=1e6, policy__line=FORCE)
    assert float(rich["policy.export_due"]) == pytest.approx(1000)
    held = 3 * (MONTHLY + UPKEEP)
    poor = decided(ground, information__known_granary=held + 500, policy__line=FORCE)
    assert float(poor["policy.export_due"]) == pytest.approx(0.5 * 500)
    assert (
        float(
            decided(ground, information__known_granary=held, policy__line=FORCE)[
                "policy.export_due"
            ]
        )
        == 0
    )


def test_what_is_not_yet_due_counts_as_far_as_the_plan_was_met(ground):
    """Of a plan of 400 t, 300 came. Were 300 due by now, the rest is counted on; of 360, the last
    40 as far as 300 of 360 came; were all due, nothing."""
    held = 3 * (MONTHLY + UPKEEP)
    fields = {"information__known_granary": held, "policy__line": FORCE}
    plan = {
        "policy__plan": [300.0, 0.0, 100.0],
        "information__known_collected": [0.0, 200.0, 100.0],
    }
    for season, counted_on in ((0.75, 100), (0.9, 40 * 300 / 360), (1.0, 0)):
        due = decided(ground, **fields, **plan, inputs__due_before=season)
        assert float(due["policy.export_due"]) == pytest.approx(0.5 * counted_on)


@pytest.mark.parametrize(
    ("elsewhere", "tonnes"),
    [
        (0.0, [1000, 2000, 4000]),
        (0.5, [1000, 1000 * 2**0.5, 2000]),
        (1.0, [1000, 1000, 1000]),
    ],
)
def test_a_lower_price_raises_the_tonnes_but_for_what_is_paid_for_elsewhere(
    ground, elsewhere, tonnes
):
    """Half of a million at 100, a fifth of it this month; then the price is half, and a quarter."""
    view = {"inputs__imports": 1e6, "inputs__export_season": 0.2} | TOWNS | NEXT
    given = [
        ground.view(7, inputs__grain_price=price, information__known_granary=1e9, **view)
        for price in (100.0, 50.0, 25.0)
    ]
    rule = RULE | {"elsewhere": elsewhere}
    shipped = [ground.propose("state_trade", v, **rule).values["policy.export_due"] for v in given]
    np.testing.assert_allclose(shipped, tonnes)


def test_what_grain_did_not_pay_is_owed_and_asked_of_the_next_good_year(ground):
    """Half a million a year to pay, a tenth of it this month: 50,000 less what went out the month
    before, 500 t at 50. Of 100,000 owed before, a quarter falls due in a year: 2,083 of it this
    month, and the year's programme is 525,000 at 50; what is paid beforehand is no credit."""
    rule = RULE | {"repaid": 0.25}
    fields = (
        {
            "inputs__imports": 1e6,
            "inputs__grain_price": 50.0,
            "inputs__export_season": 0.1,
            "information__known_granary": 1e9,
            "policy__line": FORCE,
        }
        | TOWNS
        | NEXT
    )
    for before, shipped, after in ((1e5, 500.0, 1e5 * (1 - 0.25 / 12) + 25_000), (0.0, 9000.0, 0)):
        view = ground.view(7, policy__owed_abroad=before, policy__export_due=shipped, **fields)
        found = ground.propose("state_trade", view, **rule).values
        assert float(found["policy.owed_abroad"]) == pytest.approx(after)
        assert float(found["policy.export_wanted"]) == pytest.approx((5e5 + 0.25 * before) / 50)


def test_trade_of_the_state_grows_by_a_logistic_curve_while_trade_is_free(ground):
    """From a quarter at a rate of .48 a year: .04 x .25 x .75 a month under free trade, half of it
    with half the force and nothing under full force; what it has grown to is not lost."""
    grown = 0.04 * 0.25 * 0.75
    for line, more in ((TRADE, grown), (0.0, grown / 2), (FORCE, 0)):
        view = ground.view(7, policy__line=line, policy__state_trade=0.0, **(TOWNS | NEXT))
        found = ground.propose("state_trade", view, **RULE | {"growth": 0.48}).values
        assert float(found["policy.state_trade"]) == pytest.approx(0.25 + more)
    view = ground.view(7, policy__line=TRADE, policy__state_trade=0.5, **(TOWNS | NEXT))
    found = ground.propose("state_trade", view, **RULE).values
    assert float(found["policy.state_trade"]) == 0.5
    assert float(found["policy.monthly_due"]) == pytest.approx(0.5 * (MONTHLY + UPKEEP))


def test_needs_and_the_part_of_the_state(ground):
    """900,000 villagers need 108,000 t of bread: where fields, less a levy of 10,000, leave 70,000,
    38,000 are sent; where they leave enough, nothing; and nowhere more than was brought in before,
    beside the norm of the towns of the base year."""
    fields = {
        "endowment__population_base": 2e5,
        "endowment__rural_base": 1e5,
        "endowment__inflow": [112_000.0, 112_000.0, 37_000.0],
        "endowment__seed_rate": 0.0,
        "information__known_harvest": [80_000.0, 200_000.0, 10_000.0],
        "policy__plan": 9_000.0,
        "policy__station_due": 1_000.0,
        "information__known_collected": 30_000.0,
    }
    sent = np.array([38_000.0, 0.0, 25_000.0])
    for line, part in ((FORCE, 1), (TRADE, 0.25)):
        more = decided(ground, information__known_granary=1e6, policy__line=line, **fields)
        np.testing.assert_allclose(more["policy.supply_due"], part * sent / 12)
        assert float(more["policy.monthly_due"]) == pytest.approx(
            part * (MONTHLY + UPKEEP + sent.sum() / 12)
        )
    forced = decided(ground, information__known_granary=1e6, policy__line=FORCE)
    assert float(forced["policy.supply_due"].max()) == 0
    assert float(forced["policy.upkeep_due"]) == pytest.approx(UPKEEP + 0.01 * 1e6)
    assert float(forced["policy.state_need"]) == pytest.approx(12 * (MONTHLY + UPKEEP))
    assert float(forced["policy.export_wanted"]) == pytest.approx(10_000)


def test_what_does_not_last_to_the_harvest_is_cut(ground):
    """A granary that covers half of the needs: supply and upkeep are halved, beside what spoils."""
    holds = (MONTHLY + UPKEEP) * 6 / 2
    half = decided(
        ground,
        month=2,
        information__known_granary=holds,
        policy__line=FORCE,
    )
    assert float(half["policy.cover"]) == pytest.approx(0.5)
    assert float(half["policy.upkeep_due"]) == pytest.approx(UPKEEP / 2 + 0.01 * holds)


def test_rations_by_rank_of_the_town(ground):
    """A granary that covers half of the needs: the first in rank gets three quarters, the next what
    its rank leaves."""
    need = (MONTHLY + UPKEEP) * 6
    values = decided(
        ground,
        month=2,
        information__known_granary=need / 2,
        policy__line=FORCE,
        endowment__town_weight=[1.0, 0.8, 0.3],
    )
    np.testing.assert_allclose(
        np.asarray(values["policy.ration_norm"]) / 0.01, [0.5 + 0.5 * 0.5, 0.5 + 0.5 * 0.3, 0.5]
    )
    full = decided(ground, month=2, information__known_granary=2 * need, policy__line=FORCE)
    np.testing.assert_allclose(full["policy.ration_norm"], 0.01)


def test_before_there_are_lists_all_towns_have_the_mean_rank(ground):
    """Ranks 1, .8 and .3 of towns of one size: .7 for each; half of the needs lies there."""
    values = decided(
        ground,
        month=2,
        information__known_granary=(MONTHLY + UPKEEP) * 6 / 2,
        policy__line=FORCE,
        endowment__town_weight=[1.0, 0.8, 0.3],
        inputs__towns_ranked=0.0,
    )
    np.testing.assert_allclose(values["policy.ration_norm"] / 0.01, 0.5 + 0.5 * 0.2)


def test_lists_are_known_from_the_year_in_their_name():
    country = load("ussr")
    months = months_of(country)
    ranked = np.asarray(build_inputs(country, months).towns_ranked)
    assert months[ranked.argmax()] == dates.month_number("1931-01")
    assert set(ranked) == {0.0, 1.0}
    assert first_month_of(load("toyland"), "town_list_weight") == 0


def test_those_confined_on_the_books_are_counted_and_cut_as_others(ground):
    """300 thousand at 0.12 t a year: 3,000 t a month beside towns and upkeep; half of what is
    needed lies there."""
    fields = {"month": 2, "policy__line": FORCE, "information__known_confined": 3e5}
    owed = MONTHLY + UPKEEP + 3000
    full = decided(ground, information__known_granary=1e6, **fields)
    assert float(full["policy.monthly_due"]) == pytest.approx(owed)
    assert float(full["policy.state_need"]) == pytest.approx(12 * owed)
    assert float(full["policy.confined_norm"]) == pytest.approx(0.01)
    half = decided(ground, information__known_granary=owed * 6 / 2, **fields)
    assert float(half["policy.confined_norm"]) == pytest.approx(0.005)


def test_exports_leave_the_months_to_the_harvest_and_the_reserve(ground):
    """In November nine months are left and two are kept: of 500 t above eleven months half goes,
    and the winter's bread does not."""
    owed = MONTHLY + UPKEEP
    fields = {"month": 11, "policy__line": FORCE}
    for above, shipped in ((500.0, 250.0), (-1.0, 0.0)):
        values = decided(ground, information__known_granary=11 * owed + above, **fields)
        assert float(values["policy.export_due"]) == pytest.approx(shipped)
