"""Figures in two heaps and members weighed by them: shapes whose coefficient is known, weights by
hand, and a yes or no that a smoother would average away."""

import numpy as np
import pytest

from partystate.calibration.weighing import (
    EVEN,
    KEPT,
    ROUNDS,
    affordable,
    chosen,
    in_two_ways,
    misfit,
    moved,
    weights,
)

ALARM = 1e-4  # false-alarm rate of each stochastic test, under its fixed seed


def test_two_heaps_are_told_from_one():
    """Of a normal the coefficient is 1/3, of two points 1; an even spread of 5/9 is the bound."""
    rng = np.random.default_rng(1)
    n = 4000
    one, two = rng.standard_normal(n), np.where(rng.random(n) < 0.4, 0.0, 8.0)
    found = in_two_ways(np.stack([one, two + one / 4, np.full(n, 3.0)], axis=1))
    assert found.tolist() == [False, True, False]
    assert pytest.approx(5 / 9) == EVEN


def test_a_figure_that_few_members_give_is_not_judged():
    column = np.full(50, np.nan)
    column[:9] = [0, 0, 0, 0, 9, 9, 9, 9, 9]
    assert not in_two_ways(column[:, None])[0]
    column[9] = 0
    assert in_two_ways(column[:, None])[0]


def test_misfit_by_hand():
    figures = np.array([[1.0, 2.0], [3.0, np.nan], [1.0, 6.0]])
    found = misfit(figures, np.array([1.0, 2.0]), np.array([2.0, 4.0]))
    np.testing.assert_allclose(found, [0, (2 + 4) / 2, 2])


def test_power_leaves_the_share_of_members_that_was_asked():
    far = np.random.default_rng(2).gamma(2, 40, 500)
    power = affordable(far, 1.0)
    assert 0 < power < 1
    assert 1 / (weights(far, power) ** 2).sum() == pytest.approx(KEPT * 500, rel=1e-6)
    assert affordable(far / 1e4, 1.0) == 1.0


def test_members_are_drawn_as_often_as_they_weigh():
    weight = np.array([0.5, 0.25, 0.125, 0.125, 0, 0, 0, 0])
    counts = np.bincount(chosen(weight, np.random.default_rng(3)), minlength=8)
    assert counts.tolist() == [4, 2, 1, 1, 0, 0, 0, 0]


def test_moving_keeps_mean_and_spread():
    """Mean and variance of 2,000 members stay, each to within its sampling error twice over, at
    half of ALARM each."""
    n = 2000
    rng = np.random.default_rng(4)
    before = rng.standard_normal((n, 3)) @ np.array([[1, 0.5, 0], [0, 1, 0], [0, 0.3, 2]])
    after = moved(before, np.arange(n), rng)
    far = 2 * 4.1 / np.sqrt(n)
    np.testing.assert_allclose(after.mean(0), before.mean(0), atol=far * 2)
    np.testing.assert_allclose(np.cov(after.T), np.cov(before.T), atol=far * 4)
    assert not np.allclose(after, before)


def test_a_yes_that_is_asked_for_comes_to_be_the_rule():
    """One in six members answers yes; the target is yes, and no is four sd off. After the rounds
    nine in ten do: by chance never (ALARM)."""
    rng = np.random.default_rng(5)
    z, power = rng.standard_normal((400, 2)), 0.0

    def answers():
        return 2.0 * (z[:, :1] > 1) + 0.1 * rng.standard_normal((len(z), 1))

    assert answers().mean() < 0.5
    for _ in range(ROUNDS):
        far = misfit(answers(), np.array([2.0]), np.array([0.25]))
        step = affordable(far, 1 - power)
        power += step
        z = moved(z, chosen(weights(far, step), rng), rng)
    assert (answers() > 1).mean() > 0.9
    assert abs(z[:, 1].mean()) < 0.3
