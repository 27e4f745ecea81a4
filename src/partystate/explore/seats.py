"""Who sits where in a month: by the record, in one free history, and in how many of all."""

from __future__ import annotations

import polars as pl

from partystate.core import dates

LEAVES = ("died", "expelled", "executed", "assassinated")  # an end of every seat
FULL, CANDIDATE, HOLDER = "full", "candidate", "holder"


def by_record(roster: pl.DataFrame, place: str, month: str) -> list[tuple[str, str, dict]]:
    """(person, role, row of the roster) of everyone with a seat at a place at the end of a month,
    full members first."""
    found = []
    for row in roster.filter(pl.col("place") == place).iter_rows(named=True):
        start, end = (row["start"] or "")[:7], (row["end"] or "")[:7]
        if start <= month and (not end or end > month):
            found.append((row["person"], row["role"], row))
    return sorted(found, key=lambda one: (one[1] != FULL, one[0]))


def by_histories(events: pl.DataFrame, place: str, month: str) -> pl.DataFrame:
    """`run, person` of everyone with a seat, full or candidate, at the end of a month."""
    of_place = pl.col("kind").is_in(["appointed", "removed"]) & (pl.col("office") == place)
    told = events.filter(
        (pl.col("time") <= month) & (of_place | pl.col("kind").is_in(LEAVES))
    ).sort("run", "time", maintain_order=True)
    last = told.group_by("run", "target", maintain_order=True).last()
    return last.filter(pl.col("kind") == "appointed").select("run", person="target")


def shares(seats: pl.DataFrame, runs: int) -> list[tuple[str, float]]:
    """(person, share of the histories with a seat), the most frequent first."""
    found = seats.group_by("person").len().sort(["len", "person"], descending=[True, False])
    return [(person, number / runs) for person, number in found.iter_rows()]


def months_of(start: str, end: str) -> list[str]:
    """Every month from one to another."""
    return [
        dates.month_text(m) for m in range(dates.month_number(start), dates.month_number(end) + 1)
    ]
