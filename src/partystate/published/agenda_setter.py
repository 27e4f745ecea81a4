"""The agenda setter of Romer and Rosenthal (1978) in one dimension."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Outputs, Published


def outcome(
    status_quo: Float[Array, " issues"],
    ideal: Float[Array, " issues"],
    median: Float[Array, " issues"],
) -> Float[Array, " issues"]:
    """What passes, elementwise: the setter's ideal as near as the median prefers it to the status
    quo."""
    reach = 2 * median - status_quo
    low, high = jnp.minimum(status_quo, reach), jnp.maximum(status_quo, reach)
    return jnp.clip(ideal, low, high)


def answer(inputs: Inputs) -> Outputs:
    quo, ideal = (jnp.array([case[k] for case in inputs["cases"]], float) for k in ("q", "s"))
    return {"outcome": outcome(quo, ideal, jnp.full_like(quo, inputs["median"]))}


MODELS = {
    "Romer-Rosenthal agenda setter, 1-D Euclidean": Published(
        answer=answer, used_by=("mechanisms.power.issues",)
    )
}
