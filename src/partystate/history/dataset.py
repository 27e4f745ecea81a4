"""A long table of series as one xarray dataset.

Names are those of the observables; the level follows where it is not truth, `monthly` where there
are years of it too, `by_AXIS` where it is of groups: `grain.harvest`, `grain.harvest.published`,
`population.births.monthly`, `grain.harvest.by_region`. Times that are of one kind share a
dimension, `year` or `month`; each has its first and last day beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import polars as pl
import xarray as xr

from partystate.core import dates
from partystate.core.axes import parse_group
from partystate.history.attributes import TRUTH

MONTH, DAY = "month", "day"
STATISTIC = "statistic"
_KINDS = (
    (re.compile(r"^\d{4}-\d\d-\d\d$"), DAY),
    (re.compile(r"^\d{4}$"), "year"),
    (re.compile(r"^\d{4}-\d\d$"), MONTH),
    (re.compile(r"^\d{4}-\d\d/\d{4}-\d\d$"), "months"),
    (re.compile(r"^\d{4}/\d{4}$"), "years"),
)


def dataset_of(
    table: pl.DataFrame,
    columns: Sequence[str],
    attributes: Callable[[str, str], dict[str, str]],
) -> xr.Dataset:
    """Values of every series of `observable, level, group, time` and the value `columns`.

    Several columns are labels of a first dimension, `statistic`; one column has no such dimension.
    `attributes` says what stands beside an observable at a level."""
    found: dict[str, xr.DataArray] = {}
    for (observable, level), mine in _keyed(table).group_by(
        ["observable", "level"], maintain_order=True
    ):
        kinds = set(mine["kind"].to_list())
        for (axes, kind), part in mine.group_by(["axes", "kind"], maintain_order=True):
            name = _name(str(observable), str(level), str(axes), str(kind), kinds)
            array = _array(part, tuple(filter(None, str(axes).split(";"))), str(kind), columns)
            found[name] = array.assign_attrs(attributes(str(observable), str(level)))
    return _with_days(xr.Dataset(found))


def _keyed(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the axes of each group and the kind of each time; each text is read once."""
    axes = {group: axes_of(group) for group in table["group"].unique()}
    kinds = {time: kind_of(time) for time in table["time"].unique()}
    return table.with_columns(
        pl.col("group").replace_strict(axes, return_dtype=pl.String).alias("axes"),
        pl.col("time").replace_strict(kinds, return_dtype=pl.String).alias("kind"),
    )


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


def _array(
    table: pl.DataFrame, axes: tuple[str, ...], kind: str, columns: Sequence[str]
) -> xr.DataArray:
    """The array of one table of series, not-a-number where a group has no such time."""
    parsed = {group: parse_group(group) if group else {} for group in table["group"].unique()}
    labels = [tuple(parsed[group][axis] for axis in axes) for group in table["group"]]
    sides = [list(dict.fromkeys(label[i] for label in labels)) for i in range(len(axes))]
    numbers = [{label: n for n, label in enumerate(side)} for side in sides]
    times = sorted(set(table["time"].to_list()))
    at = {time: n for n, time in enumerate(times)}
    places = [[numbers[i][label[i]] for label in labels] for i in range(len(axes))]
    where = tuple(np.array(p, int) for p in (*places, [at[time] for time in table["time"]]))
    kept = np.float32 if table.schema[columns[0]] == pl.Float32 else np.float64
    values = np.full((len(columns), *map(len, sides), len(times)), np.nan, kept)
    values[(slice(None), *where)] = table.select(columns).to_numpy().T
    dims: tuple[str, ...] = (*axes, time_dimension(kind, times))
    coords = dict(zip(dims, (*sides, times), strict=True))
    if len(columns) == 1:
        return xr.DataArray(values[0], dims=dims, coords=coords)
    named = {STATISTIC: list(columns)} | coords
    return xr.DataArray(values, dims=(STATISTIC, *dims), coords=named)


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
