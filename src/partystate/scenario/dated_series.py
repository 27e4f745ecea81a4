"""Rows of a series over time as a number for each month of a run."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.core import dates


def standing(rows: pl.DataFrame, months: np.ndarray) -> np.ndarray:
    """The value [T] of the row whose time covers a month; nought where none does."""
    value = np.zeros(len(months))
    for row in rows.iter_rows(named=True):
        first, last = dates.parse(row["time"]).months
        value[(months >= first) & (months <= last)] = row["central"]
    return value


def flow(rows: pl.DataFrame, months: np.ndarray) -> np.ndarray:
    """Values [T] of flows, even over the months of each row."""
    value = np.zeros(len(months))
    for row in rows.iter_rows(named=True):
        first, last = dates.parse(row["time"]).months
        value[(months >= first) & (months <= last)] += row["central"] / (last - first + 1)
    return value
