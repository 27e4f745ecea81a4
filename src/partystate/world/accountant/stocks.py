"""Stocks of grain: inflows, and claims served by the rule that shares a stock out (design section
3, rule 2).

A use is served in the country's declared order; inside a use everyone gets the same share of what
was asked."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp

from partystate.world.effect import Effect
from partystate.world.state import World
from partystate.world.stocks import uses_of


def settle_stocks(
    world: World, effect: Effect, state_order: tuple[str, ...], granary_order: tuple[str, ...]
) -> World:
    """Apply inflows and claims: the state granary first, whose supply and loans reach the village
    in the same month."""
    land = world.land
    unknown = set(effect.claims) - set(land.granted)
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


def allocate(available, asked: dict[str, jnp.ndarray], order: tuple[str, ...]):
    """Share `available` (t; scalar or [R]) among uses in `order`.

    A use of a scalar stock may ask by region [R]; each region then gets the same proportion.
    Returns (granted, unmet, left): dictionaries of the shapes asked, and the stock left over.
    """
    granted, unmet = {}, {}
    left = available
    for use in order:
        want = jnp.maximum(asked[use], 0)
        total = want.sum() if want.ndim > left.ndim else want
        share = jnp.where(total > 0, jnp.minimum(left / jnp.where(total > 0, total, 1), 1), 0)
        granted[use] = want * share
        unmet[use] = want - granted[use]
        left = jnp.maximum(left - total * share, 0)
    return granted, unmet, left
