"""The ledger of the party's top: what changed from one month to the next, in the words of the
closed list of kinds.

An event is (run, month, kind, actor, target, office, mechanism, weight). `office` holds a body or
an office. Posts of the opening and events forced by replay are marked, so that nothing given is
counted as foreseen."""

from __future__ import annotations

import polars as pl

from partystate.history.leadership import Leadership
from partystate.history.ledger.creed import creed
from partystate.history.ledger.documents_and_shocks import documents, inputs
from partystate.history.ledger.leadership_terror import terror_at_the_top
from partystate.history.ledger.membership import membership
from partystate.history.ledger.posts import deaths, offices, opening, seats
from partystate.history.ledger.records import records
from partystate.history.ledger.rows import OPENING, RECORDED, Rows
from partystate.history.ledger.sides import coalition, opposition, relations
from partystate.history.ledger.votes import votes


def ledger(kept: Leadership) -> pl.DataFrame:
    """Every event of every run."""
    rows = Rows(kept)
    opening(rows)
    for write in (
        deaths,
        seats,
        offices,
        membership,
        opposition,
        coalition,
        votes,
        documents,
        relations,
        terror_at_the_top,
        records,
        creed,
    ):
        write(rows)
    inputs(rows)
    return _forced(kept, rows.table())


def _forced(kept: Leadership, table: pl.DataFrame) -> pl.DataFrame:
    """Mark events of months under replay."""
    until = kept.replay_until
    if not until:
        return table
    is_forced = (pl.col("time") < until) & (pl.col("mechanism") != OPENING)
    return table.with_columns(
        pl.when(is_forced).then(pl.lit(RECORDED)).otherwise(pl.col("mechanism")).alias("mechanism")
    )
