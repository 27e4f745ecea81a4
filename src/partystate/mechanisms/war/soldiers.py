"""Who is booked as a soldier, and how many of them are prisoners of the enemy: several mechanisms
of war need it."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.quantities import of_status
from partystate.world import statuses as s
from partystate.world.view import View


def enlisted(view: View) -> Float[Array, ""]:
    """Persons booked as soldiers, prisoners of the enemy among them."""
    return of_status(view, s.SOLDIER).sum()


def captive_share(view: View) -> Float[Array, ""]:
    """Share of them who are prisoners of the enemy, 0 to 1."""
    return jnp.clip(view.world.at_war.captives / jnp.maximum(enlisted(view), 1), 0, 1)


def moved_over(view: View) -> Float[Array, ""]:
    """Share of the people over whose land the front went this month, either way."""
    people = view.layout.by_region(view.world.people.persons)
    moved = jnp.abs(view.inputs.controlled - view.world.at_war.controlled)
    return (people * moved).sum() / jnp.maximum(people.sum(), 1)
