"""Targets, accumulation and what managers hide, by hand; and the two published rules of bonuses."""

import pytest

from partystate.published.ratchet import effective_bonus
from partystate.published.target_menu import chosen_target

FORCE, TRADE, BETWEEN = -1.0, 1.0, 0.0
RULE = {
    "ratchet": 0.5,
    "ambition": 0.2,
    "saved": 0.1,
    "squeezed": 0.2,
    "bought": 0.2,
    "max_machinery_share": 0.5,
    "hidden": 0.3,
    "impatience": 0.5,
    "delivery": 10.0,
}


def decided(ground, month=1, line=FORCE, **fields):
    return ground.propose("plan", ground.view(month, policy__line=line, **fields), **RULE).values


def test_the_target_follows_the_report_half_way_and_rises(ground):
    """Target 2, report 3: half of the surplus enters, and a fifth is added."""
    found = decided(ground, policy__output_target=2.0, information__reported_output=3.0)
    assert float(found["policy.output_target"]) == pytest.approx((2 + 0.5) * 1.2)


def test_a_target_stands_for_the_year(ground):
    assert (
        float(
            decided(ground, month=6, policy__output_target=2.0, information__reported_output=3.0)[
                "policy.output_target"
            ]
        )
        == 2
    )


def test_trade_asks_for_no_rise(ground):
    assert (
        float(
            decided(
                ground, line=TRADE, policy__output_target=2.0, information__reported_output=2.0
            )["policy.output_target"]
        )
        == 2
    )


@pytest.mark.parametrize(("line", "share"), [(FORCE, 0.3), (BETWEEN, 0.2), (TRADE, 0.1)])
def test_force_squeezes_more_into_investment(ground, line, share):
    assert float(decided(ground, line=line)["policy.accumulation"]) == pytest.approx(share)


@pytest.mark.parametrize(("line", "share"), [(TRADE, 0.2), (BETWEEN, 0.4), (FORCE, 0.5)])
def test_machinery_in_imports_follows_what_is_invested_up_to_a_bound(ground, line, share):
    """A tenth of the way in a month, where machines are delivered after ten."""
    assert float(
        decided(ground, line=line, policy__equipment=0.1)["policy.equipment"]
    ) == pytest.approx(0.1 + (share - 0.1) / 10)


def test_managers_hide_what_the_ratchet_takes(ground):
    """Ratchet .5 at a discount of .5 leaves half of the bonus: half of what can be hidden is."""
    assert float(decided(ground)["policy.exertion"]) == pytest.approx(1 - 0.3 / 2)
    assert float(decided(ground, line=TRADE)["policy.exertion"]) == 1


def test_shorter_tenure_makes_managers_show_more():
    assert effective_bonus(1.0, 0.5, 1.0) > effective_bonus(1.0, 0.5, 0.1)


def test_a_menu_of_bonuses_that_pays_for_truth_at_the_middle():
    """Below and above cost the same against the target: the named target is the median."""
    target, short = chosen_target(1.0, 2.0, 3.0, 80.0, 120.0)
    assert (target, short) == (100.0, 0.5)
