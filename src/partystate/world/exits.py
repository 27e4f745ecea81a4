"""Where people can leave for each cause.

A few causes are open to everyone, everywhere; the others concern few pairs, and only those pairs
are reckoned: they stand in one list, cause by cause."""

from __future__ import annotations

import equinox as eqx
import numpy as np
from jaxtyping import Array, Bool, Float, Int, UInt32

from partystate.core.pytree import of_numpy
from partystate.world.causes import CAUSES

EVERYWHERE = tuple(cause.name for cause in CAUSES if not cause.leaves_from)


class Exits(eqx.Module):
    """The ages and sexes of each pair that can leave, by cause of `EVERYWHERE`; and for the other
    causes the pairs that can be left."""

    can_everywhere: tuple[Bool[Array, "pairs cells_of_pair"], ...]
    pairs: Int[Array, "exits"]
    can: Bool[Array, "exits cells_of_pair"]
    # cause, and the first and the last but one of its exits
    runs: tuple[tuple[str, int, int], ...] = eqx.field(static=True)

    @property
    def here(self) -> dict[str, slice]:
        """The exits of each cause that is not one of everywhere."""
        return {name: slice(start, stop) for name, start, stop in self.runs}


class ByExit(eqx.Module):
    """A number for each exit, age and sex: by cause of `EVERYWHERE`, and of the others in their
    list."""

    everywhere: tuple[Float[Array, "pairs cells_of_pair"], ...]
    some: Float[Array, "exits cells_of_pair"]

    def of(self, cause: str, exits: Exits) -> Float[Array, "exits_of_cause cells_of_pair"]:
        """The numbers of one cause."""
        if cause in EVERYWHERE:
            return self.everywhere[EVERYWHERE.index(cause)]
        return self.some[exits.here[cause]]

    def total(self, exits: Exits) -> Float[Array, "pairs cells_of_pair"]:
        """Sum over causes."""
        return sum(self.everywhere[1:], self.everywhere[0]).at[exits.pairs].add(self.some)


class Turns(eqx.Module):
    """The exits of every cause in the order of causes, which is that of a cell's draws.

    A cell's draws depend on each other, those of different pairs do not: at stage k every pair has
    its draw for the k-th of the causes it can be left for."""

    pairs: Int[Array, "turns"]
    sites: UInt32[Array, "turns"]  # of the draws
    in_stages: Int[Array, "turns"]  # the turns, ordered by stage
    stages: Int[Array, "turns"]  # of each in that order


def build_turns(exits: Exits, pairs: int) -> Turns:
    """Every exit, cause by cause."""
    of_cause = [
        np.arange(pairs) if cause.name in EVERYWHERE else exits.pairs[exits.here[cause.name]]
        for cause in CAUSES
    ]
    sites = [np.full(len(of_cause[k]), cause.number) for k, cause in enumerate(CAUSES)]
    of_pair = np.concatenate(of_cause)
    stage, met = np.zeros(len(of_pair), int), np.zeros(pairs, int)
    for turn, pair in enumerate(of_pair):
        stage[turn] = met[pair]
        met[pair] += 1
    order = np.argsort(stage, kind="stable")
    return of_numpy(Turns, of_pair, np.concatenate(sites).astype(np.uint32), order, stage[order])


def build_exits(can_leave: np.ndarray, pairs: int) -> Exits:
    """The exits, from who can go for each cause [K, cells]."""
    grid = can_leave.reshape(len(CAUSES), pairs, -1)
    numbers = {cause.name: k for k, cause in enumerate(CAUSES)}
    runs, left, can = [], [np.zeros(0, int)], [grid[0, :0]]
    for name, k in numbers.items():
        if name not in EVERYWHERE:
            start, of_cause = sum(map(len, left)), np.flatnonzero(grid[k].any(1))
            runs.append((name, start, start + len(of_cause)))
            left.append(of_cause)
            can.append(grid[k, of_cause])
    return of_numpy(
        Exits,
        tuple(grid[numbers[name]] for name in EVERYWHERE),
        np.concatenate(left),
        np.concatenate(can),
        tuple(runs),
    )
