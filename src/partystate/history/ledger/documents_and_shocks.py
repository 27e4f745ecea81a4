"""What the founder left in writing, and shocks from outside."""

from __future__ import annotations

import numpy as np

from partystate.history.ledger.rows import CONGRESS, INPUT, PARTY, Rows
from partystate.world.power import READ, READ_TO_FEW, WITHHELD, WRITTEN

SHORT = 0.1  # share by which collections fall short to be told


def documents(rows: Rows) -> None:
    """The testament: written, withheld, read."""
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


def inputs(rows: Rows) -> None:
    """Shocks from outside, told so that causes can be followed back to them."""
    kept = rows.kept
    short = kept.shortfall > SHORT
    began = short & ~np.concatenate([np.zeros_like(short[:, :1]), short[:, :-1]], axis=1)
    run, month = np.nonzero(began)
    rows.add("procurement_short", INPUT, run, month)
