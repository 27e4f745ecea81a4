"""Chances that expected and counted people share."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

# 105 boys to 100 girls, the usual ratio at birth (Shryock and Siegel 1976, ch. 7)
GIRLS_SHARE = 100 / 205


def leaving(total: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """Probability of leaving a month, over the sum of hazards."""
    return -jnp.expm1(-total) / jnp.where(total > 0, total, 1)


def stored(values: Array) -> Array:
    """The values with one row more that nothing reads. A list that is joined from parts stands in
    memory; without that the compiler reckons an exponential anew for every row that is looked up.
    """
    return jnp.concatenate([values, values[:1]])
