"""Whole persons: how many of each cell leave for each cause, and births.

One count per cell and cause, in the order of causes, each from those not yet gone, with the chance
of the cause among those still open: sequential conditional binomials.

Most counts are nought, and are not drawn. With u the uniform of a count, n persons and the chance
p, nobody goes if u >= n p, because P(X > 0) <= n p and a count is the smallest k with P(X > k) <=
u. What is left is put in a list and drawn in blocks; a draw does not depend on which others are
made."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float

from partystate.core.draws import Draws
from partystate.core.quantile import binomial_quantile
from partystate.world.accountant.chances import GIRLS_SHARE, leaving, stored
from partystate.world.causes import BIRTH_SITE, CAUSES, SEX_AT_BIRTH_SITE
from partystate.world.exits import EVERYWHERE, ByExit, Turns
from partystate.world.layout import SEXES, Layout

BLOCK = 4096  # counts drawn at once
WORD = 32  # bits


def leavers(
    persons: Float[Array, "pairs cells_of_pair"], hazards: ByExit, layout: Layout, draws: Draws
) -> ByExit:
    """Persons [exits, age and sex] who leave."""
    turns, exits, width = layout.turns, layout.exits, persons.shape[1]
    hazard, earlier, total = _in_turn(hazards, layout)
    known = stored(jnp.concatenate([leaving(total), persons], axis=1))[turns.pairs]
    rate, there = known[:, :width], known[:, width:]
    still_open = 1 - earlier * rate
    chance = jnp.where(still_open > 0, hazard * rate / jnp.where(still_open > 0, still_open, 1), 0)
    ids = layout.cell_ids.reshape(*persons.shape, 2)[turns.pairs]
    u = jax.vmap(draws.uniform)(turns.sites, ids)
    gone = counts(u, there, jnp.clip(chance, 0, 1), turns, persons)
    starts = np.cumsum([0] + [len(hazards.of(cause.name, exits)) for cause in CAUSES])
    rows = {c.name: gone[a:b] for c, a, b in zip(CAUSES, starts[:-1], starts[1:], strict=True)}
    return ByExit(
        tuple(rows[name] for name in EVERYWHERE),
        jnp.concatenate([rows[name] for name in exits.here]),
    )


def births(
    persons: Array, rate: Array, layout: Layout, draws: Draws
) -> Float[Array, "pairs sexes"]:
    """Newborn, by the births a woman and month [Q, age and sex]."""
    pairs = jnp.arange(len(persons))
    is_woman = layout.cell_sex.reshape(persons.shape) == SEXES.index("female")
    u = draws.uniform(BIRTH_SITE, layout.cell_ids.reshape(*persons.shape, 2))
    chance = jnp.where(is_woman, jnp.clip(rate, 0, 1), 0)
    at_once = Turns(pairs, jnp.zeros_like(pairs), pairs, jnp.zeros_like(pairs))
    born = counts(u, persons, chance, at_once, persons).sum(1)
    girls = draws.count(SEX_AT_BIRTH_SITE, layout.pair_ids, born, jnp.full_like(born, GIRLS_SHARE))
    return jnp.stack([born - girls, girls], axis=1)


def _in_turn(hazards: ByExit, layout: Layout) -> tuple[Array, Array, Array]:
    """Hazards [turns, age and sex]; the sum of those of causes before it; that of all [Q, ...]."""
    exits = layout.exits
    total, each, earlier = jnp.zeros_like(hazards.everywhere[0]), [], []
    for cause in CAUSES:
        hazard = hazards.of(cause.name, exits)
        each.append(hazard)
        if cause.name in EVERYWHERE:
            earlier.append(total)
            total = total + hazard
        else:
            pairs = exits.pairs[exits.here[cause.name]]
            earlier.append(total[pairs])
            total = total.at[pairs].add(hazard)
    return jnp.concatenate(each), jnp.concatenate(earlier), total


def counts(
    u: Float[Array, "turns width"],
    most: Float[Array, "turns width"],
    chance: Float[Array, "turns width"],
    turns: Turns,
    persons: Float[Array, "pairs width"],
) -> Float[Array, "turns width"]:
    """Whole numbers who go in each turn, of those who have not gone before; `most` are the persons
    at the start."""
    width, end = u.shape[1], u.size
    places, number = listed((u < most * chance)[turns.in_stages], BLOCK)
    u, chance = u.reshape(-1), chance.reshape(-1)

    def block(state):
        at, left, gone = state
        place = jax.lax.dynamic_slice(places, (at,), (BLOCK,))
        row = jnp.minimum(place // width, len(turns.pairs) - 1)
        stage, turn = _at(turns.stages, row), _at(turns.in_stages, row)
        is_drawn = (stage == stage[0]) & (place < end)
        # those that are not drawn stand at the first place, and add nobody there
        slot = jnp.where(is_drawn, turn * width + place % width, 0)
        cell = jnp.where(is_drawn, _at(turns.pairs, turn) * width + place % width, 0)
        drawn = binomial_quantile(
            _at(u, slot), _at(left, cell), jnp.where(is_drawn, _at(chance, slot), 0)
        )
        return (
            at + is_drawn.sum(dtype=at.dtype),
            left.at[cell].add(-drawn, mode="promise_in_bounds"),
            gone.at[slot].add(drawn, mode="promise_in_bounds"),
        )

    start = (jnp.zeros((), number.dtype), persons.reshape(-1), jnp.zeros(end))
    *_, gone = jax.lax.while_loop(lambda state: state[0] < number, block, start)
    return gone.reshape(-1, width)


def _at(values: Array, index: Array) -> Array:
    return values.at[index].get(mode="promise_in_bounds")


def listed(flags: Bool[Array, "*shape"], spare: int) -> tuple[Array, Array]:
    """Places of the flags that are set, in order, in a list that is `spare` longer than all and
    filled up with a place beyond the last; and how many are set."""
    flat = flags.reshape(-1)
    words = jnp.pad(flat, (0, -len(flat) % WORD)).reshape(-1, WORD)
    bit = (np.uint32(1) << np.arange(WORD, dtype=np.uint32))[None]
    word = jnp.where(words, bit, np.uint32(0)).sum(1, dtype=jnp.uint32)
    upto = jnp.cumsum(jax.lax.population_count(word).astype(jnp.int32))
    start = jnp.concatenate([jnp.zeros(1, jnp.int32), upto[:-1]])
    within = jax.lax.population_count(word[:, None] & (bit - 1)).astype(jnp.int32)
    length = len(flat) + spare
    place = jnp.where(words, start[:, None] + within, length).reshape(-1)
    places = jnp.full(length, len(flat), jnp.int32)
    return places.at[place].set(jnp.arange(place.size, dtype=jnp.int32), mode="drop"), upto[-1]
