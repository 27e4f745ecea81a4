"""All hierarchical log-linear models of up to five lists: which fits best by BIC, and what all of
them say together.

A model is hierarchical where a term comes with all terms of fewer of its lists. With the main
effect of every list there are 113 such models of four lists and 6,893 of five, the saturated one
left out; without that demand 166 and 7,579. The weight of a model is exp(-BIC / 2), which is near
its posterior chance where every model was as likely before.

Sources: Fienberg (1972); Baillargeon and Rivest (2007), closedpMS; Raftery (1995) for the
weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import cast

import numpy as np
from scipy import stats

from partystate.estimation import existence, log_linear, poisson
from partystate.estimation.crossing import crossing
from partystate.estimation.histories import Histories
from partystate.estimation.log_linear import Terms, main_effects
from partystate.estimation.result import LEVEL, Estimate, none_of

ASSUMES = (
    "That the lists depend on one another in some way that fewer than all of them show together, "
    "and that the observed cells can tell which: lists that all help one another leave no trace."
)
LEAST_LISTS, MOST_LISTS = 3, 5
BATCH = 2000  # models fitted at once, by memory
ENOUGH_WEIGHT = 0.999  # of the models, beyond which none is checked for existence
NEAR = 1e-9  # of the log of the missing
SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Search:
    """All models, the best first: `models`, and of each [models] `totals`, `errors`, `bic`,
    `deviance`, `parameters` and `weights`, which are 0 where a model has no estimate."""

    models: tuple[Terms, ...]
    totals: np.ndarray
    errors: np.ndarray
    bic: np.ndarray
    deviance: np.ndarray
    parameters: np.ndarray
    weights: np.ndarray


@cache
def models(lists: int, main: bool = True) -> tuple[Terms, ...]:
    """Every hierarchical model but the saturated one; with every list's main effect if `main`."""
    full = 2**lists - 1
    found: list[Terms] = [(0,)]
    below = {t: [s for s in range(t) if s & t == s] for t in range(1, full)}
    for term in sorted(range(1, full), key=lambda t: (t.bit_count(), t)):
        direct = set(below[term])
        found += [m + (term,) for m in found if direct <= set(m)]
    needed = set(main_effects(lists)) if main else {0}
    return tuple(tuple(sorted(m)) for m in found if needed <= set(m))


def search(histories: Histories, among: Sequence[Terms] | None = None) -> Search:
    """Fits of all models (`among`, if given), ordered by BIC."""
    given = tuple(among) if among is not None else models(len(histories.lists))
    found = _fits(histories, given)
    order = np.argsort(found["bic"], kind="stable")
    ordered = {name: values[order] for name, values in found.items()}
    sorted_models = tuple(given[i] for i in order)
    weights = _weights(histories, sorted_models, ordered)
    best = np.argsort(weights == 0, kind="stable")  # those without an estimate go last
    return Search(
        models=tuple(sorted_models[i] for i in best),
        weights=weights[best],
        **{name: values[best] for name, values in ordered.items() if name != "clean"},
    )


def _fits(histories: Histories, given: Sequence[Terms]) -> dict[str, np.ndarray]:
    """Total, error, BIC, deviance and number of parameters of every model [models], and whether
    its estimate is plainly finite ("clean")."""
    names = ("totals", "errors", "bic", "deviance", "parameters", "clean")
    out = {name: np.zeros(len(given)) for name in names}
    spaces = [log_linear.sample_space(histories.counts, terms) for terms in given]
    y, n = histories.counts[None, 1:], histories.observed
    by_size = sorted(range(len(given)), key=lambda i: len(spaces[i][0]))
    for _, same in groupby(by_size, key=lambda i: len(spaces[i][0])):
        group = list(same)
        for at in (group[i : i + BATCH] for i in range(0, len(group), BATCH)):
            x = np.stack([_columns(len(histories.lists))[:, spaces[i][0]] for i in at])
            used = np.stack([spaces[i][2] for i in at])
            fits = poisson.fit(y, x, used)
            parameters = np.array([len(given[i]) for i in at], float)
            missing = np.exp(np.clip(fits.coefficients[:, 0], None, 700.0))
            out["totals"][at] = n + missing
            with np.errstate(over="ignore"):
                variance = np.maximum(fits.covariance[:, 0, 0], 0)
                out["errors"][at] = np.sqrt(missing + missing**2 * variance)
            out["bic"][at] = -2 * fits.log_likelihood + np.log(n) * parameters
            out["deviance"][at], out["parameters"][at] = fits.deviance, parameters
            settled = fits.converged & (fits.step < log_linear.SETTLED)
            out["clean"][at] = settled & np.array([len(spaces[i][1]) == 0 for i in at])
    return out


@cache
def _columns(lists: int) -> np.ndarray:
    """The design of all terms [cells but the first, cells]."""
    return log_linear.design(range(2**lists), lists)


def _weights(
    histories: Histories, given: Sequence[Terms], found: dict[str, np.ndarray]
) -> np.ndarray:
    """Weights of models ordered by BIC [models]. Those that are not plainly finite are asked
    for existence, from the best down, until the rest hardly matter."""
    weights = np.exp(-(found["bic"] - found["bic"].min()) / 2)
    has_one = found["clean"] > 0
    for i in np.flatnonzero(~has_one).tolist():
        rest = weights[i:][~has_one[i:]].sum()
        if rest < (1 - ENOUGH_WEIGHT) * weights[has_one].sum():
            break
        has_one[i] = existence.check(histories, given[int(i)]) == existence.FINE
    weights = np.where(has_one & np.isfinite(found["totals"]), weights, 0.0)
    return weights / weights.sum() if weights.sum() > 0 else weights


def averaged(
    found: Search, observed: int, level: float = LEVEL
) -> tuple[float, float, float, float]:
    """(total, error, low, high) of all models by their weights: the interval is that of the mixture
    of their log-normal numbers of missing, and holds the doubt about the model."""
    kept = found.weights > (1 - ENOUGH_WEIGHT) / 1e3
    weights = found.weights[kept] / found.weights[kept].sum()
    totals, errors = found.totals[kept], found.errors[kept]
    mean = float(weights @ totals)
    error = float(np.sqrt(weights @ (errors**2 + (totals - mean) ** 2)))
    middle = np.log(np.maximum(totals - observed, 1e-9))
    spread = np.sqrt(np.log1p((errors / np.maximum(totals - observed, 1e-9)) ** 2))

    def end(share: float) -> float:
        reach = float(9 * spread.max() + 1)
        at = crossing(
            lambda m: float(weights @ stats.norm.cdf((m - middle) / spread)) - share,
            float(middle.min()) - reach,
            float(middle.max()) + reach,
            NEAR,
        )
        return float(observed + np.exp(cast(float, at)))

    return mean, error, end((1 - level) / 2), end((1 + level) / 2)


def estimate(histories: Histories, level: float = LEVEL) -> Estimate:
    """All models averaged by BIC; the best of them stands in the diagnostics."""
    method, lists = "all_models", len(histories.lists)
    if not LEAST_LISTS <= lists <= MOST_LISTS:
        why = f"{lists} lists: all models are tried of {LEAST_LISTS} to {MOST_LISTS} lists alone"
        return none_of(method, histories.observed, ASSUMES, why)
    found = search(histories)
    if not found.weights.any():
        return none_of(method, histories.observed, ASSUMES, "no model has a finite estimate")
    best = log_linear.estimate_of(
        log_linear.fit(histories, found.models[0]), histories, method, ASSUMES, level
    )
    total, error, low, high = averaged(found, histories.observed, level)
    shown = [
        {"model": log_linear.words(histories, m), "total": float(t), "weight": float(w)}
        for m, t, w in zip(
            found.models[:SHOWN], found.totals[:SHOWN], found.weights[:SHOWN], strict=True
        )
    ]
    diagnostics = {
        **best.diagnostics,
        "best": {"total": best.total, "low": best.low, "high": best.high},
        "models": len(found.models),
        "without_estimate": int((found.weights == 0).sum()),
        "shown": shown,
    }
    return replace(
        best,
        total=total,
        error=error,
        low=low,
        high=high,
        interval="mixture",
        diagnostics=diagnostics,
        warnings=(),
    )
