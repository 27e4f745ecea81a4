"""The agenda setter of Romer and Rosenthal (1978) in one dimension."""

from __future__ import annotations

import jax.numpy as jnp


def outcome(status_quo, ideal, median):
    """What passes, elementwise: the setter's ideal as near as the median prefers it to the status
    quo."""
    reach = 2 * median - status_quo
    low, high = jnp.minimum(status_quo, reach), jnp.maximum(status_quo, reach)
    return jnp.clip(ideal, low, high)
