"""Two censuses: who should have been counted in the second, and was not.

    missing = first census + births - deaths + net migration - second census       (the balance)
    survivors [age + years] = first census [age] x survival [age]                  (by cohort)

What is missing holds unregistered deaths, unregistered flight, and the errors of both censuses; the
balance cannot tell these apart. By cohort, the age at which people are missing says more.

Sources: United Nations, Manual X (1983), chapters on intercensal survival; Preston, Heuveline and
Guillot (2001)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.core.errors import UserError
from partystate.estimation.amounts import amounts, finite
from partystate.estimation.result import LEVEL, spreads


@dataclass(frozen=True, kw_only=True)
class Balance:
    """`missing` persons with its `error`, `low` and `high`."""

    missing: float
    error: float
    low: float
    high: float


def balance(
    first: float,
    second: float,
    births: float,
    deaths: float,
    migration: float = 0.0,
    errors: dict[str, float] | None = None,
    level: float = LEVEL,
) -> Balance:
    """Persons that two censuses and the registers between them leave unaccounted for. `errors` are
    standard errors in persons, by the argument's name; they are taken as apart from one another."""
    known = {"first", "second", "births", "deaths", "migration"}
    if unknown := set(errors or {}) - known:
        raise UserError(
            "an error of nothing", found=repr(min(unknown)), expected=", ".join(sorted(known))
        )
    finite(
        {
            "the first census": first,
            "the second census": second,
            "births": births,
            "deaths": deaths,
            "migration": migration,
        }
    )
    for name, error in (errors or {}).items():
        amounts(error, f"the error of {name}")
    missing = first + births - deaths + migration - second
    error = float(np.sqrt(sum(e**2 for e in (errors or {}).values())))
    half = spreads(level) * error
    return Balance(missing=missing, error=error, low=missing - half, high=missing + half)


def survivors(first: np.ndarray, survival: np.ndarray, steps: int) -> np.ndarray:
    """Who is expected to live after `steps` bands of age of those counted by band [bands], where
    `survival` [bands] is the share of a band that lives through one step; the last band is open and
    keeps its own. Bands of those born since are nothing."""
    counted = amounts(first, "persons of the first census")
    shares = amounts(survival, "shares that survive")
    if (shares > 1).any():
        raise UserError("more survive than there were", found=str(shares.max()), expected="0 to 1")
    if counted.shape != shares.shape or steps < 1:
        raise UserError(
            "survival does not fit the bands of age",
            found=f"{shares.size} for {counted.size} bands and {steps} steps",
            expected="one share a band, and one step or more",
        )
    for _ in range(steps):
        living = counted * shares
        counted = np.concatenate([[0.0], living[:-1]])
        counted[-1] += living[-1]
    return counted


def missing_by_age(
    first: np.ndarray, second: np.ndarray, survival: np.ndarray, steps: int
) -> np.ndarray:
    """Persons of each band [bands] that ordinary survival expects in the second census and that it
    does not count; nan for those born since the first."""
    expected, counted = survivors(first, survival, steps), amounts(second, "the second census")
    _must_fit(expected, counted, steps)
    found = expected - counted
    found[:steps] = np.nan
    return found


def census_survival(first: np.ndarray, second: np.ndarray, steps: int) -> np.ndarray:
    """Share of each band of the first census [bands - steps] that the second counts `steps` bands
    on. Above one, a census or migration is wrong."""
    first = amounts(first, "persons of the first census", above_nothing=True)
    second = amounts(second, "persons of the second census")
    _must_fit(first, second, steps)
    return second[steps:-1] / first[: -1 - steps]


def _must_fit(first: np.ndarray, second: np.ndarray, steps: int) -> None:
    if first.shape != second.shape or not 1 <= steps < len(first):
        raise UserError(
            "the censuses do not fit",
            found=f"{first.size} and {second.size} bands, {steps} steps",
            expected="as many bands of both, and from one step to one fewer than bands",
        )
