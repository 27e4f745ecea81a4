"""Charts of the party's top: seats over time, leaders by year, networks of trust."""

from __future__ import annotations

import altair as alt
import numpy as np
import polars as pl

from partystate.report.charts.general import (
    GIVEN,
    INK,
    MODEL,
    MUTED,
    RECORD,
    WIDTH,
    to_svg,
    years_axis,
)
from partystate.report.series import month_words

LEADERS = ["#22577a", "#b23a48", "#c98a2b", "#57886c", "#7a5c99", "#8d99a6", "#d3d8de"]
CLEAR = 0.15  # trust worth a line
SIDE = 330
OUTSIDE, MIDDLE = 1.17, 0.2  # of the radius: where names stand; where they are centred


def seats(shares: pl.DataFrame, run: pl.DataFrame, record: pl.DataFrame, order: list[str]) -> str:
    """A row a person: shade by year, the record above, this run below."""

    def y():
        return alt.Y("person:N", sort=order, title=None, axis=alt.Axis(labelLimit=150, grid=False))

    x = alt.X("start:Q", axis=years_axis(), scale=alt.Scale(zero=False, nice=False))
    drawn = []
    if len(shares):
        shade = alt.Opacity(
            "share:Q",
            scale=alt.Scale(domain=[0, 1], range=[0, 0.55]),
            legend=alt.Legend(title="share of runs", format=".0%"),
        )
        drawn.append(
            alt.Chart(shares).mark_rect(color=MODEL).encode(x=x, x2="end", y=y(), opacity=shade)
        )

    colour = alt.Color(
        "whose:N", title=None, scale=alt.Scale(domain=["record", "this run"], range=[RECORD, INK])
    )

    def line(frame, whose, shift):
        return (
            alt.Chart(frame.with_columns(pl.lit(whose).alias("whose")))
            .mark_rule(strokeWidth=3, yOffset=shift)
            .encode(x=x, x2="end", y=y(), color=colour)
        )

    drawn += [line(record, "record", -4), line(run, "this run", 4)]
    return to_svg(alt.layer(*drawn).properties(width=WIDTH - 60, height=alt.Step(19)))


def shares_by_year(table: pl.DataFrame, order: list[str]) -> str:
    """Stacked shares of leaders."""
    chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y(
                "share:Q",
                title="share of runs",
                axis=alt.Axis(format=".0%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
            color=alt.Color(
                "leader:N",
                title=None,
                sort=order,
                scale=alt.Scale(domain=order, range=LEADERS[: len(order)]),
            ),
        )
    )
    return to_svg(chart.properties(width=WIDTH, height=260))


def network(table: pl.DataFrame) -> str:
    """Circles of persons, one a month of `time, person, person_to, trust, standing`."""
    panels = []
    for (time,), rows in table.sort("time").group_by("time", maintain_order=True):
        people = rows["person"].unique(maintain_order=True).to_list()
        angle = dict(
            zip(people, np.linspace(0, 2 * np.pi, len(people), endpoint=False), strict=True)
        )

        def spot(p, a=angle):
            return (float(np.sin(a[p])), float(np.cos(a[p])))

        lines = [
            (*spot(a), *spot(b), abs(t), "trust" if t > 0 else "distrust")
            for a, b, t in rows.select("person", "person_to", "trust").iter_rows()
            if a < b and abs(t) > CLEAR
        ]
        edges = (
            pl.DataFrame(lines, schema=["x", "y", "x2", "y2", "size", "kind"], orient="row")
            if lines
            else None
        )
        standing = dict(rows.select("person", "standing").iter_rows())
        nodes = pl.DataFrame(
            [
                (p, *spot(p), *(OUTSIDE * c for c in spot(p)), _side(spot(p)[0]), standing[p])
                for p in people
            ],
            schema=["person", "x", "y", "tx", "ty", "side", "standing"],
            orient="row",
        )
        panels.append(_panel(month_words(time), edges, nodes))
    rows_of = [alt.hconcat(*panels[i : i + 2], spacing=30) for i in range(0, len(panels), 2)]
    return to_svg(alt.vconcat(*rows_of, spacing=20))


def _side(x: float) -> str:
    """Which edge of a name stands at a mark: names run away from the circle."""
    return "center" if abs(x) < MIDDLE else "left" if x > 0 else "right"


def _panel(
    time: str, edges: pl.DataFrame | None, nodes: pl.DataFrame
) -> alt.LayerChart | alt.FacetChart:
    free = alt.Scale(domain=[-1.75, 1.75])
    x, y = (
        (lambda name: alt.X(f"{name}:Q", axis=None, scale=free)),
        (lambda name: alt.Y(f"{name}:Q", axis=None, scale=free)),
    )
    drawn = []
    if edges is not None:
        colour = alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=["trust", "distrust"], range=[MODEL, RECORD]),
        )
        dash = alt.StrokeDash(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=["trust", "distrust"], range=[[1, 0], [4, 3]]),
        )
        width = alt.StrokeWidth(
            "size:Q", legend=None, scale=alt.Scale(domain=[CLEAR, 1], range=[0.8, 5])
        )
        drawn.append(
            alt.Chart(edges)
            .mark_rule(opacity=0.7)
            .encode(
                x=x("x"),
                y=y("y"),
                x2="x2",
                y2="y2",
                color=colour,
                strokeDash=dash,
                strokeWidth=width,
            )
        )
    drawn.append(
        alt.Chart(nodes)
        .mark_circle(color=GIVEN, opacity=1, stroke=MUTED)
        .encode(
            x=x("x"),
            y=y("y"),
            size=alt.Size(
                "standing:Q", legend=None, scale=alt.Scale(domain=[0, 10], range=[20, 260])
            ),
        )
    )
    drawn += [
        alt.Chart(nodes.filter(pl.col("side") == side))
        .mark_text(color=INK, fontSize=11, align=side)
        .encode(x=x("tx"), y=y("ty"), text="person:N")
        for side in nodes["side"].unique(maintain_order=True)
    ]
    return alt.layer(*drawn).properties(width=SIDE, height=SIDE, title=time)
