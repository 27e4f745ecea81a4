"""Figures that a model answers to in two ways, and members weighed by them.

Whether a mass operation comes is yes or no, and so are the figures that hang on it: over members
they lie in two heaps. A smoother takes the model as linear and reads the mean of both, so that it
brings members to where such things happen, but as often in a wrong year as in the right one. What
it leaves is then weighed by those figures, and by those that it has not brought within the cut.

Which they are: figures whose bimodality coefficient over members is above that of an even spread,

    b = (g^2 + 1) / [k + 3 (n - 1)^2 / ((n - 2) (n - 3))] > 5 / 9

g skewness, k excess kurtosis of a sample of n (Pfister et al. 2013, Frontiers in Psychology 4:700,
as recalled). Then, in some rounds, each with a run of every member under new luck:

    w_i ~ exp(-p / 2 sum_j (f_ij - d_j)^2 / R_j)    p the largest power that leaves KEPT of the
        members effective, 1 / sum w^2, and with those before no more than one
    z_i <- a z_s(i) + (1 - a) mean + h (a draw of the members' spread),    s drawn by w,
        h^2 = 1 - a^2

f figures and d targets on the scale of the score, R the variance of range and discrepancy; luck is
in f, and averaging the weight over it gives that of the parameters. Powers that stop short of one
say that figures are believed less than their ranges claim, as a wrong model should
(Miller and Dunson 2019, Journal of the American Statistical Association 114:1113-1125; steps by
effective size: Del Moral, Doucet and Jasra 2012, Statistics and Computing 22:1009-1020); the move
keeps mean and spread (Liu and West 2001). All as recalled.
Rival account: such figures not told to the smoother at all. Tried: a famine then stays
as small as the priors have it, for too few members lie in the far heap to be drawn from."""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats

ROUNDS = 5  # where nothing else is asked
# Of the members, effective after a round; ours. Five rounds of a half left 400 members the weight
# of 19: the same ones were drawn again and again.
KEPT = 4 / 5
EVEN = 5 / 9  # bimodality coefficient of an even spread
DISCOUNT = 0.95  # Liu and West's
NEAREST = (3 * DISCOUNT - 1) / (2 * DISCOUNT)  # a above
FEWEST_TOLD = 10  # members that give a figure before its shape is judged; ours


def in_two_ways(figures: np.ndarray) -> np.ndarray:
    """Which figures [m] of members [n, m] lie in two heaps; those that too few give do not."""
    return np.array([_bimodality(column[np.isfinite(column)]) > EVEN for column in figures.T])


def _bimodality(values: np.ndarray) -> float:
    n = len(values)
    if n < FEWEST_TOLD or np.ptp(values) == 0:
        return 0.0
    skew, kurtosis = (f(values, bias=False) for f in (stats.skew, stats.kurtosis))
    return float((skew**2 + 1) / (kurtosis + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))))


def misfit(figures: np.ndarray, middle: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Half the squared misfit [n] of figures [n, m]; a figure that a member does not give counts as
    that of the worst who gives it."""
    far = (figures - middle) ** 2 / variance
    worst = np.where(np.isfinite(far), far, 0.0).max(0)
    return np.where(np.isfinite(far), far, worst).sum(1) / 2


def weights(misfits: np.ndarray, power: float) -> np.ndarray:
    """Weights [n] that sum to one."""
    found = np.exp(-power * (misfits - misfits.min()))
    return found / found.sum()


def affordable(misfits: np.ndarray, most: float) -> float:
    """The largest power, at most `most`, that leaves KEPT of the members effective."""

    def spare(power: float) -> float:
        return 1 / (weights(misfits, power) ** 2).sum() - KEPT * len(misfits)

    if spare(most) >= 0:
        return most
    found = optimize.root_scalar(spare, bracket=(0, most), method="brentq")
    return float(found.root)


def chosen(weight: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Numbers [n] of the members drawn by weight, systematically: each as often as its weight says,
    to within one."""
    n = len(weight)
    at = (rng.random() + np.arange(n)) / n
    return np.minimum(np.searchsorted(np.cumsum(weight), at), n - 1)


def moved(scores: np.ndarray, who: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Scores [n, k] of the members drawn, moved apart so that mean and spread stay as they are."""
    drawn = scores[who]
    mean = drawn.mean(0)
    n = len(drawn)
    spread = rng.standard_normal((n, n)) @ (drawn - mean) / np.sqrt(n)
    return NEAREST * drawn + (1 - NEAREST) * mean + np.sqrt(1 - NEAREST**2) * spread
