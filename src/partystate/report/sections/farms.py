"""The part of the page on farms: collectives, herds, disturbances, deportation."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from partystate.country.names import Names
from partystate.evidence import Row
from partystate.history import files
from partystate.report import figures
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.figures import BAND_SOURCE, MODEL_SOURCE, against_record, side_by_side
from partystate.report.sections.tile_map import FILE as REGIONS_FILE
from partystate.report.series import (
    RunData,
    Wanted,
    estimates_of,
    role_words,
    rounded,
    sources_of,
)
from partystate.scoring.aggregate import middle_of
from partystate.world.herds import HERDS

THOUSAND = 1e-3
YEARS_ABOUT = 1.6  # years shown on either side of the steepest rise of collectives


def farms(
    directory: Path, data: RunData, rows: list[Row] | None, regions: list[str], names: Names
) -> Section:
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
        fates(data, names),
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
        "in three colours."
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
    top = rises.row(rises["rise"].arg_max() or 0, named=True)
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
        groups = tuple(group for group, _ in row.members)
        line, _ = data.over("dekulakisation.families", groups, "year")
        if not set(map(str, range(first, last + 1))) <= set(line["time"]):
            continue
        got = line.filter(pl.col("at").is_between(first, last + 1))["value"].sum()
        cells.append(
            (
                row.group.removeprefix("region="),
                row.time,
                rounded(float(got)),
                rounded(row.central),
                role_words(row.role),
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


def fates(data: RunData, names: Names) -> Figure | None:
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
                (pl.col("value") * THOUSAND).alias("value"),
                pl.lit(names.label("fate", fate)).alias("kind"),
            )
            for fate, line in lines.items()
        ]
    )
    if not (table["value"] > 0).any():
        return None
    wide = table.pivot(on="kind", index="time", values="value")
    svg = land_charts.lines_and_estimates(
        table,
        [names.label("fate", fate) for fate in FATES],
        estimates_of(None, ""),
        "thousand persons",
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
