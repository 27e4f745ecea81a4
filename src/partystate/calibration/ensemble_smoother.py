"""Ensemble smoother with multiple data assimilation: members move towards the figures in steps, by
how both vary together.

Emerick and Reynolds (2013), Computers & Geosciences 55:3-15. n members of k free parameters stand
as normal scores
z = Phi^-1(u) of their places u in the unit cube, so that the prior is standard normal; m figures f
on the scale of the score. One step, with targets d, noise e and inflation a (the inverses of all
steps' a sum to one):

    z' = z + Czd (Cdd + E)^-1 (d + E^1/2 e - f),   E = a (R + L) - L

Czd, Cdd are covariances over members; R [m] is the variance of a target's range and of the model's
discrepancy, L [m] that of luck, once in history and once more in every run: the run's own is in f
and Cdd already and is taken out of what is added, so that the whole is inflated a times (ours; with
L = 0 it is the published step). Exact for a linear model, in the limit of many members. Elsewhere
it is no sample of the posterior: each step takes the model as linear among the members that are
left.

Figures that a model answers to far from linearly, as deaths of hunger answer to harvests, are then
still far off, as if they had hardly been told. As iterated smoothers go on until the misfit no
longer falls (Chen and Oliver 2013, Computational Geosciences 17:689-703, as recalled), at most
FURTHER steps more are made with the figures alone whose median stands beyond the cut of history
matching (ours). What those figures say is then used up to FURTHER / a times more; a linear model is
within the cut and makes none.
A figure that lies in two heaps among the members (whether a mass operation comes is yes or no) has
a mean at which no member stands, and the members would be moved towards another one between the
heaps: such figures are left out of a step (ours) and weigh the members afterwards (`weighing`).
They are told by the largest share of the variance that lies between two groups, members below and
above a cut (Otsu 1979, as recalled): 3/4 where members are even over an interval, 1 where they
stand at two points, less than 3/4 with a long tail. Sarle's coefficient, (skewness^2 + 1) /
kurtosis, takes a long tail for a heap as well: deaths of hunger, farms joined in the first spring
and exports were left out of the steps by it, and not fitted.
Rival account: rejection by distance (Beaumont, Zhang and Balding 2002), which is right for any
model and finds nobody near where parameters are many."""

from __future__ import annotations

import numpy as np
from scipy import stats

# falling, so that the first steps, furthest off, are short (Emerick and Reynolds 2013, as
# recalled), and none above a quarter of the whole: a last step of a half overshot (ours)
INFLATIONS = (28 / 3, 7.0, 4.0, 4.0, 4.0)
FURTHER = 1  # steps more, with figures that stand beyond the cut, each inflated as the last; ours
# Sample correlations of independent normals scatter by 1/sqrt(n): within three of that, one is
# taken for noise. The rule of
# Luo and Bhakta (2020), Journal of Petroleum Science and Engineering 184, as recalled; the three is
# ours.
NOISE_SDS = 3.0
FEWEST = 10  # members: with nine no correlation exceeds the bound
ONE_HEAP = 3 / 4  # share between two groups of figures that are even over an interval
SMALLEST = 1e-12  # variance below which members are alike
EDGE = 1e-6  # nearest a place comes to 0 or 1, where a score has no end


def scores(places: np.ndarray) -> np.ndarray:
    """Normal scores of places in the unit cube."""
    return stats.norm.ppf(np.clip(places, EDGE, 1 - EDGE))


def places(scores: np.ndarray) -> np.ndarray:
    """Places in the unit cube of normal scores, off its faces."""
    return np.clip(stats.norm.cdf(scores), EDGE, 1 - EDGE)


def step(
    scores: np.ndarray,
    figures: np.ndarray,
    middle: np.ndarray,
    error: np.ndarray,
    noise: np.ndarray,
) -> np.ndarray:
    """Scores [n, k] after one step towards targets `middle` [m], by figures [n, m], the variance
    added [m] and standard normal `noise` [n, m]."""
    whole = with_means(figures, middle)
    apart = whole - whole.mean(0)
    among = apart.T @ apart / (len(whole) - 1) + np.diag(error)
    return scores + (middle + np.sqrt(error) * noise - whole) @ np.linalg.solve(
        among, localised(scores, whole).T
    )


def added(inflation: float, known: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """E [m] of a step: the variance of range and discrepancy, and of luck twice, inflated, less
    what a run has of its own."""
    return inflation * (known + luck) - luck


def localised(scores: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """Covariances [k, m] over members of scores and figures; nought where their correlation may be
    noise."""
    one, other = scores - scores.mean(0), figures - figures.mean(0)
    found = one.T @ other / (len(scores) - 1)
    noise = NOISE_SDS / np.sqrt(len(scores)) * np.outer(one.std(0, ddof=1), other.std(0, ddof=1))
    return np.where(np.abs(found) > noise, found, 0.0)


def in_two_heaps(figures: np.ndarray) -> np.ndarray:
    """Which figures [m] of members [n, m] lie in two heaps; those that are all alike do not."""
    ordered = np.sort(np.where(np.isfinite(figures), figures, np.nanmean(figures, 0)), axis=0)
    below = np.arange(1, len(ordered))[:, None]
    above = len(ordered) - below
    sums = np.cumsum(ordered, axis=0)
    apart = sums[:-1] / below - (sums[-1] - sums[:-1]) / above
    between = (below * above * apart**2).max(0) / len(ordered) ** 2
    return between > ONE_HEAP * np.maximum(ordered.var(0), SMALLEST)


def with_means(figures: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Figures [n, m], those of runs that broke at the mean of the others; a figure no run gives
    stands at its target and moves nobody."""
    there = np.isfinite(figures)
    mean = np.where(there, figures, 0.0).sum(0) / np.maximum(there.sum(0), 1)
    return np.where(there, figures, np.where(there.any(0), mean, middle))
