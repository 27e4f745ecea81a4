"""How much of what happened is in the books, and how much of the books is left: ratios of a
quantity's levels by year, with those of the runs."""

from __future__ import annotations

import polars as pl

from partystate.report.charts import general as charts
from partystate.report.content import Figure, Table
from partystate.report.figures import BAND_SOURCE, MODEL_SOURCE
from partystate.report.series import RunData, Wanted, rounded

QUANTITIES = {
    "executions": "repression.executions",
    "deaths": "population.deaths",
    "births": "population.births",
}
RATIOS = (("known", "truth"), ("preserved", "known"), ("preserved", "truth"))
DRAWN = ("preserved", "truth")


def undercounts(data: RunData) -> Figure | None:
    """Preserved to known to true, of executions, deaths and births; None where no level is apart
    from the truth."""
    drawn, rows = [], []
    for quantity, observable in QUANTITIES.items():
        for part, whole in RATIOS:
            line, band = ratio(data, observable, part, whole)
            bands = {row["time"]: row for row in band.iter_rows(named=True)}
            rows += [
                (
                    quantity,
                    row["time"],
                    f"{part} to {'true' if whole == 'truth' else whole}",
                    rounded(row["value"]),
                    *(rounded(bands.get(row["time"], {}).get(q)) for q in ("q05", "q95")),
                )
                for row in line.iter_rows(named=True)
            ]
            if (part, whole) == DRAWN:
                drawn.append(line.with_columns(pl.lit(quantity).alias("kind")))
    table = pl.concat(drawn)
    if table.is_empty():
        return None
    has_bands = any(row[-1] != "" for row in rows)
    caption = "Preserved over true. The table has known over true and preserved over known as well"
    caption += (
        f", with 90 per cent of {data.members} runs."
        if has_bands
        else "; intervals need the runs one by one, `partystate report DIR --ensemble FOLDER`."
    )
    return Figure(
        "undercounts",
        "How much of what happened is left in books",
        caption,
        charts.several_lines(table, "ratio", "quantity", list(QUANTITIES)),
        Table(("quantity", "time", "ratio", "this run", "runs 5 %", "runs 95 %"), rows),
        [MODEL_SOURCE, *([BAND_SOURCE] if has_bands else [])],
    )


def ratio(
    data: RunData, observable: str, part: str, whole: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Line and band of one level over another by year; years with nothing beneath are left out."""
    above, below = (data.line(Wanted(observable, "", level)) for level in (part, whole))
    line = (
        above.join(below.select("time", pl.col("value").alias("whole")), on="time")
        .filter(pl.col("whole") > 0)
        .select("time", "at", (pl.col("value") / pl.col("whole")).alias("value"))
        .sort("at")
    )
    return line, data.band_of_ratio(Wanted(observable, "", part), Wanted(observable, "", whole))
