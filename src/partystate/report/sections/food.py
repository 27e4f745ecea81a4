"""The part of the page on food: harvest, plan, collections, exports, stocks."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from jinja2 import Environment

from partystate.country.put_in import RECORDED
from partystate.evidence import Row
from partystate.report import figures
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.figures import MODEL_SOURCE, against_record, inside, told_levels
from partystate.report.sections.food_balance import food_balance
from partystate.report.series import RunData, Wanted, estimates_of, rounded, sources_of

LEVELS = ("truth", "known", "published")


def food(
    directory: Path,
    data: RunData,
    rows: list[Row] | None,
    regions: list[str],
    environment: Environment,
    line: str,
) -> Section:
    """Harvest, collections, exports and stocks."""

    def one(id, title, caption, wanted, unit):
        return against_record(id, title, caption, data, rows, wanted, unit, zero=True)

    shown = [
        food_balance(directory, data, regions, environment),
        harvest_levels(data, rows),
        one("harvest", "Barn harvest of grain", "", Wanted("grain.harvest"), "Mt"),
        plan_and_outcome(data, rows),
        one(
            "procurement",
            "State collections, agricultural year",
            "",
            Wanted("grain.procurement", "", "known", "interval"),
            "Mt",
        ),
        one(
            "exports",
            "Exports a year",
            "What grain must pay of the given imports at given prices, as far as the granary can "
            "spare it.",
            Wanted("grain.exports"),
            "Mt",
        ),
        one(
            "stocks",
            "State stocks on 1 July",
            "",
            Wanted("grain.state_stocks", "", "truth", "day"),
            "Mt",
        ),
        one("area", "Area sown to grain", "", Wanted("grain.sown_area"), "million ha"),
        one("yield", "Yield", "", Wanted("grain.yield"), "t/ha"),
        figures.regions(
            "harvest-regions",
            "Harvest by region",
            "Each region on its own scale.",
            data,
            regions,
            "grain.harvest",
            "year",
            "Mt",
            1.0,
        ),
        figures.regions(
            "procurement-regions",
            "Collections by region, agricultural year",
            "Each region on its own scale.",
            data,
            regions,
            "grain.procurement",
            "interval",
            "Mt",
            1.0,
        ),
    ]
    return Section(
        "food",
        "Food",
        [FOOD_TEXT, OUTSIDE[line == RECORDED]],
        [figure for figure in shown if figure],
    )


FOOD_TEXT = (
    "The harvest comes out of area, mean yield, weather, horses and tractors, labour, seed, "
    "upheaval of farms, hunger and effort. What the state asks is planned from what it *knows*; "
    "what it gets depends on what it offers and how hard it presses; exports, rations, supply and "
    "relief are decided from what it holds and what it is told. Tractors come out of what is "
    "invested in industry."
)
FROM_OUTSIDE = "From outside come the weather, imports and prices, and aid offered from abroad"
# whether the rulers' line is put in -> what comes from outside
OUTSIDE = {
    True: f"{FROM_OUTSIDE}, and the rulers' dated line on the village, from free trade to force.",
    False: f"{FROM_OUTSIDE}; the line on the village comes from the model's rulers.",
}


def harvest_levels(data: RunData, rows: list[Row] | None) -> Figure:
    """The harvest as it was, as known and as published, with every estimator of the record."""
    caption = (
        "Truth is what lay in the barns, known what was reported to the centre, published what "
        "it said."
    )
    return told_levels(
        "harvest-levels",
        "The levels of the harvest",
        caption,
        data,
        rows,
        "grain.harvest",
        "Mt",
        {level: level for level in LEVELS},
    )


def plan_and_outcome(data: RunData, rows: list[Row] | None) -> Figure:
    """What was planned for the year and what was collected."""
    plan, got = (
        data.line(Wanted("grain.plan")),
        data.line(Wanted("grain.procurement", "", "truth", "interval")),
    )
    # a plan of a year is for the agricultural year that starts in it
    plan = plan.with_columns(pl.col("at") + 1 / 2)
    lines = pl.concat(
        [
            plan.with_columns(pl.lit("plan").alias("kind")),
            got.with_columns(pl.lit("collected").alias("kind")),
        ]
    )
    points = pl.concat(
        [
            estimates_of(rows, "grain.plan", ("year",)).with_columns(
                pl.lit("plan, record").alias("who"), pl.col("at") + 1 / 2
            ),
            estimates_of(rows, "grain.procurement", ("interval",)).with_columns(
                pl.lit("collected, record").alias("who")
            ),
        ]
    )
    points = inside(points, lines)
    svg = land_charts.lines_and_estimates(
        lines,
        ["plan", "collected"],
        points,
        "Mt",
        data.band(Wanted("grain.procurement", "", "truth", "interval")),
    )
    planned = dict(plan.select("time", "value").iter_rows())
    record: dict[tuple[str, str], dict] = {
        (p["who"], p["time"]): p for p in points.iter_rows(named=True)
    }
    cells = []
    for time, value in got.select("time", "value").iter_rows():
        asked = planned.get(time[:4])
        share = rounded(100 * value / asked, 3) if asked else ""
        p, c = (
            record.get(("plan, record", time[:4]), {}),
            record.get(("collected, record", time), {}),
        )
        told = (
            rounded(p.get("central")),
            *(rounded(c.get(end)) for end in ("low", "central", "high")),
        )
        cells.append(
            (
                time,
                rounded(asked),
                rounded(value),
                share,
                *told,
                c.get("source", p.get("source", "")),
            )
        )
    heads = (
        "agricultural year",
        "plan, Mt",
        "collected, Mt",
        "per cent of the plan",
        "plan, record",
        "collected, record low",
        "central",
        "high",
        "source",
    )
    caption = (
        "The plan is set at the harvest from what was then expected; it may be cut through the "
        "year, which this line does not show."
    )
    caption += " Band: collections of the ensemble." if data.members else ""
    return Figure(
        "plan",
        "Plan and outcome of collections",
        caption,
        svg,
        Table(heads, cells),
        [MODEL_SOURCE, *sources_of(points)],
    )
