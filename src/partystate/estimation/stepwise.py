"""Forward choice of pairs of lists that go together, as in the study of slavery in Britain.

From independence, the term of two lists that lowers the AIC most is added, as long as the AIC falls
and the added coefficient differs from nothing at `threshold` (by Wald's test). Which term is tried
next matters much: by the smallest p-value instead of the lowest AIC, the same data of 2013 give
fifteen or twenty-three thousand and not eleven.

Source: Bales, Hesketh and Silverman (2015), as modslavmse codes it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import stats

from partystate.estimation import existence, log_linear, poisson
from partystate.estimation.histories import Histories
from partystate.estimation.log_linear import Fitted, Terms, main_effects, pairs
from partystate.estimation.result import LEVEL, Estimate, none_of

ASSUMES = (
    "That lists depend on one another in pairs only, that the choice of pairs is right, and that "
    "each list finds everybody with equal chance; the interval leaves out the doubt of the choice."
)
THRESHOLD = 0.05
LEAST_LISTS = 3


def choose(histories: Histories, threshold: float = THRESHOLD) -> tuple[Fitted, Terms]:
    """The chosen model, and its terms of two lists in the order in which they came in."""
    lists = len(histories.lists)
    waiting = [t for t in pairs(lists) if log_linear.supported(histories.counts, (t,))[0]]
    terms, chosen = main_effects(lists), ()
    found = log_linear.fit(histories, terms)
    while waiting:
        tried = _tried(histories, terms, waiting)
        best = min(range(len(waiting)), key=lambda i: tried[i].aic)
        added, term = tried[best], waiting[best]
        p = 2 * stats.norm.sf(abs(added.coefficients[term]) / added.errors[term])
        if added.aic >= found.aic or p > threshold:
            break
        found, terms, chosen = added, added.terms, (*chosen, term)
        waiting.remove(term)
    return found, chosen


def _tried(histories: Histories, terms: Terms, waiting: list[int]) -> list[Fitted]:
    """The model with each of the waiting terms added."""
    models = [tuple(sorted((*terms, term))) for term in waiting]
    lists = len(histories.lists)
    fits = poisson.fit(
        histories.counts[None, 1:], np.stack([log_linear.design(m, lists) for m in models])
    )
    everywhere = np.ones(len(histories.counts) - 1, bool)
    return [
        log_linear.fitted_of(fits, i, histories, m, (), m, everywhere) for i, m in enumerate(models)
    ]


def estimate(histories: Histories, level: float = LEVEL, threshold: float = THRESHOLD) -> Estimate:
    """The chosen model's estimate."""
    if len(histories.lists) < LEAST_LISTS:
        return none_of("stepwise", histories.observed, ASSUMES, f"needs {LEAST_LISTS} lists")
    found, chosen = choose(histories, threshold)
    if wrong := existence.check(histories, found.terms, found):
        return none_of("stepwise", histories.observed, ASSUMES, existence.WORDS[wrong])
    told = log_linear.estimate_of(found, histories, "stepwise", ASSUMES, level)
    chosen_names = [histories.name_of(term) for term in chosen]
    return replace(told, diagnostics={**told.diagnostics, "pairs": chosen_names})
