"""The ledger of the party's top: what changed from one month to the next, in the words of the
closed list of kinds.

An event is (run, month, kind, actor, target, office, mechanism, weight). `office` holds a body or
an office. Posts of the opening and events forced by replay are marked, so that nothing given is
counted as foreseen."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from partystate.core import dates
from partystate.history.leadership import Leadership
from partystate.history.ledger.leadership_terror import terror_at_the_top
from partystate.world.power import (
    BANISHED,
    EXILED,
    EXPELLED,
    FULL,
    MEMBER,
    MOTION_NONE,
    READ,
    READ_TO_FEW,
    STAYS,
    WITHHELD,
    WRITTEN,
)

OPENING, RECORDED, INPUT = "opening", "recorded", "input"
GIVEN = (OPENING, RECORDED, INPUT)
SHORT = 0.1  # share by which collections fall short to be told
PARTY, CONGRESS, CONFERENCE = "party", "congress", "conference"
HALF = 1 / 2
COLUMNS = ("run", "month", "kind", "actor", "target", "office", "mechanism", "weight")


@dataclass
class Rows:
    """Columns gathered as arrays; -1 is nobody."""

    kept: Leadership
    parts: list[dict] = field(default_factory=list)

    def add(
        self,
        kind: str,
        mechanism: str,
        run: ArrayLike,
        month: ArrayLike,
        actor: ArrayLike = -1,
        target: ArrayLike = -1,
        office: str = "",
        weight: ArrayLike = 0.0,
        by: str = "",
        about: str = "",
    ) -> None:
        """Add events; scalars are spread over the runs. `by` names a body that acts, `about` a
        group or body that is acted on."""
        run = np.atleast_1d(run)
        if not len(run):
            return

        def wide(value):
            return np.broadcast_to(np.asarray(value), run.shape)

        self.parts.append(
            {
                "run": run,
                "month": wide(month),
                "kind": kind,
                "actor": wide(actor),
                "target": wide(target),
                "office": office,
                "mechanism": mechanism,
                "weight": wide(weight).astype(float),
                "by": by,
                "about": about,
            }
        )

    def table(self) -> pl.DataFrame:
        """One frame in order of run, time and kind, with names put back."""
        people = np.array([*self.kept.names, ""], dtype=object)
        runs, months = np.array(self.kept.runs), self.kept.months
        text = {int(m): dates.month_text(int(m)) for m in months}
        frames = [
            pl.DataFrame(
                {
                    "run": pl.Series(runs[p["run"]], dtype=pl.Int32),
                    "time": [text[int(months[m])] for m in p["month"]],
                    "kind": [p["kind"]] * len(p["run"]),
                    "actor": [p["by"]] * len(p["run"]) if p["by"] else list(people[p["actor"]]),
                    "target": [p["about"]] * len(p["run"])
                    if p["about"]
                    else list(people[p["target"]]),
                    "office": [p["office"]] * len(p["run"]),
                    "mechanism": [p["mechanism"]] * len(p["run"]),
                    "weight": p["weight"],
                }
            )
            for p in self.parts
        ]
        table = pl.concat(frames)
        return table.sort(["run", "time", "kind", "office", "target", "actor"])


def ledger(kept: Leadership) -> pl.DataFrame:
    """Every event of every run."""
    rows = Rows(kept)
    _opening(rows)
    for write in (
        _deaths,
        _seats,
        _offices,
        _membership,
        _opposition,
        _coalition,
        _votes,
        _documents,
        _relations,
        terror_at_the_top,
    ):
        write(rows)
    _inputs(rows)
    return _forced(kept, rows.table())


def _forced(kept: Leadership, table: pl.DataFrame) -> pl.DataFrame:
    """Mark events of months under replay."""
    until = kept.replay_until
    if not until:
        return table
    is_forced = (pl.col("time") < until) & (pl.col("mechanism") != OPENING)
    return table.with_columns(
        pl.when(is_forced).then(pl.lit(RECORDED)).otherwise(pl.col("mechanism")).alias("mechanism")
    )


def _opening(rows: Rows) -> None:
    kept, axes = rows.kept, rows.kept.axes
    run, person = np.nonzero(kept.before["status"] == MEMBER)
    rows.add("appointed", OPENING, run, 0, target=person, office=PARTY)
    for b, body in enumerate(axes.bodies.labels):
        run, person = np.nonzero(kept.before["seats"][:, b] > 0)
        rows.add("appointed", OPENING, run, 0, target=person, office=body)
    for o, office in enumerate(axes.offices.labels):
        held = kept.before["holder"][:, o]
        run = np.flatnonzero(held >= 0)
        rows.add("appointed", OPENING, run, 0, target=held[run], office=office)


def _deaths(rows: Rows) -> None:
    kept = rows.kept
    killed = kept.fields["executed"] | kept.fields["killed_abroad"]
    run, month, person = np.nonzero(kept.previous("alive") & ~kept.fields["alive"] & ~killed)
    given = (person == int(kept.facts.founder)) | (np.asarray(kept.murder)[month] > 0)
    rows.add("died", "succession", run[~given], month[~given], target=person[~given])
    rows.add("died", INPUT, run[given], month[given], target=person[given])


def _inputs(rows: Rows) -> None:
    """Shocks from outside, told so that causes can be followed back to them."""
    kept = rows.kept
    short = kept.shortfall > SHORT
    began = short & ~np.concatenate([np.zeros_like(short[:, :1]), short[:, :-1]], axis=1)
    run, month = np.nonzero(began)
    rows.add("procurement_short", INPUT, run, month)


def _seats(rows: Rows) -> None:
    kept, axes = rows.kept, rows.kept.axes
    now, was = kept.fields["seats"], kept.previous("seats")
    moved = kept.fields["motion"] > MOTION_NONE
    for b, body in enumerate(axes.bodies.labels):
        gained, lost = now[:, :, b] > was[:, :, b], now[:, :, b] < was[:, :, b]
        run, month, person = np.nonzero(gained)
        rows.add(
            "appointed",
            "appointments",
            run,
            month,
            kept.fields["sponsor"][run, month, person],
            person,
            body,
        )
        for is_voted, mechanism in ((True, "votes"), (False, "appointments")):
            gone = lost & kept.fields["alive"] & (now[:, :, b] == 0) & (moved == is_voted)
            run, month, person = np.nonzero(gone)
            weight = kept.fields["vote_for"][run, month, person]
            rows.add(
                "removed",
                mechanism,
                run,
                month,
                kept.fields["strongest"][run, month],
                person,
                body,
                weight,
            )


def _offices(rows: Rows) -> None:
    kept, axes = rows.kept, rows.kept.axes
    now, was = kept.fields["holder"], kept.previous("holder")
    for o, office in enumerate(axes.offices.labels):
        changed = now[:, :, o] != was[:, :, o]
        run, month = np.nonzero(changed & (now[:, :, o] >= 0))
        person = now[run, month, o]
        rows.add(
            "appointed",
            "appointments",
            run,
            month,
            kept.fields["sponsor"][run, month, person],
            person,
            office,
        )
        run, month = np.nonzero(changed & (was[:, :, o] >= 0))
        person = was[run, month, o]
        living = kept.fields["alive"][run, month, person]
        if o == int(kept.facts.police):
            living &= kept.fields["chief_left"][run, month] == STAYS  # told by terror_at_the_top
        run, month, person = run[living], month[living], person[living]
        voted = kept.fields["motion"][run, month, person] > MOTION_NONE
        for is_voted, mechanism in ((True, "votes"), (False, "appointments")):
            k = voted == is_voted
            rows.add(
                "removed",
                mechanism,
                run[k],
                month[k],
                kept.fields["strongest"][run[k], month[k]],
                person[k],
                office,
            )


def _membership(rows: Rows) -> None:
    kept = rows.kept
    now, was = kept.fields["status"], kept.previous("status")
    for kind, status, office in (
        ("expelled", EXPELLED, PARTY),
        ("exiled", EXILED, ""),
        ("banished", BANISHED, ""),
    ):
        for is_arrest, mechanism in ((False, "votes"), (True, "prosecution")):
            run, month, person = np.nonzero(
                (now == status) & (was != status) & (kept.fields["arrested"] == is_arrest)
            )
            rows.add(
                kind, mechanism, run, month, kept.fields["strongest"][run, month], person, office
            )
    run, month, person = np.nonzero((now == MEMBER) & (was > MEMBER))
    rows.add("readmitted", "discipline", run, month, target=person, office=PARTY)
    run, month, person = np.nonzero(kept.fields["recanted"] & ~kept.previous("recanted"))
    rows.add("recanted", "discipline", run, month, target=person, office=PARTY)
    run, month, person = np.nonzero(kept.fields["yielded"])
    rows.add(
        "line_followed", "discipline", run, month, kept.fields["strongest"][run, month], person
    )


def _opposition(rows: Rows) -> None:
    kept, top = rows.kept, rows.kept.country.leadership
    now, was = kept.fields["opposing"], kept.previous("opposing")
    joins = now & ~was
    joins[:, 0] |= kept.before["opposing"]
    seated = kept.body(top.committee) > 0
    leader = _leader(kept)
    run, month, person = np.nonzero(joins)
    rows.add(
        "platform_opposed", "discipline", run, month, person, leader[run, month], top.committee
    )
    inner = kept.body(top.inner) > 0
    for place, sits in ((top.inner, inner), (top.committee, seated)):
        k = sits[run, month, person]
        rows.add(
            "opposition_joined",
            "discipline",
            run[k],
            month[k],
            person[k],
            leader[run, month][k],
            place,
        )
    known = (inner | _ever(inner)) & (now | joins)
    for r, t, p in zip(run, month, person, strict=True):
        others = np.flatnonzero(known[r, t])
        others = others[others != p]
        if known[r, t, p] and len(others):
            rows.add(
                "opposition_joined",
                "discipline",
                np.full(len(others), r),
                t,
                p,
                others,
                top.committee,
            )


def _ever(flags: np.ndarray) -> np.ndarray:
    """[N, T, P] whether so now or before."""
    return np.maximum.accumulate(flags, axis=1)


def _leader(kept: Leadership) -> np.ndarray:
    """[N, T] the founder while more present than not, else the strongest of the rulers."""
    founder = int(kept.facts.founder)
    return np.where(kept.fields["presence"] > HALF, founder, kept.fields["strongest"])


def _coalition(rows: Rows) -> None:
    kept, top = rows.kept, rows.kept.country.leadership
    founder = int(kept.facts.founder)
    seated = kept.body(top.inner) == FULL
    seated = seated & (np.arange(seated.shape[2]) != founder) & kept.fields["alive"]
    rules = kept.fields["ruling"] & seated
    closed = (seated & ~rules).any(2) & rules.any(2)
    inside = rules & closed[:, :, None]
    before = np.concatenate([np.zeros_like(inside[:, :1]), inside[:, :-1]], axis=1)
    for r, t in zip(*np.nonzero((inside & ~before).any(2)), strict=True):
        members, old = np.flatnonzero(inside[r, t]), before[r, t]
        pairs = [(a, b) for a in members for b in members if a < b and not (old[a] and old[b])]
        if pairs:
            a, b = np.array(pairs).T
            rows.add("coalition_joined", "coalition", np.full(len(a), r), t, a, b, top.inner)
    was = np.concatenate([np.ones_like(rules[:, :1]), rules[:, :-1]], axis=1)
    dropped = was & ~kept.fields["ruling"] & seated
    run, month, person = np.nonzero(dropped)
    rows.add(
        "coalition_left",
        "coalition",
        run,
        month,
        kept.fields["strongest"][run, month],
        person,
        top.inner,
    )
    run, month = np.nonzero(dropped.any(2))
    rows.add("coalition_split", "coalition", run, month, office=top.inner)


def _votes(rows: Rows) -> None:
    kept, top = rows.kept, rows.kept.country.leadership
    division, inputs = kept.fields["division"], kept.party
    meets = [(CONGRESS, np.asarray(inputs.congress)), (CONFERENCE, np.asarray(inputs.conference))]
    leader, inner = _leader(kept), kept.body(top.inner) > 0
    run, month = np.nonzero(division >= 0)
    for r, t in zip(run, month, strict=True):
        place = next((name for name, when in meets if when[t]), top.committee)
        won = division[r, t] > HALF
        rows.add(
            "vote_carried" if won else "vote_lost",
            "votes",
            r,
            t,
            leader[r, t],
            office=place,
            weight=division[r, t],
        )
        against = np.flatnonzero(kept.previous("opposing")[r, t] & inner[r, t]) if won else []
        rows.add(
            "vote_lost",
            "votes",
            np.full(len(against), r),
            t,
            against,
            office=top.inner,
            weight=1 - division[r, t],
        )
    share, motion = kept.fields["vote_for"], kept.fields["motion"]
    run, month, person = np.nonzero(
        (motion > MOTION_NONE) & (share > HALF) & kept.previous("opposing")
    )
    rows.add(
        "condemned",
        "votes",
        run,
        month,
        target=person,
        office=top.committee,
        weight=share[run, month, person],
    )
    run, month = np.nonzero(kept.fields["challenge"] >= 0)
    subject = kept.fields["subject"][run, month]
    rows.add(
        "removal_proposed",
        "votes",
        run,
        month,
        -1,
        subject,
        top.appointments,
        kept.fields["challenge"][run, month],
    )
    run, month = np.nonzero(kept.fields["faction_ban"] & ~kept.previous("faction_ban"))
    rows.add("rule_adopted", "votes", run, month, office="faction_ban")


def _documents(rows: Rows) -> None:
    kept, top = rows.kept, rows.kept.country.leadership
    state, was = kept.fields["testament"], kept.previous("testament")
    founder = int(kept.facts.founder)

    def becomes(value):
        return np.nonzero((state == value) & (was != value))

    run, month = np.nonzero((state >= WRITTEN) & (was < WRITTEN))
    subject = kept.fields["subject"][run, month]
    rows.add("document_written", "succession", run, month, founder, subject)
    run, month = becomes(WITHHELD)
    rows.add("document_withheld", "succession", run, month, office=CONGRESS, by=top.inner)
    run, month = becomes(READ_TO_FEW)
    rows.add("document_withheld", "succession", run, month, office=PARTY, by=top.committee)
    rows.add("document_read_to_few", "succession", run, month, office=CONGRESS, by=top.committee)
    run, month = becomes(READ)
    rows.add("document_read", "succession", run, month, office=CONGRESS)


def _relations(rows: Rows) -> None:
    kept = rows.kept
    founder = int(kept.facts.founder)
    trust = kept.founder_trust
    was = np.concatenate([kept.before["trust_of_founder"][:, None], trust[:, :-1]], axis=1)
    notable = kept.body(kept.country.leadership.inner) > 0
    run, month, person = np.nonzero((trust < 0) & (was >= 0) & notable)
    rows.add("relation_soured", "relations", run, month, founder, person)
