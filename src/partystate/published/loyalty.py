"""Two kinds of ruler who buy power with repression and loyalty: one spends all he has, one no more
than keeps him in place.

Power is the geometric mean of repression R and loyalty L, bought at prices p_R and p_L. An exact
case; the mechanisms of terror take from it only that both are inputs of one product.

Sources: Wintrobe (1990, 1998); the Cobb-Douglas instance is ours."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published


def totalitarian(
    budget: Number, price_repression: Number, price_loyalty: Number
) -> tuple[Number, Number, Float[Array, "..."]]:
    """(repression, loyalty, power) of a ruler who spends his budget on power."""
    repression, loyalty = budget / 2 / price_repression, budget / 2 / price_loyalty
    return repression, loyalty, jnp.sqrt(repression * loyalty)


def tinpot(
    power: Number, price_repression: Number, price_loyalty: Number
) -> tuple[Number, Number, Number]:
    """(repression, loyalty, cost) of a ruler who buys no more than `power`."""
    ratio = jnp.sqrt(price_loyalty / price_repression)
    repression, loyalty = power * ratio, power / ratio
    return repression, loyalty, price_repression * repression + price_loyalty * loyalty


def answer(inputs: Inputs) -> Outputs:
    """Repression and loyalty at each price of loyalty."""
    prices = float(inputs["pR"]), jnp.asarray(inputs["pL"], float)
    spends, keeps = totalitarian(inputs["budget"], *prices), tinpot(inputs["tinpot_power"], *prices)
    return {
        "totalitarian": _rows(("R", "L", "power"), spends),
        "tinpot": _rows(("R", "L", "cost"), keeps),
    }


def _rows(names: tuple[str, ...], found: tuple[Number, ...]) -> list[Outputs]:
    """One table a price from one array a name."""
    columns = np.broadcast_arrays(*found)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


MODELS = {"Wintrobe totalitarian vs tinpot, Cobb-Douglas instance": Published(answer=answer)}
