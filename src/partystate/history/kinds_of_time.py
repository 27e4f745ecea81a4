"""Which of several kinds of time a series is read at."""

from __future__ import annotations

import polars as pl

from partystate.history.dataset import kind_of
from partystate.history.known import require_known

KINDS = ("year", "day", "month", "months", "years")  # of times, the first preferred


def of_kind(opened: str, table: pl.DataFrame, every: str) -> pl.DataFrame:
    """Rows whose `time` is of a kind, the first of `KINDS` that there is if none is asked for;
    UserError for one that `opened` does not have."""
    kinds = {time: kind_of(time) for time in table["time"].unique()}
    there = [kind for kind in KINDS if kind in kinds.values()]
    if every:
        require_known(opened, "kind of time", every, there)
    kept = [time for time, kind in kinds.items() if kind == (every or there[0])]
    return table.filter(pl.col("time").is_in(kept))
