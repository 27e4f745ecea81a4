"""Values of many runs, read from the parts of an ensemble one after another: no more than one part is held as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

KEYS = ("observable", "level", "group", "time")


@dataclass(frozen=True)
class Runs:
    """`values` [keys, runs] of the rows of `keys`, which every run has, in the order of the first run."""

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
    return int(pl.scan_parquet(parts).select(pl.col("run").n_unique()).collect().item()) if parts else 0


def read_runs(parts: list[Path], observables: Iterable[str]) -> Runs:
    """All series of some observables that every run has, in order of the runs."""
    chosen, keys, blocks, numbers = sorted(set(observables)), None, [], []
    for part in parts:
        table = pl.scan_parquet(part).filter(pl.col("observable").is_in(chosen)).select("run", *KEYS, "value").collect()
        if keys is None:
            keys = table.filter(pl.col("run") == table["run"].min()).select(KEYS)
        found, block = _block(table, keys)
        numbers += found
        blocks.append(block)
    if keys is None:
        return Runs(pl.DataFrame(schema=dict.fromkeys(KEYS, pl.String)), np.zeros((0, 0)))
    values = np.ascontiguousarray(np.concatenate(blocks)[np.argsort(numbers)].T)
    is_whole = np.concatenate([np.asarray(b.mask) for b in blocks]).any(0) if any(isinstance(b, np.ma.MaskedArray) for b in blocks) else np.zeros(len(keys), bool)
    return Runs(keys.filter(~is_whole), values[~is_whole])
