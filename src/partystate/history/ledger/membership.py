"""Who left the party or came back, was sent away, recanted or followed the line."""

from __future__ import annotations

import numpy as np

from partystate.history.ledger.rows import PARTY, Rows
from partystate.world.power import BANISHED, EXILED, EXPELLED, MEMBER


def membership(rows: Rows) -> None:
    """Expulsions, exile, readmission, and those who yielded."""
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
