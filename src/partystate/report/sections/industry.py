"""The part of the page on industry: output as made and as told, the plan, products, wages and
income."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from partystate.country.names import Names
from partystate.evidence import Row
from partystate.history.observables.industry import UNIT_OF
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.figures import MODEL_SOURCE, against_record, side_by_side, told_levels
from partystate.report.series import RunData, Wanted, estimates_of, rounded
from partystate.world.sectors import PRODUCTS

INDEX, UNIT = "industry.output_index_1913", "output of 1913 = 1"
WAGE = "wages.real_index_1926"
TOLD = {"truth": "as made", "published": "as reported"}
TEXT = [
    "Output comes out of plant, hands and their experience; plant out of what is invested, "
    "at home and in imported equipment; plant that stood idle at the start comes back, the faster "
    "the freer trade is. The share invested and the yearly plan follow the rulers' line. Reports "
    "drift above output by small steps, as plans are taut and new products dear; the next plan "
    "starts from them.",
]


def industry(data: RunData, rows: list[Row] | None, names: Names) -> Section | None:
    """Charts of industry; nothing for a run too short for a whole year of it."""
    if not len(data.line(Wanted(INDEX))):
        return None

    def one(id, title, caption, wanted, unit):
        return against_record(
            id, title, caption, data, on_own_base(rows, data, wanted), wanted, unit, zero=True
        )

    shown = [
        output(data, rows),
        plan(data),
        products(data, rows, names),
        one(
            "wage",
            "What a worker's earnings buy",
            "Goods, bread and what comes from animals; a record on another base year is set "
            "on this run's value of that year.",
            Wanted(WAGE),
            "1926 = 1",
        ),
        one("consumption", "Consumption a head", "", Wanted("consumption.per_head"), "1928 = 1"),
        one(
            "productivity", "Output a worker", "", Wanted("industry.productivity"), "first year = 1"
        ),
        one(
            "invested",
            "Share of national income invested in industry and transport",
            "",
            Wanted("economy.investment_share"),
            "share",
        ),
    ]
    return Section("industry", "Industry", TEXT, shown)


def on_own_base(rows: list[Row] | None, data: RunData, wanted: Wanted) -> list[Row]:
    """Rows of one observable; those told against a base year are put on this run's value of that
    year."""
    values = dict(data.line(replace(wanted, level="truth")).select("time", "value").iter_rows())
    found = []
    for row in rows or []:
        if row.observable != wanted.observable or (row.base and row.base not in values):
            continue
        factor = values[row.base] if row.base else 1.0
        scaled = {
            end: v * factor if v is not None else None
            for end, v in (("low", row.low), ("central", row.central), ("high", row.high))
        }
        found.append(replace(row, **scaled))
    return found


def output(data: RunData, rows: list[Row] | None) -> Figure:
    """Industrial output as made and as reported, with every estimator of the record."""
    caption = "A record on a base year is set on this run's output of that year."
    return told_levels(
        "output",
        "Industrial output, as made and as reported",
        caption,
        data,
        on_own_base(rows, data, Wanted(INDEX)),
        INDEX,
        UNIT,
        TOLD,
    )


def plan(data: RunData) -> Figure:
    """Output against its yearly plan, as made and as reported."""
    found = {level: data.line(Wanted("plan.fulfilment", "", level)) for level in TOLD}
    lines = pl.concat(
        [line.with_columns(pl.lit(TOLD[level]).alias("kind")) for level, line in found.items()]
    )
    nothing = estimates_of(None, "plan.fulfilment")
    svg = land_charts.lines_and_estimates(
        lines,
        list(TOLD.values()),
        nothing,
        "share of the plan",
        data.band(Wanted("plan.fulfilment")),
    )
    wide = lines.pivot(on="kind", index="time", values="value")
    cells = [tuple(rounded(c) if i else c for i, c in enumerate(row)) for row in wide.iter_rows()]
    caption = (
        "The plan of a year starts from what was reported, and asks for more the more force is "
        "in the line."
    )
    caption += (
        f" Band: 90 per cent of {data.members} runs for output as made." if data.members else ""
    )
    return Figure(
        "plan-industry",
        "Plan and outcome of industry",
        caption,
        svg,
        Table(("year", *TOLD.values()), cells),
        [MODEL_SOURCE],
    )


def products(data: RunData, rows: list[Row] | None, names: Names) -> Figure:
    """Each product of a year against the record."""
    kinds = [
        (
            names.label("product", product),
            UNIT_OF.get(product, "Mt"),
            Wanted(f"industry.{product}", "", "published"),
        )
        for product in PRODUCTS
    ]
    return side_by_side("products", "Products of the year", "product", kinds, data, rows)
