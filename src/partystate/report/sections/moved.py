"""The part of the page on who moved where: from the flows of the run, under whatever causes of
moving there are."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from partystate.country.country import Country
from partystate.country.names import Names
from partystate.history import files
from partystate.history.tables.flows import ELSEWHERE
from partystate.report.charts import moved as moved_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.extent import least, mean, most
from partystate.report.series import RunData, rounded
from partystate.world import causes

FILE = "flows.parquet"
ABREAST, CELL = 9, 62  # columns of a shaded table side by side; pixels of one
THOUSAND, MILLION, PER_THOUSAND = 1e-3, 1e-6, 1e3
# those who go on living, elsewhere or as something else
CAUSES = tuple(c for c in causes.CAUSES if c.leaves_to and c.leaves_to != causes.AGE)
SETTLEMENT = {"rural": "village", "urban": "town", "confined": "confinement"}
OUT, IN = "", ", arrived"
SOURCE = f"{FILE} of this run"


def moved(
    directory: Path, country: Country, names: Names, data: RunData, regions: list[str]
) -> Section | None:
    """Moves by year and cause, from what to what, and by region; none where a run kept no flows or
    nobody moved."""
    path = directory / FILE
    if not path.is_file():
        return None
    flows = (
        files.read_parquet(path)
        .filter(pl.col("cause").is_in([c.name for c in CAUSES]))
        .group_by(
            pl.col("time").str.slice(0, 4).cast(pl.Int32).alias("year"),
            "cause",
            "region",
            "region_to",
            "from",
            "to",
        )
        .agg(pl.col("persons").sum())
        .sort("year", "cause", "region", "region_to", "from", "to")
    )
    if flows.is_empty():
        return None
    left = flows.filter(pl.col("region") != ELSEWHERE)
    return Section(
        "moved",
        "Who moved where",
        TEXT,
        [
            by_year(left, country, names),
            between(left, names),
            by_region(flows, data, regions, names),
        ],
    )


TEXT = [
    "Persons who went on living, in another place or as something else; births and deaths, "
    "those by shooting among them, stand in other parts. "
    "A move is a person and a cause: who joins a collective, leaves it and joins again has "
    "moved three times, and a deported family counts every head. "
    "People belong to the household they live in, so that a worker's children are workers "
    "here. The causes are those of the model, and each person has one.",
    "Village, town and confinement are what the country's table of statuses says of each. "
    "Flight, hiring far away, exile and deportation are shared out over the country: the region "
    "left and the region reached are both known, but not who of the one went to the other.",
]


def by_year(left: pl.DataFrame, country: Country, names: Names) -> Figure:
    """Bars of persons a year under each cause."""
    settlement = dict(country.tables["statuses"].select("status", "settlement").iter_rows())
    years = range(int(least(left["year"])), int(most(left["year"])) + 1)
    total = {
        (c, y): v
        for c, y, v in left.group_by("cause", "year").agg(pl.col("persons").sum()).iter_rows()
    }
    shown = [cause for cause in CAUSES if any((cause.name, y) in total for y in years)]
    titles = {cause.name: _title(cause, settlement, names) for cause in shown}
    drawn = pl.DataFrame(
        [(titles[c], y, total.get((c, y), 0.0) * THOUSAND) for c in titles for y in years],
        schema={"kind": pl.String, "year": pl.Int32, "value": pl.Float64},
        orient="row",
    )
    cells = [(str(y), *(rounded(total.get((c, y), 0.0) * THOUSAND) for c in titles)) for y in years]
    svg = moved_charts.bars_by_year(drawn, "thousand")
    caption = "Thousand persons a year in this run; each cause on its own scale."
    return Figure(
        "moved-years",
        "Moves by cause and year",
        caption,
        svg,
        Table(("year", *(f"{t}, thousand" for t in titles.values())), cells),
        [SOURCE],
    )


def _title(cause: causes.Cause, settlement: dict[str, str], names: Names) -> str:
    """The cause with the kinds of place it leads from and to, where they differ."""
    origins = dict.fromkeys(SETTLEMENT[settlement[s]] for s in cause.leaves_from if s in settlement)
    goal = SETTLEMENT.get(settlement.get(cause.leaves_to or "", ""), "")
    across = [origin for origin in origins if origin != goal]
    return names.label("cause", cause.name) + (
        f" ({' or '.join(across)} to {goal})" if across and goal else ""
    )


def between(left: pl.DataFrame, names: Names) -> Figure:
    """From what to what, over the whole run."""
    found = left.group_by("from", "to").agg(pl.col("persons").sum())
    size = {(a, b): v for a, b, v in found.iter_rows()}
    origins, goals = (
        found.group_by(side)
        .agg(pl.col("persons").sum())
        .sort("persons", descending=True)[side]
        .to_list()
        for side in ("from", "to")
    )

    def value(a, b):
        return size.get((a, b), 0.0) * MILLION

    shown = [
        (
            f"from {names.label('status', a)}",
            f"to {names.label('status', b)}",
            value(a, b),
            _short(value(a, b)),
        )
        for a in origins
        for b in goals
    ]
    drawn = pl.DataFrame(
        shown,
        schema={"from": pl.String, "to": pl.String, "value": pl.Float64, "shown": pl.String},
        orient="row",
    )
    svg = moved_charts.shaded(drawn, "from", "to", "million moves", 78 * len(goals))
    cells = [
        (names.label("status", a), *(rounded(value(a, b)) if (a, b) in size else "" for b in goals))
        for a in origins
    ]
    caption = (
        "Million moves over the whole run; the shade compares the origins of one goal. A blank: "
        "nobody went that way."
    )
    return Figure(
        "moved-between",
        "From what to what",
        caption,
        svg,
        Table(("from", *(f"to {names.label('status', b)}, million" for b in goals)), cells),
        [SOURCE],
    )


def by_region(flows: pl.DataFrame, data: RunData, regions: list[str], names: Names) -> Figure:
    """Moves out of each region by cause, and into it where a cause crosses borders, a thousand
    inhabitants and over the whole run."""
    sides = {
        OUT: ("region", pl.col("region") != ELSEWHERE),
        IN: ("region_to", pl.col("region") == ELSEWHERE),
    }
    size, columns = {}, []
    for cause in CAUSES:
        for side in (OUT, IN) if cause.pooled else (OUT,):
            column, chosen = sides[side]
            mine = (
                flows.filter(chosen & (pl.col("cause") == cause.name))
                .group_by(column)
                .agg(pl.col("persons").sum())
            )
            if len(mine):
                columns.append(names.label("cause", cause.name) + side)
                size |= {(region, columns[-1]): v for region, v in mine.iter_rows()}
    people = {region: _mean_population(data, region) for region in regions}

    def rate(r, c):
        return PER_THOUSAND * size.get((r, c), 0.0) / people[r]

    shown = [(r, c, rate(r, c), _short(rate(r, c))) for r in regions for c in columns]
    drawn = pl.DataFrame(
        shown,
        schema={"region": pl.String, "cause": pl.String, "value": pl.Float64, "shown": pl.String},
        orient="row",
    )
    svg = "".join(
        moved_charts.shaded(
            drawn.filter(pl.col("cause").is_in(some)),
            "region",
            "cause",
            "moves for a thousand inhabitants, whole run",
            CELL * len(some),
        )
        for some in (columns[i : i + ABREAST] for i in range(0, len(columns), ABREAST))
    )
    cells = [
        (
            r,
            *(rounded(size.get((r, c), 0.0) * THOUSAND) for c in columns),
            rounded(people[r] * THOUSAND),
        )
        for r in regions
    ]
    caption = (
        "Shade and figure: moves over the whole run for a thousand inhabitants, of the mean "
        "population of the run; each column on its own scale. The table has thousand "
        "persons. "
        "Under causes that cross borders a second column tells who arrived."
    )
    return Figure(
        "moved-regions",
        "Moves by region",
        caption,
        svg,
        Table(("region", *(f"{c}, thousand" for c in columns), "mean population, thousand"), cells),
        [SOURCE],
    )


def _mean_population(data: RunData, region: str) -> float:
    chosen = (
        (pl.col("observable") == "population.total")
        & (pl.col("group") == f"region={region}")
        & (pl.col("level") == "truth")
    )
    return mean(data.run.filter(chosen)["value"])


def _short(value: float) -> str:
    """A figure as a cell can hold it; nothing for nothing."""
    if value <= 0:
        return ""
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}" if value >= 0.05 else "<0.1"
