"""Intervals by drawing the cases again: percentiles, and BCa, which mends bias and skew.

Cases are drawn from those observed, with replacement, so that a draw is a multinomial of the
counts. With z0 the normal quantile of the share of draws below the estimate, and a the
acceleration from leaving out one case at a time,

    end = draws' quantile at Phi(z0 + (z0 + z) / (1 - a (z0 + z)))

Sources: Efron (1987); DiCiccio and Efron (1996); as Chan, Silverman and Vincent (2021) use it for
lists."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from partystate.estimation.histories import Histories
from partystate.estimation.result import LEVEL

Estimator = Callable[[Histories], float]  # nan where it cannot be told
MOST_LOST = 0.05  # share of draws that may give no number before an interval is refused


def resampled(histories: Histories, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """Counts [resamples, cells] of as many cases, drawn from those observed."""
    observed = histories.observed
    return rng.multinomial(observed, histories.counts / observed, resamples)


def replicates(
    histories: Histories, estimator: Estimator, resamples: int, rng: np.random.Generator
) -> np.ndarray:
    """The estimate [resamples] of each draw of the cases, nan where there is none."""
    return np.array(
        [
            estimator(histories.with_counts(counts))
            for counts in resampled(histories, resamples, rng)
        ]
    )


def left_out(histories: Histories, estimator: Estimator) -> tuple[np.ndarray, np.ndarray]:
    """The estimate without one case of each cell that has any [filled cells], and how many cases
    each of these stands for [filled cells]."""
    filled = np.flatnonzero(histories.counts)
    found = []
    for cell in filled:
        counts = histories.counts.copy()
        counts[cell] -= 1
        found.append(estimator(histories.with_counts(counts)))
    return np.array(found), histories.counts[filled]


def acceleration(without: np.ndarray, weights: np.ndarray) -> float:
    """Acceleration from estimates without one case [cells] that stand for `weights` cases each."""
    finite = np.isfinite(without)
    without, weights = without[finite], weights[finite]
    apart = np.average(without, weights=weights) - without
    squares = weights @ apart**2
    return float(weights @ apart**3 / (6 * squares**1.5)) if squares > 0 else 0.0


def bca(
    draws: np.ndarray, estimate: float, accelerated: float, level: float = LEVEL
) -> tuple[float, float]:
    """Ends of the BCa interval of draws [resamples]."""
    draws = draws[np.isfinite(draws)]
    below = np.clip((draws < estimate).mean(), 0.5 / len(draws), 1 - 0.5 / len(draws))
    bias = stats.norm.ppf(below)
    z = bias + stats.norm.ppf([(1 - level) / 2, (1 + level) / 2])
    at = stats.norm.cdf(bias + z / (1 - accelerated * z))
    low, high = np.quantile(draws, at, method="median_unbiased")
    return float(low), float(high)


def percentile(draws: np.ndarray, level: float = LEVEL) -> tuple[float, float]:
    """Ends of the percentile interval of draws [resamples]."""
    tail = (1 - level) / 2
    low, high = np.nanquantile(draws, [tail, 1 - tail])
    return float(low), float(high)
