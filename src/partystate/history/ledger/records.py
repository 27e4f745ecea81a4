"""The ledger of what is kept back, put falsely and erased.

A figure that begins to be withheld is told as a document withheld from print, with another in its
place; deaths as concealed where a mass operation begins whose shot are withheld, or where the shot
begin to be withheld in one."""

from __future__ import annotations

import numpy as np

from partystate.history.ledger.begins import begins
from partystate.history.ledger.rows import PUBLIC, Rows
from partystate.world.records import BIRTHS, COUNT, DEATHS, SHOT

EXECUTED = "executed office-holders"  # as the evidence calls them together
CAUSE = "a cause of death"
FIGURES = {DEATHS: "deaths", BIRTHS: "births", COUNT: "a census", SHOT: "the shot"}
YEAR = 12


def records(rows: Rows) -> None:
    """Add the events of a batch to `rows` of a ledger."""
    _erased(rows)
    if rows.kept.secrets:
        _figures(rows)
        _cause(rows)
        _concealed(rows)


def _erased(rows: Rows) -> None:
    """Each person of record, and once a year those who had been shot together."""
    kept = rows.kept
    gone = kept.fields["erased"] & ~kept.previous("erased")
    gone = gone[:, :, : kept.axes.named]
    run, month, person = np.nonzero(gone)
    rows.add("erased", "erasure", run, month, target=person)
    shot = (gone & kept.fields["executed"][:, :, : kept.axes.named]).any(2)
    run, month = np.nonzero(shot)
    year = kept.months[month] // YEAR
    first = np.unique(np.stack([run, year]), axis=1, return_index=True)[1] if len(run) else []
    rows.add("erased", "erasure", run[first], month[first], about=EXECUTED)


def _figures(rows: Rows) -> None:
    withheld = rows.kept.secrets["withheld"] > 0
    for kind, words in FIGURES.items():
        run, month = np.nonzero(begins(withheld[:, :, kind]))
        rows.add("document_withheld", "secrecy", run, month, office=PUBLIC, about=words)


def _cause(rows: Rows) -> None:
    top = rows.kept.country.leadership
    run, month = np.nonzero(rows.kept.secrets["false_cause"] > 0)
    rows.add("statement_falsified", "secrecy", run, month, office=top.inner, about=CAUSE)


def _concealed(rows: Rows) -> None:
    secrets = rows.kept.secrets
    both = (secrets["withheld"][:, :, SHOT] > 0) & (secrets["campaign"] > 0)
    run, month = np.nonzero(begins(both))
    rows.add("deaths_concealed", "secrecy", run, month, about="the shot of a mass operation")
