"""Sample coverage: what share of all appearances in a list are of cases that others hold too.

    C = 1 - mean_j(alone_j / n_j)          share of lists that overlap
    D = n - mean_j(alone_j)
    total_0 = D / C                        lists are independent
    total   = (t D - sum A_ij) / (t C - sum A_ij m_ij / (n_i n_j))      enough overlap
    total_1 = D / C + 1 / (t C) sum A_ij r_ij                           little overlap

t lists, n_j cases in list j of which alone_j in no other, m_ij in both i and j; A_ij = alone_i +
alone_j + 2 x those in i and j alone; r_ij is the dependence of two lists, from the overlap against
what independence would give, itself estimated in one step.

Sources: Chao and Tsay (1998); Chao, Tsay, Lin, Shau and Chao (2001), equations 9, 12 and 13."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from partystate.estimation.histories import Histories, list_bits
from partystate.estimation.result import LEVEL, Estimate, none_of, of_error

ASSUMES = (
    "That cases differ, and lists depend on one another, in a way that pairs of lists show; with "
    "little overlap it goes only one step from independence."
)
RESAMPLES = 400
ENOUGH = 0.55  # coverage below which Chao and others (2001) use the one-step estimator
LEAST_LISTS = 3


def coverage(histories: Histories) -> float:
    """Share of the lists that overlap; 0 where none do."""
    totals = histories.in_list
    return float(1 - np.mean(histories.alone / np.maximum(totals, 1)))


def three_estimates(histories: Histories) -> tuple[float, float, float]:
    """All cases if lists are independent, with enough overlap, and one step from independence;
    nan where the coverage is zero."""
    lists, covered = len(histories.lists), coverage(histories)
    if covered <= 0:
        return float("nan"), float("nan"), float("nan")
    mean = histories.observed - histories.alone.mean()
    independent = mean / covered
    shared, totals = histories.overlaps, histories.in_list.astype(float)
    bits = list_bits(lists)
    weights, ratios = [], []
    for i, j in combinations(range(lists), 2):
        both = int(histories.counts[bits[i] | bits[j]])
        weights.append(histories.alone[i] + histories.alone[j] + 2 * both)
        ratios.append(shared[i, j] / (totals[i] * totals[j]) if totals[i] * totals[j] else 0.0)
    weight, ratio = np.array(weights, float), np.array(ratios)
    above, below = lists * mean - weight.sum(), lists * covered - weight @ ratio
    enough = above / below if below > 0 and above > 0 else float("nan")
    if not enough >= histories.observed:
        enough = float(histories.observed)
    step = independent + (weight @ (independent * ratio - 1)) / (lists * covered)
    one_step = independent + weight @ (ratio * step - 1) / (lists * covered)
    return float(independent), float(enough), float(one_step)


def estimate(
    histories: Histories, level: float = LEVEL, seed: int = 1, resamples: int = RESAMPLES
) -> Estimate:
    """The estimate with enough overlap where the coverage is high, else the one-step one; its error
    by a bootstrap of the cases, those in no list among them."""
    if len(histories.lists) < LEAST_LISTS:
        why = f"needs {LEAST_LISTS} lists"
        return none_of("sample_coverage", histories.observed, ASSUMES, why)
    covered = coverage(histories)
    at = 1 if covered >= ENOUGH else 2
    found = three_estimates(histories)
    total = found[at]
    if not np.isfinite(total) or total < histories.observed:
        why = "the lists overlap too little for their coverage to be told"
        return none_of("sample_coverage", histories.observed, ASSUMES, why)
    draws = _draws(histories, total, at, resamples, np.random.default_rng(seed))
    error = float(np.nanstd(draws, ddof=1))
    diagnostics = {
        "coverage": covered,
        "independent": found[0],
        "enough_overlap": found[1],
        "one_step": found[2],
        "used": ("independent", "enough_overlap", "one_step")[at],
    }
    return of_error(
        "sample_coverage", histories.observed, ASSUMES, total, error, level, diagnostics
    )


def _draws(
    histories: Histories, total: float, at: int, resamples: int, rng: np.random.Generator
) -> np.ndarray:
    """The estimate of samples [resamples] of `round(total)` cases, of whom those that fall in no
    list are not seen."""
    everybody = int(round(total))
    chances = histories.counts / everybody
    chances[0] = max(1 - chances[1:].sum(), 0.0)
    samples = rng.multinomial(everybody, chances / chances.sum(), resamples)
    samples[:, 0] = 0
    return np.array([three_estimates(histories.with_counts(counts))[at] for counts in samples])
