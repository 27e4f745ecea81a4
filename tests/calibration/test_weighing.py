"""Members weighed by figures: which figures lie in two heaps, what a weight is, who is drawn, and
that the move keeps mean and spread."""

import numpy as np
import pytest

from partystate.calibration import weighing

N = 4000


def test_two_heaps_are_told_from_one():
    rng = np.random.default_rng(3)
    one = rng.standard_normal(N)
    two = np.where(rng.random(N) < 0.4, -4.0, 4.0) + one
    figures = np.stack([one, two, np.full(N, 7.0), np.full(N, np.nan)], 1)
    assert weighing.in_two_ways(figures).tolist() == [False, True, False, False]


def test_figures_that_too_few_give_are_not_judged():
    figures = np.full((100, 1), np.nan)
    figures[: weighing.FEWEST_TOLD - 1, 0] = [0, 1] * 4 + [0]
    assert not weighing.in_two_ways(figures).any()


def test_misfit_is_half_the_square_and_a_missing_figure_the_worst():
    figures = np.array([[1.0, 10.0], [3.0, np.nan], [np.nan, 12.0]])
    found = weighing.misfit(figures, np.array([1.0, 10.0]), np.array([1.0, 4.0]))
    np.testing.assert_allclose(found, [0, (4 + 1) / 2, (4 + 1) / 2])


def test_the_power_leaves_half_of_the_members_effective():
    misfits = np.random.default_rng(5).exponential(30, 400)
    power = weighing.affordable(misfits, 1.0)
    assert 0 < power < 1
    weight = weighing.weights(misfits, power)
    assert weight.sum() == pytest.approx(1)
    assert 1 / (weight**2).sum() == pytest.approx(weighing.KEPT * 400, rel=1e-6)
    assert weighing.affordable(misfits / 1e6, 1.0) == 1.0
    assert weighing.affordable(misfits, power / 2) == power / 2


def test_members_are_drawn_as_often_as_their_weight_says():
    weight = np.array([0.5, 0.3, 0.15, 0.05])
    who = weighing.chosen(np.repeat(weight / 10, 10), np.random.default_rng(1))
    counts = np.bincount(who, minlength=40)
    assert counts.sum() == 40
    np.testing.assert_array_less(np.abs(counts - 40 * np.repeat(weight / 10, 10)), 1)


def test_the_move_keeps_mean_and_spread():
    """Of 4,000 members in three dimensions, to within five standard errors: a false alarm once in a
    hundred thousand."""
    rng = np.random.default_rng(7)
    mixed = np.array([[1.0, 0.6, 0.0], [0.0, 0.5, 0.2], [0.0, 0.0, 2.0]])
    scores = rng.standard_normal((N, 3)) @ mixed + [1.0, -2.0, 0.5]
    who = np.arange(N)
    found = weighing.moved(scores, who, rng)
    assert not np.allclose(found, scores)
    sd = scores.std(0)
    error = sd * np.sqrt((1 - weighing.NEAREST**2) / N)
    np.testing.assert_array_less(np.abs(found.mean(0) - scores.mean(0)), 5 * error)
    np.testing.assert_allclose(np.cov(found.T), np.cov(scores.T), atol=0.25)
