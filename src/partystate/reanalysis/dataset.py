"""A reanalysis as one xarray Dataset, which a NetCDF file can hold: a variable for each observable,
level, kind of time and set of groups, each with its unit, definition and sources.

A variable is called after its observable; the level follows where it is not truth, `monthly` where
there are years of it too, `by_AXIS` where it is of groups: `grain.harvest`,
`grain.harvest.published`, `population.births.monthly`, `grain.harvest.by_region`. Times that are of
one kind share a dimension, `year` or `month`; each has its first and last day beside it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from importlib import metadata

import numpy as np
import polars as pl
import xarray as xr

from partystate.core import dates
from partystate.core.axes import parse_group
from partystate.country.country import Country
from partystate.country.names import Names
from partystate.evidence import Observable, compile_rows, load_observables
from partystate.evidence.roles import ALTERNATE
from partystate.history.observables.registry import registered
from partystate.history.release import QUANTILES, TRUTH
from partystate.scoring.fitted import FITTED_TO

STATISTICS = (*QUANTILES, "mean")
NO_FIGURE = "no figure of its own: by way of covariances with others"
MONTH, DAY = "month", "day"
_KINDS = (
    (re.compile(r"^\d{4}-\d\d-\d\d$"), DAY),
    (re.compile(r"^\d{4}$"), "year"),
    (re.compile(r"^\d{4}-\d\d$"), MONTH),
    (re.compile(r"^\d{4}-\d\d/\d{4}-\d\d$"), "months"),
    (re.compile(r"^\d{4}/\d{4}$"), "years"),
)


def dataset_of(quantiles: pl.DataFrame, card: dict, country: Country) -> xr.Dataset:
    """Quantiles and mean [statistic, axes of groups, time] of every series, with attributes."""
    told = _Told(country, card)
    keyed = quantiles.with_columns(
        pl.col("group").map_elements(axes_of, pl.String).alias("axes"),
        pl.col("time").map_elements(kind_of, pl.String).alias("kind"),
    )
    found: dict[str, xr.DataArray] = {}
    for (observable, level), mine in keyed.group_by(["observable", "level"], maintain_order=True):
        kinds = set(mine["kind"].to_list())
        for (axes, kind), table in mine.group_by(["axes", "kind"], maintain_order=True):
            name = _name(str(observable), str(level), str(axes), str(kind), kinds)
            array = _array(table, tuple(filter(None, str(axes).split(";"))), str(kind))
            found[name] = array.assign_attrs(told.of(str(observable), str(level)))
    return _with_days(xr.Dataset(found)).assign_attrs(told.whole)


def axes_of(group: str) -> str:
    """The axes of a group, `;` between; blank for the whole country."""
    return ";".join(parse_group(group)) if group else ""


def kind_of(time: str) -> str:
    """What a time is: year, month, months, years or day."""
    return next(name for pattern, name in _KINDS if pattern.match(time))


def time_dimension(kind: str, times: Iterable[str]) -> str:
    """The dimension of times of one kind; days have one for each date of the year, one for the
    first days of months, and one for all others: day_01_01, first_of_month, day."""
    if kind != DAY:
        return kind
    dated = {time[5:] for time in times}
    if len(dated) == 1:
        return f"day_{dated.pop().replace('-', '_')}"
    return "first_of_month" if all(day.endswith("-01") for day in dated) else DAY


def _name(observable: str, level: str, axes: str, kind: str, kinds: set[str]) -> str:
    words = [observable] if level == TRUTH else [observable, level]
    if kind == MONTH and len(kinds) > 1:
        words.append("monthly")
    if axes:
        words.append("by_" + "_and_".join(axes.split(";")))
    return ".".join(words)


def _array(table: pl.DataFrame, axes: tuple[str, ...], kind: str) -> xr.DataArray:
    """The array of one table of series, not-a-number where a group has no such time."""
    labels = [tuple(parse_group(group)[axis] for axis in axes) for group in table["group"]]
    sides = [list(dict.fromkeys(label[i] for label in labels)) for i in range(len(axes))]
    times = sorted(set(table["time"].to_list()))
    places = [[side.index(label[i]) for label in labels] for i, side in enumerate(sides)]
    at = {time: i for i, time in enumerate(times)}
    values = np.full((len(STATISTICS), *map(len, sides), len(times)), np.nan, np.float32)
    where = tuple(np.array(p, int) for p in (*places, [at[time] for time in table["time"]]))
    values[(slice(None), *where)] = table.select(STATISTICS).to_numpy().T
    dims = ("statistic", *axes, time_dimension(kind, times))
    return xr.DataArray(
        values, dims=dims, coords=dict(zip(dims, (list(STATISTICS), *sides, times), strict=True))
    )


def _with_days(data: xr.Dataset) -> xr.Dataset:
    """First and last day of every time beside it."""
    for name in [str(dim) for dim in data.dims if _is_time(str(dim))]:
        spans = [dates.parse(str(time)) for time in data[name].values]
        for side in ("start", "end"):
            days = np.array([getattr(s, side) for s in spans], "datetime64[ns]")
            data = data.assign_coords({f"{name}_{side}": (name, days)})
    return data


def _is_time(dimension: str) -> bool:
    kinds = [kind for _, kind in _KINDS]
    return dimension in (*kinds, "first_of_month") or dimension.startswith("day_")


class _Told:
    """What is said of a dataset and of its variables."""

    def __init__(self, country: Country, card: dict) -> None:
        evidence = country.path / "evidence"
        self.names = Names(country)
        self.observables: dict[str, Observable] = load_observables(evidence)
        self.units = {one.name: one.unit for one in registered()}
        taken = FITTED_TO[card["rows"]]
        rows = [
            row
            for row in compile_rows(evidence, card.get("roles", ALTERNATE))
            if row.kind == "quantity" and row.role in taken and row.tolerance
        ]
        ordered = sorted(rows, key=lambda row: row.observable)
        self.sources = {
            name: "; ".join(sorted({row.source for row in mine}))
            for name, mine in itertools.groupby(ordered, key=lambda row: row.observable)
        }
        self.whole = {
            "title": f"Reanalysis: {country.meta.title}",
            "source": card["made"],
            "version": card.get("version") or metadata.version("partystate"),
            "figures": f"{card['figures']} taken in: {card['rows']}",
            "members": card["members"],
            "licence": country.meta.licence,
        }

    def of(self, observable: str, level: str) -> dict[str, str]:
        """Attributes of a variable."""
        known = self.observables.get(observable)
        words = self.names.observable(observable)
        return {
            "units": known.unit if known else self.units.get(observable, ""),
            "long_name": words if level == TRUTH else f"{words}, as {level}",
            "definition": known.definition if known else "",
            "source": self.sources.get(observable, NO_FIGURE),
            "version": self.whole["version"],
            "level": level,
        }
