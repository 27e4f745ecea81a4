"""Which mechanisms act, as a number of the run and not of the program: one compilation serves every
run that leaves some of them out.

What does not act is as if it were not in the list (verification/switches.py): its values stay as
the world has them, it adds nothing to hazards, births, inflows and claims, it asks for no post,
and those who arrive are shared out evenly, as where nobody weighs."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Bool

from partystate.engine.wrappers import nothing_of
from partystate.mechanisms.contract import Mechanism
from partystate.world.effect import Effect
from partystate.world.state import World

ADDED = ("hazards", "births", "inflows", "claims")


def if_acting(
    mechanism: Mechanism, effect: Effect, world: World, acting: dict[str, Bool[Array, ""]] | None
) -> Effect:
    """The effect of a mechanism that acts, and nothing of one that does not; as it is of one that
    has no switch in `acting`."""
    if acting is None or mechanism.id not in acting:
        return effect
    acts = acting[mechanism.id]

    def chosen(kind, nothing):
        return {
            key: jnp.where(acts, value, nothing(key, value))
            for key, value in getattr(effect, kind).items()
        }

    return Effect(
        values=chosen("values", lambda path, value: _as_it_is(world, path).astype(value.dtype)),
        posts=chosen("posts", lambda _, post: nothing_of(post)),
        destinations=chosen("destinations", lambda _, weight: jnp.ones_like(weight)),
        **{kind: chosen(kind, lambda _, value: jnp.zeros_like(value)) for kind in ADDED},
    )


def _as_it_is(world: World, path: str) -> Array:
    part, field = path.split(".")
    return getattr(getattr(world, part), field)
