"""The ancestry of an event in the ledger: which earlier events its mechanism answered to, back to
what was given.

A cause is the latest earlier event of a kind that the mechanism of the event reads. Which kinds
those are is declared here, one line a kind; a cause has a weight in (0, 1]: its place among the
causes named."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

MOST_DEPTH = 4


@dataclass(frozen=True)
class Event:
    """A row of the ledger with its number."""

    id: str
    time: str
    kind: str
    actor: str
    target: str
    office: str
    mechanism: str


@dataclass(frozen=True)
class Asked:
    """An earlier event that would be a cause: its kinds, and whether it is about the person (`of`:
    target, actor, any)."""

    kinds: tuple[str, ...]
    of: str


# kind of event -> what its mechanism reads that the ledger can show
CAUSES: dict[str, tuple[Asked, ...]] = {
    "removed": (
        Asked(("opposition_joined", "platform_opposed"), "actor"),
        Asked(("coalition_left",), "target"),
        Asked(("rule_adopted",), "any"),
    ),
    "condemned": (
        Asked(("opposition_joined", "platform_opposed"), "actor"),
        Asked(("coalition_left",), "target"),
        Asked(("rule_adopted",), "any"),
    ),
    "expelled": (
        Asked(("removed",), "target"),
        Asked(("opposition_joined", "platform_opposed"), "actor"),
        Asked(("rule_adopted",), "any"),
    ),
    "exiled": (Asked(("expelled",), "target"),),
    "banished": (Asked(("exiled",), "target"),),
    "recanted": (Asked(("opposition_joined",), "actor"), Asked(("removed", "expelled"), "target")),
    "readmitted": (Asked(("recanted",), "target"), Asked(("expelled",), "target")),
    "opposition_joined": (
        Asked(("coalition_left",), "target_or_actor"),
        Asked(("removed",), "target_or_actor"),
    ),
    "platform_opposed": (
        Asked(("coalition_left",), "target_or_actor"),
        Asked(("removed",), "target_or_actor"),
    ),
    "coalition_left": (
        Asked(("appointed",), "giver"),
        Asked(("procurement_short",), "any"),
        Asked(("died",), "any"),
        Asked(("removed", "expelled"), "any"),
    ),
    "coalition_split": (Asked(("coalition_left",), "any"),),
    "coalition_joined": (Asked(("died",), "any"), Asked(("coalition_left",), "any")),
    "appointed": (Asked(("removed", "died"), "same_office"), Asked(("appointed",), "giver")),
    "document_withheld": (Asked(("document_written",), "any"),),
    "document_read_to_few": (Asked(("document_withheld",), "any"),),
    "document_read": (Asked(("document_written",), "any"),),
    "removal_proposed": (Asked(("document_read", "document_read_to_few"), "any"),),
    "document_written": (Asked(("relation_soured",), "any"),),
    "vote_carried": (Asked(("opposition_joined", "platform_opposed"), "any"),),
    "vote_lost": (Asked(("opposition_joined", "platform_opposed"), "actor"),),
    "rule_adopted": (Asked(("vote_carried",), "any"),),
    "grain_seized": (Asked(("procurement_short",), "any"),),
    "drive_paused": (Asked(("procurement_short",), "any"),),
    "drive_resumed": (Asked(("drive_paused",), "any"),),
}


def numbered(events: pl.DataFrame) -> pl.DataFrame:
    """The ledger of one run with ids `e000001` in its order, where it has none."""
    if "id" in events.columns:
        return events
    ids = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6)
    return events.with_columns(("e" + ids).alias("id"))


def events_of(table: pl.DataFrame) -> list[Event]:
    """All events of one run, in order."""
    columns = ("id", "time", "kind", "actor", "target", "office", "mechanism")
    return [
        Event(*(value or "" for value in row))
        for row in numbered(table).select(columns).iter_rows()
    ]


class Lineage:
    """Direct causes and ancestry among the events of one run."""

    def __init__(self, events: list[Event], appointments: str):
        self.appointments = appointments
        self.by_kind: dict[str, list[tuple[int, Event]]] = defaultdict(list)
        self.place = {event.id: i for i, event in enumerate(events)}
        for i, event in enumerate(events):
            self.by_kind[event.kind].append((i, event))

    def causes_of(self, event: Event) -> list[Event]:
        """Direct causes, each the latest earlier event of what is asked."""
        found: dict[str, Event] = {}
        for asked in CAUSES.get(event.kind, ()):
            places = [self._latest(kind, asked.of, event) for kind in asked.kinds]
            latest = max((p for p in places if p is not None), key=lambda p: p[0], default=None)
            if latest:
                found.setdefault(latest[1].id, latest[1])
        return list(found.values())

    def _latest(self, kind: str, of: str, event: Event) -> tuple[int, Event] | None:
        before = self.place[event.id]
        for i, earlier in reversed(self.by_kind[kind]):
            if i < before and self._about(of, event, earlier):
                return i, earlier
        return None

    def _about(self, of: str, event: Event, earlier: Event) -> bool:
        person = event.target or event.actor
        if of == "any":
            return True
        if of == "same_office":
            return earlier.office == event.office
        if of == "giver":
            return earlier.target == event.actor and earlier.office == self.appointments
        if of == "actor":
            return earlier.actor == person
        return earlier.target == person or (
            of == "target_or_actor" and earlier.target == event.actor
        )

    def ancestry(self, event: Event, depth: int = MOST_DEPTH) -> list[tuple[int, Event, str]]:
        """(depth, event, id of what it caused) of the event and its ancestors, each once, nearest
        first."""
        out, seen, waiting = [(0, event, "")], {event.id}, [(0, event)]
        while waiting:
            level, now = waiting.pop(0)
            if level == depth:
                continue
            for cause in self.causes_of(now):
                if cause.id not in seen:
                    seen.add(cause.id)
                    out.append((level + 1, cause, now.id))
                    waiting.append((level + 1, cause))
        return out
