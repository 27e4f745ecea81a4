"""Who came into seats and offices and who lost them, and who died."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from partystate.history.ledger.rows import INPUT, OPENING, PARTY, Rows
from partystate.world.power import MEMBER, MOTION_NONE, STAYS

Where = tuple[np.ndarray, ...]  # of events: run, month, person


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
    for b, body in enumerate(axes.bodies.labels):
        gained, lost = now[:, :, b] > was[:, :, b], now[:, :, b] < was[:, :, b]
        _won(rows, np.nonzero(gained), body)
        gone = np.nonzero(lost & kept.fields["alive"] & (now[:, :, b] == 0))
        _lost(rows, gone, body, kept.fields["vote_for"][gone])


def offices(rows: Rows) -> None:
    """Offices won and lost."""
    kept, axes = rows.kept, rows.kept.axes
    now, was = kept.fields["holder"], kept.previous("holder")
    for o, office in enumerate(axes.offices.labels):
        changed = now[:, :, o] != was[:, :, o]
        run, month = np.nonzero(changed & (now[:, :, o] >= 0))
        _won(rows, (run, month, now[run, month, o]), office)
        run, month = np.nonzero(changed & (was[:, :, o] >= 0))
        person = was[run, month, o]
        living = kept.fields["alive"][run, month, person]
        if o == int(kept.facts.police):
            living &= kept.fields["chief_left"][run, month] == STAYS  # told by terror_at_the_top
        _lost(rows, (run[living], month[living], person[living]), office)


def _won(rows: Rows, at: Where, place: str) -> None:
    """Persons who came into a seat or an office, by their sponsors."""
    run, month, person = at
    sponsor = rows.kept.fields["sponsor"][at]
    rows.add("appointed", "appointments", run, month, sponsor, person, place)


def _lost(rows: Rows, at: Where, place: str, weight: ArrayLike = 0.0) -> None:
    """Persons who lost a seat or an office, first those who were voted out and then those whom
    appointments moved."""
    run, month, person = at
    voted, weight = rows.kept.fields["motion"][at] > MOTION_NONE, np.broadcast_to(weight, run.shape)
    strongest = rows.kept.fields["strongest"][run, month]
    for mechanism, k in (("votes", voted), ("appointments", ~voted)):
        rows.add("removed", mechanism, run[k], month[k], strongest[k], person[k], place, weight[k])
