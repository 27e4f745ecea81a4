"""Values of many runs, read from the parts of an ensemble one after another: no more than one part
is held as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from partystate.history import files

KEYS = ("observable", "level", "group", "time")


@dataclass(frozen=True)
class Runs:
    """`values` [keys, runs] of the rows of `keys`, which every run has, in the order of the first
    run."""

    keys: pl.DataFrame
    values: np.ndarray

    def where(self, chosen: pl.Expr) -> Runs:
        """The series that an expression over the keys chooses."""
        at = self.keys.select(chosen.alias("chosen"))["chosen"].to_numpy()
        return Runs(self.keys.filter(at), self.values[at])


def parts_of(folder: Path) -> list[Path]:
    """Parts of an ensemble, in order of their runs."""
    return sorted(folder.glob("parts/*.parquet"))


def count_runs(parts: list[Path]) -> int:
    """How many runs there are."""
    return len(numbers_of(parts))


def numbers_of(parts: list[Path]) -> list[int]:
    """Numbers of the runs there are, in order."""
    return sorted({run for part in parts for run in _runs_in(part)})


def _runs_in(part: Path) -> list[int]:
    """Numbers of the runs of a part, in order."""
    told = files.scan_parquet(part).select(pl.col("run").unique().sort())
    return files.collected(part, told.collect)["run"].to_list()


def read_runs(parts: list[Path], observables: Iterable[str]) -> Runs:
    """All series of some observables that every run has, in order of the runs."""
    chosen = pl.col("observable").is_in(sorted(set(observables)))
    keys = pl.DataFrame(schema=dict.fromkeys(KEYS, pl.String))
    numbers, values = [], []
    for part in parts:
        asked = files.scan_parquet(part).select("run", *KEYS, "value").filter(chosen)
        table, runs = files.collected(part, asked.collect), _runs_in(part)
        if keys.is_empty() and len(table):
            keys = table.filter(pl.col("run") == table["run"].min()).select(KEYS)
        numbers += runs
        values.append(_aligned(table, runs, keys))
    if not numbers:
        return Runs(keys, np.zeros((0, 0)))
    found = np.ma.concatenate(values)[np.argsort(numbers, kind="stable")].T
    everywhere = np.logical_not(np.ma.getmaskarray(found).any(1))
    return Runs(keys.filter(everywhere), np.ascontiguousarray(found.data[everywhere]))


def _aligned(table: pl.DataFrame, runs: list[int], keys: pl.DataFrame) -> np.ma.MaskedArray:
    """Values [runs, keys] of a part, masked where a run lacks a key."""
    places = table.join(keys.with_row_index("at"), on=KEYS).join(
        pl.DataFrame({"run": runs}, {"run": table["run"].dtype}).with_row_index("row"), on="run"
    )
    values = np.ma.masked_all((len(runs), len(keys)))
    values[places["row"].to_numpy(), places["at"].to_numpy()] = places["value"].to_numpy()
    return values
