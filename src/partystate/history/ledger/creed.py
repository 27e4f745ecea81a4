"""Events of the cult and of doctrine: the months in which a quantity passes a threshold, by rules
that were set before any run.

Praise becomes prominent once it is half of public speech; the founder is mourned once devotion to
him passes one half; doctrine of struggle is adopted once it calls for struggle more than usual, of
one country once it is nearer to that than to revolution abroad, of friendly classes when it is
declared. The anthem is a flag of the state."""

from __future__ import annotations

import numpy as np

from partystate.history.ledger.rows import HALF, Rows
from partystate.world.culture import ANTHEM, USUAL_LICENCE

PROPAGANDA, DOCTRINE = "propaganda", "doctrine"
STRUGGLE, ONE_COUNTRY, FRIENDLY_CLASSES = "struggle", "one_country", "friendly_classes"


def creed(rows: Rows) -> None:
    """Add the events of a batch to `rows` of a ledger."""
    kept = rows.kept
    honoured = kept.fields["creed.honoured"]

    def passes(name: str, bound: float, part: int | None = None):
        now, was = kept.fields[f"creed.{name}"], kept.previous(f"creed.{name}")
        if part is not None:
            now, was = now[..., part], was[..., part]
        return np.nonzero((now > bound) & ~(was > bound))

    for kind, at in (
        ("cult_grows", passes("image", HALF)),
        ("leader_named_in_anthem", passes("signs", HALF, ANTHEM)),
    ):
        rows.add(kind, PROPAGANDA, *at, target=honoured[at])
    founder = int(kept.facts.founder)
    rows.add("founder_mourned", PROPAGANDA, *passes("devotion", HALF), target=founder)
    for doctrine, at in (
        (STRUGGLE, passes("licence", USUAL_LICENCE)),
        (ONE_COUNTRY, passes("one_country", HALF)),
        (FRIENDLY_CLASSES, passes("concord", HALF)),
    ):
        rows.add("doctrine_adopted", DOCTRINE, *at, office=doctrine)
