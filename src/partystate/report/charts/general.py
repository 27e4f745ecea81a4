"""Altair charts as SVG, in one sober style. Each is rendered here: the page asks nothing of the
network."""

from __future__ import annotations

import altair as alt
import polars as pl
import vl_convert as vlc

from partystate.report.extent import least, most

INK, MUTED, GRID = "#1f2933", "#5f6b76", "#e4e7eb"
MODEL, RECORD, GIVEN, CALIBRATE = "#22577a", "#b23a48", "#8d99a6", "#c98a2b"
FONT = "Georgia, 'Times New Roman', serif"
WIDTH, HEIGHT = 720, 280
ROLE_COLOURS = {"not used in fitting": RECORD, "used in fitting": CALIBRATE, "put in": GIVEN}


def to_svg(chart: alt.TopLevelMixin) -> str:
    """Render a chart; fonts are named, not embedded."""
    styled = (
        chart.configure(font=FONT, background="transparent")
        .configure_axis(
            labelColor=MUTED,
            titleColor=INK,
            gridColor=GRID,
            domainColor=MUTED,
            tickColor=MUTED,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            titlePadding=10,
        )
        .configure_view(stroke=None)
        .configure_legend(
            labelColor=INK,
            titleColor=MUTED,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            orient="top",
        )
        .configure_title(font=FONT, color=INK, fontSize=13, fontWeight="normal", anchor="start")
    )
    return vlc.vegalite_to_svg(
        styled.to_json(), vl_version=alt.SCHEMA_VERSION.removeprefix("v").rsplit(".", 1)[0]
    )


def years_axis(title: str | None = None) -> alt.Axis:
    return alt.Axis(format="d", title=title, tickMinStep=1, grid=False)


def against_record(
    line: pl.DataFrame, band: pl.DataFrame, record: pl.DataFrame, unit: str, zero: bool = False
) -> str:
    """SVG of `layers`."""
    return to_svg(layers(line, band, record, unit, zero).properties(width=WIDTH, height=HEIGHT))


def layers(
    line: pl.DataFrame, band: pl.DataFrame, record: pl.DataFrame, unit: str, zero: bool = False
) -> alt.LayerChart | alt.FacetChart:
    """The run as a line, the ensemble as bands, the record as points with their ranges."""

    def x():
        return alt.X("at:Q", axis=years_axis(), scale=alt.Scale(zero=False, nice=False, padding=8))

    def y(name):
        return alt.Y(f"{name}:Q", title=unit, scale=alt.Scale(zero=zero))

    drawn = []
    if len(band):
        shade = alt.Chart(band)
        drawn.append(shade.mark_area(opacity=0.16, color=MODEL).encode(x=x(), y=y("q05"), y2="q95"))
        drawn.append(shade.mark_area(opacity=0.22, color=MODEL).encode(x=x(), y=y("q25"), y2="q75"))
    if len(line):
        drawn.append(
            alt.Chart(line).mark_line(color=MODEL, strokeWidth=2).encode(x=x(), y=y("value"))
        )
    inside = _within(record, line)
    if len(inside):
        colour = _by_role()
        fill = alt.condition("datum.verified == 'read'", alt.value(1), alt.value(0))
        points = alt.Chart(inside)
        drawn.append(
            points.mark_rule(strokeWidth=1.5).encode(x=x(), y=y("low"), y2="high", color=colour)
        )
        drawn.append(
            points.mark_point(size=46, strokeWidth=1.6, filled=False).encode(
                x=x(), y=y("central"), color=colour
            )
        )
        drawn.append(
            points.mark_point(size=46, filled=True, strokeWidth=0).encode(
                x=x(), y=y("central"), color=colour, opacity=fill
            )
        )
    return alt.layer(*drawn)


def _by_role() -> alt.Color:
    """Colours of roles of a record: of all there are, since charts side by side share one scale and
    a third role would take the colour of the first."""
    scale = alt.Scale(domain=list(ROLE_COLOURS), range=list(ROLE_COLOURS.values()))
    return alt.Color("role:N", title="record", scale=scale)


def _within(record: pl.DataFrame, line: pl.DataFrame) -> pl.DataFrame:
    """Points of the record inside the years of the run."""
    if not len(record) or not len(line):
        return record
    return record.filter(pl.col("at").is_between(least(line["at"]) - 1, most(line["at"]) + 1))


def several_lines(table: pl.DataFrame, unit: str, legend: str, order: list[str]) -> str:
    """Lines of `at, value, kind` in one chart."""
    colours = alt.Scale(domain=order, range=[MODEL, CALIBRATE, RECORD, GIVEN][: len(order)])
    chart = (
        alt.Chart(table)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("at:Q", axis=years_axis(), scale=alt.Scale(zero=False, nice=False, padding=8)),
            y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False)),
            color=alt.Color("kind:N", title=legend, scale=colours),
            strokeDash=alt.StrokeDash(
                "kind:N",
                title=legend,
                scale=alt.Scale(
                    domain=order, range=[[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]][: len(order)]
                ),
            ),
        )
    )
    return to_svg(chart.properties(width=WIDTH, height=HEIGHT))


def small_multiples(table: pl.DataFrame, columns: int = 6) -> str:
    """One small chart a region of `region, at, q05, q95, value`, each on its own scale."""
    base = alt.Chart(table).encode(
        x=alt.X(
            "at:Q",
            axis=alt.Axis(
                format="d", title=None, values=_ticks(table), grid=False, labelFlush=True
            ),
            scale=alt.Scale(zero=False, nice=False),
        )
    )
    band = base.mark_area(opacity=0.25, color=MODEL).encode(
        y=alt.Y("q05:Q", title=None, axis=alt.Axis(tickCount=3, labelFlush=True)),
        y2="q95",
    )
    line = base.mark_line(color=MODEL, strokeWidth=1.6).encode(
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False))
    )
    chart = alt.layer(band, line).properties(width=84, height=58)
    faceted = chart.facet(
        facet=alt.Facet(
            "region:N",
            title=None,
            header=alt.Header(labelFontSize=11, labelColor=INK, labelLimit=110),
        ),
        columns=columns,
        bounds="flush",
        align="all",
        spacing={"row": 36, "column": 42},
    ).resolve_scale(y="independent")
    return to_svg(faceted)


def bars_with_ranges(table: pl.DataFrame, unit: str) -> str:
    """Horizontal bars of `name, value` with rules `q05, q95` where they are given."""
    order = table.sort("value", descending=True)["name"].to_list()
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=170))
    bars = (
        alt.Chart(table)
        .mark_bar(color=MODEL, opacity=0.75, height=9)
        .encode(y=y, x=alt.X("value:Q", title=unit))
    )
    layers = [bars]
    if table["q05"].null_count() < len(table):
        layers.append(
            alt.Chart(table).mark_rule(color=INK, strokeWidth=1.2).encode(y=y, x="q05:Q", x2="q95")
        )
    return to_svg(alt.layer(*layers).properties(width=520, height=alt.Step(17)))


def _ticks(table: pl.DataFrame) -> list[int]:
    """First and last year of a table, which is what a small chart has room for."""
    return [int(least(table["at"])), int(most(table["at"]))]
