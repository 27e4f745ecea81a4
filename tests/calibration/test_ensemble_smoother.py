"""The ensemble smoother on linear models, whose posterior is known: mean, variance, luck, noise,
members that broke."""

import numpy as np
import pytest
from scipy import stats

from partystate.calibration.ensemble_smoother import (
    EDGE,
    FEWEST,
    INFLATIONS,
    added,
    in_two_heaps,
    localised,
    places,
    scores,
    step,
    with_means,
)

ALARM = 1e-4  # false-alarm rate of each stochastic test, under its fixed seed
MEMBERS = 20_000
SLOPES = np.array([[1.0, 0.5], [0.0, 1.0], [1.0, -1.0]])  # of three figures in two parameters
KNOWN, LUCK = np.array([0.5, 1.0, 0.25]), np.array([0.25, 0.5, 0.0])
MIDDLE = np.array([1.0, -0.5, 2.0])


def smoothed(rng, members, luck, inflations=INFLATIONS):
    """Members of a linear model with luck of its own after all steps."""
    z = rng.standard_normal((members, 2))
    for inflation in inflations:
        figures = z @ SLOPES.T + np.sqrt(luck) * rng.standard_normal((members, 3))
        z = step(
            z, figures, MIDDLE, added(inflation, KNOWN, luck), rng.standard_normal(figures.shape)
        )
    return z


def analytic(luck):
    """Mean [2] and covariance [2, 2] of Bayes' rule for a standard normal prior."""
    weight = np.diag(1 / (KNOWN + luck))
    covariance = np.linalg.inv(np.eye(2) + SLOPES.T @ weight @ SLOPES)
    return covariance @ SLOPES.T @ weight @ MIDDLE, covariance


def test_inverse_inflations_sum_to_one():
    assert sum(1 / a for a in INFLATIONS) == pytest.approx(1, abs=1e-15)
    assert min(INFLATIONS) > 1


@pytest.mark.parametrize("luck", [np.zeros(3), LUCK], ids=["no luck", "luck"])
@pytest.mark.parametrize(
    "inflations", [INFLATIONS, (4.0,) * 4, (1.0,)], ids=["falling", "even", "one step"]
)
def test_a_linear_model_gives_the_posterior_of_bayes(luck, inflations):
    """Sampling errors of mean and variance, twice over for those of the gains; five comparisons,
    each at a fifth of ALARM."""
    z = smoothed(np.random.default_rng(5), MEMBERS, luck, inflations)
    mean, covariance = analytic(luck)
    far = 2 * stats.norm.isf(ALARM / 10) / np.sqrt(MEMBERS)
    sd = np.sqrt(np.diag(covariance))
    assert (np.abs(z.mean(0) - mean) < far * sd).all()
    assert (np.abs(np.cov(z.T) - covariance) < far * np.sqrt(2) * np.outer(sd, sd)).all()


def test_luck_counts_twice_and_is_not_inflated_by_itself():
    assert added(1.0, KNOWN, LUCK).tolist() == KNOWN.tolist()
    assert added(4.0, KNOWN, LUCK) == pytest.approx(4 * KNOWN + 3 * LUCK)


def test_the_order_of_members_does_not_matter():
    rng = np.random.default_rng(6)
    z, figures, noise = (
        rng.standard_normal((50, 2)),
        rng.standard_normal((50, 3)),
        rng.standard_normal((50, 3)),
    )
    order = rng.permutation(50)
    moved = step(z, figures + z @ SLOPES.T, MIDDLE, KNOWN, noise)
    again = step(z[order], (figures + z @ SLOPES.T)[order], MIDDLE, KNOWN, noise[order])
    assert again == pytest.approx(moved[order], abs=1e-12)


def test_figures_that_hold_nothing_move_nobody():
    """Of 40,000 correlations of noise alone those beyond three sd are 0.27 per cent."""
    rng = np.random.default_rng(7)
    found = localised(rng.standard_normal((500, 200)), rng.standard_normal((500, 200)))
    share = 2 * stats.norm.sf(3)
    # a tenth for the tails of a correlation
    assert (found != 0).sum() <= stats.binom.isf(ALARM, found.size, 1.1 * share)
    same = rng.standard_normal((500, 3))
    assert (
        step(same, np.zeros((500, 2)), np.ones(2), np.ones(2), rng.standard_normal((500, 2)))
        == same
    ).all()


def test_noise_does_not_narrow_the_members():
    """200 figures of nothing but noise, 100 members: five parameters keep nine tenths of their
    variance and more."""
    rng = np.random.default_rng(8)
    z = rng.standard_normal((100, 5))
    after = step(
        z,
        rng.standard_normal((100, 200)),
        np.zeros(200),
        np.full(200, 0.1),
        rng.standard_normal((100, 200)),
    )
    assert (after.var(0) / z.var(0) > 0.9).all()


def test_a_strong_relation_is_kept_whole():
    z = np.random.default_rng(9).standard_normal((100, 1))
    assert localised(z, 2 * z) == pytest.approx(2 * z.var(ddof=1), rel=1e-12)


def test_too_few_members_tell_nothing():
    """Eight, for at nine the bound is one but for rounding."""
    z = np.random.default_rng(10).standard_normal((FEWEST, 1))
    assert (localised(z[:-2], z[:-2]) == 0).all()
    assert (localised(z, z) != 0).all()


def test_broken_runs_stand_at_the_mean_of_the_others():
    figures = np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]])
    assert with_means(figures, np.array([9.0, 7.0])).tolist() == [[1, 7], [3, 7], [2, 7]]


def test_broken_members_stay_finite_and_do_not_move_the_others_far():
    """A tenth broken at random: the mean of the rest within a tenth of an sd of Bayes' (5 sd of its
    sampling error)."""
    rng = np.random.default_rng(12)
    z = rng.standard_normal((MEMBERS, 2))
    broken = rng.random(MEMBERS) < 0.1
    for inflation in INFLATIONS:
        figures = z @ SLOPES.T
        figures[broken] = np.nan
        z = step(
            z,
            figures,
            MIDDLE,
            added(inflation, KNOWN, np.zeros(3)),
            rng.standard_normal(figures.shape),
        )
    mean, covariance = analytic(np.zeros(3))
    assert np.isfinite(z).all()
    assert (np.abs(z[~broken].mean(0) - mean) < 0.1 * np.sqrt(np.diag(covariance))).all()


def test_scores_and_places_undo_each_other_and_keep_off_the_faces():
    u = np.array([0.001, 0.3, 0.5, 0.999])
    assert places(scores(u)) == pytest.approx(u, abs=1e-12)
    assert places(np.array([-40.0, 40.0])).tolist() == [EDGE, 1 - EDGE]
    assert np.isfinite(scores(np.array([0.0, 1.0]))).all()


def test_two_heaps_by_hand():
    """Between two points, one in five at the upper, lies all of the variance; even over an interval
    three quarters, of a normal 2 / pi, of an exponential .65: a long tail is no heap. Where all are
    alike there is one. With 20,000 members these stand some tens of standard errors off the bound,
    and the even one has a few less at its ends: no false alarm to speak of."""
    rng = np.random.default_rng(3)
    n = 20_000
    yes = np.arange(n) % 5 == 0
    figures = np.stack(
        [
            np.where(yes, 2.0, 0.0),
            np.where(yes, 3.0, 0.0) + 0.3 * rng.standard_normal(n),
            rng.standard_normal(n),
            rng.exponential(size=n),
            np.linspace(-1, 1, n) + 0.1 * np.linspace(-1, 1, n) ** 3,
            np.zeros(n),
        ],
        1,
    )
    figures[0, 2] = np.nan
    assert in_two_heaps(figures).tolist() == [True, True, False, False, False, False]
