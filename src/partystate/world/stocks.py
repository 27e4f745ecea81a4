"""Grain stocks: their uses, and the rule that shares a stock out (design section 3, rule 2).

A use is served in the country's declared order; inside a use everyone gets the same share of what
was asked."""

from __future__ import annotations

import jax.numpy as jnp

# use -> the stock that receives it; None is consumed or leaves the country
RECEIVED_BY = {
    "peasant_grain.collection": "state_grain",
    "peasant_grain.seed": None,
    "peasant_grain.eaten": None,
    "peasant_grain.feed": None,
    "peasant_grain.market": None,
    "state_grain.ration": None,
    "state_grain.supply": "peasant_grain",
    "state_grain.relief": "peasant_grain",
    "state_grain.seed_loan": "peasant_grain",
    "state_grain.export": None,
    "state_grain.other": None,
    "state_grain.upkeep": None,
}


def uses_of(stock: str) -> tuple[str, ...]:
    """Names of the uses of `stock`, without the stock."""
    return tuple(key.split(".")[1] for key in RECEIVED_BY if key.startswith(stock + "."))


def allocate(available, asked: dict[str, jnp.ndarray], order: tuple[str, ...]):
    """Share `available` (t; scalar or [R]) among uses in `order`.

    A use of a scalar stock may ask by region [R]; each region then gets the same proportion.
    Returns (granted, unmet, left): dictionaries of the shapes asked, and the stock left over.
    """
    granted, unmet = {}, {}
    left = available
    for use in order:
        want = jnp.maximum(asked[use], 0)
        total = want.sum() if want.ndim > left.ndim else want
        share = jnp.where(total > 0, jnp.minimum(left / jnp.where(total > 0, total, 1), 1), 0)
        granted[use] = want * share
        unmet[use] = want - granted[use]
        left = jnp.maximum(left - total * share, 0)
    return granted, unmet, left
