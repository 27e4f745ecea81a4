"""What the record, or a date, puts in place of a result at the ends of a month."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp

from partystate.world.inputs import Forced, Party
from partystate.world.state import World


def impose_line(world: World, forced: Forced) -> World:
    """The rulers' line on the village as forced, where it is, before anybody looks at the month."""
    if world.policy is None:
        return world
    line = jnp.where(jnp.isnan(forced.line), world.policy.line, forced.line)
    return eqx.tree_at(lambda w: w.policy.line, world, line)


def hold_until_seated(before: World, after: World, party: Party | None) -> World:
    """The leadership stays as it opens until the month in which it enters."""
    if after.power is None or party is None:
        return after

    def of_it(world: World) -> tuple:
        return world.power, world.memory, world.intelligence, world.creed

    held = jax.tree.map(
        lambda was, now: jnp.where(party.seated, now, was), of_it(before), of_it(after)
    )
    return eqx.tree_at(of_it, after, held)
