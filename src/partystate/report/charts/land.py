"""Altair charts of the part on land: harvests and their estimators, farms, deaths by source,
effects, what was learnt."""

from __future__ import annotations

import altair as alt
import polars as pl

from partystate.report import extent
from partystate.report.charts.general import (
    CALIBRATE,
    GIVEN,
    HEIGHT,
    INK,
    MODEL,
    MUTED,
    RECORD,
    WIDTH,
    layers,
    to_svg,
    years_axis,
)

SHAPES = [
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
]
# Okabe and Ito (2008), apart to the colour-blind
MARKS = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a6a00", "#444444"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]
LINES = [MODEL, CALIBRATE, RECORD, GIVEN]


def _x(title: str | None = None) -> alt.X:
    return alt.X("at:Q", axis=years_axis(title), scale=alt.Scale(zero=False, nice=False, padding=8))


def lines_and_estimates(
    lines: pl.DataFrame,
    order: list[str],
    points: pl.DataFrame,
    unit: str,
    band: pl.DataFrame | None = None,
    legend: str = "this run",
) -> str:
    """Lines `at, value, kind` with points `at, low, central, high, who` of named estimators."""
    is_flat = len(lines) > 0 and lines["value"].n_unique() == 1 and points.is_empty()

    def y(name):
        return alt.Y(f"{name}:Q", title=unit, scale=alt.Scale(zero=is_flat))

    number = len(order)
    drawn = []
    if band is not None and len(band):
        drawn.append(
            alt.Chart(band)
            .mark_area(opacity=0.16, color=MODEL)
            .encode(x=_x(), y=y("q05"), y2="q95")
        )
    drawn.append(
        alt.Chart(lines)
        .mark_line(strokeWidth=2)
        .encode(
            x=_x(),
            y=y("value"),
            color=alt.Color(
                "kind:N",
                title=legend,
                scale=alt.Scale(domain=order, range=LINES[:number]),
                legend=alt.Legend(symbolType="stroke", columns=4),
            ),
            strokeDash=alt.StrokeDash(
                "kind:N", title=legend, scale=alt.Scale(domain=order, range=DASHES[:number])
            ),
        )
    )
    if len(points):
        who = points["who"].unique(maintain_order=True).to_list()
        colour = alt.Color(
            "who:N",
            title="record",
            scale=alt.Scale(domain=who, range=MARKS[: len(who)]),
            legend=alt.Legend(columns=2, labelLimit=280),
        )
        shape = alt.Shape(
            "who:N",
            title="record",
            scale=alt.Scale(domain=who, range=SHAPES[: len(who)]),
            legend=alt.Legend(columns=2, labelLimit=280),
        )
        base = alt.Chart(points)
        rules = base.mark_rule(strokeWidth=1.2).encode(
            x=_x(), y=y("low"), y2="high", color=alt.value(MUTED)
        )
        marks = base.mark_point(size=52, filled=True, opacity=0.95).encode(
            x=_x(), y=y("central"), color=colour, shape=shape
        )
        drawn += [rules, marks]
    chart = alt.layer(*drawn).resolve_scale(
        color="independent", shape="independent", strokeDash="independent"
    )
    return to_svg(chart.properties(width=WIDTH, height=HEIGHT + 30))


def panels(found: list[tuple], columns: int = 2, zero: bool = True) -> str:
    """Small charts of `title, unit, line, band, record` against the record, side by side."""
    width, height = (WIDTH - 110) // columns, 150
    small = [
        layers(line, band, record, unit, zero).properties(width=width, height=height, title=title)
        for title, unit, line, band, record in found
    ]
    return to_svg(alt.concat(*small, columns=columns, spacing=26).resolve_scale(x="shared"))


def with_regions(
    line: pl.DataFrame, band: pl.DataFrame, record: pl.DataFrame, regions: pl.DataFrame, unit: str
) -> str:
    """`layers` over thin lines, one a region, of `at, value, region`."""
    thin = (
        alt.Chart(regions)
        .mark_line(color=MUTED, strokeWidth=0.7, opacity=0.35)
        .encode(
            x=_x(),
            y=alt.Y("value:Q", title=unit),
            detail="region:N",
        )
    )
    return to_svg(
        alt.layer(thin, layers(line, band, record, unit)).properties(width=WIDTH, height=HEIGHT)
    )


def heading(text: str) -> alt.TitleParams:
    """The title of a panel, above its left edge whatever the width of its labels."""
    return alt.TitleParams(
        text, anchor="start", frame="group", fontWeight="bold", fontSize=12, offset=6
    )


WHO = {"model": MODEL, "record": RECORD}


def estimates(table: pl.DataFrame, unit: str, width: int = 400, names: int = 270) -> str:
    """One panel for each `place` of rows `place, name, who, low, q25, middle, q75, high`; all on
    one scale. `width` of the panels and room for `names` are in pixels."""
    colour = alt.Color(
        "who:N", title=None, scale=alt.Scale(domain=list(WHO), range=list(WHO.values()))
    )
    most = extent.most(table["high"])
    least = min(0.0, extent.least(table["low"]))
    scale = alt.Scale(domain=[least, most], nice=True)

    def x(field, last):
        return alt.X(
            f"{field}:Q",
            title=unit if last else None,
            axis=alt.Axis(labels=last, ticks=last, domain=last),
            scale=scale,
        )

    places = table["place"].unique(maintain_order=True).to_list()
    drawn = []
    for place in places:
        rows, last = table.filter(pl.col("place") == place), place == places[-1]
        order = rows["name"].to_list()
        base = alt.Chart(rows).encode(
            y=alt.Y(
                "name:N",
                sort=order,
                title=None,
                axis=alt.Axis(labelLimit=names, domain=False, ticks=False),
            )
        )
        whole = base.mark_rule(strokeWidth=2).encode(x=x("low", last), x2="high", color=colour)
        half = base.mark_rule(strokeWidth=6, opacity=0.45).encode(
            x=x("q25", last), x2="q75", color=colour
        )
        mark = base.mark_point(filled=True, size=46, opacity=1).encode(
            x=x("middle", last), color=colour
        )
        drawn.append(
            alt.layer(whole, half, mark).properties(
                width=width, height=alt.Step(18), title=heading(place)
            )
        )
    return to_svg(alt.vconcat(*drawn, spacing=10).resolve_scale(x="shared"))


def profiles(table: pl.DataFrame, band: pl.DataFrame, order: list[str], unit: str) -> str:
    """Lines `at, value, place, period` with a band `at, q05, q95, period`, a panel for each period
    on its own scale."""
    periods = table["period"].unique(maintain_order=True).to_list()
    colour = alt.Color(
        "place:N", title=None, scale=alt.Scale(domain=order, range=[MODEL, *MARKS][: len(order)])
    )
    dash = alt.StrokeDash(
        "place:N", title=None, scale=alt.Scale(domain=order, range=(DASHES * 3)[: len(order)])
    )
    drawn = []
    for period in periods:
        x = alt.X(
            "time:T",
            title=None,
            axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=6, grid=False),
        )

        def y(name):
            return alt.Y(f"{name}:Q", title=unit)

        shade, of = (
            band.filter(pl.col("period") == period),
            table.filter(pl.col("period") == period),
        )
        layer = (
            [
                alt.Chart(shade)
                .mark_area(opacity=0.16, color=MODEL)
                .encode(x=x, y=y("q05"), y2="q95")
            ]
            if len(shade)
            else []
        )
        layer.append(
            alt.Chart(of)
            .mark_line(strokeWidth=2)
            .encode(x=x, y=y("value"), color=colour, strokeDash=dash)
        )
        drawn.append(alt.layer(*layer).properties(width=WIDTH, height=170, title=period))
    return to_svg(alt.vconcat(*drawn, spacing=20).resolve_scale(y="independent", x="independent"))


def effects(table: pl.DataFrame) -> str:
    """Intervals `change, outcome, low, effect, high, clear`, a panel for each outcome on its own
    scale, around nothing."""
    outcomes = table["outcome"].unique(maintain_order=True).to_list()
    colour = alt.Color(
        "clear:N", title=None, scale=alt.Scale(domain=["clear", "not clear"], range=[MODEL, GIVEN])
    )
    drawn = []
    for outcome in outcomes:
        rows = table.filter(pl.col("outcome") == outcome)
        base = alt.Chart(rows).encode(
            y=alt.Y(
                "change:N",
                sort=rows["change"].to_list(),
                title=None,
                axis=alt.Axis(labelLimit=250, domain=False, ticks=False),
            )
        )
        zero = (
            alt.Chart(pl.DataFrame({"at": [0.0]}))
            .mark_rule(color=MUTED, strokeDash=[3, 3])
            .encode(x="at:Q")
        )
        rules = base.mark_rule(strokeWidth=2.5).encode(
            x=alt.X("low:Q", title=None, axis=alt.Axis(format="~s", tickCount=6)),
            x2="high",
            color=colour,
        )
        marks = base.mark_point(filled=True, size=46, opacity=1).encode(x="effect:Q", color=colour)
        drawn.append(
            alt.layer(zero, rules, marks).properties(
                width=400, height=alt.Step(17), title=heading(outcome)
            )
        )
    return to_svg(alt.vconcat(*drawn, spacing=18).resolve_scale(x="independent"))


def contractions(table: pl.DataFrame, line: float) -> str:
    """Bars of `parameter, contraction, identified` with the line below which nothing was learnt."""
    colour = alt.Color(
        "identified:N",
        title=None,
        scale=alt.Scale(domain=["identified", "not identified"], range=[MODEL, GIVEN]),
    )
    base = alt.Chart(table)
    bars = base.mark_bar(height=9).encode(
        y=alt.Y(
            "parameter:N",
            sort=table["parameter"].to_list(),
            title=None,
            axis=alt.Axis(labelLimit=270),
        ),
        x=alt.X("contraction:Q", title="prior to posterior contraction", axis=alt.Axis(format="%")),
        color=colour,
    )
    rule = (
        alt.Chart(pl.DataFrame({"at": [line]}))
        .mark_rule(color=INK, strokeDash=[4, 3])
        .encode(x="at:Q")
    )
    return to_svg(alt.layer(bars, rule).properties(width=380, height=alt.Step(16)))
