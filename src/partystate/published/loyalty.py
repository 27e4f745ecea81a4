"""Two kinds of ruler who buy power with repression and loyalty: one spends all he has, one no more
than keeps him in place.

Power is the geometric mean of repression R and loyalty L, bought at prices p_R and p_L. An exact
case; the mechanisms of terror take from it only that both are inputs of one product.

Sources: Wintrobe (1990, 1998); the Cobb-Douglas instance is ours."""

from __future__ import annotations

import jax.numpy as jnp


def totalitarian(budget, price_repression, price_loyalty):
    """(repression, loyalty, power) of a ruler who spends his budget on power."""
    repression, loyalty = budget / 2 / price_repression, budget / 2 / price_loyalty
    return repression, loyalty, jnp.sqrt(repression * loyalty)


def tinpot(power, price_repression, price_loyalty):
    """(repression, loyalty, cost) of a ruler who buys no more than `power`."""
    ratio = jnp.sqrt(price_loyalty / price_repression)
    repression, loyalty = power * ratio, power / ratio
    return repression, loyalty, price_repression * repression + price_loyalty * loyalty
