"""Which sums and balances there are among the series of an ensemble: found by their names, and kept
where every member keeps them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.reanalysis.books import Balance, Sum, balances, holds

REGION = "region="
STOCK, ADDED, TAKEN = "population.total", "population.births", "population.deaths"


@dataclass(frozen=True)
class Identities:
    """Sums over months by country and by region, sums over regions of months and of other spans,
    and balances."""

    months_of_country: list[Sum]
    months_of_regions: list[Sum]
    regions_of_months: list[Sum]
    regions_of_spans: list[Sum]
    balances: list[Balance]

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {name: len(found) for name, found in vars(self).items()}


def identities_of(keys: pl.DataFrame, values: np.ndarray) -> Identities:
    """Identities that hold in all members of values [keys, n]."""
    table = _by_series(keys)
    country, regional, months, spans = [], [], [], []
    for groups in table.values():
        of_months: set[str] = set()
        for group, times in groups.items():
            for total, parts, names in _year_and_months(times):
                if holds(values, total, parts):
                    of_months |= names
                    (regional if group else country).append(Sum(total, parts))
        for time, total, parts in _country_and_regions(groups):
            if holds(values, total, parts):
                (months if time in of_months else spans).append(Sum(total, parts))
    return Identities(country, regional, months, spans, _balances(table, values))


def _by_series(keys: pl.DataFrame) -> dict:
    """(observable, level) -> group -> time -> place; the country and plain regions alone."""
    table: dict = defaultdict(lambda: defaultdict(dict))
    for at, (observable, level, group, time) in enumerate(keys.iter_rows()):
        if not group or (group.startswith(REGION) and ";" not in group):
            table[observable, level][group][time] = at
    return table


def _year_and_months(times: dict[str, int]):
    """(place of a span, places of its months, their times) where all its months are there."""
    for time, total in times.items():
        span = dates.parse(time)
        if span.precision in ("month", "day"):
            continue
        first, last = span.months
        names = [dates.month_text(m) for m in range(first, last + 1)]
        if all(name in times for name in names):
            yield total, np.array([times[name] for name in names]), set(names)


def _country_and_regions(groups: dict[str, dict[str, int]]):
    """(time, place of the country, places of the regions) where there are regions."""
    regions = [group for group in groups if group]
    for time, total in groups.get("", {}).items():
        if len(regions) > 1 and all(time in groups[region] for region in regions):
            yield time, total, np.array([groups[region][time] for region in regions])


def _balances(table: dict, values: np.ndarray) -> list[Balance]:
    """People of the country from one first of January to the next."""
    stock, added, taken = (table.get((n, "truth"), {}).get("", {}) for n in (STOCK, ADDED, TAKEN))
    years = sorted(t for t in stock if t.endswith("-01-01"))
    between = [t[:4] for t in years[:-1]]
    if not years or not all(t in added and t in taken for t in between):
        return []
    one = Balance(
        np.array([stock[t] for t in years]),
        np.array([added[t] for t in between]),
        np.array([taken[t] for t in between]),
    )
    return [one] if balances(values, one) else []
