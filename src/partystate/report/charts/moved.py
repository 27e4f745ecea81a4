"""Altair charts of who moved where: bars by cause and year, and tables shaded by size."""

from __future__ import annotations

import altair as alt
import polars as pl

from partystate.report.charts.general import INK, MODEL, WIDTH, to_svg
from partystate.report.charts.land import heading
from partystate.report.extent import least, most

SHADES = ["#eef3f6", MODEL]
DARK = 0.55  # of the deepest shade, from which figures on it are white


def bars_by_year(table: pl.DataFrame, unit: str, columns: int = 2) -> str:
    """A panel of bars `year, value` for each `kind`, each on its own scale of size."""
    first, last = int(least(table["year"])), int(most(table["year"]))
    x = alt.X(
        "year:Q",
        title=None,
        axis=alt.Axis(format="d", tickMinStep=1, grid=False),
        scale=alt.Scale(domain=[first - 1 / 2, last + 1 / 2], nice=False),
    )
    width = (WIDTH - 110) // columns
    drawn = []
    for kind in table["kind"].unique(maintain_order=True):
        bars = alt.Chart(table.filter(pl.col("kind") == kind)).mark_bar(
            color=MODEL, opacity=0.8, width=0.8 * width / (last - first + 1)
        )
        drawn.append(
            bars.encode(x=x, y=alt.Y("value:Q", title=unit, axis=alt.Axis(tickCount=4))).properties(
                width=width, height=110, title=heading(kind)
            )
        )
    return to_svg(alt.concat(*drawn, columns=columns, spacing=26))


def shaded(
    table: pl.DataFrame, row: str, column: str, legend: str, width: int, label_limit: int = 170
) -> str:
    """Cells of `row, column, value, shown`, the deeper the more, each column on its own scale, in
    the order of the table."""
    rows, columns = (table[name].unique(maintain_order=True).to_list() for name in (row, column))
    deep = table.with_columns(
        (pl.col("value") / pl.col("value").max().over(column)).fill_nan(0).alias("deep")
    )
    base = alt.Chart(deep).encode(
        y=alt.Y(
            f"{row}:N",
            sort=rows,
            title=None,
            axis=alt.Axis(labelLimit=label_limit, domain=False, ticks=False),
        ),
        x=alt.X(
            f"{column}:N",
            sort=columns,
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-35, domain=False, ticks=False, labelLimit=230),
        ),
    )
    cells = base.mark_rect(stroke="white").encode(
        color=alt.Color("deep:Q", scale=alt.Scale(range=SHADES, domain=[0, 1]), legend=None)
    )
    words = base.mark_text(fontSize=11).encode(
        text="shown:N",
        color=alt.condition(f"datum.deep > {DARK}", alt.value("white"), alt.value(INK)),
    )
    return to_svg(
        alt.layer(cells, words).properties(
            width=width,
            height=alt.Step(19),
            title=alt.TitleParams(legend, anchor="start", fontSize=11),
        )
    )
