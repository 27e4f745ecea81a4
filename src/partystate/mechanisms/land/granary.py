"""The books of the state granary, which exports, relief and loans of seed all read.

    spare(kept) = min{max[G + D - (L + kept) d, 0], G}
G grain in the granary as known; D what is still to come of the year's plan, as far as it has been
met so far; L months to the next harvest, this one included; d what towns, regions short of grain,
army, industry and the confined are due in a month [t]; kept months of it that a use may not touch.
Of the autumn's stock the winter's bread is not to spare: a reserve of a fixed number of months
would be given away in November and be missed in June."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.world.agricultural_clock import months_left
from partystate.world.view import View


def still_to_come(view: View) -> Float[Array, ""]:
    """Grain of the year's plan that is not yet due, t, as far as the plan has been met so far;
    arrears are not counted on, nor what has come early."""
    plan, got = view.world.policy.plan.sum(), view.world.information.known_collected.sum()
    due = view.inputs.calendar.due_before
    met = jnp.clip(got / jnp.maximum(plan * due, 1), 0, 1)
    return jnp.minimum(plan * (1 - due) * met, jnp.maximum(plan - got, 0))


def counted_on(view: View) -> Float[Array, ""]:
    """Grain in the granary as known, and what is still to come of the plan; t."""
    return view.world.information.known_granary + still_to_come(view)


def spare(view: View, monthly: Float[Array, ""], kept: Float[Array, ""] | float):
    """Grain that lies there and is not needed to the harvest, nor for `kept` months beyond it, t;
    `monthly` is what is due in a month [t]."""
    beyond = counted_on(view) - (months_left(view.world.month) + kept) * monthly
    return jnp.clip(beyond, 0, view.world.information.known_granary)
