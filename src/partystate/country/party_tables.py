"""What the CSV files of a country hold about the party's top: posts, rosters, ties, facts,
meetings."""

# pyright: reportInvalidTypeForm=false
# a Literal of words that stand elsewhere is made when the program runs, for pydantic

from __future__ import annotations

from typing import Annotated, Literal

from partystate.country.cells import (
    Amount,
    Count,
    Row,
    Share,
    Text,
    Time,
    Verified,
    number,
)

TIES = (
    "co_service",
    "same_platform",
    "joint_signature",
    "protege_appointment",
    "family",
    "exile_or_prison_together",
    "public_conflict",
    "private_complaint_documented",
    "opposed_vote",
)
FACTS = ("post", "body", "office", "report", "cc_vote", "honour", "named_after")
SEATS = ("full", "candidate", "holder")
POLITICS = ("opposition", "ruling", "expelled", "exiled", "banished", "dead")
SHOCKS = (
    "founder_capacity",
    "founder_dies",
    "collections_short",
    "murder",
    "scandal",
    "faction_ban",
)
PERSON = {"person": ("persons", "person")}


class PowerRow(Row):
    optional = True


class Office(PowerRow):
    key = ("office",)
    labels = {"appointed_by": ("offices", "office"), "region": ("party_regions", "region")}
    office: Text
    rank: Annotated[int, number(1, 1000, whole=True)]
    appointed_by: str | None
    weight: Share
    domain: Text
    region: str | None
    opens: Time | None
    closes: Time | None
    source: Text


class PartyRegion(PowerRow):
    key = ("region",)
    region: Text
    delegates: Share
    urban: Share
    holds: str | None  # regions of regions.csv in it, joined by ;
    source: Text
    verified: Verified


class BodySize(PowerRow):
    key = ("body", "role", "start")
    body: Text
    role: Literal["full", "candidate"]
    start: Time
    places: Count
    source: Text
    verified: Verified


class RosterRow(PowerRow):
    key = ("place", "role", "person", "start")
    labels = PERSON
    place: Text
    role: Literal[SEATS + POLITICS]
    person: Text
    start: Time
    end: Time | None
    source: Text
    verified: Verified


class Tie(PowerRow):
    key = ("person_a", "person_b", "date", "kind", "place")
    labels = {"person_a": ("persons", "person"), "person_b": ("persons", "person")}
    person_a: Text
    person_b: Text
    date: Time
    kind: Literal[TIES]
    sign: Literal["warm", "cold"]
    size: Annotated[int, number(2, 1000, whole=True)]
    place: Text
    source: Text
    verified: Verified


class Fact(PowerRow):
    key = ("person", "type", "item", "start")
    labels = PERSON
    person: Text
    type: Literal[FACTS]
    item: Text
    start: Time
    end: Time | None
    given_up: Literal["yes", "no"]
    value: Amount | None
    source: Text
    verified: Verified


class Position(PowerRow):
    key = ("person", "question", "date")
    labels = PERSON
    person: Text
    question: Text
    value: Annotated[float, number(-1, 1)]
    date: Time
    source: Text
    verified: Verified


class Issue(PowerRow):
    key = ("issue", "question")
    issue: Text
    question: Text
    weight: Annotated[float, number(-1, 1)]
    source: Text


class Meeting(PowerRow):
    key = ("kind", "start")
    kind: Literal["congress", "conference", "plenum"]
    name: Text
    start: Time
    end: Time
    model_use: Literal["given_event", "given_rule", "produce", "context"]
    source: Text
    verified: Verified


class Shock(PowerRow):
    key = ("series", "start")
    series: Literal[SHOCKS]
    start: Time
    value: Share
    source: Text
    verified: Verified


POWER_TABLES: dict[str, type[Row]] = {
    "offices": Office,
    "party_regions": PartyRegion,
    "body_sizes": BodySize,
    "roster": RosterRow,
    "ties": Tie,
    "service": Fact,
    "positions": Position,
    "issues": Issue,
    "meetings": Meeting,
    "shocks": Shock,
}
