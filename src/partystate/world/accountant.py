"""The one place that changes the world.

People: competing risks, one draw per cell and cause, totals exact. With hazards h_k a month and H
their sum, a person leaves for cause k with probability (1 - exp(-H)) h_k / H. `expected` moves the
mean; `counted` draws sequential conditional binomials, so that the flows of a cell never exceed its
persons and stock after = stock before + in - out, to the person. Competing risks: Kalbfleisch and
Prentice (2002), ch. 8.

Stocks: see `stocks.allocate`. Values: quantities that are not conserved are set by their one
proposer."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.core import draws
from partystate.world import moves
from partystate.world.effect import Effect
from partystate.world.layout import Exits, Layout
from partystate.world.state import World
from partystate.world.stocks import RECEIVED_BY, allocate, uses_of

# 105 boys to 100 girls, the usual ratio at birth (Shryock and Siegel 1976, ch. 7)
GIRLS_SHARE = 100 / 205
FEMALE = 1
AGEING = moves.CAUSES.index(moves.CAUSE["ageing"])
FLED = moves.CAUSES.index(moves.CAUSE["fled_hunger"])


class PeopleFlows(eqx.Module):
    """Persons who left, by the pairs that each cause can be left for [exits, age and sex], births
    by cell of the newborn [cells], and who arrived by a pooled cause [cells]."""

    gone: Float[Array, "exits cells_of_pair"]
    born: Float[Array, "cells"]
    arrived: dict[str, Float[Array, "cells"]]
    exits: Exits

    def of(self, cause: int):
        """Persons [pairs of the cause, age and sex] who left for a cause, and those pairs."""
        start = sum(self.exits.numbers[:cause])
        here = slice(start, start + self.exits.numbers[cause])
        return self.gone[here], self.exits.pairs[here]

    def by_pair(self, pairs: int):
        """Persons [K, Q] who left."""
        return self.exits.spread(self.gone.sum(1), pairs)

    @property
    def left(self):
        """Persons [K, cells] who left: large, for what looks at single cells."""
        return self.exits.spread(self.gone, self.born.shape[0] // self.gone.shape[1]).reshape(
            len(moves.CAUSES), -1
        )


def set_values(world: World, values: dict[str, Array]) -> World:
    """Apply the unconserved part of an effect."""
    for path, value in values.items():
        part, field = path.split(".")
        old = getattr(getattr(world, part), field)
        if old.shape != value.shape:
            raise ValueError(f"{path} has shape {old.shape}, the proposal {value.shape}")
        world = eqx.tree_at(lambda w, p=part, f=field: getattr(getattr(w, p), f), world, value)
    return world


def settle_people(world: World, effect: Effect, layout: Layout, luck, stream: int, counted: bool):
    """Apply hazards and births; returns (world, flows)."""
    persons = world.people.persons
    unknown = set(effect.hazards) - set(moves.CAUSE)
    if unknown:
        raise ValueError(f"hazards under causes nobody declared: {sorted(unknown)}")
    hazards = _where_possible(effect.hazards, layout)
    total = layout.exits.total(hazards, len(layout.axes.pairs))
    leaving = -jnp.expm1(-total) / jnp.where(total > 0, total, 1)
    rate = effect.births.get("per_woman", jnp.zeros_like(persons))
    exits, pairs = layout.exits, len(layout.axes.pairs)
    if counted:
        probability = exits.spread(hazards * leaving[exits.pairs], pairs).reshape(
            len(moves.CAUSES), -1
        )
        left = _counted_leavers(persons, probability, layout, luck, stream, world.month)
        gone = left.reshape(len(moves.CAUSES), *leaving.shape)[exits.cause, exits.pairs]
        born = _counted_births(persons, rate, layout, luck, stream, world.month)
    else:
        gone = hazards * (leaving * _grid(persons, layout))[exits.pairs]
        born = _expected_births(persons, rate, layout)
    flows = PeopleFlows(gone, born, {}, exits)
    arrived = {
        cause.name: _shared_out(
            cause, *flows.of(k), effect.destinations, layout, luck, stream, world.month, counted
        )
        for k, cause in enumerate(moves.CAUSES)
        if cause.pooled
    }
    leavers = exits.total(gone, pairs)
    after = persons - leavers.reshape(-1) + _arrivals(flows, layout) + sum(arrived.values()) + born
    by_pair = flows.by_pair(pairs)
    dead = sum(by_pair[k] for k, cause in enumerate(moves.CAUSES) if cause.name in moves.DEATHS)
    settled = eqx.tree_at(
        lambda w: (w.people.persons, w.vital.births, w.vital.deaths, w.vital.fled),
        world,
        (
            after,
            layout.by_region(born),
            layout.pairs_by_region(dead),
            layout.pairs_by_region(by_pair[FLED]),
        ),
    )
    return settled, PeopleFlows(gone, born, arrived, exits)


def _grid(values, layout):
    """[cells] as [Q, age and sex]."""
    pairs, ages, sexes = layout.axes.sizes
    return values.reshape(pairs, ages * sexes)


def _where_possible(hazards: dict, layout):
    """Hazards [exits, age and sex], cause by cause, of the pairs that can be left for it; most
    causes concern few pairs."""
    exits, rows, start = layout.exits, [], 0
    for cause, number in zip(moves.CAUSES, exits.numbers, strict=True):
        pairs, start = exits.pairs[start : start + number], start + number
        given = hazards.get(cause.name)
        rows.append(
            jnp.zeros((number, exits.can.shape[1]))
            if given is None
            else _grid(given, layout)[pairs]
        )
    return jnp.where(exits.can, jnp.maximum(jnp.concatenate(rows), 0), 0)


def _shared_out(
    cause, gone, left, destinations, layout: Layout, luck, stream, month, counted: bool
):
    """Arrivals [cells] of a pooled cause: those `gone` [pairs left, age and sex], pooled by
    nationality, age and sex, then shared out by weight.

    `counted` shares by systematic sampling: with one uniform u a pool, receiver i of cumulative
    shares W gets floor(n W_i + u) - floor(n W_(i-1) + u), whole, conserved and right in the mean.
    """
    pairs, ages, sexes = layout.axes.sizes
    to, nations = layout.shared[cause.name], len(layout.axes.nationalities)
    pool = (
        jnp.zeros((nations, ages, sexes), gone.dtype)
        .at[layout.pair_nationality[left]]
        .add(gone.reshape(-1, ages, sexes))
    )
    weight = jnp.maximum(destinations.get(cause.name, jnp.ones(pairs))[to.pairs], 0)
    total = jnp.zeros(nations).at[to.nationality].add(weight)
    number = jnp.zeros(nations).at[to.nationality].add(1.0)
    share = jnp.where(total > 0, 0, 1 / jnp.maximum(number, 1))[to.nationality]
    share = share + weight / jnp.where(total > 0, total, 1)[to.nationality]
    if not counted:
        came = pool[to.nationality] * share[:, None, None]
    else:
        upto = jnp.cumsum(share) - to.nationality_start(share)
        upto = jnp.where(to.is_last, 1.0, jnp.minimum(upto, 1.0))
        before = jnp.where(to.is_first, 0.0, jnp.concatenate([jnp.zeros(1), upto[:-1]]))
        u = draws.uniform(
            luck, stream, moves.SHARING_SITE + cause.number, month, layout.sharing_ids
        ).reshape(pool.shape)
        n, u = pool[to.nationality], u[to.nationality]
        came = jnp.floor(n * upto[:, None, None] + u) - jnp.floor(n * before[:, None, None] + u)
    return jnp.zeros((pairs, ages, sexes), gone.dtype).at[to.pairs].add(came).reshape(-1)


def _arrivals(flows, layout):
    """Persons [cells] who come into a cell: from the band below, and from the pairs that send to
    it."""
    pairs, ages, sexes = layout.axes.sizes
    older, left = flows.of(AGEING)
    older = older.reshape(-1, ages, sexes)[:, :-1]
    older = jnp.concatenate([jnp.zeros_like(older[:, :1]), older], axis=1).reshape(-1, ages * sexes)
    came = (
        jnp.zeros((pairs, ages * sexes), older.dtype)
        .at[left]
        .set(older, unique_indices=True, indices_are_sorted=True)
    )
    return (
        came.at[layout.sent_to].add(flows.gone[layout.sent_by], indices_are_sorted=True).reshape(-1)
    )


def _counted_leavers(persons, probability, layout, luck, stream, month):
    """One count per cell and cause [K, cells], in the order of causes, each from those not yet
    gone.

    Only cells that somebody can leave are drawn; a cell's draw does not depend on which others are.
    """

    def one(carry, cause):
        remaining, unused = carry
        row, site, cells = cause

        def at(values):
            return values.at[cells].get(mode="fill", fill_value=0)

        p, left_over, among = at(probability[row]), at(unused), at(remaining)
        chance = jnp.clip(
            jnp.where(left_over > 0, p / jnp.where(left_over > 0, left_over, 1), 0), 0, 1
        )
        drawn = draws.count(luck, stream, site, month, at(layout.cell_ids), among, chance)

        def put(values, new):
            return values.at[cells].set(new, mode="drop")

        return (put(remaining, among - drawn), put(unused, left_over - p)), put(
            jnp.zeros_like(persons), drawn
        )

    carry, left = (persons, jnp.ones_like(persons)), []
    for group in layout.leaving:
        carry, gone = jax.lax.scan(one, carry, (group.causes, group.sites, group.cells))
        left.append(gone)
    return jnp.concatenate(left)


def _expected_births(persons, rate, layout):
    girls_and_boys = jnp.array([1 - GIRLS_SHARE, GIRLS_SHARE])
    mothers = jnp.where(layout.cell_sex == FEMALE, persons * rate, 0)
    born = layout.by_pair(mothers)[:, None] * girls_and_boys[None]
    return _into_first_age(born, layout)


def _counted_births(persons, rate, layout, luck, stream, month):
    women = layout.women
    drawn = draws.count(
        luck,
        stream,
        moves.BIRTH_SITE,
        month,
        layout.cell_ids[women],
        persons[women],
        jnp.clip(rate[women], 0, 1),
    )
    births = layout.by_pair(
        jnp.zeros_like(persons).at[women].set(drawn, unique_indices=True, indices_are_sorted=True)
    )
    share = jnp.full_like(births, GIRLS_SHARE)
    girls = draws.count(
        luck, stream, moves.SEX_AT_BIRTH_SITE, month, layout.pair_ids, births, share
    )
    return _into_first_age(jnp.stack([births - girls, girls], -1), layout)


def _into_first_age(born, layout):
    """Put newborn [Q, S] into the first age band of their pair: [cells]."""
    pairs, ages, sexes = layout.axes.sizes
    return jnp.zeros((pairs, ages, sexes), born.dtype).at[:, 0, :].set(born).reshape(-1)


def settle_stocks(
    world: World, effect: Effect, state_order: tuple[str, ...], granary_order: tuple[str, ...]
) -> World:
    """Apply inflows and claims: the state granary first, whose supply and loans reach the village
    in the same month."""
    land = world.land
    unknown = set(effect.claims) - set(RECEIVED_BY)
    if unknown:
        raise ValueError(f"claims on uses nobody declared: {sorted(unknown)}")
    granted, unmet = {}, {}

    def share_out(stock, available, order):
        uses = order + tuple(u for u in uses_of(stock) if u not in order)
        asked = {
            use: effect.claims.get(f"{stock}.{use}", jnp.zeros_like(land.granted[f"{stock}.{use}"]))
            for use in uses
        }
        got, lacked, left = allocate(available, asked, uses)
        granted.update({f"{stock}.{use}": v for use, v in got.items()})
        unmet.update({f"{stock}.{use}": v for use, v in lacked.items()})
        return left

    state_left = share_out(
        "state_grain", land.state_grain + effect.inflows.get("state_grain", 0.0), state_order
    )
    village = (
        land.peasant_grain
        + effect.inflows.get("peasant_grain", 0.0)
        + granted["state_grain.seed_loan"]
    )
    village = village + granted["state_grain.supply"] + granted["state_grain.relief"]
    village_left = share_out("peasant_grain", village, granary_order)
    delivered = granted["peasant_grain.collection"]
    return eqx.tree_at(
        lambda w: (
            w.land.peasant_grain,
            w.land.state_grain,
            w.land.collected,
            w.land.granted,
            w.land.unmet,
        ),
        world,
        (village_left, state_left + delivered.sum(), land.collected + delivered, granted, unmet),
    )
