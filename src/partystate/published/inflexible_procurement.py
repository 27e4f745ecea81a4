"""Collections fixed before the harvest by what each region is expected to have above subsistence:
Meng, Qian and Yared (2015).

The split knows a weight of output against surplus (ours; 0 in the paper)."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published


def weights(
    expected: Float[Array, " regions"],
    left: Float[Array, " regions"],
    seed: Float[Array, " regions"],
    output_weight: Number,
) -> Float[Array, " regions"]:
    """What collections asked of each region go by, in the unit of `expected`."""
    surplus = jnp.maximum(expected - left - seed, 0)
    return output_weight * expected + (1 - output_weight) * surplus


def split_by_surplus(
    expected: Float[Array, " regions"],
    left: Float[Array, " regions"],
    seed: Float[Array, " regions"],
    output_weight: Number,
) -> Float[Array, " regions"]:
    """Share of collections asked of each region, before any bias, `left` grain left to its people;
    by output alone where no region has a surplus, evenly where none is expected."""
    raw = weights(expected, left, seed, output_weight)
    raw = jnp.where(raw.sum() > 0, raw, expected)
    raw = jnp.where(raw.sum() > 0, raw, jnp.ones_like(expected))
    return raw / raw.sum()


def answer(inputs: Inputs) -> Outputs:
    """What each region makes and keeps after a shortfall that collections do not follow."""
    expected, need = jnp.asarray(inputs["expected_output_pc"]), inputs["subsistence"]
    one = jnp.ones_like(expected)
    share = split_by_surplus(expected, need * one, 0 * one, 0.0)
    collected = share * jnp.maximum(expected - need, 0).sum()
    actual = expected * (1 - inputs["aggregate_shortfall"])
    return {"actual": actual, "retained": actual - collected}


MODELS = {
    "Inflexible progressive procurement": Published(
        answer=answer, used_by=("mechanisms.land.procurement",)
    )
}
