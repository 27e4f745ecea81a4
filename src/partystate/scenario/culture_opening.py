"""Works, buildings and officials of the republics on the first day of a run."""

from __future__ import annotations

import jax.numpy as jnp

from partystate.world.culture import Culture
from partystate.world.endowment import PeopleFacts


def opening_culture(people: PeopleFacts, values: dict) -> Culture:
    """Works by style as `culture_opening.*` says, officials as the country's table; nobody
    commissions, censors or prefers yet, and nothing monumental has been built."""
    none, by_region = jnp.zeros(()), jnp.zeros(len(people.republic))
    official, condemned = (values[f"culture_opening.{s}"] for s in ("official", "condemned"))
    return Culture(
        grip=none,
        works=jnp.stack([none + official, none + condemned, 1 - official - condemned + none]),
        monumental=none,
        heroes=none,
        preference=by_region,
        officials=people.officials,
        own_tongue=by_region,
    )
