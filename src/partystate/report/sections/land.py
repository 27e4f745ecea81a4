"""The parts of the page on land: the map, food, farms."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from jinja2 import Environment

from partystate.country.country import Country
from partystate.evidence import Row
from partystate.history import files
from partystate.report import figures
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.figures import BAND_SOURCE, MODEL_SOURCE, against_record
from partystate.report.sections.food_balance import food_balance
from partystate.report.sections.tile_map import FILE as REGIONS_FILE
from partystate.report.sections.tile_map import tile_map
from partystate.report.series import RunData, Wanted, estimates_of, rounded, sources_of
from partystate.scoring.aggregate import middle_of
from partystate.world.herds import HERDS

THOUSAND = 1e-3
LEVELS = ("truth", "known", "published")
YEARS_ABOUT = 1.6  # years shown on either side of the steepest rise of collectives


def where(
    directory: Path, country: Country, data: RunData, environment: Environment
) -> Section | None:
    """The map of tiles, where the run has one."""
    figure = tile_map(directory, country, data, environment)
    text = [
        "One tile a region. Choose a quantity and a month; choose a region to see it through "
        "time. Where scripts are off, and on paper, the map shows the worst month."
    ]
    return Section("where", "Where and when", text, [figure]) if figure else None


def food(
    directory: Path,
    data: RunData,
    rows: list[Row] | None,
    regions: list[str],
    environment: Environment,
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
            "What the given imports cost at given prices, where the granary holds it.",
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
    return Section("food", "Food", FOOD_TEXT, [figure for figure in shown if figure])


FOOD_TEXT = [
    "The harvest comes out of area, mean yield, weather, draught power, labour, seed, "
    "upheaval and effort. What the state asks is planned from what it *knows*; what it gets "
    "depends on "
    "what it offers and how hard it presses; exports, rations, supply and relief are decided "
    "from what it holds and what it is told. From outside come the weather, imports and "
    "prices, "
    "aid offered from abroad, tractors, and the rulers' dated line on the village, from free "
    "trade to force.",
]


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


def inside(points: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Points within the years of the run."""
    return (
        points.filter(pl.col("at").is_between(lines["at"].min() - 1, lines["at"].max() + 1))
        if len(lines)
        else points
    )


def farms(directory: Path, data: RunData, rows: list[Row] | None, regions: list[str]) -> Section:
    """Collectives, herds, disturbances, deportation, and who left the village."""

    def one(id, title, caption, wanted, unit, factor=1.0):
        return against_record(id, title, caption, data, rows, wanted, unit, factor, zero=True)

    share = Wanted("collectivisation.share", "", "known", "day")
    shown = [
        one(
            "collectives",
            "Share of the peasants in collectives",
            "On the first of each month.",
            share,
            "share of households",
        ),
        steepest(directory, data, rows, share),
        figures.regions(
            "collectives-regions",
            "Collectives by region, on 1 January",
            "Each region on its own scale.",
            data,
            regions,
            "collectivisation.share",
            "day",
            "share of the peasants",
            1.0,
        ),
        herds(data, rows),
        figures.regions(
            "horses-regions",
            "Horses by region, on 1 January",
            "Each region on its own scale.",
            data,
            regions,
            "livestock.horses",
            "day",
            "million head",
            1.0,
        ),
        one("disturbances", "Mass disturbances a year", "", Wanted("unrest.events"), "events"),
        one(
            "disturbances-months",
            "Mass disturbances a month",
            "",
            Wanted("unrest.events", every="month"),
            "events",
        ),
        one(
            "families",
            "Families deported from the village a year",
            "",
            Wanted("dekulakisation.families"),
            "thousand families",
            THOUSAND,
        ),
        families_by_region(data, rows),
        fates(data),
        one(
            "force",
            "Force behind collections, mean over the village",
            "",
            Wanted("policy.coercion", every="month"),
            "index, 0 to 1",
        ),
    ]
    return Section("farms", "Farms", FARMS_TEXT, [figure for figure in shown if figure])


FARMS_TEXT = [
    "The push to collectivise answers to collections that were asked for by force and did "
    "not come; it breaks off when disturbances reach the rulers' tolerance, and comes again. "
    "Joining, leaving, slaughter, disturbances, deportation and flight come out of it; none "
    "of them is put in.",
]


def steepest(
    directory: Path, data: RunData, rows: list[Row] | None, wanted: Wanted
) -> Figure | None:
    """The same share month by month around its steepest rise in the record, or in the run; every
    region behind it."""
    line, band, points = figures.told_of(data, rows, wanted)
    if len(line) < 2 or not (directory / REGIONS_FILE).is_file():
        return None
    middle = _steepest_at(points if len(points) > 2 else line.rename({"value": "central"}))
    near = pl.col("at").is_between(middle - YEARS_ABOUT, middle + YEARS_ABOUT)
    months = files.read_parquet(directory / REGIONS_FILE, ["time", "region", "collectivised_share"])
    at = {t: middle_of(f"{t}-01") for t in months["time"].unique()}
    regions = (
        months.with_columns(pl.col("time").replace_strict(at, return_dtype=pl.Float64).alias("at"))
        .rename({"collectivised_share": "value"})
        .filter(near)
    )
    line, band, points = (t.filter(near) for t in (line, band, points))
    if not len(line):
        return None
    svg = land_charts.with_regions(line, band, points, regions, "share of households")
    ends = regions.group_by("time").agg(
        pl.col("value").min().alias("least"),
        pl.col("value").median().alias("middle"),
        pl.col("value").max().alias("most"),
    )
    spread = {t: v for t, *v in ends.iter_rows()}
    table = figures.joined(line, band, points, "share")
    extra = ["", "", ""]
    cells = [(*row, *(rounded(v, 3) for v in spread.get(row[0][:7], extra))) for row in table.rows]
    caption = (
        "Thin lines: each region in this run. Line and bands: the country. Points: the record, "
        "by role."
    )
    heads = (*table.columns, "least of the regions", "middle", "most")
    sources = [
        MODEL_SOURCE,
        f"{REGIONS_FILE} of this run",
        *([BAND_SOURCE] if len(band) else []),
        *sources_of(points),
    ]
    return Figure(
        "collectives-rise",
        "Rise, retreat and return: the share by month",
        caption,
        svg,
        Table(heads, cells),
        sources,
    )


def _steepest_at(points: pl.DataFrame) -> float:
    """When `central` rises most from one date to the next."""
    rises = (
        points.sort("at")
        .with_columns(
            (pl.col("central") - pl.col("central").shift(1)).alias("rise"),
            pl.col("at").shift(1).alias("before"),
        )
        .drop_nulls("rise")
    )
    top = rises.row(int(rises["rise"].arg_max()), named=True)
    return (top["at"] + top["before"]) / 2


def herds(data: RunData, rows: list[Row] | None) -> Figure:
    """Each kind of animal on 1 January, against the record."""
    kinds = [
        (
            kind.replace("_", " and "),
            "million head",
            Wanted(f"livestock.{kind}", "", "truth", "day"),
        )
        for kind in HERDS
    ]
    return side_by_side("herds", "Herds on 1 January", "kind", kinds, data, rows)


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
        line, band, points = figures.told_of(data, rows, wanted)
        points = inside(points, line)
        found.append((words.capitalize(), unit, line, band, points))
        table = figures.joined(
            line, band, points, " or ".join(dict.fromkeys(unit for _, unit, _ in kinds))
        )
        cells += [(words, *row) for row in table.rows]
        sources += [s for s in sources_of(points) if s not in sources]
    note = (
        f"Line: this run. Bands: 50 and 90 per cent of {data.members} runs. "
        if data.members
        else "Line: this run; no ensemble was given. "
    )
    return Figure(
        id,
        title,
        note + "Points: the record, by role.",
        land_charts.panels(found),
        Table((what, *table.columns), cells),
        sources,
    )


def families_by_region(data: RunData, rows: list[Row] | None) -> Figure | None:
    """Families deported from the regions that the record names, over the record's span of years."""
    cells = []
    for row in rows or []:
        if (
            row.observable != "dekulakisation.families"
            or not row.group
            or row.central is None
            or "/" not in row.time
        ):
            continue
        first, last = (int(part[:4]) for part in row.time.split("/"))
        names = tuple(group for group, _ in row.members)
        line, _ = data.over("dekulakisation.families", names, "year")
        got = line.filter(pl.col("at").is_between(first, last + 1))["value"].sum()
        cells.append(
            (
                row.group.removeprefix("region="),
                row.time,
                rounded(float(got)),
                rounded(row.central),
                row.role,
                row.source,
            )
        )
    if not cells:
        return None
    table = Table(("region", "years", "this run", "record", "role", "source"), cells)
    sources = [MODEL_SOURCE, *dict.fromkeys(c[-1] for c in cells)]
    return Figure(
        "families-regions",
        "Families deported, by region they left",
        "This run beside the record.",
        "",
        table,
        sources,
        True,
    )


FATES = ("deported", "camp", "shot")


def fates(data: RunData) -> Figure | None:
    """What became of those labelled, persons a year."""
    lines = {
        fate: data.line(Wanted("dekulakisation.fate", f"fate={fate}", every="year"))
        for fate in FATES
    }
    if not any(len(line) for line in lines.values()):
        return None
    table = pl.concat(
        [
            line.with_columns(
                (pl.col("value") * THOUSAND).alias("value"), pl.lit(fate).alias("kind")
            )
            for fate, line in lines.items()
        ]
    )
    wide = table.pivot(on="kind", index="time", values="value")
    svg = land_charts.lines_and_estimates(
        table, list(FATES), estimates_of(None, ""), "thousand persons"
    )
    cells = [tuple(rounded(c) if i else c for i, c in enumerate(r)) for r in wide.iter_rows()]
    table = Table(("time", *(f"{f}, thousand" for f in wide.columns[1:])), cells)
    return Figure(
        "fates",
        "Three fates of those labelled kulaks, persons a year",
        "Deported, sent to camps, shot; this run.",
        svg,
        table,
        [MODEL_SOURCE],
    )
