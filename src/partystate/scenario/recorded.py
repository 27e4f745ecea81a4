"""Recorded series of a country as values by month: what covers a span, stands until the next, or is
spread over its months."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.core.units import convert
from partystate.country.country import Country

FILE = "recorded.csv"
OUTRAGE = "murder"  # series of shocks.csv


def rows_of(country: Country, name: str, unit: str) -> list[tuple[dates.Span, float]]:
    """(span, central value in `unit`) of the country-wide rows of one input, in order of time."""
    table = country.tables["recorded"].filter(pl.col("input") == name)
    whole = table.filter(pl.col("region").is_null() | (pl.col("region") == ""))
    if whole.is_empty():
        raise UserError(
            "an input has no row for the whole country",
            FILE,
            column="input",
            expected=name,
            action="Add its rows.",
        )
    rows = [
        (dates.parse(row["time"]), convert(row["central"], row["unit"], unit))
        for row in whole.iter_rows(named=True)
    ]
    return sorted(rows, key=lambda row: row[0].start)


def covering(country: Country, name: str, unit: str, months: np.ndarray) -> np.ndarray:
    """Value of the span that covers each month. Months after the last span or before the first take
    the nearest one: a stated extrapolation."""
    rows = rows_of(country, name, unit)
    spans = [span.months for span, _ in rows]
    values = np.empty(len(months))
    for i, month in enumerate(months):
        distance = [max(first - month, month - last, 0) for first, last in spans]
        nearest = int(np.argmin(distance))
        values[i] = rows[nearest][1]
    return values


def standing(country: Country, name: str, unit: str, months: np.ndarray) -> np.ndarray:
    """A decision that stands until the next: the last value dated in or before each month; the
    first before it."""
    rows = rows_of(country, name, unit)
    starts = np.array([span.months[0] for span, _ in rows])
    at = np.searchsorted(starts, months, side="right") - 1
    return np.array([value for _, value in rows])[np.maximum(at, 0)]


def spread(country: Country, name: str, unit: str, months: np.ndarray) -> np.ndarray:
    """A flow given for spans, even over the months of each; nothing outside them."""
    flow = np.zeros(len(months))
    for span, value in rows_of(country, name, unit):
        first, last = span.months
        inside = (months >= first) & (months <= last)
        flow[inside] += value / (last - first + 1)
    return flow


def outrages(country: Country, months: np.ndarray) -> np.ndarray:
    """1 in the months in which the shocks of the country put a murder."""
    table = country.tables["shocks"].filter(pl.col("series") == OUTRAGE)
    rows = sorted(
        (dates.parse(row["start"]).months[0], row["value"]) for row in table.iter_rows(named=True)
    )
    value = np.zeros(len(months))
    for start, now in rows:
        value[months >= start] = now
    return value


def seasonality(country: Country, name: str) -> np.ndarray:
    """Shares by month of the year [12], January first."""
    table = country.tables["seasonality"].filter(pl.col("input") == name).sort("month")
    return table["share"].to_numpy()
