"""Villagers of working age, whom a war calls away: the opening of a war and its farms need them."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.world import statuses as s
from partystate.world.layout import Layout

YOUNGEST, OLDEST = 15, 60  # years; ours
LEAST = 1e-6


def grown_share(layout: Layout, mean_age: Array, persons: Array) -> Float[Array, "regions"]:
    """Share [R] of the free people of the country who are of working age; `mean_age` [A] of the
    bands, in years, `persons` [cells]."""
    free = layout.pairs_of(*s.FREE)[layout.cell_pair] & ~layout.cell_urban
    here = jnp.where(free, persons, 0)
    grown = (mean_age >= YOUNGEST) & (mean_age <= OLDEST)
    working = layout.by_region(jnp.where(grown[layout.cell_age], here, 0))
    return jnp.maximum(working / jnp.maximum(layout.by_region(here), 1), LEAST)
