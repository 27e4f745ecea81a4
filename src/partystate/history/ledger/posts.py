"""Who came into seats and offices and who lost them, and who died."""

from __future__ import annotations

import numpy as np

from partystate.history.ledger.rows import INPUT, OPENING, PARTY, Rows
from partystate.world.power import MEMBER, MOTION_NONE, STAYS


def opening(rows: Rows) -> None:
    """Posts held when the run opens."""
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


def deaths(rows: Rows) -> None:
    """Deaths, those that are given among them; killings are told by `terror_at_the_top`."""
    kept = rows.kept
    killed = kept.fields["executed"] | kept.fields["killed_abroad"]
    run, month, person = np.nonzero(kept.previous("alive") & ~kept.fields["alive"] & ~killed)
    given = (person == int(kept.facts.founder)) | (np.asarray(kept.murder)[month] > 0)
    rows.add("died", "succession", run[~given], month[~given], target=person[~given])
    rows.add("died", INPUT, run[given], month[given], target=person[given])


def seats(rows: Rows) -> None:
    """Seats of bodies won and lost."""
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


def offices(rows: Rows) -> None:
    """Offices won and lost."""
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
