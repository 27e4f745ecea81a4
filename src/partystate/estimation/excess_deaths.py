"""Excess deaths: those registered beyond a declared baseline, with the baseline's own doubt.

    log expected deaths = log exposed + a + b x year        (b = 0 where no trend is asked for)
    excess = observed - expected
    error^2 = expected' V expected + dispersion x sum of expected

The baseline is fitted to the years declared for it, by a Poisson regression whose dispersion is the
Pearson chi-squared over its degrees of freedom, one at least; V is its covariance of the log
expected. Which years are the baseline is a choice, and the whole answer hangs on it: years of war,
of under-registration or of another age structure make another one.

Sources: Serfling (1963) for the regression; McCullagh and Nelder (1989) for the dispersion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from partystate.core.errors import UserError
from partystate.estimation import poisson
from partystate.estimation.result import LEVEL, spreads


@dataclass(frozen=True, kw_only=True)
class Excess:
    """Of each year asked about: `expected` and `excess` [years], with the excess's `error` [years];
    and of all of them together `total`, its `total_error`, `low` and `high`. `dispersion` is that
    of the baseline, 1 where its deaths vary as by chance alone."""

    years: tuple[int, ...]
    expected: np.ndarray
    excess: np.ndarray
    error: np.ndarray
    total: float
    total_error: float
    low: float
    high: float
    dispersion: float


def excess_deaths(
    deaths: dict[int, float],
    baseline: Sequence[int],
    years: Sequence[int],
    exposed: dict[int, float] | None = None,
    trend: bool = True,
    level: float = LEVEL,
) -> Excess:
    """Deaths beyond the baseline.

    Arguments:
        deaths: registered, by year.
        baseline: years that are taken as ordinary.
        years: those asked about.
        exposed: persons (or person-years) by year; the same in all years if not given.
        trend: whether the baseline may rise or fall by a constant share a year.
        level: of the interval.

    Returns:
        Excess: by year, and in all.

    Raises:
        UserError: a year has no figure, or the baseline is too short for its trend.
    """
    needed = 3 if trend else 2
    if len(set(baseline)) < needed:
        raise UserError(
            "the baseline is too short",
            found=f"{len(set(baseline))} years",
            expected=f"{needed} or more",
        )
    if not years or len(set(years)) < len(years):
        raise UserError(
            "no years to ask about, or one twice",
            found=str(list(years)),
            expected="years, once each",
        )
    if both := set(baseline) & set(years):
        raise UserError("a year cannot be its own baseline", found=str(min(both)))
    known = [_of_year(deaths, exposed, year) for year in (*baseline, *years)]
    counts, persons = (np.array(column, float) for column in zip(*known, strict=True))
    x = _design((*baseline, *years), float(np.mean(baseline)), trend)
    at, asked = slice(0, len(baseline)), slice(len(baseline), None)
    beta, covariance, fitted = _regression(counts[at], persons[at], x[at])
    free = len(baseline) - x.shape[1]
    dispersion = max(float(((counts[at] - fitted) ** 2 / fitted).sum() / max(free, 1)), 1.0)
    expected = persons[asked] * np.exp(x[asked] @ beta)
    of_baseline = dispersion * x[asked] @ covariance @ x[asked].T
    spread = expected[:, None] * of_baseline * expected + np.diag(dispersion * expected)
    excess = counts[asked] - expected
    total, error = float(excess.sum()), float(np.sqrt(spread.sum()))
    half = spreads(level) * error
    return Excess(
        years=tuple(years),
        expected=expected,
        excess=excess,
        error=np.sqrt(np.diag(spread)),
        total=total,
        total_error=error,
        low=total - half,
        high=total + half,
        dispersion=dispersion,
    )


def _of_year(
    deaths: dict[int, float], exposed: dict[int, float] | None, year: int
) -> tuple[float, float]:
    for what, figures in (("deaths", deaths), ("persons", exposed)):
        if figures is not None and not 0 < figures.get(year, 0) < float("inf"):
            found = f"{figures[year]}" if year in figures else "no such year"
            raise UserError(
                f"no number of {what} in {year}", found=found, expected="a number above 0"
            )
    return deaths[year], 1.0 if exposed is None else exposed[year]


def _design(years: Sequence[int], middle: float, trend: bool) -> np.ndarray:
    ones = np.ones((len(years), 1))
    return np.hstack([ones, (np.array(years, float) - middle)[:, None]]) if trend else ones


def _regression(
    counts: np.ndarray, persons: np.ndarray, x: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients, their covariance without dispersion, and fitted counts of a Poisson regression
    with an offset: that of the rates, weighted by the persons."""
    scale = persons.mean()
    fits = poisson.fit_rates(counts, persons / scale, x)
    beta = fits[0].copy()
    beta[0] -= np.log(scale)
    return beta, fits[1], persons * np.exp(x @ beta)
