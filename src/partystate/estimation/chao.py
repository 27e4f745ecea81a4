"""Chao's lower bound: those seen once and twice tell how many at least were seen never.

    total = n + f1^2 / (2 f2)                           (Chao 1987)
    total = n + f1 (f1 - 1) / (2 (f2 + 1))              (without its bias)

n cases stand in some list, f1 in exactly one, f2 in exactly two. When cases differ in how easily
they are found, more are missing than this; when lists help each other, the bound says nothing.

Source: Chao (1987), with its variance (equation 8 there, and that of the second form by the delta
method as in Chao and others 2001)."""

from __future__ import annotations

import numpy as np

from partystate.estimation.histories import Histories
from partystate.estimation.result import LEVEL, Estimate, log_normal

ASSUMES = (
    "That lists work apart from one another; cases may differ in how easily they are found, and "
    "then this is the least that there can be."
)


def lower_bound(observed: float, once: float, twice: float) -> float:
    """Chao's lower bound; infinite where nobody was seen twice."""
    return observed + once**2 / (2 * twice) if twice else float("inf")


def bias_corrected(observed: float, once: float, twice: float) -> tuple[float, float]:
    """The bound without its bias, and the variance of that number."""
    total = observed + once * (once - 1) / (2 * (twice + 1))
    square, pairs = once * (once - 1), twice + 1
    variance = (
        square / (2 * pairs)
        + once * (2 * once - 1) ** 2 / (4 * pairs**2)
        + once**2 * twice * (once - 1) ** 2 / (4 * pairs**4)
    )
    return total, variance


def estimate(histories: Histories, level: float = LEVEL) -> Estimate:
    """The lower bound of any number of lists, without its bias."""
    once, twice = (int(f) for f in histories.times_seen[:2])
    total, variance = bias_corrected(histories.observed, once, twice)
    error = float(np.sqrt(variance))
    low, high = log_normal(histories.observed, total, error, level)
    warnings = ()
    if twice == 0:
        warnings = ("no case stands in exactly two lists, so that the bound rests on nothing",)
    return Estimate(
        method="chao",
        observed=histories.observed,
        assumes=ASSUMES,
        total=total,
        error=error,
        low=low,
        high=high,
        level=level,
        interval="log-normal",
        diagnostics={
            "seen_once": once,
            "seen_twice": twice,
            "with_bias": lower_bound(histories.observed, once, twice),
        },
        warnings=warnings,
    )
