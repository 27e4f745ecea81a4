"""The part of the page on work: who moved to the towns, who works there and how, and who paid for
what was invested."""

from __future__ import annotations

import polars as pl

from partystate.country.names import Names
from partystate.evidence import Row
from partystate.report.charts import general as charts
from partystate.report.content import Figure, Section, Table
from partystate.report.figures import MODEL_SOURCE, against_record, side_by_side
from partystate.report.series import RunData, Wanted, rounded
from partystate.world.sectors import SOURCES

OUTFLOW = "migration.rural_outflow"
SHARES = {
    "women at work": "society.women_employment_share",
    "shock workers": "labour.shock_worker_share",
    "the unfree": "labour.forced_share",
}
TEXT = [
    "People move by what a head has in town and village, by the jobs there are, and by what "
    "drives them out; passports hold them back. Firms hire what pays where budgets are hard, "
    "and whoever comes where they are soft. "
    "Women come to work as wages fall and as plans call for hands.",
]


def work(data: RunData, rows: list[Row] | None, names: Names) -> Section | None:
    """Charts of work; nothing for a run too short for a whole year of it."""
    if not len(data.line(Wanted(OUTFLOW))):
        return None

    def one(id, title, caption, wanted, unit, factor=1.0):
        return against_record(id, title, caption, data, rows, wanted, unit, factor, zero=True)

    shown = [
        one(
            "outflow",
            "Net move from villages to towns a year",
            "For work and from hunger, less those who went back.",
            Wanted(OUTFLOW),
            "million",
            1e-6,
        ),
        side_by_side(
            "shares-at-work",
            "Who works off the farms",
            "share of those at work",
            [(words, "share", Wanted(name)) for words, name in SHARES.items()],
            data,
            rows,
        ),
        one(
            "turnover",
            "Workers who leave their place in a year",
            "",
            Wanted("labour.turnover"),
            "per 100",
        ),
        one(
            "tractors",
            "Tractors in the village at the end of the year",
            "Made or bought abroad out of what is invested.",
            Wanted("tractors.stock", "", "truth", "day"),
            "thousand",
        ),
        side_by_side(
            "built",
            "Railways and engineers from abroad",
            "",
            [
                ("railways in use", "thousand km", Wanted("industry.railway_km")),
                ("engineers from abroad", "persons", Wanted("industry.foreign_specialists")),
            ],
            data,
            rows,
        ),
        paid(data, names),
    ]
    return Section("work", "Work", TEXT, shown)


def paid(data: RunData, names: Names) -> Figure:
    """What was invested by who paid for it, shares of the year."""
    by = {name: names.label("source", name) for name in SOURCES}
    found = {
        name: data.line(Wanted("economy.accumulation_source", f"source={name}")) for name in SOURCES
    }
    lines = pl.concat(
        [line.with_columns(pl.lit(by[name]).alias("kind")) for name, line in found.items()]
    )
    wide = lines.pivot(on="kind", index="time", values="value")
    table = Table(
        ("year", *by.values()),
        [tuple(rounded(c, 3) if i else c for i, c in enumerate(row)) for row in wide.iter_rows()],
    )
    caption = (
        "Shares of what is invested in industry and transport. An account, and no finding of "
        "where the burden came to rest."
    )
    return Figure(
        "paid",
        "Who paid for what was invested",
        caption,
        charts.several_lines(lines, "share", "paid by", list(by.values())),
        table,
        [MODEL_SOURCE],
    )
