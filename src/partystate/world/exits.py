"""Where people can leave for each cause.

A few causes are open to everyone, everywhere; the others concern few pairs, and only those pairs
are reckoned: they stand in one list, cause by cause."""

from __future__ import annotations

from collections.abc import Sequence

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int, UInt32

from partystate.core.pytree import of_numpy
from partystate.world.causes import BIRTH_SITE, CAUSE, PEACE, Cause

WORD = 32  # bits; a part has whole words of places
PAIRS_IN_PART = 352
EVERYWHERE = tuple(cause.name for cause in PEACE if not cause.leaves_from)


class Exits(eqx.Module):
    """The ages and sexes of each pair that can leave, by cause of `EVERYWHERE`; and for the other
    causes the pairs that can be left."""

    can_everywhere: tuple[Bool[Array, "pairs cells_of_pair"], ...]
    pairs: Int[Array, "exits"]
    can: Bool[Array, "exits cells_of_pair"]
    # cause, and the first and the last but one of its exits
    runs: tuple[tuple[str, int, int], ...] = eqx.field(static=True)
    names: tuple[str, ...] = eqx.field(static=True)  # of all causes, in the order of draws

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes that there are, in the order of draws."""
        return tuple(CAUSE[name] for name in self.names)

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
    """All that may be drawn in a month, in the order of draws: every exit, cause by cause, then the
    births of every pair.

    It is cut in parts, each of one cause and of so few pairs that it fits a processor's nearest
    memory; in a part no cell stands twice. A cell is the number of a cell, or of births that number
    and the number of cells; twice the number of cells stands where there is nobody."""

    cells: Int[Array, "parts places"]
    first: UInt32[Array, "parts places"]  # words of the ids
    second: UInt32[Array, "parts places"]
    sites: UInt32[Array, "parts"]  # of the draws
    # first part, the last but one, and pairs, by cause and then for births
    runs: tuple[tuple[int, int, int], ...] = eqx.field(static=True)

    def in_parts(self, rows: Sequence[Array]) -> Float[Array, "parts places"]:
        """Numbers [pairs, age and sex] of each cause, and of births, in their parts; nought where
        there is nobody."""
        places = self.cells.shape[1]
        padded = [
            jnp.pad(values.reshape(-1), (0, (stop - start) * places - values.size))
            for values, (start, stop, _) in zip(rows, self.runs, strict=True)
        ]
        return jnp.concatenate(padded).reshape(-1, places)

    def by_cause(self, values: Float[Array, "parts places"], width: int) -> list[Array]:
        """Numbers [pairs, age and sex] of each cause, and of births, out of their parts."""
        return [
            values[start:stop].reshape(-1)[: pairs * width].reshape(pairs, width)
            for start, stop, pairs in self.runs
        ]


def build_turns(exits: Exits, cell_ids: np.ndarray, pairs: int) -> Turns:
    """Every exit and birth, for ids [cells, 2] of the cells of so many pairs."""
    cells = len(cell_ids)
    rows = np.arange(cells).reshape(pairs, -1)
    of_cause = [
        rows if cause.name in EVERYWHERE else rows[exits.pairs[exits.here[cause.name]]]
        for cause in exits.causes
    ]
    most = min(PAIRS_IN_PART, -(-pairs // WORD) * WORD)
    parts, sites, runs = [], [], []
    numbers = [cause.number for cause in exits.causes]
    for site, group in zip([*numbers, BIRTH_SITE], [*of_cause, rows + cells], strict=True):
        cut = [group[a : a + most] for a in range(0, len(group), most)]
        runs.append((len(parts), len(parts) + len(cut), len(group)))
        sites += [site] * len(cut)
        parts += [
            np.pad(c.reshape(-1), (0, most * rows.shape[1] - c.size), constant_values=2 * cells)
            for c in cut
        ]
    standing = np.stack(parts).astype(np.int32)
    ids = np.concatenate([cell_ids, cell_ids, np.zeros((1, 2), np.uint32)])[standing]
    sites = np.array(sites, np.uint32)
    return of_numpy(Turns, standing, ids[..., 0].copy(), ids[..., 1].copy(), sites, tuple(runs))


def build_exits(can_leave: np.ndarray, pairs: int, found: Sequence[Cause]) -> Exits:
    """The exits, from who can go for each of the causes `found` [K, cells]."""
    grid = can_leave.reshape(len(found), pairs, -1)
    numbers = {cause.name: k for k, cause in enumerate(found)}
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
        tuple(numbers),
    )
