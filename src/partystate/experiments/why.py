"""Why an event happened: its ancestry in the ledger, then proof of necessity by paired replays with
each cause removed.

A history under another luck that has the event is asked again with one cause taken out for its
window (it may come back later, or another cause may step in: pre-emption). The share of those
histories in which the event then fails is the necessity of the cause; all pairs share their luck. A
cause that cannot be removed is named and not scored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.core.whole import whole
from partystate.country.country import Country
from partystate.country.names import Names
from partystate.country.what_ifs import Edit, WhatIf
from partystate.experiments.histories import simulate
from partystate.history.leadership import Leadership
from partystate.history.ledger.ancestry import Event, Lineage, events_of, numbered
from partystate.history.ledger.land import OF_LAND
from partystate.history.ledger.leadership import ledger
from partystate.history.ledger.words import told
from partystate.scenario.assemble import Assembled
from partystate.scenario.scenario import Scenario

MONTHS_BEFORE, MONTHS_AFTER = 0, 24  # of a cause taken out
SLACK = 12  # months around the event in which it counts as having happened
Z = 1.959963984540054  # of a 95 per cent interval
MOST_CAUSES = 6
MEMBER = 0


@dataclass(frozen=True)
class Necessity:
    """`share` of the histories with the event in which it fails without the cause, with a Wilson
    interval."""

    cause: str
    how: str
    share: float | None
    low: float | None
    high: float | None
    histories: int


@dataclass(frozen=True)
class Answer:
    """The event, its ancestry (depth, text, of which), how often it happens at all, and what it
    could not do without."""

    event: str
    ancestry: list[tuple[int, str, str]]
    frequency: float
    necessity: list[Necessity]

    def as_json(self) -> dict:
        return asdict(self)


def why(
    scenario: Scenario,
    events: pl.DataFrame,
    asked: str,
    runs: int,
    seed: int,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Answer:
    """Answer for an event of one history of `scenario`: its id, or `kind:target[:office]` for the
    first such event; where this history lacks it, the first other history under the same seed that
    has it is asked instead. Without `runs` nothing is run, and the ancestry alone is told."""
    whole(runs, "runs")
    country = scenario.country
    events, event, said = _history_with(
        scenario.assembled, _of_the_leadership(numbered(events), asked), asked, runs, seed
    )
    top, names = country.leadership, Names(country)
    tree = Lineage(events_of(events), top.appointments).ancestry(event)
    removals = [(e, removal(e, country)) for _, e, _ in tree[1:]][:MOST_CAUSES] if runs else []
    possible = [(e, r) for e, r in removals if r is not None]
    changed = [scenario.edited(r).assembled for _, r in possible]
    had, failed = 0, [0 for _ in changed]
    for run in range(runs):
        if _happens(scenario.assembled, seed, run, event):
            had += 1
            for k, without in enumerate(changed):
                failed[k] += not _happens(without, seed, run, event)
        progress(run + 1, runs)
    found = [
        _necessity(told(e, names), r.title, f, had)
        for (e, r), f in zip(possible, failed, strict=True)
    ]
    found += [
        Necessity(told(e, names), "cannot be taken out", None, None, None, had)
        for e, r in removals
        if r is None
    ]
    ancestry = [(d, told(e, names), of) for d, e, of in tree]
    return Answer(said + told(event, names), ancestry, had / max(runs, 1), found)


def _of_the_leadership(events: pl.DataFrame, asked: str) -> pl.DataFrame:
    """Events of the leadership; one of the land is not asked about here."""
    is_land = pl.col("mechanism").is_in(OF_LAND)
    if len(events.filter(is_land & (pl.col("id") == asked))):
        raise UserError(
            "this is an event of the land",
            found=repr(asked),
            expected="an event of the leadership",
            action="Ask what it hung on with `partystate compare --what-if NAME`.",
        )
    return events.filter(~is_land)


def _history_with(scenario: Assembled, events: pl.DataFrame, asked: str, runs: int, seed: int):
    """(events, event, a word about which history) of the first history that has the event."""
    try:
        return events, find_event(events, asked), ""
    except UserError:
        if ":" not in asked:
            raise
    for run in range(runs):
        mine = numbered(ledger(_leadership(scenario, seed, run)))
        if len(_matching(mine, asked)):
            word = f"(not in this history; run {run} of the same seed) "
            return mine, find_event(mine, asked), word
    return events, find_event(events, asked), ""


def _leadership(scenario: Assembled, seed: int, run: int) -> Leadership:
    found = simulate(scenario, seed, run).leadership
    if found is None:
        raise UserError(
            "this history has no leadership",
            expected="a run with --parts leadership, or with all parts",
            action="Run it again without --parts society.",
        )
    return found


def _matching(events: pl.DataFrame, asked: str) -> pl.DataFrame:
    """Events that came out of the model and are of `kind:target[:office]`."""
    kind, *rest = asked.split(":")
    rows = events.filter(
        (pl.col("kind") == kind) & ~pl.col("mechanism").is_in(["opening", "recorded"])
    )
    for column, value in zip(("target", "office"), rest, strict=False):
        rows = rows.filter(pl.col(column) == value) if value else rows
    return rows


def find_event(events: pl.DataFrame, asked: str) -> Event:
    """The event of that id, or the first of `kind:target[:office]` that came out of the model."""
    rows = events.filter(pl.col("id") == asked)
    rows = rows if len(rows) else _matching(events, asked)
    if not len(rows):
        near = (
            events.filter(~pl.col("mechanism").is_in(["opening"]))["kind"].unique().sort().to_list()
        )
        raise UserError(
            "this history has no such event",
            "events.parquet",
            found=repr(asked),
            expected=f"an id, or kind:target:office; kinds here are {', '.join(near)}",
            action="Look the event up in events.parquet.",
        )
    return events_of(rows)[0]


def _happens(scenario: Assembled, seed: int, run: int, event: Event) -> bool:
    """Whether the event, whoever its actor, happens within a year of its date."""
    at = dates.parse(event.time).months[0]
    table = ledger(_leadership(scenario, seed, run)).filter(
        (pl.col("kind") == event.kind) & (pl.col("mechanism") != "opening")
    )
    for column, value in (("target", event.target), ("office", event.office)):
        table = table.filter(pl.col(column) == value)
    return any(abs(dates.parse(t).months[0] - at) <= SLACK for t in table["time"].unique())


def removal(event: Event, country: Country) -> WhatIf | None:
    """A what-if that takes an event out for its window, or None where there is no such edit."""
    at, top = dates.parse(event.time).months[0], country.leadership
    last = dates.month_number(top.end)
    start, until = (
        dates.month_text(max(at - MONTHS_BEFORE, dates.month_number(top.start))),
        dates.month_text(min(at + MONTHS_AFTER, last)),
    )
    window: dict[str, Any] = {"start": start, "until": until}
    offices = country.tables["offices"]["office"].to_list()
    how, target, name, given = "", "", "", {}
    match event.kind:
        case "opposition_joined" | "platform_opposed":
            how, target, name = "does not oppose", "person", "opposing"
            given = {"person": event.actor, "set": 0}
        case "coalition_left":
            how, target, name = "stays in the coalition", "person", "ruling"
            given = {"person": event.target, "set": 1}
        case "coalition_joined":
            how, target, name = "is not in the coalition", "person", "ruling"
            given = {"person": event.target, "set": 0}
        case "expelled":
            how, target, name = "is not expelled", "person", "status"
            given = {"person": event.target, "set": MEMBER}
        case "rule_adopted":
            how, target, name, given, window = "no ban", "input", "ban_barred", {"set": 1}, {}
        case "procurement_short":
            how, target, name, given = "no shortfall", "input", "collections_short", {"set": 0}
        case "died" if event.target == top.founder:
            how, target, name, given = "does not die", "input", "founder_dies", {"set": 0}
        case "appointed" if event.office in offices:
            how, target, name = "office kept empty", "office", event.office
            given = {"person": "nobody"}
        case _:
            return None
    if "person" in given and not given["person"]:
        return None  # nobody is told as its actor
    edit = Edit(target=target, name=name, **given, **window)
    return WhatIf(title=how, edit=[edit], name=f"without-{event.id}")


def _necessity(cause: str, how: str, failed: int, total: int) -> Necessity:
    if not total:
        return Necessity(cause, how, None, None, None, 0)
    share = failed / total
    centre, spread = (
        share + Z**2 / (2 * total),
        Z * np.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2)),
    )
    whole = 1 + Z**2 / total
    return Necessity(
        cause,
        how,
        share,
        float(max((centre - spread) / whole, 0)),
        float(min((centre + spread) / whole, 1)),
        total,
    )
