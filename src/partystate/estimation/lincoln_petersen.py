"""Two lists: what they share tells how much of the whole each of them holds.

    total = n1 n2 / m                                   (Lincoln-Petersen)
    total = (n1 + 1) (n2 + 1) / (m + 1) - 1             (Chapman)
    variance = (n1 + 1) (n2 + 1) (n1 - m) (n2 - m) / ((m + 1)^2 (m + 2))

n1 and n2 cases stand in the lists, m in both. Chapman's has no bias where n1 + n2 is at least the
total, and is there without overlap too, where it says little.

Sources: Petersen (1896); Lincoln (1930); Chapman (1951); Seber (1982)."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from partystate.estimation.checks import number_of
from partystate.estimation.histories import Histories
from partystate.estimation.result import LEVEL, Estimate, log_normal, none_of

ASSUMES = (
    "That being in one list says nothing about being in the other, and that each list finds "
    "everybody with the same chance."
)
FEW = 7  # Robson and Regier (1964): below it Chapman's estimator is biased


def lincoln_petersen(first: float, second: float, both: float) -> float:
    """All cases from two lists; infinite where they share nothing."""
    return first * second / both if both else float("inf")


def chapman(first: float, second: float, both: float) -> tuple[float, float]:
    """All cases from two lists, and the variance of that number."""
    total = (first + 1) * (second + 1) / (both + 1) - 1
    apart = (first + 1) * (second + 1) * (first - both) * (second - both)
    return total, apart / ((both + 1) ** 2 * (both + 2))


def estimate(histories: Histories, level: float = LEVEL) -> Estimate:
    """Chapman's estimate of two lists, or of the two longest where there are more (the pair that
    shares most would be chosen by what is to be explained); what every pair says stands in the
    diagnostics."""
    shared = histories.overlaps
    pairs = list(combinations(range(len(histories.lists)), 2))
    told = {_name(histories, pair): _of_pair(shared, *pair) for pair in pairs}
    longest = np.argsort(-histories.in_list, kind="stable")[:2]
    best = (int(longest.min()), int(longest.max()))
    total, variance = chapman(*_of_pair(shared, *best))
    if shared[best] == 0:
        return none_of(
            "chapman",
            histories.observed,
            ASSUMES,
            "no case stands in both of the longest lists, so that they tell nothing of the missing",
        )
    if total < histories.observed:
        return none_of(
            "chapman",
            histories.observed,
            ASSUMES,
            f"the two longest lists alone make it {total:,.0f}, fewer than are known: one was "
            "drawn from the other, or they find the same people",
        )
    of_both = int(shared[best[0], best[0]] + shared[best[1], best[1]] - shared[best])
    low, high = log_normal(of_both, total, float(np.sqrt(variance)), level)
    warnings = ()
    if shared[best] < FEW:
        stand = number_of(int(shared[best]), "case stands", "cases stand")
        warnings = (f"only {stand} in both lists, fewer than {FEW}",)
    return Estimate(
        method="chapman",
        observed=histories.observed,
        assumes=ASSUMES,
        total=total,
        error=float(np.sqrt(variance)),
        low=max(low, histories.observed),  # those in other lists are not missing
        high=high,
        level=level,
        interval="log-normal",
        diagnostics={
            "pair": _name(histories, best),
            "lincoln_petersen": lincoln_petersen(*_of_pair(shared, *best)),
            "by_pair": {name: chapman(*counts)[0] for name, counts in told.items()},
        },
        warnings=warnings,
    )


def _of_pair(shared: np.ndarray, i: int, j: int) -> tuple[int, int, int]:
    return int(shared[i, i]), int(shared[j, j]), int(shared[i, j])


def _name(histories: Histories, pair: tuple[int, int]) -> str:
    return " and ".join(histories.lists[i] for i in pair)
