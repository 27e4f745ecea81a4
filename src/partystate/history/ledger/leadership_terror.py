"""The ledger of terror at the party's top: accusations, arrests, verdicts, deaths, and how a chief
of the police went.

A chief dropped for results that fell behind is `removed`, one dropped to take the blame has
`resigned`: the form of his going is a rule of ours. Followers of a fallen chief who are shot are
told a second time as his clients, with the body of the police."""

from __future__ import annotations

import numpy as np

from partystate.history.ledger.rows import Rows
from partystate.world.power import BLAMED, DETAINED, IMPRISONED, STAYS

POLICE = "police"  # the body in the closed list of events
SIMPLIFIED = "troika"  # the rule in that list: cases without a court
CLIENTS = "clients of {}"


def terror_at_the_top(rows: Rows) -> None:
    """Add the events of a batch to `rows` of a ledger."""
    for write in (_accused, _custody, _killed, _chief, _clients, _decisions):
        write(rows)


def _new(kept, name):
    return kept.fields[name] & ~kept.previous(name)


def _accused(rows) -> None:
    kept, top = rows.kept, rows.kept.country.leadership
    run, month, person = np.nonzero(_new(kept, "accused"))
    by = kept.fields["strongest"][run, month]
    seated = (kept.body(top.committee) > 0) | (np.roll(kept.body(top.committee), 1, axis=1) > 0)
    sits = seated[run, month, person]
    for place, which in ((top.committee, sits), ("", ~sits)):
        rows.add(
            "accused", "prosecution", run[which], month[which], by[which], person[which], place
        )


def _custody(rows) -> None:
    kept = rows.kept
    now, was = kept.fields["custody"], kept.previous("custody")
    run, month, person = np.nonzero(kept.fields["arrested"])
    rows.add("arrested", "prosecution", run, month, kept.fields["strongest"][run, month], person)
    run, month, person = np.nonzero((now == DETAINED) & (was == IMPRISONED))
    rows.add("accused", "prosecution", run, month, kept.fields["strongest"][run, month], person)
    run, month, person = np.nonzero((now == IMPRISONED) & (was == DETAINED))
    rows.add("sentenced", "prosecution", run, month, target=person)
    run, month, person = np.nonzero(_new(kept, "confessed"))
    rows.add("confessed", "prosecution", run, month, target=person)


def _killed(rows) -> None:
    kept = rows.kept
    run, month, person = np.nonzero(_new(kept, "executed"))
    rows.add("sentenced", "prosecution", run, month, target=person)
    rows.add("executed", "prosecution", run, month, target=person)
    run, month, person = np.nonzero(_new(kept, "killed_abroad"))
    rows.add("assassinated", "abroad", run, month, target=person)


def _police_office(kept):
    """(number, name) of the office of the police, or None."""
    at = int(kept.facts.police)
    return (at, kept.axes.offices.labels[at]) if at >= 0 else None


def _chief(rows) -> None:
    kept, found = rows.kept, _police_office(rows.kept)
    if found is None:
        return
    office, name = found
    was = kept.previous("holder")[:, :, office]
    left = kept.fields["chief_left"]
    for kind, which in (
        ("resigned", left == BLAMED),
        ("removed", (left != STAYS) & (left != BLAMED)),
    ):
        run, month = np.nonzero(which & (was >= 0))
        person = was[run, month]
        rows.add(
            kind, "police_chief", run, month, kept.fields["strongest"][run, month], person, name
        )


def _clients(rows) -> None:
    kept, found = rows.kept, _police_office(rows.kept)
    if found is None:
        return
    shot = _new(kept, "executed")
    was = kept.previous("holder")[:, :, found[0]]
    for r, t in zip(*np.nonzero((kept.fields["chief_left"] != STAYS) & (was >= 0)), strict=True):
        chief = int(was[r, t])
        followers = (kept.previous("principal")[r, t] == chief) | (
            kept.previous("sponsor")[r, t] == chief
        )
        followers[chief] = False
        months = t + np.flatnonzero(shot[r, t:][:, followers].any(1))
        rows.add(
            "executed",
            "prosecution",
            np.full(len(months), r),
            months,
            office=POLICE,
            about=CLIENTS.format(kept.names[chief]),
        )


def _decisions(rows) -> None:
    kept, top = rows.kept, rows.kept.country.leadership
    run, month = np.nonzero(_new(kept, "simplified"))
    rows.add("rule_adopted", "prosecution", run, month, office=SIMPLIFIED)
    run, month = np.nonzero(_new(kept, "braking"))
    rows.add("criticised", "police_chief", run, month, office=top.inner, by=top.inner, about=POLICE)
