"""Those who leave under a pooled cause are shared out among the pairs that receive."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.core.draws import Draws
from partystate.world.causes import SHARING_SITE, Cause
from partystate.world.layout import Layout, Shared


def shared_out(
    cause: Cause,
    gone: Float[Array, "exits_of_cause cells_of_pair"],
    weights: Float[Array, "pairs"] | None,
    layout: Layout,
    draws: Draws | None,
) -> Float[Array, "receivers cells_of_pair"]:
    """Arrivals of a pooled cause: those `gone`, pooled by nationality, age and sex, then shared out
    by weight, or evenly where there is none.

    With `draws` they are counted, by systematic sampling: with one uniform u a pool, receiver i of
    cumulative shares W gets floor(n W_i + u) - floor(n W_(i-1) + u), whole, conserved and right in
    the mean."""
    to, nations = layout.shared[cause.name], len(layout.axes.nationalities)
    left = layout.pair_nationality[layout.exits.pairs[layout.exits.here[cause.name]]]
    pool = jnp.zeros((nations, gone.shape[1]), gone.dtype).at[left].add(gone)
    share = _shares(to, weights, nations)
    if draws is None:
        return pool[to.nationality] * share[:, None]
    upto = jnp.cumsum(share) - to.nationality_start(share)
    upto = jnp.where(to.is_last, 1.0, jnp.minimum(upto, 1.0))
    before = jnp.where(to.is_first, 0.0, jnp.concatenate([jnp.zeros(1), upto[:-1]]))
    u = draws.uniform(SHARING_SITE + cause.number, layout.sharing_ids).reshape(pool.shape)
    n, u = pool[to.nationality], u[to.nationality]
    return jnp.floor(n * upto[:, None] + u) - jnp.floor(n * before[:, None] + u)


def _shares(to: Shared, weights: Array | None, nations: int) -> Array:
    """Share [receivers] of its nationality's pool."""
    weight = jnp.ones(len(to.pairs)) if weights is None else jnp.maximum(weights[to.pairs], 0)
    total = jnp.zeros(nations).at[to.nationality].add(weight)
    number = jnp.zeros(nations).at[to.nationality].add(1.0)
    share = jnp.where(total > 0, 0, 1 / jnp.maximum(number, 1))[to.nationality]
    return share + weight / jnp.where(total > 0, total, 1)[to.nationality]
