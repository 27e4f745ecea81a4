"""Whether deaths are registered: the growth balance, which asks that deaths fit the people.

Above every age a, in a population closed to migration,

    N(a) / N(a+) - r(a+) = k + D(a+) / (N(a+) completeness)

N(a) persons reach age a in a year, N(a+) live and D(a+) registered deaths happen above it, r(a+)
is its growth. With one census the population is taken as stable, r the same above every age (Brass
1975); with two r(a+) is measured, and k tells how much more complete the one census is than the
other (Hill 1987). A straight line through the points gives 1 / completeness as its slope.

Sources: Brass (1975); Hill (1987); United Nations, Manual X (1983), chapter V."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.core.errors import UserError
from partystate.estimation.amounts import amounts

FEWEST = 4  # ages through which a line is drawn


@dataclass(frozen=True, kw_only=True)
class Registration:
    """`completeness`: the share of deaths that is registered. `growth` a year where it is taken as
    stable; the log of the censuses' completeness, a year, where there are two. `apart`: the largest
    distance of a point from the line, as a share of the points' spread; above .1 or so the line is
    bent and its slope not to be trusted."""

    completeness: float
    growth: float
    apart: float


def growth_balance(
    persons: np.ndarray, deaths: np.ndarray, width: float = 5.0, trimmed: tuple[int, int] = (1, 2)
) -> Registration:
    """Of one census: `persons` and a year's `deaths` by band of age [bands] of `width` years, the
    last open. `trimmed` are the ages left out at both ends."""
    reach, living, dead = _above(persons, deaths, width)
    return _line(dead / living, reach / living, trimmed)


def generalised_growth_balance(
    first: np.ndarray,
    second: np.ndarray,
    deaths: np.ndarray,
    years: float,
    width: float = 5.0,
    trimmed: tuple[int, int] = (1, 2),
) -> Registration:
    """Of two censuses `years` apart and all `deaths` between them, by band of age [bands]."""
    first, second = (amounts(census, "persons", above_nothing=True) for census in (first, second))
    amounts(years, "years between the censuses", above_nothing=True)
    if first.shape != second.shape:
        raise UserError("bands of age do not fit", found=f"{first.size} and {second.size}")
    _, _, dead = _above(np.sqrt(first * second), deaths, width)
    living = years * np.sqrt(_from(first) * _from(second))[1:]
    reach = years * np.sqrt(first[:-1] * second[1:]) / width
    grown = np.log(_from(second)[1:] / _from(first)[1:]) / years
    return _line(dead / living, reach / living - grown, trimmed)


def _above(
    persons: np.ndarray, deaths: np.ndarray, width: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """At the start of each band but the first: who reaches it in a year, and who live and die above
    it."""
    persons, deaths = amounts(persons, "persons", above_nothing=True), amounts(deaths, "deaths")
    amounts(width, "years of a band", above_nothing=True)
    if persons.shape != deaths.shape or len(persons) < FEWEST + 1:
        raise UserError(
            "bands of age do not fit",
            found=f"{persons.size} of persons and {deaths.size} of deaths",
            expected=f"as many of both, {FEWEST + 1} or more",
        )
    reach = np.sqrt(persons[:-1] * persons[1:]) / width  # as in a population that falls by shares
    return reach, _from(persons)[1:], _from(deaths)[1:]


def _from(values: np.ndarray) -> np.ndarray:
    """Sums from each band on [bands]."""
    return np.cumsum(values[::-1])[::-1]


def _line(x: np.ndarray, y: np.ndarray, trimmed: tuple[int, int]) -> Registration:
    """The orthogonal line through the points, as errors are in both."""
    x, y = x[trimmed[0] : len(x) - trimmed[1]], y[trimmed[0] : len(y) - trimmed[1]]
    if len(x) < FEWEST:
        raise UserError(
            "too few ages are left", found=str(len(x)), expected=f"{FEWEST} or more points"
        )
    if x.std() == 0 or y.std() == 0:
        raise UserError(
            "the points are on no line", expected="deaths whose share of the living rises with age"
        )
    slope = float(y.std() / x.std())
    start = float(y.mean() - slope * x.mean())
    off = np.abs(y - start - slope * x).max() / (y.max() - y.min())
    return Registration(completeness=1 / slope, growth=start, apart=float(off))
