"""Whole persons: how many of each cell leave for each cause, and births.

One count per cell and cause, in the order of causes, each from those not yet gone, with the chance
of the cause among those still open: sequential conditional binomials.

Most counts are nought, and are not drawn. With u the uniform of a count, n persons and the chance
p, nobody goes if u >= n p, because P(X > 0) <= n p and a count is the smallest k with P(X > k) <=
u. A bound of n p that needs no division, and half the bits of u, are enough to pass most of them
over; what is left is put in a list and drawn in blocks. A draw does not depend on which others are
made, and a list that is too long changes nothing."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int

from partystate.core.apart import apart
from partystate.core.draws import Draws, below, from_bits, threefry_unrolled
from partystate.core.quantile import binomial_quantile
from partystate.world.accountant.chances import GIRLS_SHARE, leaving
from partystate.world.causes import SEX_AT_BIRTH_SITE
from partystate.world.exits import EVERYWHERE, WORD, ByExit
from partystate.world.layout import SEXES, Layout

BLOCK = 512  # counts drawn at once
FEW_STAY = 1e-3  # chance to stay under which every cell is drawn
# more than rounding takes off a bound, in 64 and in 32 bits
SLACK, SINGLE_SLACK = 1 + 1e-9, np.float32(1 + 1e-6)


def leavers_and_newborn(
    persons: Float[Array, "pairs cells_of_pair"],
    hazards: ByExit,
    births: Float[Array, "pairs cells_of_pair"],
    layout: Layout,
    draws: Draws,
) -> tuple[ByExit, Float[Array, "pairs sexes"]]:
    """Persons [exits, age and sex] who leave, and newborn, by hazards and the births a woman and
    month."""
    turns, exits = layout.turns, layout.exits
    each, earlier, total = _in_turn(hazards, layout)
    is_woman = layout.cell_sex.reshape(persons.shape) == SEXES.index("female")
    chance = jnp.where(is_woman, jnp.clip(births, 0, 1), 0)
    gone = _counted(
        _of_cells(persons, total),
        turns.in_parts([*each, chance]),
        turns.in_parts([*earlier, jnp.zeros_like(chance)]),
        layout,
        draws,
    )
    *left, born = turns.by_cause(gone, persons.shape[1])
    rows = {cause.name: rows for cause, rows in zip(exits.causes, left, strict=True)}
    by_exit = ByExit(
        tuple(rows[name] for name in EVERYWHERE),
        jnp.concatenate([rows[name] for name in exits.here]),
    )
    return by_exit, _by_sex(born.sum(1), layout, draws)


def _by_sex(born: Array, layout: Layout, draws: Draws) -> Array:
    """Births [Q] by sex."""
    girls = draws.count(SEX_AT_BIRTH_SITE, layout.pair_ids, born, jnp.full_like(born, GIRLS_SHARE))
    return jnp.stack([born - girls, girls], axis=1)


def _in_turn(hazards: ByExit, layout: Layout) -> tuple[list[Array], list[Array], Array]:
    """Hazards [pairs, age and sex] of each cause; the sum of those before it; that of all."""
    exits = layout.exits
    total, each, earlier = jnp.zeros_like(hazards.everywhere[0]), [], []
    for cause in exits.causes:
        hazard = hazards.of(cause.name, exits)
        each.append(hazard)
        if cause.name in EVERYWHERE:
            earlier.append(total)
            total = total + hazard
        else:
            pairs = exits.pairs[exits.here[cause.name]]
            earlier.append(total[pairs])
            total = total.at[pairs].add(hazard)
    return each, earlier, total


def _of_cells(persons: Array, total: Array) -> tuple[Array, Array, Array]:
    """By number of a cell in `Turns`: persons; the chance to leave over the sum of hazards, 1 for
    births; and what a hazard is multiplied by for a bound of the mean of its count.

    The chance of a cause with the hazard h, among those whom no cause took before, is at most h r
    over the chance to stay, with r the chance to leave over the sum of hazards."""
    rate, stays = leaving(total), jnp.exp(-total)
    any_rate = jnp.where(persons > 0, jnp.inf, 0)
    bound = jnp.where(stays > FEW_STAY, persons * rate / stays, any_rate)
    nobody = jnp.zeros(1)

    def joined(of_leavers, of_births):
        return jnp.concatenate([of_leavers.reshape(-1), of_births.reshape(-1), nobody])

    return (
        joined(persons, persons),
        joined(rate, jnp.ones_like(rate)),
        joined(bound, persons) * SLACK,
    )


def _counted(
    of_cells: tuple[Array, Array, Array],
    hazard: Float[Array, "parts places"],
    earlier: Float[Array, "parts places"],
    layout: Layout,
    draws: Draws,
) -> Float[Array, "parts places"]:
    """Whole numbers who go in each turn, of those who have not gone before."""
    turns, (persons, rate, bound) = layout.turns, of_cells
    keys = jax.vmap(draws.key)(turns.sites)
    always = draws.month >= 0

    def part(number, state):
        left, gone = state
        cells, key = turns.cells[number], keys[number]
        first, second = turns.first[number], turns.second[number]
        asked, before = hazard[number], earlier[number]
        high = apart(always, lambda: threefry_unrolled(key, first, second)[0])
        is_drawn = apart(
            always,
            lambda: below(high) < (asked * _at(bound, cells)).astype(jnp.float32) * SINGLE_SLACK,
        )
        places, count = listed(is_drawn, BLOCK, always)

        def chances(listing):
            """Of a block of places: place, cell, uniform and chance, which is 0 beyond the last."""
            place = jnp.minimum(listing, len(cells) - 1)
            cell = _at(cells, place)
            among = _at(rate, cell)
            still_open = 1 - _at(before, place) * among
            is_open = (listing < len(cells)) & (still_open > 0)
            chance = _at(asked, place) * among / jnp.where(is_open, still_open, 1)
            u = from_bits(*threefry_unrolled(key, _at(first, place), _at(second, place)))
            return place, cell, u, jnp.clip(jnp.where(is_open, chance, 0), 0, 1)

        def block(state):
            at, left, went = state
            listing = jax.lax.dynamic_slice(places, (at,), (BLOCK,))
            place, cell, u, chance = apart(at < count, lambda: chances(listing))
            drawn = binomial_quantile(u, _at(left, cell), chance)
            return (
                at + BLOCK,
                left.at[cell].add(-drawn, mode="promise_in_bounds"),
                went.at[place].add(drawn, mode="promise_in_bounds"),
            )

        start = (jnp.zeros((), count.dtype), left, jnp.zeros(len(cells)))
        _, left, went = jax.lax.while_loop(lambda state: state[0] < count, block, start)
        return left, gone.at[number].set(went)

    return jax.lax.fori_loop(0, len(turns.sites), part, (persons, jnp.zeros_like(hazard)))[1]


def _at(values: Array, index: Array) -> Array:
    return values.at[index].get(mode="promise_in_bounds")


def listed(
    flags: Bool[Array, "places"], spare: int, always: Bool[Array, ""]
) -> tuple[Int[Array, "longer"], Int[Array, ""]]:
    """Places of the flags that are set, in a list that is `spare` longer than all and filled up
    with a number beyond the last; and how many are set.

    `flags` are a whole number of words, `always` is true. The order is by bit, then by word: bits
    of a word lie as far apart as there are words, so that neighbours are reckoned side by side."""
    length = len(flags)
    by_bit = flags.reshape(WORD, -1)
    bit = (np.uint32(1) << np.arange(WORD, dtype=np.uint32))[:, None]

    def targets():
        word = jnp.where(by_bit, bit, np.uint32(0)).sum(0, dtype=jnp.uint32)
        number = jax.lax.population_count(word).astype(jnp.int32)
        upto = jnp.cumsum(number)
        within = jax.lax.population_count(word[None] & (bit - 1)).astype(jnp.int32)
        target = jnp.where(by_bit, (upto - number)[None] + within, length)
        return target.reshape(-1), upto[-1]

    target, count = apart(always, targets)
    places = jnp.full(length + spare, length, jnp.int32)
    places = places.at[target].set(jnp.arange(length, dtype=jnp.int32), mode="promise_in_bounds")
    return places.at[length].set(length), count
