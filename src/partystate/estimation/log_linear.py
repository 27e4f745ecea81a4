"""Poisson log-linear models of the cells: main effects of lists, and terms for lists that go
together.

    log E[count of a cell] = intercept + sum of the terms whose lists all hold the cell
    total = n + exp(intercept),   error^2 = n0 + n0^2 var(intercept),   n0 = exp(intercept)

A term is written as its cell: the bits of its lists. Where no case stands in all lists of a term
of the model, its coefficient is minus infinity: the cells it covers are left out, and the term
counts as a parameter nevertheless (Chan, Silverman and Vincent 2021). Of models with terms that are
covered by such cells only, no more is fitted than what the other cells tell.

Sources: Fienberg (1972); Cormack (1989); Baillargeon and Rivest (2007), whose Rcapture sets the
conventions of error, AIC and BIC (n cases observed, not cells)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from partystate.estimation import poisson
from partystate.estimation.histories import Histories, list_bits
from partystate.estimation.result import LEVEL, Estimate, of_error

SETTLED = 1e-3  # a step of a coefficient (a log) that is next to nothing
Terms = tuple[int, ...]  # cells, ascending; 0 is the intercept


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A log-linear model fitted: `total` and its `error`; `deviance` over `free` degrees of
    freedom; `aic`, `bic`; `terms` of which those in `impossible` are at minus infinity;
    `coefficients` and `errors` of the terms that are left, by term; `fitted` [cells] in the cells
    used; `settled` where its estimate is plainly finite."""

    terms: Terms
    impossible: Terms
    total: float
    error: float
    deviance: float
    free: int
    aic: float
    bic: float
    coefficients: dict[int, float]
    errors: dict[int, float]
    fitted: np.ndarray
    settled: bool


def main_effects(lists: int) -> Terms:
    """Intercept and one term a list."""
    return tuple(sorted((0, *(int(bit) for bit in list_bits(lists)))))


def pairs(lists: int) -> Terms:
    """All terms of two lists."""
    return tuple(sorted(int(a | b) for a, b in combinations(list_bits(lists), 2)))


def design(terms: Iterable[int], lists: int) -> np.ndarray:
    """Zeros and ones [cells but the first, terms]: which terms cover a cell."""
    at = np.arange(1, 2**lists)[:, None]
    given = np.asarray(tuple(terms))[None, :]
    return ((at & given) == given).astype(float)


def supported(counts: np.ndarray, terms: Iterable[int]) -> np.ndarray:
    """Whether some case stands in all lists of each term [terms]."""
    filled = np.flatnonzero(counts)[:, None]
    given = np.asarray(tuple(terms))[None, :]
    return ((filled & given) == given).any(0)


def sample_space(counts: np.ndarray, terms: Terms) -> tuple[Terms, Terms, np.ndarray]:
    """Terms that can be fitted, terms at minus infinity, and the cells used [cells but the
    first]."""
    has_case = supported(counts, terms)
    impossible = tuple(t for t, has in zip(terms, has_case, strict=True) if not has)
    at = np.arange(1, len(counts))
    used = np.ones(len(at), bool)
    for term in impossible:
        used &= (at & term) != term
    return tuple(t for t in terms if t not in impossible), impossible, used


def fit(histories: Histories, terms: Terms, extra: np.ndarray | None = None) -> Fitted:
    """One model. `extra` [cells but the first, columns] are further columns of its design, such as
    those of `heterogeneity`; they have no name, and count as parameters."""
    lists = len(histories.lists)
    left, impossible, used = sample_space(histories.counts, terms)
    x = design(left, lists)
    if extra is not None:
        x = np.hstack([x, extra])
    y = histories.counts[1:]
    return fitted_of(
        poisson.fit(y[None], x[None], used[None]), 0, histories, terms, impossible, left, used
    )


def fitted_of(
    fits: poisson.Fits,
    number: int,
    histories: Histories,
    terms: Terms,
    impossible: Terms,
    left: Terms,
    used: np.ndarray,
) -> Fitted:
    """One of many fits, read."""
    beta, variances = fits.coefficients[number], np.diag(fits.covariance[number])
    parameters = len(beta) + len(impossible)
    missing = float(np.exp(beta[0]))
    two_log = -2 * float(fits.log_likelihood[number])
    return Fitted(
        terms=terms,
        impossible=impossible,
        total=histories.observed + missing,
        error=float(np.sqrt(missing + missing**2 * variances[0])),
        deviance=float(fits.deviance[number]),
        free=int(used.sum()) - len(beta),
        aic=two_log + 2 * parameters,
        bic=two_log + np.log(histories.observed) * parameters,
        coefficients=dict(zip(left, beta.tolist(), strict=False)),
        errors=dict(zip(left, np.sqrt(variances).tolist(), strict=False)),
        fitted=fits.fitted[number],
        settled=bool(fits.converged[number] and fits.step[number] < SETTLED),
    )


def words(histories: Histories, terms: Terms) -> str:
    """A model by its highest terms, as "[A:B][C]"."""
    highest = [t for t in terms if not any(t != o and t & o == t for o in terms)]
    return "".join(f"[{histories.name_of(term)}]" for term in sorted(highest, reverse=True))


def estimate_of(
    found: Fitted, histories: Histories, method: str, assumes: str, level: float = LEVEL
) -> Estimate:
    """A fitted model as an estimate."""
    warnings = () if found.settled else ("the fit did not settle",)
    diagnostics = {
        "model": words(histories, found.terms),
        "deviance": found.deviance,
        "degrees_of_freedom": found.free,
        "aic": found.aic,
        "bic": found.bic,
        "without_overlap": [histories.name_of(t) for t in found.impossible],
    }
    observed = histories.observed
    return of_error(
        method, observed, assumes, found.total, found.error, level, diagnostics, warnings
    )
