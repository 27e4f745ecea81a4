"""What was voted on and how it ended, and the rules adopted."""

from __future__ import annotations

import numpy as np

from partystate.history.ledger.rows import CONFERENCE, CONGRESS, HALF, Rows
from partystate.history.ledger.sides import leader_of
from partystate.world.power import MOTION_NONE


def votes(rows: Rows) -> None:
    """Divisions, condemnations, removals proposed, and the ban on factions."""
    kept, top = rows.kept, rows.kept.country.leadership
    division, inputs = kept.fields["division"], kept.party
    meets = [(CONGRESS, np.asarray(inputs.congress)), (CONFERENCE, np.asarray(inputs.conference))]
    leader, inner = leader_of(kept), kept.body(top.inner) > 0
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
