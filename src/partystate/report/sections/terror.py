"""The part of the page on terror: arrests and executions, limits, who was afraid, which peoples,
camps and settlements."""

from __future__ import annotations

import polars as pl

from partystate.country.names import Names
from partystate.evidence import Row
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.figures import MODEL_SOURCE, against_record, side_by_side
from partystate.report.series import RunData, Wanted, estimates_of, rounded
from partystate.world import statuses as s
from partystate.world.repression import CATEGORIES

THOUSAND = 1e-3
UNIT = "thousand persons"
SHOWN = (
    s.INDIVIDUAL_PEASANT,
    s.BETTER_OFF_PEASANT,
    s.COLLECTIVE_FARMER,
    s.WORKER,
    s.TOWN_EMPLOYEE,
    s.CLERGY,
)
MOST_PEOPLES = 15  # rows of the table of peoples
TEXT = [
    "What the ruler fears, whom the police take, what becomes of them, and what people think "
    "and hide come out of one loop. No operation, limit or people is dated or named in it: "
    "danger from abroad and a murder come from outside. Whether and when a mass operation comes "
    "differs from run to run, so look at the band before this run's line.",
]


def terror(data: RunData, rows: list[Row] | None, names: Names) -> Section | None:
    """Charts of repression; nothing for a run too short for a whole year of it."""
    if not len(data.line(Wanted("repression.arrests"))):
        return None

    def one(id, title, caption, wanted):
        return against_record(id, title, caption, data, rows, wanted, UNIT, THOUSAND, zero=True)

    shown = [
        one(
            "arrests",
            "Arrests for politics a year",
            "With those sent to camps or shot in the drive into collectives.",
            Wanted("repression.arrests", "", "known"),
        ),
        one(
            "executions",
            "Shot a year",
            "By sentence of any organ, and in the drive into collectives; the record counts "
            "sentences.",
            Wanted("repression.death_sentences", "", "known"),
        ),
        one(
            "sent-to-camps",
            "Sentenced to camps and colonies a year, for politics",
            "With those sent in the drive into collectives.",
            Wanted("repression.camp_sentences"),
        ),
        limits(data, names),
        risk(data, names),
        fear(data, names),
        peoples(data, names),
        confined(data, rows),
        one(
            "camp-deaths",
            "Deaths in camps and colonies a year",
            "Of every cause.",
            Wanted("gulag.deaths", "", "known"),
        ),
        one(
            "settler-deaths",
            "Deaths of special settlers a year",
            "Of every cause.",
            Wanted("settlers.deaths"),
        ),
    ]
    return Section("terror", "Terror", TEXT, [figure for figure in shown if figure])


def lines(
    id: str,
    title: str,
    caption: str,
    data: RunData,
    kinds: dict[str, Wanted],
    unit: str,
    factor: float = 1.0,
) -> Figure | None:
    """One line for each of `kinds`, without a record, and their table."""
    found = {
        kind: data.line(wanted).with_columns(pl.col("value") * factor)
        for kind, wanted in kinds.items()
    }
    if not any(len(line) for line in found.values()):
        return None
    table = pl.concat(
        [line.with_columns(pl.lit(kind).alias("kind")) for kind, line in found.items() if len(line)]
    )
    svg = land_charts.lines_and_estimates(table, list(kinds), estimates_of(None, ""), unit)
    wide = table.pivot(on="kind", index="time", values="value")
    cells = [tuple(rounded(c) if i else c for i, c in enumerate(row)) for row in wide.iter_rows()]
    return Figure(
        id, title, caption, svg, Table(("time", *wide.columns[1:]), cells), [MODEL_SOURCE]
    )


def limits(data: RunData, names: Names) -> Figure | None:
    """Limits of the two categories as they stand."""
    told = {"limit": "repression.limit", "filled": "repression.limit_filled"}
    kinds = {
        f"{names.label('category', category)}, {word}": Wanted(
            name, f"category={category}", every="day"
        )
        for category in CATEGORIES
        for word, name in told.items()
    }
    caption = (
        "A limit rises when requests of regions "
        "are granted, and falls back to what was taken when an operation ends."
    )
    return lines(
        "limits",
        "Limits of mass operations, as set and as filled",
        caption,
        data,
        kinds,
        UNIT,
        THOUSAND,
    )


def risk(data: RunData, names: Names) -> Figure | None:
    """Arrests for politics a thousand, by status, year by year."""
    kinds = {
        names.label("status", status): Wanted("repression.risk", f"status={status}")
        for status in SHOWN
    }
    return lines(
        "risk",
        "Who was in danger: arrests for politics a thousand at liberty",
        "A year, by status; this run.",
        data,
        kinds,
        "per thousand",
    )


def fear(data: RunData, names: Names) -> Figure | None:
    """Perceived risk by status, month by month."""
    kinds = {
        names.label("status", status): Wanted("opinion.fear", f"status={status}", every="month")
        for status in SHOWN
    }
    return lines(
        "fear",
        "Who was in danger, as they felt it",
        "From arrests of one's people, one's status and one's region.",
        data,
        kinds,
        "index, 0 to 1",
    )


def peoples(data: RunData, names: Names) -> Figure | None:
    """Persons of each people arrested and shot as such, over the run."""
    arrested, shot = (
        sums(data, f"repression.national_ops_{what}") for what in ("arrested", "executed")
    )
    found = sorted(
        (people for people, value in arrested.items() if people and value >= 1),
        key=lambda people: -arrested[people],
    )[:MOST_PEOPLES]
    if not found:
        return None
    cells = [
        (
            names.group(people),
            rounded(arrested[people] * THOUSAND),
            rounded(shot[people] * THOUSAND),
        )
        for people in found
    ]
    table = Table(("people", f"arrested, {UNIT}", f"shot, {UNIT}"), cells)
    return Figure(
        "peoples",
        "Operations against peoples, over the run",
        "Those arrested in them, of whatever people; this run.",
        "",
        table,
        [MODEL_SOURCE],
        True,
    )


def sums(data: RunData, observable: str) -> dict[str, float]:
    """Sum over the run of each group of an observable, as it was; none where values do not add
    up."""
    if not data.adds_up:
        return {}
    rows = data.run.filter((pl.col("observable") == observable) & (pl.col("level") == "truth"))
    return dict(rows.group_by("group").agg(pl.col("value").sum()).iter_rows())


def confined(data: RunData, rows: list[Row] | None) -> Figure:
    """Camps, colonies, prisons and settlements on 1 January."""
    kinds = [
        ("camps", "persons", Wanted("gulag.camps", "", "known", "day")),
        ("colonies", "persons", Wanted("gulag.colonies", "", "truth", "day")),
        ("prisons", "persons", Wanted("prisons.stock", "", "truth", "day")),
        ("special settlers", "persons", Wanted("settlers.stock", "", "truth", "day")),
    ]
    return side_by_side("confined", "In confinement on 1 January", "place", kinds, data, rows)
