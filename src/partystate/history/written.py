"""Which series a run writes, known without a run: of each observable its levels, the axes of its
groups, and the kinds of its times (`written.csv`, held by a test against runs)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.country.cells import read_time
from partystate.country.country import Country
from partystate.history.months import Months, agricultural_year
from partystate.world.agricultural_clock import HARVEST

FILE = Path(__file__).with_name("written.csv")
WHOLE = "whole"
# kinds of times of a run of the revolution
OF_REVOLUTION = (
    "month of the revolution",
    "first of month of the revolution",
    "year of the revolution",
)
MEETINGS = ("congress", "conference")


@dataclass(frozen=True)
class Form:
    """Series of one observable at each of `levels`, for groups on each set of `axes` (empty: the
    whole country), at each kind of `times`."""

    levels: tuple[str, ...]
    axes: tuple[frozenset[str], ...]
    times: tuple[str, ...]


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """The forms of every observable that is written, by its name."""
    found: dict[str, tuple[Form, ...]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            axes = tuple(
                frozenset() if text == WHOLE else frozenset(text.split("+"))
                for text in row["groups"].split("; ")
            )
            form = Form(tuple(row["levels"].split("; ")), axes, tuple(row["times"].split("; ")))
            found[row["observable"]] = (*found.get(row["observable"], ()), form)
    return found


def months_of(country: Country) -> Months:
    """All months of the country's runs, of people and land and of the party's top."""
    parts = [country.meta, *([country.meta.power] if country.meta.power else [])]
    first = min(dates.month_number(part.start) for part in parts)
    last = max(dates.month_number(part.end) for part in parts)
    return Months(np.arange(first, last + 1))


def times_of(kind: str, country: Country) -> tuple[str, ...]:
    """The times of a kind in the runs of a country, as EDTF; at most those that a run writes."""
    return tuple(KINDS[kind](months_of(country), country))


def _first_days(month: int) -> Callable:
    return lambda months, country: [
        day for day in months.first_days() if dates.parse(day).start.month == month
    ]


def _harvests(months: Months) -> list[int]:
    numbers = months.numbers
    return [int(number) // dates.MONTHS for number in numbers if number % dates.MONTHS == HARVEST]


def _meetings(months: Months, country: Country) -> list[str]:
    """Days on which congresses and conferences ended, and that of the recorded division."""
    if country.meta.power is None:
        return []
    ends = country.tables["meetings"].filter(pl.col("kind").is_in(MEETINGS))["end"].to_list()
    if country.meta.power.platform_division:
        ends.append(country.meta.power.platform_division)
    return [day for day in ends if read_time(day).months[0] in months.numbers]


def _census_days(months: Months, country: Country) -> list[str]:
    return [day for day in country.meta.counts.census_days if day[:7] in months.texts()]


def _spans(years: list[int]) -> list[str]:
    return [f"{first}/{last}" for first in years for last in years if first < last]


def _of_revolution(country: Country) -> Months:
    """The months of the country's revolution; none where it has none."""
    ours = country.meta.revolution
    if ours is None:
        return Months(np.arange(0))
    return Months(np.arange(dates.month_number(ours.start), dates.month_number(ours.end) + 1))


KINDS: dict[str, Callable[[Months, Country], list[str] | tuple[str, ...]]] = {
    "month": lambda months, country: months.texts(),
    "first of month": lambda months, country: months.first_days(),
    "1 January": _first_days(1),
    "1 July": _first_days(7),
    "31 December": lambda months, country: [
        f"{number // dates.MONTHS}-12-31"
        for number in months.numbers
        if number % dates.MONTHS == 11
    ],
    "year": lambda months, country: [str(year) for year in months.whole_years()],
    "harvest year": lambda months, country: [str(year) for year in _harvests(months)],
    "agricultural year": lambda months, country: [
        agricultural_year(year) for year in months.whole_agricultural_years()
    ],
    "pair of years": lambda months, country: [
        f"{year}/{year + 1}" for year in _harvests(months)[:-1]
    ],
    "span of years": lambda months, country: _spans(months.whole_years()),
    "month of the revolution": lambda months, country: _of_revolution(country).texts(),
    "first of month of the revolution": lambda months, country: _of_revolution(
        country
    ).first_days(),
    "year of the revolution": lambda months, country: sorted(
        {str(number // dates.MONTHS) for number in _of_revolution(country).numbers}
    ),
    "census": _census_days,
    "meeting": _meetings,
}
