"""Who stood with whom: opposition, the coalition that rules, and trust that was lost."""

from __future__ import annotations

import numpy as np

from partystate.history.leadership import Leadership
from partystate.history.ledger.rows import HALF, Rows
from partystate.world.power import FULL


def opposition(rows: Rows) -> None:
    """Platforms, and who joined whom against the line."""
    kept, top = rows.kept, rows.kept.country.leadership
    now, was = kept.fields["opposing"], kept.previous("opposing")
    joins = now & ~was
    joins[:, 0] |= kept.before["opposing"]
    seated = kept.body(top.committee) > 0
    leader = leader_of(kept)
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


def coalition(rows: Rows) -> None:
    """Coalitions joined, left and split."""
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


def relations(rows: Rows) -> None:
    """Notables whom the founder ceases to trust."""
    kept = rows.kept
    founder = int(kept.facts.founder)
    trust = kept.founder_trust
    was = np.concatenate([kept.before["trust_of_founder"][:, None], trust[:, :-1]], axis=1)
    notable = kept.body(kept.country.leadership.inner) > 0
    run, month, person = np.nonzero((trust < 0) & (was >= 0) & notable)
    rows.add("relation_soured", "relations", run, month, founder, person)


def leader_of(kept: Leadership) -> np.ndarray:
    """[N, T] the founder while more present than not, else the strongest of the rulers."""
    founder = int(kept.facts.founder)
    return np.where(kept.fields["presence"] > HALF, founder, kept.fields["strongest"])


def _ever(flags: np.ndarray) -> np.ndarray:
    """[N, T, P] whether so now or before."""
    return np.maximum.accumulate(flags, axis=1)
