"""Villagers by the work that they can do, of whom a war calls away those who do most: the opening
of a war and its farms need them."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.world import statuses as s
from partystate.world.layout import SEXES, Layout

# years; youths help from ten on, as in budgets of the time (Chayanov 1966, as recalled)
HELPS, YOUNGEST, OLDEST = 10, 16, 60
HANDS = ("men", "women", "young", "old")
MEN = HANDS.index("men")
LEAST = 1e-6


def hands_of(layout: Layout, mean_age: Array, persons: Array) -> Float[Array, "hands regions"]:
    """Shares [H, R] of the free people of the country who are grown men, grown women, youths and
    old; `mean_age` [A] of the bands, in years, `persons` [cells]."""
    free = layout.pairs_of(*s.FREE)[layout.cell_pair] & ~layout.cell_urban
    here = jnp.where(free, persons, 0)
    age = mean_age[layout.cell_age]
    grown = (age >= YOUNGEST) & (age <= OLDEST)
    is_man = layout.cell_sex == SEXES.index("male")
    who = (grown & is_man, grown & ~is_man, (age >= HELPS) & (age < YOUNGEST), age > OLDEST)
    counted = jnp.stack([layout.by_region(jnp.where(one, here, 0)) for one in who])
    return counted / jnp.maximum(layout.by_region(here), 1)[None]


def men_left(usual: Array, now: Array) -> Float[Array, "regions"]:
    """Grown men of the village [R] now against then, by shares of hands [H, R]; 1 where there were
    none."""
    there = usual[MEN] > 0
    return jnp.where(there, jnp.minimum(now[MEN] / jnp.where(there, usual[MEN], 1), 1), 1)
