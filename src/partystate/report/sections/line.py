"""The rulers' line on the village: as recorded, and as it comes out of the model."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from partystate.country.country import Country
from partystate.country.names import Names
from partystate.country.put_in import LINE
from partystate.report.behind import Behind
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Table
from partystate.report.figures import MODEL_SOURCE
from partystate.report.series import RunData, Wanted, estimates_of, rounded
from partystate.scoring.aggregate import middle_of

UNIT = "index: 1 free trade, -1 force"
RECORDED, RUN = "recorded decisions", "party of this run"
PARTY, FREE = "median, line recorded", "median, line free"


def line_on_the_village(
    directory: Path, country: Country, names: Names, data: RunData, free: Behind
) -> Figure | None:
    """The party's own position on the village in this run and in both ensembles, beside the
    recorded decisions; none where the run has no such position."""
    wanted = Wanted("party.line", f"issue={country.leadership.market}", every="month")
    line = data.line(wanted).select("at", "value", "time")
    if line.is_empty():
        return None
    beside = RunData(directory, free.folder)
    found = {
        RECORDED: _recorded(country, line),
        RUN: line,
        PARTY: _median(data, wanted),
        FREE: _median(beside, wanted),
    }
    found = {kind: table for kind, table in found.items() if len(table)}
    lines = pl.concat([t.with_columns(pl.lit(kind).alias("kind")) for kind, t in found.items()])
    band = beside.band(wanted) if free.folder else data.band(wanted)
    whose = "with the line free" if free.folder else "of the ensemble"
    caption = (
        f"What the party decides on {names.label('issue', country.leadership.market)}, whether the "
        "village is ruled by it or by the recorded decisions."
    ) + (f" Band: 90 per cent of the runs {whose}." if len(band) else "")
    svg = land_charts.lines_and_estimates(
        lines, list(found), estimates_of(None, ""), UNIT, band if len(band) else None, ""
    )
    wide = lines.pivot(on="kind", index="time", values="value", aggregate_function="first").sort(
        "time"
    )
    cells = [tuple(rounded(c, 3) if i else c for i, c in enumerate(r)) for r in wide.iter_rows()]
    return Figure(
        "line",
        "The rulers' line on the village",
        caption,
        svg,
        Table(("month", *wide.columns[1:]), cells),
        [MODEL_SOURCE, f"recorded.csv of the country, {LINE}"],
    )


def _recorded(country: Country, line: pl.DataFrame) -> pl.DataFrame:
    """`at, value, time` of the decision that stands in each month of a line."""
    rows = country.tables["recorded"].filter(pl.col("input") == LINE)
    dated = sorted((middle_of(t), v) for t, v in rows.select("time", "central").iter_rows())
    standing = [next((v for at, v in reversed(dated) if at <= month), None) for month in line["at"]]
    table = line.with_columns(pl.Series("value", standing, pl.Float64))
    return table.drop_nulls("value")


def _median(data: RunData, wanted: Wanted) -> pl.DataFrame:
    return data.band(wanted).select("at", pl.col("median").alias("value"), "time")
