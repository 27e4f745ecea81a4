"""Members weighed by all figures: weights by hand, a figure that no member gives, members that are
lost in many figures, and a yes or no that a smoother would average away."""

import numpy as np
import pytest

from partystate.calibration.history_matching import CUT
from partystate.calibration.weighing import (
    KEPT,
    ROUNDS,
    affordable,
    chosen,
    misfit,
    moved,
    weights,
)

ALARM = 1e-4  # false-alarm rate of each stochastic test, under its fixed seed


def test_misfit_by_hand():
    far = np.array([[0.0, 1.0], [2.0, np.nan], [0.0, 2.0]])
    np.testing.assert_allclose(misfit(far), [1 / 2, (4 + 4) / 2, 4 / 2])


def test_a_figure_that_is_lost_everywhere_weighs_nobody():
    """Members ten and a hundred times the cut off in one figure weigh as they do without it."""
    rng = np.random.default_rng(6)
    near = rng.gamma(1, 1, (50, 8))
    lost = np.concatenate([near, CUT * rng.uniform(10, 100, (50, 1))], 1)
    np.testing.assert_allclose(weights(misfit(lost), 0.3), weights(misfit(near), 0.3))


def test_members_that_are_lost_in_many_figures_go():
    """Of a hundred figures, one member in ten is beyond the cut in half, the others in ten."""
    rng = np.random.default_rng(7)
    far = np.abs(rng.standard_normal((200, 100)))
    far[:, :10] = 9.0
    far[:20, :50] = 9.0
    found = misfit(far)
    kept = weights(found, affordable(found, 1.0))
    assert kept[:20].sum() < 0.1 / 4


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
    """One in six members answers yes; the target is yes, and no is beyond the cut. After the rounds
    eight in ten do: by chance never (ALARM)."""
    rng = np.random.default_rng(5)
    z, power = rng.standard_normal((400, 2)), 0.0

    def answers():
        return 2.0 * (z[:, :1] > 1) + 0.1 * rng.standard_normal((len(z), 1))

    assert answers().mean() < 0.5
    for _ in range(ROUNDS):
        far = misfit(np.abs(answers() - 2.0) / 0.5)
        step = affordable(far, 1 - power)
        power += step
        z = moved(z, chosen(weights(far, step), rng), rng)
    assert (answers() > 1).mean() > 0.8
    assert abs(z[:, 1].mean()) < 0.3
