"""The part of the page on the party's top: who held what and when, trust, the order of events, why,
what matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.country.country import Country
from partystate.history import files
from partystate.history.ledger.ancestry import Lineage, events_of
from partystate.report import figures
from partystate.report.charts import politics as politics_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.sections.leadership_terror import free_events, top_terror
from partystate.report.series import RunData, Wanted, rounded
from partystate.scenario.party_inputs import month_of
from partystate.scoring.order import read_leaders

OPEN = 10**9
YEAR = 12
SHOWN_SHARE = 0.15  # of free runs, at some time, to be on the chart of seats
MOST_PERSONS = 26
TRACED = 3
MODEL, RECORD = (
    "events.parquet of this run and of the free runs",
    "roster.csv of the country, most of it as recalled",
)


def politics(
    directory: Path, country: Country, data: RunData, ensemble: Path | None, card: dict | None, rows
) -> Section:
    """Everything about the top; without an ensemble, this run beside the record."""
    events = files.read_parquet(directory / "events.parquet")
    free = free_events(ensemble)
    top = country.meta.power
    shown = [f for f in (_order_table(card), _parts_table(card), _leaders(ensemble)) if f]
    shown.append(_seats(events, free, country))
    shown += [
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
    shown += [
        f
        for f in (
            _divisions(data, rows),
            _network(directory),
            _ablations(ensemble),
            _what_ifs(ensemble),
        )
        if f
    ]
    shown += top_terror(free, country)
    shown.append(_why(events, top))
    return Section("politics", "Politics", _text(card, ensemble), shown)


def _text(card: dict | None, ensemble: Path | None) -> list[str]:
    text = [
        "Persons enter with what is on record of them before the run: votes, posts, ties, "
        "positions. Ambition, caution, ruthlessness are drawn anew for everyone in every "
        "run. "
        "Nobody's later fate is in the data. Nearly all facts are quoted as recalled, and "
        "listing them is itself hindsight.",
    ]
    if card and card.get("order", {}).get("free"):
        free = card["order"]["free"]
        placebo = _mean([v["share"] for k, v in card["order"].items() if k.startswith("placebo")])
        text.insert(
            0,
            f"**The recorded order of falls comes out in {free['share']:.1%} of "
            f"{free['runs']} free runs"
            + (f" (placebo {placebo:.1%})" if placebo is not None else "")
            + (
                f"; the most frequent order is: {free['orders'][0][0]} "
                f"({free['orders'][0][1]:.0%}).** "
            )
            + (
                "It is the most frequent."
                if free["is_most_frequent"]
                else "It is not the most frequent: this is a finding against the model."
            ),
        )
    elif not ensemble:
        text.append(
            "No ensemble of the top was given, so there are no bands: one history is an "
            "illustration."
        )
    return text


def _mean(values: list[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _order_table(card: dict | None) -> Figure | None:
    if not card or not card.get("order", {}).get("free"):
        return None
    free = card["order"]["free"]
    placebos = [v for k, v in card["order"].items() if k.startswith("placebo")]

    def under(text):
        return _mean([dict(map(tuple, p["orders"])).get(text, 0.0) for p in placebos])

    texts = dict.fromkeys([free["recorded"], *(text for text, _ in free["orders"])])
    share = dict(map(tuple, free["orders"])) | {free["recorded"]: free["share"]}
    rows = [
        (
            "recorded" if t == free["recorded"] else "",
            t,
            f"{share[t]:.1%}",
            "" if under(t) is None else f"{under(t):.1%}",
        )
        for t in texts
    ]
    caption = (
        "Share of free runs in which the groups left the inner body for good in this order, and "
        "whether the holder of the appointments office then led. Placebo: facts dealt out anew "
        "among persons of one entry year."
    )
    return Figure(
        "order",
        "The order of falls",
        caption,
        "",
        Table(("", "order", "free runs", "placebo"), rows),
        [MODEL],
        True,
    )


def _parts_table(card: dict | None) -> Figure | None:
    if not card or not card.get("order", {}).get("free"):
        return None
    placebos = [v for k, v in card["order"].items() if k.startswith("placebo")]
    rows = [
        (
            name,
            f"{value:.0%}",
            "" if not placebos else f"{_mean([p['parts'][name] for p in placebos]):.0%}",
        )
        for name, value in card["order"]["free"]["parts"].items()
    ]
    return Figure(
        "order-parts",
        "What the order is made of",
        "All of these are on record as having happened.",
        "",
        Table(("finding", "free runs", "placebo"), rows),
        [MODEL],
        True,
    )


def _leaders(ensemble: Path | None) -> Figure | None:
    table = read_leaders(ensemble) if ensemble else None
    if table is None:
        return None
    runs = table["run"].n_unique()
    named = table.with_columns(
        pl.when(pl.col("leader") == "")
        .then(pl.lit("nobody"))
        .otherwise(pl.col("leader"))
        .alias("leader")
    )
    most = named["leader"].value_counts(sort=True)["leader"].to_list()[:6]
    shares = (
        named.with_columns(
            pl.when(pl.col("leader").is_in(most))
            .then(pl.col("leader"))
            .otherwise(pl.lit("another"))
            .alias("leader")
        )
        .group_by("time", "leader")
        .agg((pl.len() / runs).alias("share"))
        .sort("time", "leader")
        .with_columns(pl.col("time").str.slice(0, 4).alias("year"))
    )
    wide = shares.pivot(on="leader", index="year", values="share").fill_null(0)
    cells = Table(
        tuple(wide.columns),
        [tuple(rounded(c, 3) if i else c for i, c in enumerate(r)) for r in wide.iter_rows()],
    )
    caption = (
        f"Share of {runs} free runs led by each person in December; the founder is not counted "
        "out while he lives."
    )
    return Figure(
        "leaders",
        "Who leads",
        caption,
        politics_charts.shares_by_year(shares, [*most, "another"]),
        cells,
        [MODEL],
    )


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


def _seats(events: pl.DataFrame, free: pl.DataFrame | None, country: Country) -> Figure:
    top = country.meta.power
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
    names = dict(country.tables["persons"].select("person", "name").iter_rows())
    order = sorted(
        {p for p, _, _ in record} | often,
        key=lambda p: (min([s for q, s, _ in record if q == p] or [OPEN]), p),
    )[:MOST_PERSONS]

    def clip(spells):
        return pl.DataFrame(
            [
                (names.get(p, p), max(a, first) / YEAR, min(b, last + 1) / YEAR)
                for p, a, b in spells
                if p in order
            ],
            schema={"person": pl.String, "start": pl.Float64, "end": pl.Float64},
            orient="row",
        )

    cells = pl.DataFrame(
        [(names.get(p, p), float(y), float(y + 1), s) for (p, y), s in share.items() if p in order],
        schema={"person": pl.String, "start": pl.Float64, "end": pl.Float64, "share": pl.Float64},
        orient="row",
    )
    svg = politics_charts.seats(cells, clip(mine), clip(record), [names.get(p, p) for p in order])
    rows = [
        (p, who, dates.month_text(max(a, first)), dates.month_text(b) if b < OPEN else "")
        for who, spells in (("record", record), ("this run", mine))
        for p, a, b in sorted(spells)
    ]
    caption = (
        "Shade: share of free runs with a seat, full or candidate, in the middle of the year. "
        "Upper line: the record. Lower line: this run."
    )
    return Figure(
        "seats",
        "Who sat in the inner body",
        caption,
        svg,
        Table(("person", "where", "from", "to"), rows),
        [MODEL, RECORD],
    )


def _divisions(data: RunData, rows) -> Figure | None:
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


def _network(directory: Path) -> Figure | None:
    path = directory / "trust.parquet"
    if not path.is_file():
        return None
    table = files.read_parquet(path)
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
        Table(tuple(table.columns), rows),
        ["trust.parquet of this run"],
    )


def _saved(ensemble: Path | None, pattern: str) -> list[dict]:
    found = [files.read_json(p) for p in sorted(ensemble.glob(pattern))] if ensemble else []
    return found


def _effects(found: list[dict], id: str, title: str, caption: str) -> Figure | None:
    if not found:
        return None
    rows = [
        (
            ", ".join(c["what_ifs"]),
            e["outcome"],
            rounded(e["base"], 3),
            rounded(e["changed"], 3),
            rounded(e["effect"], 3),
            f"{e['low']:.3g} to {e['high']:.3g}",
        )
        for c in found
        for e in c["effects"]
        if e["is_clear"]
    ]
    silent = [
        ", ".join(c["what_ifs"]) for c in found if not any(e["is_clear"] for e in c["effects"])
    ]
    note = f" Nothing can be told from nothing for: {', '.join(silent)}." if silent else ""
    table = Table(("change", "outcome", "without", "with", "effect", "95 per cent interval"), rows)
    return Figure(
        id,
        title,
        caption + note,
        "",
        table,
        ["`partystate compare`, pairs under the same luck"],
        True,
    )


def _ablations(ensemble: Path | None) -> Figure | None:
    return _effects(
        _saved(ensemble, "compared/without-*.json"),
        "ablations",
        "What each mechanism does",
        "Each mechanism taken out; only effects whose interval leaves out zero.",
    )


def _what_ifs(ensemble: Path | None) -> Figure | None:
    found = [
        c
        for c in _saved(ensemble, "compared/*.json")
        if not c["what_ifs"][0].startswith("without-")
    ]
    return _effects(found, "what-ifs", "What-ifs", "Only effects whose interval leaves out zero.")


def _why(events: pl.DataFrame, top) -> Figure:
    """Ancestry of the last three who lost a seat in the inner body to a vote, or of whatever
    removals there are."""
    found = events_of(events)
    lineage = Lineage(found, top.appointments)
    groups = {p for g in top.order for p in g}
    fallen = [
        e for e in found if e.kind == "removed" and e.office == top.inner and e.mechanism == "votes"
    ]
    chosen = (
        [e for e in fallen if e.target in groups] + [e for e in fallen if e.target not in groups]
    )[:TRACED]
    rows = [
        (". " * depth + e.told(), e.mechanism, of)
        for event in chosen
        for depth, e, of in lineage.ancestry(event)
    ]
    caption = (
        "What each removal answered to, and that in turn. An ancestor is not yet a necessity: "
        "`partystate why DIR EVENT` takes each cause out under the same luck."
    )
    return Figure(
        "why",
        "Why: three removals of this run",
        caption,
        "",
        Table(("event", "mechanism", "cause of"), rows),
        ["events.parquet of this run"],
        True,
    )
