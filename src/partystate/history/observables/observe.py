"""Observables of a run in one compiled graph: what is asked for comes home as one flat vector, and
what is not is never reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from partystate.history.block import WHOLE, Block, Label
from partystate.history.months import Months
from partystate.history.observables.about import About
from partystate.history.observables.registry import registered
from partystate.history.trajectory import Trajectory, where_they_are
from partystate.world.layout import Layout


@dataclass(frozen=True)
class Selection:
    """Which series are wanted: of observables, at levels (None: of all, at all), of the whole
    country alone or in all groups."""

    names: frozenset[str] | None = None
    levels: frozenset[str] | None = None
    is_whole: bool = False

    def takes_name(self, name: str) -> bool:
        return self.names is None or name in self.names

    def takes(self, block: Block) -> bool:
        return (
            self.takes_name(block.observable)
            and (self.levels is None or block.level in self.levels)
            and (not self.is_whole or block.groups == WHOLE)
        )


Wanted = tuple[Selection, ...]  # a series is wanted that one of them takes
EVERYTHING: Wanted = (Selection(),)


class Observed(eqx.Module):
    """Values of many series, one after the other, and what they are of."""

    values: Float[Array, "values"]
    labels: tuple[Label, ...] = eqx.field(static=True)

    def blocks(self) -> list[Block]:
        """The series on the host."""
        values = np.asarray(self.values)
        ends = np.cumsum([label.size for label in self.labels])
        return [
            Block(**vars(label), values=values[end - label.size : end].reshape(label.shape))
            for label, end in zip(self.labels, ends, strict=True)
        ]


def blocks_of_run(run: Trajectory, about: About, wanted: Wanted = EVERYTHING) -> list[Block]:
    """Series of a run, in the order of the registry; can be traced."""
    return [
        block
        for observable in registered()
        if any(some.takes_name(observable.name) for some in wanted)
        for block in observable.blocks(run, about)
        if any(some.takes(block) for some in wanted)
    ]


def flat(blocks: list[Block]) -> Observed:
    """Series as one vector."""
    values = [block.values.reshape(-1).astype(float) for block in blocks]
    return Observed(
        jnp.concatenate([jnp.zeros(0), *values]), tuple(block.label for block in blocks)
    )


def observe(run: Trajectory, about: About, wanted: Wanted = EVERYTHING) -> Observed:
    """Series of a finished run, compiled once a shape and a wish; the arrays stay where they
    are."""
    arrays, opening = where_they_are(run.arrays), where_they_are(run.opening)
    return _observe(arrays, opening, run.layout, about, run.months.first, len(run.months), wanted)


# many small sums that take no time: without the compiler's costly passes the graph is ready in half
# the time, and as quick
QUICKLY = {"xla_backend_optimization_level": 0}


@partial(jax.jit, static_argnames=("first", "count", "wanted"), compiler_options=QUICKLY)
def _observe(
    arrays: dict[str, Array],
    opening: dict[str, Array],
    layout: Layout,
    about: About,
    first: int,
    count: int,
    wanted: Wanted,
) -> Observed:
    months = Months(np.arange(first, first + count))
    return flat(blocks_of_run(Trajectory(months, layout, arrays, opening), about, wanted))
