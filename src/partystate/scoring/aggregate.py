"""From an ensemble's files to one value a run for a row: its exact interval, group, territory and
level."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.evidence import Observable, Row
from partystate.history import files
from partystate.history.runs import KEYS, count_runs, parts_of, read_runs

POPULATION = "population.total"
REVIEW = "purge"  # frequency of a share that is put out month by month, of all who are reviewed
RATES = ("years", "per 1000", "percent")  # units of rates and years of life: means over years


@dataclass
class Ensemble:
    """Values [runs] of (observable, level, group, time); events of all runs where there are any.

    `alone` are values that are known one by one, as quantiles, and that may not be added."""

    path: Path
    runs: int
    values: dict[tuple[str, str, str], dict[str, np.ndarray]]
    events: pl.DataFrame | None
    manifest: dict = field(default_factory=dict)
    alone: dict[tuple[str, str, str], dict[str, np.ndarray]] = field(default_factory=dict)


def open_ensemble(path: Path, rows: list[Row]) -> Ensemble:
    """Read what `rows` need from an ensemble or a run directory."""
    path = Path(path)
    parts = parts_of(path) or [p for p in [path / "series.parquet"] if p.is_file()]
    if not parts:
        raise UserError(
            f"{path} holds no runs",
            expected="a folder with parts/*.parquet or series.parquet",
            action="Make one with `partystate ensemble` or `partystate run`.",
        )
    runs, values = read_runs(parts, {row.observable for row in rows} | {POPULATION}), {}
    for (observable, level, group, time), numbers in zip(
        runs.keys.select(KEYS).iter_rows(), runs.values, strict=True
    ):
        values.setdefault((observable, level, group), {})[time] = numbers
    events = sorted(path.glob("events*.parquet")) + sorted(path.glob("parts-events/*.parquet"))
    told = files.read_parquets(events) if events else None
    if told is not None and "run" not in told.columns:  # the ledger of a single run
        told = told.with_columns(pl.lit(0, pl.Int32).alias("run"))
    manifest = files.read_manifest(path) if (path / files.MANIFEST).is_file() else {}
    return Ensemble(
        path, count_runs(parts), values, told if told is not None and len(told) else None, manifest
    )


def value_of(row: Row, ensemble: Ensemble, observables: dict[str, Observable]) -> np.ndarray | None:
    """Value [runs] of a row, or None where the model does not speak to it."""
    observable = observables.get(row.observable)
    alone = None if row.base else _alone(row, ensemble)
    if alone is not None:
        return alone
    now = _combined(row, row.time, ensemble, observable)
    if now is None or not row.base:
        return now
    then = _combined(row, row.base, ensemble, observable)
    return None if then is None else now / np.where(then == 0, np.nan, then)


def _alone(row: Row, ensemble: Ensemble) -> np.ndarray | None:
    """The value of a row that is one value of one group, nothing added."""
    if len(row.members) > 1 or any(weight != 1 for _, weight in row.members):
        return None
    group = next((name for name, _ in row.members), row.group)
    return ensemble.alone.get((row.observable, row.level, group), {}).get(row.time)


def _combined(
    row: Row, time: str, ensemble: Ensemble, observable: Observable | None
) -> np.ndarray | None:
    total, weights = 0.0, 0.0
    for group, weight in row.members or ((row.group, 1.0),):
        series = ensemble.values.get((row.observable, row.level, group))
        found = None if series is None else at_time(series, time, observable)
        if found is None:
            return None
        if row.combine == "mean":
            people = ensemble.values.get((POPULATION, "truth", group), {})
            weight = weight * (_nearest(people, time) if people else 1.0)
        total, weights = total + weight * found, weights + weight
    return np.asarray(total / weights if row.combine == "mean" else total)


def _nearest(series: dict[str, np.ndarray], time: str) -> np.ndarray:
    """The value dated nearest to `time`."""
    wanted = dates.parse(time).start
    return series[min(series, key=lambda t: abs((dates.parse(t).start - wanted).days))]


def at_time(
    series: dict[str, np.ndarray], time: str, observable: Observable | None
) -> np.ndarray | None:
    """The value of exactly this interval: as written, summed from months or years (flows, and the
    share that a review puts out), read between two days, or, of a rate, the mean over whole
    years."""
    if time in series:
        return series[time]
    span = dates.parse(time)
    is_stock = all(dates.parse(t).precision == "day" for t in series)
    if is_stock:
        return _on_day(series, _stock_day(span, observable))
    if observable is not None and observable.unit in RATES:
        return _mean_of_years(series, span)
    adds = observable is None or observable.scale == "positive" and _sums_in_time(observable)
    is_reviewed = observable is not None and observable.frequency == REVIEW
    return _summed(series, span) if adds or is_reviewed else None


def _sums_in_time(observable: Observable) -> bool:
    """Flows add up over time; ratios and indices do not."""
    return observable.unit in ("persons", "Mt", "families", "events", "count", "cases", "lists")


def _stock_day(span: dates.Span, observable: Observable | None):
    """The day a stock is meant at: itself, 1 January or 1 July of a year, else the first day of the
    span."""
    frequency = observable.frequency if observable else ""
    if span.precision == "year" and frequency == "1 Jul":
        return span.start.replace(month=7)
    if span.precision == "year" and frequency == "31 Dec":
        return span.end
    return span.start


def _on_day(series: dict[str, np.ndarray], day) -> np.ndarray | None:
    """The stock on a day: as dated, else on the line between two first days of neighbouring
    months."""
    dated = sorted((dates.parse(t).start, t) for t in series)
    for (before, a), (after, b) in zip(dated, dated[1:], strict=False):
        if before == day:
            return series[a]
        if before < day < after and (after - before).days <= 31:
            part = (day - before).days / (after - before).days
            return series[a] * (1 - part) + series[b] * part
    return series[dated[-1][1]] if dated and dated[-1][0] == day else None


def _summed(series: dict[str, np.ndarray], span: dates.Span) -> np.ndarray | None:
    """Sum of months that make up the span, or of years that do."""
    first, last = span.months
    months = [dates.month_text(m) for m in range(first, last + 1)]
    if span.precision != "day" and all(m in series for m in months):
        return reduce(add, (series[m] for m in months))
    years = [str(y) for y in range(first // 12, last // 12 + 1)]
    whole_years = first % 12 == 0 and last % 12 == 11
    if whole_years and all(y in series for y in years):
        return reduce(add, (series[y] for y in years))
    return None


def _mean_of_years(series: dict[str, np.ndarray], span: dates.Span) -> np.ndarray | None:
    """Mean of the years that make up the span."""
    first, last = span.months
    years = [str(y) for y in range(first // dates.MONTHS, last // dates.MONTHS + 1)]
    is_whole = first % dates.MONTHS == 0 and (last + 1) % dates.MONTHS == 0
    if not is_whole or not all(y in series for y in years):
        return None
    return reduce(add, (series[y] for y in years)) / len(years)


def middle_of(time: str) -> float:
    """Middle of a time in years: 1 January 1930 is 1930.0; the year 1930 is 1930.5. A day stands at
    its start."""
    span = dates.parse(time)
    start = _year_of(span.start)
    return (
        start if span.precision == "day" else (start + _year_of(span.end + timedelta(days=1))) / 2
    )


def _year_of(day: date) -> float:
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days
