"""Lists of which some pairs share nobody.

A pair without a common case is held at minus infinity where it is in the model. From independence,
the pair whose overlap is least likely under the model so far,

    p = min(P(Poisson(expected) <= seen), P(Poisson(expected) >= seen)),

comes in, as long as p is below `threshold` and the larger model has one finite estimate. The
interval is BCa over the whole procedure, so that it holds the doubt of the choice.

Source: Chan, Silverman and Vincent (2021), whose SparseMSE sets the threshold of .02."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import gammainc, gammaincc

from partystate.estimation import bootstrap, existence, log_linear
from partystate.estimation.histories import Histories
from partystate.estimation.log_linear import Fitted, main_effects, pairs
from partystate.estimation.result import LEVEL, Estimate, none_of

ASSUMES = (
    "That lists depend on one another in pairs only, some of them never sharing a case, and that "
    "each list finds everybody with equal chance; the interval holds the doubt of the choice."
)
THRESHOLD = 0.02
RESAMPLES = 200
LEAST_LISTS = 3


def choose(histories: Histories, threshold: float = THRESHOLD) -> Fitted:
    """The chosen model, fitted."""
    lists = len(histories.lists)
    order = sorted(pairs(lists), reverse=True)  # as lists are named: A:B, A:C, B:C
    at = np.arange(1, len(histories.counts))
    covers = {term: (at & term) == term for term in order}
    seen = {term: int(histories.counts[1:][covers[term]].sum()) for term in order}
    found, terms = log_linear.fit(histories, main_effects(lists)), main_effects(lists)
    waiting = list(order)
    while waiting:
        expected = {term: float(found.fitted[covers[term]].sum()) for term in waiting}
        p = {term: _p(seen[term], expected[term]) for term in waiting}
        for term in sorted(waiting, key=lambda t: (p[t], order.index(t))):
            if p[term] >= threshold:
                return found
            larger = tuple(sorted((*terms, term)))
            fitted = log_linear.fit(histories, larger)
            if existence.check(histories, larger, fitted) == existence.FINE:
                found, terms = fitted, larger
                waiting.remove(term)
                break
        else:
            return found
    return found


def _p(seen: int, expected: float) -> float:
    """The smaller tail of a Poisson count, the count itself in either."""
    at_most = gammaincc(seen + 1, expected)
    at_least = gammainc(seen, expected) if seen else 1.0
    return float(min(at_most, at_least))


def estimate(
    histories: Histories,
    level: float = LEVEL,
    threshold: float = THRESHOLD,
    seed: int = 1,
    resamples: int = RESAMPLES,
) -> Estimate:
    """The chosen model's estimate, with the BCa interval of the choice and the fit together."""
    if len(histories.lists) < LEAST_LISTS:
        return none_of("sparse", histories.observed, ASSUMES, f"needs {LEAST_LISTS} lists")
    found = choose(histories, threshold)
    if wrong := existence.check(histories, found.terms, found):
        return none_of("sparse", histories.observed, ASSUMES, existence.WORDS[wrong])
    told = log_linear.estimate_of(found, histories, "sparse", ASSUMES, level)

    def total(drawn: Histories) -> float:
        if (drawn.in_list == 0).any():  # an empty list tells nothing of the others
            return float("nan")
        return choose(drawn, threshold).total

    draws = bootstrap.replicates(histories, total, resamples, np.random.default_rng(seed))
    lost = float((~np.isfinite(draws)).mean())
    if lost > bootstrap.MOST_LOST:
        return told.warned(
            f"{lost:.0%} of the bootstrap's draws left a list empty, so that the interval is that "
            "of the model alone"
        )
    accelerated = bootstrap.acceleration(*bootstrap.left_out(histories, total))
    low, high = bootstrap.bca(draws, found.total, accelerated, level)
    return replace(
        told,
        error=float(np.nanstd(draws, ddof=1)),
        low=low,
        high=high,
        interval="BCa",
        draws=draws[np.isfinite(draws)],
        diagnostics={**told.diagnostics, "resamples": resamples, "acceleration": accelerated},
    )
