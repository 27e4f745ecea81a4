"""The one place that changes the world.

People: competing risks, one draw per cell and cause, totals exact. With hazards h_k a month and H their sum, a
person leaves for cause k with probability (1 - exp(-H)) h_k / H. `expected` moves the mean; `counted` draws
sequential conditional binomials, so that the flows of a cell never exceed its persons and stock after =
stock before + in - out, to the person. Competing risks: Kalbfleisch and Prentice (2002), ch. 8.

Stocks: see `stocks.allocate`. Values: quantities that are not conserved are set by their one proposer.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.core import draws
from partystate.world import moves
from partystate.world.effect import Effect
from partystate.world.layout import Layout
from partystate.world.state import World
from partystate.world.stocks import RECEIVED_BY, allocate, uses_of

GIRLS_SHARE = 100 / 205  # 105 boys to 100 girls, the usual ratio at birth (Shryock and Siegel 1976, ch. 7)
FEMALE = 1
AGEING = moves.CAUSES.index(moves.CAUSE["ageing"])


class PeopleFlows(eqx.Module):
    """Persons who left, by cause [K, cells], and births by cell of the newborn [cells]."""

    left: Float[Array, "causes cells"]
    born: Float[Array, "cells"]


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
    none = jnp.zeros_like(persons)
    hazards = [
        jnp.where(can, jnp.maximum(effect.hazards.get(cause.name, none), 0), 0)
        for cause, can in zip(moves.CAUSES, layout.can_leave, strict=True)
    ]
    total = sum(hazards)
    leaving = -jnp.expm1(-total) / jnp.where(total > 0, total, 1)
    rate = effect.births.get("per_woman", none)
    if counted:
        probability = jnp.stack([hazard * leaving for hazard in hazards])
        left = _counted_leavers(persons, probability, layout, luck, stream, world.month)
        born = _counted_births(persons, rate, layout, luck, stream, world.month)
    else:
        left = jnp.stack([persons * leaving * hazard for hazard in hazards])
        born = _expected_births(persons, rate, layout)
    after = persons - sum(left) + _arrivals(left, layout) + born
    dead = sum(left[k] for k, cause in enumerate(moves.CAUSES) if cause.name in moves.DEATHS)
    settled = eqx.tree_at(
        lambda w: (w.people.persons, w.vital.births, w.vital.deaths),
        world,
        (after, layout.by_region(born), layout.by_region(dead)),
    )
    return settled, PeopleFlows(left, born)


def _arrivals(left, layout):
    """Persons [cells] who come into a cell: from the band below, and from the pairs that send to it."""
    pairs, ages, sexes = layout.axes.sizes
    grid = left.reshape(-1, pairs, ages, sexes)
    older = grid[AGEING, :, :-1]
    came = jnp.concatenate([jnp.zeros_like(older[:, :1]), older], axis=1)
    for cause, sender in zip(layout.arrival_cause, layout.arrival_pair, strict=True):
        came = came + jnp.where((sender >= 0)[:, None, None], grid[cause][sender], 0)
    return came.reshape(-1)


def _counted_leavers(persons, probability, layout, luck, stream, month):
    """One count per cell and cause [K, cells], in the order of causes, each from those not yet gone.

    Only cells that somebody can leave are drawn; a cell's draw does not depend on which others are.
    """
    remaining, unused, left = persons, jnp.ones_like(persons), []
    for cause, cells, p in zip(moves.CAUSES, layout.leavers, probability, strict=True):
        share = jnp.clip(jnp.where(unused > 0, p / jnp.where(unused > 0, unused, 1), 0), 0, 1)
        ids, among = layout.cell_ids[cells], remaining[cells]
        drawn = draws.count(luck, stream, cause.number, month, ids, among, share[cells])
        gone = jnp.zeros_like(persons).at[cells].set(drawn, unique_indices=True, indices_are_sorted=True)
        remaining, unused = remaining - gone, unused - p
        left.append(gone)
    return jnp.stack(left)


def _expected_births(persons, rate, layout):
    girls_and_boys = jnp.array([1 - GIRLS_SHARE, GIRLS_SHARE])
    mothers = jnp.where(layout.cell_sex == FEMALE, persons * rate, 0)
    born = layout.by_pair(mothers)[:, None] * girls_and_boys[None]
    return _into_first_age(born, layout)


def _counted_births(persons, rate, layout, luck, stream, month):
    women = layout.women
    drawn = draws.count(luck, stream, moves.BIRTH_SITE, month, layout.cell_ids[women], persons[women], jnp.clip(rate[women], 0, 1))
    births = layout.by_pair(jnp.zeros_like(persons).at[women].set(drawn, unique_indices=True, indices_are_sorted=True))
    share = jnp.full_like(births, GIRLS_SHARE)
    girls = draws.count(luck, stream, moves.SEX_AT_BIRTH_SITE, month, layout.pair_ids, births, share)
    return _into_first_age(jnp.stack([births - girls, girls], -1), layout)


def _into_first_age(born, layout):
    """Put newborn [Q, S] into the first age band of their pair: [cells]."""
    pairs, ages, sexes = layout.axes.sizes
    return jnp.zeros((pairs, ages, sexes), born.dtype).at[:, 0, :].set(born).reshape(-1)


def settle_stocks(world: World, effect: Effect, state_order: tuple[str, ...], granary_order: tuple[str, ...]) -> World:
    """Apply inflows and claims: the state granary first, whose supply and loans reach the village in the same month."""
    land = world.land
    unknown = set(effect.claims) - set(RECEIVED_BY)
    if unknown:
        raise ValueError(f"claims on uses nobody declared: {sorted(unknown)}")
    granted, unmet = {}, {}

    def share_out(stock, available, order):
        uses = order + tuple(u for u in uses_of(stock) if u not in order)
        asked = {use: effect.claims.get(f"{stock}.{use}", jnp.zeros_like(land.granted[f"{stock}.{use}"])) for use in uses}
        got, lacked, left = allocate(available, asked, uses)
        granted.update({f"{stock}.{use}": v for use, v in got.items()})
        unmet.update({f"{stock}.{use}": v for use, v in lacked.items()})
        return left

    state_left = share_out("state_grain", land.state_grain + effect.inflows.get("state_grain", 0.0), state_order)
    village = land.peasant_grain + effect.inflows.get("peasant_grain", 0.0) + granted["state_grain.seed_loan"]
    village = village + granted["state_grain.supply"]
    village_left = share_out("peasant_grain", village, granary_order)
    delivered = granted["peasant_grain.collection"]
    return eqx.tree_at(
        lambda w: (w.land.peasant_grain, w.land.state_grain, w.land.collected, w.land.granted, w.land.unmet),
        world,
        (village_left, state_left + delivered.sum(), land.collected + delivered, granted, unmet),
    )
