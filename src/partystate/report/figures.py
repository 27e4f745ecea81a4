"""Figures of the page from the series of a run, an ensemble and the record."""

from __future__ import annotations

import polars as pl

from partystate.evidence import Row
from partystate.report.charts import general as charts
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Table
from partystate.report.extent import least, most
from partystate.report.series import (
    RunData,
    Wanted,
    estimates_of,
    record_points,
    rounded,
    scaled,
    sources_of,
)

MODEL_SOURCE = "Model: series.parquet of this run"
BAND_SOURCE = "Bands: median-centred 50 and 90 per cent of the runs of the ensemble"
BAND_NOTE = "Line: this run. Dark and light band: 50 and 90 per cent of {members} runs. "
NO_RECORD = "The record has no figure for these years."
RECORD_NOTE = "Points and rules: the record with its range; a hollow point is quoted as recalled."


def against_record(
    id: str,
    title: str,
    caption: str,
    data: RunData,
    rows: list[Row] | None,
    wanted: Wanted,
    unit: str,
    factor: float = 1.0,
    zero: bool = False,
) -> Figure:
    """One series with its bands and the record."""
    line, band, points = told_of(data, rows, wanted, factor)
    svg = charts.against_record(line, band, points, unit, zero)
    note = (
        BAND_NOTE.format(members=data.members)
        if len(band)
        else "Line: this run; no ensemble was given, so there are no bands. "
    )
    note += RECORD_NOTE if len(points) else NO_RECORD
    sources = [MODEL_SOURCE, *([BAND_SOURCE] if len(band) else []), *sources_of(points)]
    return Figure(
        id, title, f"{caption} {note}".strip(), svg, joined(line, band, points, unit), sources
    )


def told_of(
    data: RunData, rows: list[Row] | None, wanted: Wanted, factor: float = 1.0
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Line of the run, band of the ensemble and points of the record, within the years of the run,
    of one series."""
    line = scaled(data.line(wanted), factor)
    points = inside(record_points(rows, wanted, factor), line)
    return line, scaled(data.band(wanted), factor), points


def joined(line: pl.DataFrame, band: pl.DataFrame, points: pl.DataFrame, unit: str) -> Table:
    """Model and record by time in one table."""
    times = dict(
        [
            *line.select("time", "at").iter_rows(),
            *points.select("time", "at").iter_rows(),
        ]
    )
    value = dict(line.select("time", "value").iter_rows())
    bands = {r["time"]: r for r in band.iter_rows(named=True)}
    record: dict[str, list[dict]] = {}
    for point in points.iter_rows(named=True):
        record.setdefault(point["time"], []).append(point)
    rows = []
    for time in sorted(times, key=lambda time: times[time]):
        b = bands.get(time, {})
        for point in record.get(time, [{}]):
            rows.append(
                (
                    time,
                    rounded(value.get(time)),
                    rounded(b.get("q05")),
                    rounded(b.get("q95")),
                    rounded(point.get("low")),
                    rounded(point.get("central")),
                    rounded(point.get("high")),
                    point.get("role", ""),
                    point.get("source", ""),
                )
            )
    return Table(
        (
            "time",
            f"this run, {unit}",
            "runs 5 %",
            "runs 95 %",
            "record low",
            "record central",
            "record high",
            "role",
            "source",
        ),
        rows,
    )


def levels(
    id: str,
    title: str,
    caption: str,
    data: RunData,
    observable: str,
    every: str,
    unit: str,
    factor: float = 1.0,
) -> Figure:
    """One observable as it was, as known, as published and as preserved."""
    names = ("truth", "known", "published", "preserved")
    frames = {n: scaled(data.line(Wanted(observable, "", n, every)), factor) for n in names}
    told = [f.with_columns(pl.lit(n).alias("kind")) for n, f in frames.items() if len(f)]
    if not told:  # a run too short for it
        return Figure(id, title, caption, "", Table(("time",), []), [MODEL_SOURCE])
    table = pl.concat(told)
    svg = charts.several_lines(table, unit, "level", list(names))
    wide = table.pivot(on="kind", index="time", values="value")
    rows = [tuple(rounded(c) if i else c for i, c in enumerate(r)) for r in wide.iter_rows()]
    return Figure(
        id,
        title,
        caption,
        svg,
        Table(("time", *(f"{c}, {unit}" for c in wide.columns[1:])), rows),
        [MODEL_SOURCE],
    )


def regions(
    id: str,
    title: str,
    caption: str,
    data: RunData,
    names: list[str],
    observable: str,
    every: str,
    unit: str,
    factor: float,
) -> Figure:
    """Small multiples of one observable over all regions."""
    frames, rows = [], []
    for name in names:
        wanted = Wanted(observable, f"region={name}", "truth", every)
        line, band = scaled(data.line(wanted), factor), scaled(data.band(wanted), factor)
        joined = (
            line.join(band.select("time", "q05", "q95"), on="time", how="left")
            if len(band)
            else line.with_columns(pl.col("value").alias("q05"), pl.col("value").alias("q95"))
        )
        frames.append(joined.with_columns(pl.lit(name).alias("region")))
        rows += [
            (name, r["time"], rounded(r["value"]), rounded(r["q05"]), rounded(r["q95"]))
            for r in joined.iter_rows(named=True)
        ]
    together = pl.concat(frames)
    svg = charts.small_multiples(together) if len(together) else ""
    note = (
        f"Band: 90 per cent of {data.members} runs."
        if data.members
        else "No ensemble was given, so there are no bands."
    )
    table = Table(("region", "time", f"this run, {unit}", "runs 5 %", "runs 95 %"), rows)
    return Figure(
        id,
        f"{title}, {unit}",
        f"{caption} {note}",
        svg,
        table,
        [MODEL_SOURCE, *([BAND_SOURCE] if data.members else [])],
    )


def region_totals(
    id: str,
    title: str,
    caption: str,
    data: RunData,
    names: list[str],
    observable: str,
    first: str,
    last: str,
    unit: str,
) -> Figure:
    """Bars of a monthly flow summed over a span of months, by region, with 90 per cent of the
    runs."""
    rows = []
    for name in names:
        group = f"region={name}"
        inside = (
            (pl.col("observable") == observable)
            & (pl.col("group") == group)
            & (pl.col("level") == "truth")
        )
        inside &= pl.col("time").is_between(pl.lit(first), pl.lit(last)) & (
            pl.col("time").str.len_chars() == 7
        )
        total = data.total(observable, inside)
        if total is None:
            continue
        value = total / 1000
        low = high = None
        if data.members:
            totals = pl.Series(data.of_runs(observable).where(inside).values.sum(0) / 1000)
            low, high = totals.quantile(0.05), totals.quantile(0.95)
        rows.append((name, value, low, high))
    table = pl.DataFrame(
        rows,
        schema={"name": pl.String, "value": pl.Float64, "q05": pl.Float64, "q95": pl.Float64},
        orient="row",
    )
    svg = charts.bars_with_ranges(table, unit)
    cells = [tuple(rounded(c) for c in r) for r in table.sort("value", descending=True).iter_rows()]
    note = (
        f"Rules: 90 per cent of {data.members} runs."
        if data.members
        else "No ensemble was given, so there are no intervals."
    )
    return Figure(
        id,
        title,
        f"{caption} {note}",
        svg,
        Table(("region", unit, "runs 5 %", "runs 95 %"), cells),
        [MODEL_SOURCE],
    )


def told_levels(
    id: str,
    title: str,
    caption: str,
    data: RunData,
    rows: list[Row] | None,
    observable: str,
    unit: str,
    names: dict[str, str],
) -> Figure:
    """Levels of a yearly observable under their `names`, with every estimator of the record and the
    band of truth."""
    found = {level: data.line(Wanted(observable, "", level)) for level in names}
    lines = pl.concat(
        [
            line.with_columns(pl.lit(names[level]).alias("kind"))
            for level, line in found.items()
            if len(line)
        ]
    )
    points = inside(estimates_of(rows, observable), lines)
    svg = land_charts.lines_and_estimates(
        lines, list(names.values()), points, unit, data.band(Wanted(observable))
    )
    by_time = {
        level: dict(line.select("time", "value").iter_rows()) for level, line in found.items()
    }
    cells = [
        (t, *(rounded(by_time[level].get(t)) for level in names), "", "", "", "", "")
        for t in found["truth"]["time"]
    ]
    blank = [""] * len(names)
    cells += [
        (
            p["time"],
            *blank,
            p["who"],
            *(rounded(p[k]) for k in ("low", "central", "high")),
            p["source"],
        )
        for p in points.iter_rows(named=True)
    ]
    heads = (
        "time",
        *(f"{name}, {unit}" for name in names.values()),
        "estimator",
        "record low",
        "record central",
        "record high",
        "source",
    )
    band = f" Band: 90 per cent of {data.members} runs for the truth." if data.members else ""
    told = (
        f"Lines: this run. {caption}{band} Points: every estimator of the record, of whichever "
        "level."
    )
    return Figure(
        id,
        title,
        told,
        svg,
        Table(heads, cells),
        [MODEL_SOURCE, *([BAND_SOURCE] if data.members else []), *sources_of(points)],
    )


def inside(points: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Points within the years of the run."""
    return (
        points.filter(pl.col("at").is_between(least(lines["at"]) - 1, most(lines["at"]) + 1))
        if len(lines)
        else points
    )


def side_by_side(
    id: str,
    title: str,
    what: str,
    kinds: list[tuple[str, str, Wanted]],
    data: RunData,
    rows: list[Row] | None,
) -> Figure:
    """A small chart for each of `kinds` (words, unit, series) against the record, and one table of
    all."""
    found, cells, sources = [], [], [MODEL_SOURCE, *([BAND_SOURCE] if data.members else [])]
    for words, unit, wanted in kinds:
        line, band, points = told_of(data, rows, wanted)
        found.append((words.capitalize(), unit, line, band, points))
        table = joined(line, band, points, " or ".join(dict.fromkeys(unit for _, unit, _ in kinds)))
        cells += [(words, *row) for row in table.rows]
        sources += [s for s in sources_of(points) if s not in sources]
    has_record = any(len(points) for *_, points in found)
    note = (
        f"Line: this run. Bands: 50 and 90 per cent of {data.members} runs. "
        if data.members
        else "Line: this run; no ensemble was given. "
    )
    return Figure(
        id,
        title,
        note + ("Points: the record." if has_record else NO_RECORD),
        land_charts.panels(found),
        Table((what, *table.columns), cells),
        sources,
    )
