"""Event claims as predicates over the ledger: who, what, in which window.

Window rule of the score: a day or month, a year or a span is widened by three months on both
sides; the response to a given shock runs from its month to three months after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.evidence.loading import check_time, load_meta
from partystate.evidence.tables import Line, each, read_lines

SLACK_MONTHS = 3
WINDOW_KINDS = ("day", "month", "year", "span", "response")
COLUMNS = (
    "id",
    "claim",
    "part",
    "kind",
    "actor",
    "target",
    "body",
    "office",
    "requires",
    "window",
    "window_kind",
    "episode_start",
    "note",
    "reason",
)
_PREDICATE = re.compile(r"^\S+ (alive|in \S+|out_of \S+|holds \S+)$")

# The closed list: what the ledger of a history may record, and what each word means.
EVENT_KINDS = {
    "accused": "an office-holder is accused in a plenum, a case or a trial",
    "appointed": "a person takes a seat or an office",
    "arrested": "a person is arrested",
    "assassinated": "an exile is killed abroad",
    "banished": "a person is put out of the country",
    "battle_lost": "a front loses the battle it fights",
    "battle_won": "a battle is won",
    "coalition_joined": "two members of a body come to vote as one coalition",
    "coalition_left": "a member leaves or is dropped from the ruling coalition",
    "coalition_split": "a ruling coalition divides on an issue",
    "condemned": "a body condemns a member's position as a deviation",
    "confessed": "an accused person confesses",
    "criticised": "an office-holder or body criticises another openly",
    "cult_grows": "praise of the leader passes a stated share of public speech",
    "deaths_concealed": "deaths are kept out of every published record",
    "doctrine_adopted": "a new official doctrine is declared",
    "died": "a person dies",
    "document_read": "a document is read out to a body",
    "document_read_to_few": "a withheld document is read to a chosen few",
    "document_withheld": "a document is kept from a body",
    "document_written": "a document is written that others may come to know",
    "drive_paused": "a campaign is halted and its gains fall back",
    "drive_resumed": "a halted campaign passes its former peak",
    "erased": "a person is taken out of texts and pictures",
    "executed": "a person is executed",
    "exiled": "a person is sent to a remote part of the country",
    "expelled": "a person is expelled from the party",
    "faith_outlawed": "a faith or sect is forbidden",
    "founder_mourned": "devotion to the dead founder passes a stated level",
    "grain_seized": "grain is taken by force in a region",
    "leader_named_in_anthem": "the leader's name enters the anthem",
    "line_adopted": "a body adopts a position as the line",
    "line_followed": "a person moves to the line",
    "opposition_joined": "a person joins the open opposition, alone or with another",
    "opposition_repressed": "an opposition inside the party is put down",
    "plan_begun": "a multi-year plan comes into force",
    "platform_opposed": "a member puts up a platform against another's",
    "power_taken": "a party takes the capital and the state",
    "power_lost": "the party loses power",
    "rising_failed": "a rising fails",
    "procurement_short": "collections fall well under the plan",
    "readmitted": "an expelled person is taken back",
    "recanted": "a person signs a submission",
    "region_taken": "a region comes under control by force",
    "region_lost": "a region is lost to others",
    "relation_soured": "trust between two persons falls below zero",
    "removal_proposed": "the removal of a person from an office is put forward",
    "removed": "a person loses a seat or an office",
    "resigned": "a person gives up an office",
    "rule_adopted": "a standing rule or institution is set up",
    "schism": "a church or party divides",
    "sentenced": "a person is sentenced to prison, camp or exile",
    "statement_falsified": "a published statement differs from the truth",
    "style_made_official": "a style becomes the only official one",
    "unrest_suppressed": "a rising in a region is put down",
    "vote_carried": "a motion of the actor is carried in a body",
    "vote_lost": "a motion of the actor is lost in a body",
}


@dataclass(frozen=True)
class EventTarget:
    """One predicate of an event claim; all parts of a claim are needed.

    `window` is the source's, `first_month` and `last_month` (month numbers) the scored one.
    A target with a `reason` is not scored.
    """

    id: str
    claim: str
    part: int
    kind: str
    actor: str
    target: str
    body: str
    office: str
    requires: tuple[str, ...]
    window: str
    window_kind: str
    first_month: int
    last_month: int
    episode_start: str
    note: str
    reason: str


def load_events(folder: str | Path, problems: list[UserError] | None = None) -> list[EventTarget]:
    """The rows of `events.csv`, scored and excused."""
    folder = Path(folder)
    starts = load_meta(folder).episode_starts
    return each(
        read_lines(folder / "events.csv", COLUMNS, unique="id", optional=True),
        lambda line: _target(line, starts),
        problems,
    )


def scored_window(window: str, kind: str) -> tuple[int, int]:
    """First and last month number in which the event counts, from the source's window."""
    first, last = dates.parse(window).months
    return (
        (first, last + SLACK_MONTHS)
        if kind == "response"
        else (first - SLACK_MONTHS, last + SLACK_MONTHS)
    )


def _target(line: Line, starts: tuple[str, ...]) -> EventTarget:
    part = int(line.number_or_none("part") or 0)
    actor, target, body, office = (line.text(c) for c in ("actor", "target", "body", "office"))
    if line.text("reason"):
        return EventTarget(
            line.required("id"),
            line.required("claim"),
            part,
            "",
            actor,
            target,
            body,
            office,
            (),
            "",
            "",
            0,
            0,
            "",
            line.text("note"),
            line.text("reason"),
        )
    check_time(line, "window", line.required("window"))
    kind, window_kind = line.choice("kind", EVENT_KINDS), line.choice("window_kind", WINDOW_KINDS)
    first, last = scored_window(line.text("window"), window_kind)
    episode = line.choice("episode_start", starts)
    if dates.month_number(episode) > last:
        raise line.error(
            "the episode starts after the window",
            "episode_start",
            found=episode,
            expected=f"no later than {dates.month_text(last)}",
        )
    return EventTarget(
        line.required("id"),
        line.required("claim"),
        part,
        kind,
        actor,
        target,
        body,
        office,
        _predicates(line),
        line.text("window"),
        window_kind,
        first,
        last,
        episode,
        line.text("note"),
        "",
    )


def _predicates(line: Line) -> tuple[str, ...]:
    parts = tuple(p.strip() for p in line.text("requires").split(";") if p.strip())
    for part in parts:
        if not _PREDICATE.match(part):
            raise line.error(
                "a predicate the model cannot read",
                "requires",
                found=repr(part),
                expected="PERSON alive | in BODY | out_of BODY | holds OFFICE",
            )
    return parts
