"""Members that a smoother leaves, weighed by how near they come to all figures together.

A smoother takes the model as linear. Where it is not, some members end far off in many figures at
once: villages that starve once starve for years, with fewer animals, fields and people in each, and
nothing that is read figure by figure tells such a history from the others. And what comes or does
not come (a mass operation) lies in two heaps, of which a smoother reads the mean. So members are
then drawn by weight, in some rounds, each with a run of every member under new luck:

    w_i ~ exp(-p / 2 sum_j min(I_ij, CUT)^2)    p the largest power that leaves KEPT of the members
        effective, 1 / sum w^2, and with those before no more than one
    z_i <- a z_s(i) + (1 - a) mean + h (a draw of the members' spread),    s drawn by w,
        h^2 = 1 - a^2

I_ij implausibility of figure j in the run of member i, CUT that of history matching: a figure that
is lost in every member weighs no more than the cut, so that the many decide and not the one that
the model cannot give (a skipped or truncated square: Hinich and Talwar 1975, Journal of the
American Statistical Association 70:113-119). Powers that stop short of one say that figures are
believed less than their ranges claim, as a wrong model should
(Miller and Dunson 2019, Journal of the American Statistical Association 114:1113-1125; steps by
effective size: Del Moral, Doucet and Jasra 2012, Statistics and Computing 22:1009-1020); the move
keeps mean and spread (Liu and West 2001). All as recalled.
Rival accounts: no weights, which keeps such members; and weights by figures in two heaps or beyond
the cut alone, unbounded, which take them out as well and leave all other figures further off."""

from __future__ import annotations

import numpy as np
from scipy import optimize

from partystate.calibration.history_matching import CUT

ROUNDS = 5  # where nothing else is asked
# Of the members, effective after a round; ours. Five rounds of a half left 400 members the weight
# of 19: the same ones were drawn again and again.
KEPT = 4 / 5
DISCOUNT = 0.95  # Liu and West's
NEAREST = (3 * DISCOUNT - 1) / (2 * DISCOUNT)  # a above


def misfit(implausible: np.ndarray) -> np.ndarray:
    """Half the squared misfit [n] of implausibilities [n, m], each at most the cut; a figure that a
    member does not give counts as that of the worst who gives it."""
    far = np.minimum(implausible, CUT) ** 2
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
