"""Chao's lower bound: those seen once and twice tell how many at least were seen never.

    total = n + f1^2 / (2 f2)                           (Chao 1987, for many lists)
    total = n + f1 (f1 - 1) / (2 (f2 + 1))              (without its bias)
    total = n + (t - 1) / t x the same                  (for t lists: what `estimate` gives)

n cases stand in some list, f1 in exactly one, f2 in exactly two. When cases differ in how easily
they are found, more are missing than this; when lists help each other, it bounds nothing. With few
lists the share (t - 1) / t matters: without it three lists that work apart give a "lower bound"
above the truth.

Sources: Chao (1987), with its variance; Chao and others (2001); Rivest and Baillargeon (2007) for
few lists, model Mh of Rcapture."""

from __future__ import annotations

import numpy as np

from partystate.estimation.histories import Histories
from partystate.estimation.result import LEVEL, Estimate, of_error

ASSUMES = (
    "That lists work apart from one another and find about as many each; cases may differ in how "
    "easily they are found, and then this is the least that there can be."
)


def lower_bound(observed: float, once: float, twice: float, share: float = 1.0) -> float:
    """Chao's lower bound; infinite where nobody was seen twice. `share` is (t - 1) / t of t
    lists."""
    return observed + share * once**2 / (2 * twice) if twice else float("inf")


def bias_corrected(
    observed: float, once: float, twice: float, share: float = 1.0
) -> tuple[float, float]:
    """The bound without its bias, and the variance of that number."""
    f1, pairs = float(once), float(twice) + 1
    missing = share * f1 * (f1 - 1) / (2 * pairs)
    variance = (
        missing
        + share**2 * f1 * (2 * f1 - 1) ** 2 / (4 * pairs**2)
        + share**2 * f1**2 * twice * (f1 - 1) ** 2 / (4 * pairs**4)
    )
    return observed + missing, variance


def estimate(histories: Histories, level: float = LEVEL) -> Estimate:
    """The lower bound of so many lists, without its bias."""
    once, twice = (int(f) for f in histories.times_seen[:2])
    share = 1 - 1 / len(histories.lists)
    total, variance = bias_corrected(histories.observed, once, twice, share)
    warnings = ()
    if twice == 0:
        warnings = ("no case stands in exactly two lists, so that the bound rests on nothing",)
    diagnostics = {
        "seen_once": once,
        "seen_twice": twice,
        "with_bias": lower_bound(histories.observed, once, twice, share),
        "of_many_lists": bias_corrected(histories.observed, once, twice)[0],
    }
    error = float(np.sqrt(variance))
    return of_error("chao", histories.observed, ASSUMES, total, error, level, diagnostics, warnings)
