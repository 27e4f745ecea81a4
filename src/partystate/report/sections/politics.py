"""The part of the page on the party's top: who held what and when, trust, the order of events, why,
what matters."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from partystate.core import dates
from partystate.country.country import Country
from partystate.country.names import Names, plain
from partystate.evidence import Row
from partystate.history import files
from partystate.history.ledger.ancestry import Lineage, events_of
from partystate.history.ledger.rows import GIVEN
from partystate.history.ledger.words import told
from partystate.report import figures
from partystate.report.behind import NOTHING, Behind
from partystate.report.charts import politics as politics_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.sections.leadership_terror import free_events, top_terror
from partystate.report.sections.line import line_on_the_village
from partystate.report.sections.order import (
    finding,
    leaders,
    order_table,
    parts_table,
)
from partystate.report.series import RunData, Wanted, rounded
from partystate.scenario.party_inputs import month_of

OPEN = 10**9
YEAR = 12
SHOWN_SHARE = 0.15  # of free runs, at some time, to be on the chart of seats
MOST_PERSONS = 26
TRACED = 3
ANCESTOR = "– "  # before an event, once a step of ancestry
MODEL, RECORD = (
    "events.parquet of this run and of the runs of the ensemble",
    "roster.csv of the country, most of it as recalled",
)


def politics(
    directory: Path,
    country: Country,
    names: Names,
    data: RunData,
    top: Behind,
    free: Behind,
    rows: list[Row] | None,
) -> Section:
    """Everything about the leadership: this run, the runs of the ensemble `top`, which `data` also
    reads, and beside them those of `free`, whose line comes out of the model."""
    events = files.read_parquet(directory / "events.parquet")
    others = free_events(top.folder)
    shown = [
        order_table(top.card, free.card, names),
        parts_table(top.card, free.card, names),
        *leaders(top.folder, free.folder, names),
        line_on_the_village(directory, country, names, data, free),
        _seats(events, others, country, names),
        _members(data, rows),
        *_shares(data, rows),
        _divisions(data, rows),
        _network(directory, names),
        *top_terror(others, country),
        _why(events, country, names),
    ]
    return Section(
        "politics", "Politics", _text(top, free, names), [figure for figure in shown if figure]
    )


def politics_of_many(
    country: Country, names: Names, data: RunData, top: Behind, rows: list[Row] | None
) -> Section:
    """What the free histories say of the leadership, where no single one of them is shown."""
    others = free_events(top.folder)
    shown = [
        *leaders(top.folder, None, names),
        order_table(top.card, None, names),
        parts_table(top.card, None, names),
        _members(data, rows),
        *_shares(data, rows),
        _divisions(data, rows),
        *top_terror(others, country),
    ]
    return Section(
        "politics", "Who ruled, and who fell", _text(top, NOTHING, names), [f for f in shown if f]
    )


def _members(data: RunData, rows: list[Row] | None) -> Figure | None:
    """Members and candidates; none where people and land are left out."""
    kinds = [
        ("full members", "persons", Wanted("party.members_full", every="day")),
        ("candidates", "persons", Wanted("party.candidates", every="day")),
    ]
    if not len(data.line(kinds[0][2])):
        return None
    title = "Members of the party on 1 January"
    return figures.side_by_side("members", title, "standing", kinds, data, rows)


def _shares(data: RunData, rows: list[Row] | None) -> list[Figure]:
    return [
        figures.against_record(
            "clients",
            "Share of the inner body that follows the strongest of the rulers",
            "",
            data,
            rows,
            Wanted("politburo.leader_client_share", every="month"),
            "share",
            zero=True,
        ),
        figures.against_record(
            "critics",
            "Open criticism in the committee",
            "Share of full members in open opposition.",
            data,
            rows,
            Wanted("party.open_criticism", every="month"),
            "share",
            zero=True,
        ),
    ]


def _text(top: Behind, free: Behind, names: Names) -> list[str]:
    """What comes in with the persons, and how often the recorded order of falls comes out."""
    text = [
        "Persons enter with what is on record of them before the run: votes, posts, ties, "
        "positions. Skill, caution, ruthlessness and commitment are drawn anew for everyone in "
        "every run. Nobody's later fate is in the data. Nearly all facts are quoted as recalled, "
        "and listing them is itself hindsight.",
    ]
    found = finding(top.card, names)
    if found:
        text.insert(0, found)
    elif top.folder is None:
        text.append("No ensemble was given, so there are no bands: one history is an illustration.")
    if free.folder:
        text.append(
            "*Line free*: histories in which the rulers' line on the village comes out of the "
            "model, beside those in which it is the recorded one."
        )
    return text


def _spells(rows: pl.DataFrame, body: str) -> list[tuple[str, int, int]]:
    """(person, first month, month after the last) in a body, from appointed and removed events of
    one run."""
    since: dict[str, int] = {}
    out = []
    for time, kind, person, office in rows.select("time", "kind", "target", "office").iter_rows():
        at = dates.parse(time).months[0]
        if kind == "appointed" and office == body:
            since.setdefault(person, at)
        elif person in since and (
            (kind == "removed" and office == body)
            or kind in ("died", "expelled", "executed", "assassinated")
        ):
            out.append((person, since.pop(person), at))
    return out + [(person, at, OPEN) for person, at in since.items()]


def _seats(
    events: pl.DataFrame, free: pl.DataFrame | None, country: Country, names: Names
) -> Figure:
    top = country.leadership
    first, last = dates.month_number(top.start), dates.month_number(top.end)
    years = range(first // YEAR, last // YEAR + 1)
    record = [
        (r["person"], month_of(r["start"], 0), month_of(r["end"], OPEN))
        for r in country.tables["roster"].iter_rows(named=True)
        if r["place"] == top.inner
    ]
    mine = _spells(events, top.inner)
    share: dict[tuple[str, int], float] = {}
    if free is not None:
        runs = free["run"].n_unique()
        told = free.filter(
            pl.col("kind").is_in(
                ["appointed", "removed", "died", "expelled", "executed", "assassinated"]
            )
        ).sort("run", "time")
        for _, rows in told.group_by("run", maintain_order=True):
            for person, start, end in _spells(rows, top.inner):
                for year in years:
                    if start <= year * YEAR + 6 < end:
                        share[person, year] = share.get((person, year), 0) + 1 / runs
    often = {p for (p, _), s in share.items() if s >= SHOWN_SHARE} | {p for p, _, _ in mine}
    order = sorted(
        {p for p, _, _ in record} | often,
        key=lambda p: (min([s for q, s, _ in record if q == p] or [OPEN]), p),
    )[:MOST_PERSONS]

    def clip(spells):
        return pl.DataFrame(
            [
                (names.person(p), max(a, first) / YEAR, min(b, last + 1) / YEAR)
                for p, a, b in spells
                if p in order
            ],
            schema={"person": pl.String, "start": pl.Float64, "end": pl.Float64},
            orient="row",
        )

    cells = pl.DataFrame(
        [(names.person(p), float(y), float(y + 1), s) for (p, y), s in share.items() if p in order],
        schema={"person": pl.String, "start": pl.Float64, "end": pl.Float64, "share": pl.Float64},
        orient="row",
    )
    svg = politics_charts.seats(cells, clip(mine), clip(record), [names.person(p) for p in order])
    rows = [
        (
            names.person(p),
            who,
            dates.month_text(max(a, first)),
            dates.month_text(b) if b < OPEN else "",
        )
        for who, spells in (("record", record), ("this run", mine))
        for p, a, b in sorted(spells)
    ]
    caption = "Full members and candidates. Upper line: the record. Lower line: this run." + (
        " Shade: share of runs with a seat, full or candidate, in the middle of the year."
        if share
        else ""
    )
    return Figure(
        "seats",
        f"Who sat in the {names.place(top.inner)}",
        caption,
        svg,
        Table(("person", "where", "from", "to"), rows),
        [MODEL, RECORD],
    )


def _divisions(data: RunData, rows: list[Row] | None) -> Figure | None:
    """The model's share for against the recorded share, each with its interval."""
    found = []
    for row in rows or []:
        if not row.observable.startswith("vote") or row.kind != "quantity" or row.central is None:
            continue
        wanted = Wanted(row.observable, row.group, row.level, "day")
        band = data.band(wanted).filter(pl.col("time") == row.time)
        line = data.line(wanted).filter(pl.col("time") == row.time)
        if len(line):
            low, middle, high = (
                (band[q][0] for q in ("q05", "median", "q95"))
                if len(band)
                else (None, line["value"][0], None)
            )
            found.append(
                (
                    row.time,
                    row.statement or row.source,
                    rounded(row.central, 3),
                    rounded(low, 3),
                    rounded(middle, 3),
                    rounded(high, 3),
                    row.source,
                )
            )
    if not found:
        return None
    caption = (
        "Share for the rulers' line, of votes cast; all of it where nobody stood against them in "
        "a run. The model has no abstentions."
    )
    return Figure(
        "divisions",
        "Recorded divisions",
        caption,
        "",
        Table(("day", "division", "recorded share for", "5 %", "median", "95 %", "source"), found),
        [MODEL, "party_votes of the record"],
        True,
    )


def _network(directory: Path, names: Names) -> Figure | None:
    path = directory / "trust.parquet"
    if not path.is_file():
        return None
    table = files.read_parquet(path)
    if table.is_empty():
        return None
    spelt = {p: names.person(p) for p in {*table["person"], *table["person_to"]}}
    table = table.with_columns(
        pl.col("person", "person_to").replace_strict(spelt, return_dtype=pl.String)
    )
    caption = (
        "The eight strongest persons of this run in four Decembers. Solid lines: trust above "
        "0.15, the wider the more; dashed: distrust below -0.15. Size of a mark: standing."
    )
    rows = [
        tuple(rounded(c, 3) for c in r)
        for r in table.filter(pl.col("person") < pl.col("person_to")).iter_rows()
    ]
    return Figure(
        "trust",
        "The network of trust",
        caption,
        politics_charts.network(table),
        Table(("month", "person", "towards", "trust", "standing of the person"), rows),
        ["trust.parquet of this run"],
    )


def _why(events: pl.DataFrame, country: Country, names: Names) -> Figure | None:
    """Ancestry of the first few who lost a seat in the inner body to a vote, of the watched groups
    before others; else of whatever removals there are."""
    top, found = country.leadership, events_of(events)
    removed = [e for e in found if e.kind == "removed" and e.mechanism not in GIVEN]
    voted = [e for e in removed if e.office == top.inner and e.mechanism == "votes"]
    watched = {p for group in top.order for p in group}
    chosen = sorted(voted or removed, key=lambda e: e.target not in watched)[:TRACED]
    if not chosen:
        return None
    lineage = Lineage(found, top.appointments)
    by_id = {event.id: event for event in found}
    rows = [
        (
            ANCESTOR * depth + told(e, names),
            plain(e.mechanism),
            told(by_id[of], names) if of else "",
        )
        for event in chosen
        for depth, e, of in lineage.ancestry(event)
    ]
    caption = (
        "What each removal answered to, and that in turn. An ancestor is not yet a necessity: "
        "`partystate why DIR EVENT` takes each cause out under the same luck."
    )
    return Figure(
        "why",
        f"Why: the ancestry of {len(chosen)} removals of this run"
        if len(chosen) > 1
        else "Why: the ancestry of a removal of this run",
        caption,
        "",
        Table(("event", "decided by", "a cause of"), rows),
        ["events.parquet of this run"],
        True,
    )
