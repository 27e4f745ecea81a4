"""Series of runs as blocks and as one long table; the index is the same for every run of a
scenario."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from partystate.history.block import Block, Label
from partystate.history.observables.about import about_of
from partystate.history.observables.observe import EVERYTHING, Wanted, observe
from partystate.history.observables.registry import registered
from partystate.history.trajectory import Trajectory
from partystate.scenario.assemble import Assembled

COLUMNS = ("run", "observable", "level", "time", "group", "value", "unit")


def emitted() -> tuple[str, ...]:
    """Names of the observables the model emits."""
    return tuple(observable.name for observable in registered())


def blocks_of(run: Trajectory, scenario: Assembled, wanted: Wanted = EVERYTHING) -> list[Block]:
    """What is wanted of the observables of the parts that ran."""
    return observe(run, about_of(scenario), wanted).blocks()


def blocks_of_society(
    run: Trajectory, scenario: Assembled, wanted: Wanted = EVERYTHING
) -> list[Block]:
    """What is wanted of the observables of people, land, industry, terror and opinion."""
    return observe(run, about_of(scenario).of_society, wanted).blocks()


def index_of(blocks: Sequence[Label]) -> pl.DataFrame:
    """The key columns of the long table, in the order of `values_of`."""
    parts = [
        {
            "observable": [b.observable] * b.size,
            "level": [b.level] * b.size,
            "time": [t for t in b.times for _ in b.groups],
            "group": list(b.groups) * len(b.times),
            "unit": [b.unit] * b.size,
        }
        for b in blocks
    ]
    return pl.DataFrame(
        {k: pl.Series(k, [x for p in parts for x in p[k]], pl.String) for k in parts[0]}
    )


def values_of(blocks: list[Block]) -> np.ndarray:
    """Values of all blocks, flat."""
    return np.concatenate([b.values.reshape(-1) for b in blocks]).astype(float)


def long_table(index: pl.DataFrame, values: list[np.ndarray], runs: list[int]) -> pl.DataFrame:
    """The series table of several runs."""
    table = pl.concat([index] * len(runs))
    run = np.repeat(np.array(runs, np.int32), len(index))
    return table.with_columns(
        pl.Series("run", run), pl.Series("value", np.concatenate(values))
    ).select(COLUMNS)
