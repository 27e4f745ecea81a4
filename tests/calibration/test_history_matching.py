"""History matching on functions whose answer is known: implausibility by hand, a quadratic
recovered, volumes, evenness."""

import numpy as np
import pytest
from scipy import stats

from partystate.calibration.emulator import fit_emulator
from partystate.calibration.history_matching import (
    contraction,
    implausibility,
    not_ruled_out,
    nth_largest,
    space_filling,
)

ALARM = 1e-4  # false-alarm rate of each stochastic test, under its fixed seed


def quadratic(points):
    a, b, c = points.T
    return np.stack([1 + 2 * a - b + 3 * a * b + c**2, 5 - c + a**2], 1)


def test_implausibility_by_hand():
    found = implausibility(
        np.array([[1.0, 10.0], [4.0, 10.0]]),
        np.array([1.0, 4.0]),
        np.array([4.0, np.nan]),
        np.array([4.0, 1.0]),
        4.0,
    )
    assert found.tolist() == [[1.0, 0.0], [0.0, 0.0]]


def test_no_spread_rules_out_all_but_the_target():
    found = implausibility(np.array([[1.0], [2.0], [np.nan]]), 0.0, np.array([2.0]), 0.0, 0.0)[:, 0]
    assert found[0] == np.inf
    assert found[1] == 0
    assert np.isnan(found[2])


def test_nth_largest_counts_a_missing_one_as_infinite():
    values = np.array([[1.0, 3.0, 2.0], [1.0, np.nan, 2.0]])
    assert nth_largest(values, 1).tolist() == [3.0, np.inf]
    assert nth_largest(values, 2).tolist() == [2.0, 2.0]
    with pytest.raises(ValueError, match="no largest number 4"):
        nth_largest(values, 4)


def test_a_design_has_one_point_in_each_stratum():
    design = space_filling(50, 3, 1)
    assert all(sorted(np.floor(design[:, k] * 50)) == list(range(50)) for k in range(3))
    assert not np.array_equal(design, space_filling(50, 3, 2))


def test_a_quadratic_is_recovered_exactly():
    rng = np.random.default_rng(1)
    emulator = fit_emulator(points := space_filling(100, 3, 1), quadratic(points))
    fresh = rng.random((200, 3))
    assert emulator.mean(fresh) == pytest.approx(quadratic(fresh), abs=1e-5)
    assert (emulator.variance < 1e-10).all()


def test_the_variance_of_an_emulator_is_that_of_the_luck():
    """Ratio to the true variance: chi-square with about 390 degrees of freedom; its 4 sd are
    0.29."""
    points = space_filling(400, 3, 1)
    noise = np.random.default_rng(2).normal(0, 0.3, (400, 2))
    emulator = fit_emulator(points, quadratic(points) + noise)
    assert emulator.variance == pytest.approx([0.09, 0.09], rel=0.29)


def test_missing_outputs_are_left_out_of_their_fit_only():
    points = space_filling(100, 3, 1)
    outputs = quadratic(points)
    outputs[::4, 0] = np.nan
    outputs[4:, 1] = np.nan
    emulator = fit_emulator(points, outputs)
    assert emulator.mean(points)[:, 0] == pytest.approx(quadratic(points)[:, 0], abs=1e-5)
    assert np.isnan(emulator.variance[1])


def inside_ball(radius):
    return lambda points: np.linalg.norm(points - 1 / 2, axis=1) / radius


def test_the_share_not_ruled_out_against_a_known_volume():
    """A ball of radius 0.4 has 0.268 of the cube: a binomial of 20,000 tries within its `ALARM`
    range."""
    tried = np.random.default_rng(3).random((20_000, 3))
    volume = 4 / 3 * np.pi * 0.4**3
    low, high = stats.binom.interval(1 - ALARM, len(tried), volume)
    assert low <= (inside_ball(0.4)(tried) <= 1).sum() <= high


@pytest.mark.parametrize(
    ("radius", "among"), [(0.4, 20_000), (0.02, 50)], ids=["by rejection", "by walkers"]
)
def test_a_region_of_known_volume_is_sampled_evenly(radius, among):
    """Even in a ball, the cube of the distance is uniform and each axis symmetric:
    Kolmogorov-Smirnov at `ALARM`.

    At radius 0.02 the ball has 3e-5 of the cube and 50 tries miss it, so walkers must find it."""
    points = not_ruled_out(inside_ball(radius), 3, 2000, 4, among)
    assert len(points) == 2000
    away = (points - 1 / 2) / radius
    assert stats.kstest((np.linalg.norm(away, axis=1) ** 3)[::4], "uniform").pvalue > ALARM
    for axis in away.T:
        assert abs(axis[::4].mean()) < stats.norm.isf(ALARM / 2) * np.sqrt(1 / 5 / 500)


def test_nothing_is_found_where_all_is_ruled_out():
    assert not_ruled_out(lambda points: 2 + points.sum(1), 3, 10, 5, 100).shape == (0, 3)


def test_walkers_begin_where_they_are_told():
    """Two corners, one found only from a start there."""
    corner = np.array([[0.999, 0.999]])

    def judge(points):
        return np.where(np.abs(points - corner).max(1) < 0.001, 0.5, 3.0)

    assert not len(not_ruled_out(judge, 2, 10, 6, 20))
    assert len(not_ruled_out(judge, 2, 10, 6, 20, corner)) == 10


def test_contraction_is_nothing_where_nothing_is_learnt_and_one_where_all_is():
    prior = np.random.default_rng(7).random((4000, 2))
    same, point = prior[:, ::-1].copy(), np.full((10, 2), 0.3)
    assert contraction(prior, prior).tolist() == [0.0, 0.0]
    assert contraction(prior, same) == pytest.approx([0, 0], abs=0.05)
    assert contraction(prior, point) == pytest.approx([1, 1])
    assert contraction(prior, prior / 2) == pytest.approx([0.5, 0.5])
