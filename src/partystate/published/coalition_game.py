"""Self-enforcing coalitions inside a compiled run (Acemoglu, Egorov and Sonin 2008), by size of
coalition."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float

from partystate.published.model import Number, Published


def masks(n: int) -> np.ndarray:
    """bool [2**n, n]: members of each coalition, numbered by bits."""
    return (np.arange(2**n)[:, None] >> np.arange(n)) & 1 == 1


def subset_pairs(n: int) -> np.ndarray:
    """bool [2**n, 2**n]: Z (row) is a proper, non-empty part of Y (column)."""
    number = np.arange(2**n)
    z, y = number[:, None], number[None]
    return ((z & y) == z) & (z != y) & (z > 0)


def self_enforcing(
    power: Float[Array, " players"],
    alpha: Number,
    gain: Float[Array, "coalitions coalitions"] | None = None,
    delta: Number = 0.0,
) -> Bool[Array, " coalitions"]:
    """bool [2**n]: no proper part that is winning in Y, self-enforcing and gains more than delta
    breaks Y up."""
    n = len(power)
    members = jnp.asarray(masks(n))
    total = members.astype(power.dtype) @ power
    breaks = subset_pairs(n) & (total[:, None] > alpha * total[None])
    if gain is not None:
        breaks = breaks & (gain > delta)
    size = members.sum(1)
    stable = jnp.zeros(2**n, bool)
    for k in range(1, n + 1):
        broken = (breaks & stable[:, None]).any(0)
        stable = jnp.where(size == k, ~broken, stable)
    return stable


MODELS: dict[
    str, Published
] = {}  # its cases are `ultimate_ruling_coalition`'s, and a test ties the two
