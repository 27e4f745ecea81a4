"""What is asked of a history of the party's top, as one number a run, so that histories can be compared in pairs."""

from __future__ import annotations

import numpy as np

from partystate.core import dates
from partystate.history.power_kept import PowerKept
from partystate.history.power_series import client_share
from partystate.world.power import FULL

DECEMBER = "-12"


def outcomes(kept: PowerKept) -> dict[str, np.ndarray]:
    """Outcome -> [N]; shares and counts over the months up to `order_until` of the country."""
    top, fields = kept.scenario.country.meta.power, kept.fields
    last = _at(kept, top.order_until)
    then = _at(kept, f"{top.leader_year}{DECEMBER}" if top.leader_year else None)
    holder, leader = kept.office(top.appointments), fields["leader"]
    people = np.arange(len(kept.names))
    found = {
        f"{' and '.join(group)} out of the inner body": _gone(kept, group, top.inner, last) for group in top.order
    }
    named = people < kept.scenario.axes.named
    expelled = (fields["status"] > 0) & (kept.previous("status") == 0) & named
    inner = kept.body(top.inner) == FULL
    lost = (kept.previous("seats")[:, :, kept.scenario.axes.bodies.index(top.inner)] > 0) & (kept.body(top.inner) == 0)
    committee = kept.body(top.committee) == FULL
    critics = (committee & fields["opposing"]).sum(2) / np.maximum(committee.sum(2), 1)
    found |= {
        "holder of the appointments office leads": ((leader == holder) & (leader >= 0))[:, then],
        "share of the inner body that follows the leader": client_share(kept)[:, then],
        "the leader's share of power": np.take_along_axis(fields["bloc"][:, then], np.maximum(leader[:, then], 0)[:, None], 1)[:, 0],
        "members expelled": expelled[:, : last + 1].sum((1, 2)),
        "seats of the inner body lost alive": (lost & fields["alive"])[:, : last + 1].sum((1, 2)),
        "open criticism in the committee, mean share": critics[:, : last + 1].mean(1),
        "votes on removing the holder": (fields["challenge"] >= 0)[:, : last + 1].sum(1),
        "such votes carried": (fields["challenge"] > 1 / 2)[:, : last + 1].sum(1),
        "size of the ruling circle in the inner body": (inner & fields["ruling"])[:, then].sum(1),
    }
    for k, issue in enumerate(kept.scenario.axes.issues.labels):
        found[f"line on {issue}"] = fields["line"][:, then, k]
    for person in dict.fromkeys(p for group in top.order for p in group):
        found[f"{person} leads"] = leader[:, then] == kept.scenario.axes.number[person]
    for person in top.watched:
        found[f"{person} leads"] = leader[:, then] == kept.scenario.axes.number[person]
    return {name: np.asarray(values, float) for name, values in found.items()}


def _at(kept: PowerKept, month: str | None) -> int:
    """Position of a month in the run, or its last."""
    last = len(kept.months) - 1
    return last if month is None else int(np.clip(dates.month_number(month) - int(kept.months[0]), 0, last))


def _gone(kept: PowerKept, group: list[str], body: str, last: int) -> np.ndarray:
    """[N] whether everybody of a group sat in a body at some time and none does at `last`."""
    seats = kept.body(body)[:, : last + 1]
    gone = np.ones(len(kept.runs), bool)
    for person in group:
        mine = seats[:, :, kept.scenario.axes.number[person]] > 0
        start = kept.before["seats"][:, kept.scenario.axes.bodies.index(body), kept.scenario.axes.number[person]] > 0
        gone &= (mine.any(1) | start) & ~mine[:, -1]
    return gone
