"""What is asked of a history of the party's top, as one number a run, so that histories can be
compared in pairs."""

from __future__ import annotations

import numpy as np

from partystate.core import dates
from partystate.history.leadership import Leadership, chiefs_dropped, client_share
from partystate.world.power import FULL

DECEMBER = "-12"


def outcomes(kept: Leadership) -> dict[str, np.ndarray]:
    """Outcome -> [N]; shares and counts over the months up to `order_until` of the country."""
    top, fields = kept.country.leadership, kept.fields
    last = _at(kept, top.order_until)
    then = _at(kept, f"{top.leader_year}{DECEMBER}" if top.leader_year else None)
    holder, leader = kept.office(top.appointments), fields["leader"]
    people = np.arange(len(kept.names))
    found = {
        f"{' and '.join(group)} out of the inner body": _gone(kept, group, top.inner, last)
        for group in top.order
    }
    named = people < kept.axes.named
    expelled = (fields["status"] > 0) & (kept.previous("status") == 0) & named & ~fields["arrested"]
    inner = kept.body(top.inner) == FULL
    lost = (kept.previous("seats")[:, :, kept.axes.bodies.index(top.inner)] > 0) & (
        kept.body(top.inner) == 0
    )
    committee = kept.body(top.committee) == FULL
    critics = (committee & fields["opposing"]).sum(2) / np.maximum(committee.sum(2), 1)
    found |= {
        "holder of the appointments office leads": ((leader == holder) & (leader >= 0))[:, then],
        "share of the inner body that follows the leader": client_share(kept)[:, then],
        "the leader's share of power": np.take_along_axis(
            fields["bloc"][:, then], np.maximum(leader[:, then], 0)[:, None], 1
        )[:, 0],
        "members expelled": expelled[:, : last + 1].sum((1, 2)),
        "seats of the inner body lost alive": (lost & fields["alive"])[:, : last + 1].sum((1, 2)),
        "open criticism in the committee, mean share": critics[:, : last + 1].mean(1),
        "votes on removing the holder": (fields["challenge"] >= 0)[:, : last + 1].sum(1),
        "such votes carried": (fields["challenge"] > 1 / 2)[:, : last + 1].sum(1),
        "size of the ruling circle in the inner body": (inner & fields["ruling"])[:, then].sum(1),
    }
    for k, issue in enumerate(kept.axes.issues.labels):
        found[f"line on {issue}"] = fields["line"][:, then, k]
    for person in dict.fromkeys(p for group in top.order for p in group):
        found[f"{person} leads"] = leader[:, then] == kept.axes.number[person]
    for person in top.watched:
        found[f"{person} leads"] = leader[:, then] == kept.axes.number[person]
    found |= terror(kept)
    return {name: np.asarray(values, float) for name, values in found.items()}


def terror(kept: Leadership) -> dict[str, np.ndarray]:
    """Terror at the top over the whole run; persons of record and reserve alike."""
    fields, top = kept.fields, kept.country.leadership
    shot, taken = fields["executed"][:, -1], fields["arrested"].any(1)
    client = clients_of(kept)
    opponent = fields["ever_opposed"][:, -1] & ~client

    def share(which, of):
        return (which & of).sum(1) / np.maximum(of.sum(1), 1)

    return {
        "office-holders arrested": taken.sum(1),
        "office-holders shot": shot.sum(1),
        "former opponents shot, share": share(shot, opponent),
        "clients of the leader shot, share": share(shot, client & ever_in(kept, top.committee)),
        "chiefs of the police dropped": chiefs_dropped(kept),
        "fighting power of the army lost": experience_lost(fields["experience"]).max(1),
        "exiles killed abroad": fields["killed_abroad"][:, -1].sum(1),
    }


def clients_of(kept: Leadership) -> np.ndarray:
    """[N, P] who followed the leader in the month before the first arrest, or in the last month."""
    months = len(kept.months)
    taken = np.any(kept.fields["arrested"], axis=2)
    at = np.where(np.any(taken, axis=1), np.maximum(taken.argmax(1) - 1, 0), months - 1)
    runs = np.arange(len(kept.runs))
    leader = kept.fields["leader"][runs, at]
    return (kept.fields["principal"][runs, at] == leader[:, None]) & (leader >= 0)[:, None]


def ever_in(kept: Leadership, body: str) -> np.ndarray:
    """[N, P] who has sat in a body."""
    return np.any(kept.body(body) > 0, axis=1)


def experience_lost(experience: np.ndarray) -> np.ndarray:
    """[N, T] share of fighting power lost, of experience [N, T, R]."""
    weight = 1 + np.linspace(1, 0, experience.shape[-1])
    return 1 - experience @ weight / weight.sum()


def _at(kept: Leadership, month: str | None) -> int:
    """Position of a month in the run, or its last."""
    last = len(kept.months) - 1
    return (
        last
        if month is None
        else int(np.clip(dates.month_number(month) - int(kept.months[0]), 0, last))
    )


def _gone(kept: Leadership, group: list[str], body: str, last: int) -> np.ndarray:
    """[N] whether everybody of a group sat in a body at some time and none does at `last`."""
    seats = kept.body(body)[:, : last + 1]
    gone = np.ones(len(kept.runs), bool)
    for person in group:
        mine = seats[:, :, kept.axes.number[person]] > 0
        start = kept.before["seats"][:, kept.axes.bodies.index(body), kept.axes.number[person]] > 0
        gone &= (mine.any(1) | start) & ~mine[:, -1]
    return gone
