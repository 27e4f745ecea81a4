"""Births remembered, worry that lasts, and a ban that stays, by hand."""

import jax.numpy as jnp
import pytest

FORCE, TRADE = -1.0, 1.0
RULE = {"memory": 120.0, "fall": 0.2, "patience": 10.0, "tolerance": 0.5}
USUAL = {
    "policy__births_lately": 0.04,
    "policy__births_usual": 0.04,
    "policy__birth_alarm": 0.0,
    "policy__abortion_banned": 0.0,
}


def month(ground, rate, line=FORCE, **fields):
    given = USUAL | {
        "information__known_population": 12000.0,
        "information__known_births": 1000.0 * rate,
        "policy__line": line,
    }
    found = ground.propose("family_law", ground.view(1, **(given | fields)), **RULE).values
    return {name.split(".")[1]: float(value) for name, value in found.items()}


def run_on(ground, rate, months, line=FORCE):
    """State after so many months of a registered birth rate, from usual births."""
    state = dict(USUAL)
    for _ in range(months):
        state = {
            f"policy__{name}": value for name, value in month(ground, rate, line, **state).items()
        }
    return state


def test_memories_follow(ground):
    found = month(ground, 0.028)
    assert found["births_lately"] == pytest.approx(0.04 - 0.012 / 12)
    assert found["births_usual"] == pytest.approx(0.04 - 0.012 / 120)


def test_a_month_without_a_register_teaches_nothing(ground):
    found = month(ground, 0.0)
    assert found["births_lately"] == found["births_usual"] == pytest.approx(0.04)


def test_alarm_grows_only_below_the_threshold_and_under_force(ground):
    low = {"policy__births_lately": 0.03}
    assert month(ground, 0.03, **low)["birth_alarm"] == pytest.approx(0.1)
    assert month(ground, 0.03, TRADE, **low)["birth_alarm"] == 0
    assert month(ground, 0.04)["birth_alarm"] == 0


def test_a_ban_waits_for_worry_that_lasts(ground):
    """1 - .9^n passes one half in the seventh month."""
    low = {"policy__births_lately": 0.02, "policy__births_usual": 0.04}
    alarm, months = 0.0, 0
    while alarm <= 0.5:
        found = month(ground, 0.02, **low, policy__birth_alarm=alarm)
        alarm, months = found["birth_alarm"], months + 1
    assert months == 7
    assert found["abortion_banned"] == 1


def test_a_ban_stays_and_is_counted(ground):
    assert month(ground, 0.04, policy__abortion_banned=3.0)["abortion_banned"] == 4


def test_births_that_hold_bring_no_ban_and_a_fall_does_once(ground):
    assert run_on(ground, 0.038, 60)["policy__abortion_banned"] == 0
    assert run_on(ground, 0.038, 60, TRADE)["policy__abortion_banned"] == 0
    fallen = run_on(ground, 0.024, 60)["policy__abortion_banned"]
    assert jnp.isfinite(fallen)
    assert 0 < fallen < 60
    assert run_on(ground, 0.024, 60, TRADE)["policy__abortion_banned"] == 0
