"""What a lower price for the village's food does to wages, investment and workers' bread: Sah and
Stiglitz (1984).

Villagers N_p sell Q(p) of food a head at the price p; workers N_u spend a fixed share of their wage
on it; each makes Y. The market for food clears, so the wage is what lets workers buy what comes: w
= N_p Q p / (N_u share). The state invests the rest of output, N_u (Y - w)."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published


def squeeze(
    price: Number,
    sold: Number,
    villagers: float,
    workers: float,
    food_share: float,
    made: float,
) -> tuple[Float[Array, "..."], Float[Array, "..."], Float[Array, "..."]]:
    """(wage, investment, food a worker) when villagers sell `sold` a head at `price`."""
    food = villagers * jnp.asarray(sold) / workers
    wage = food * jnp.asarray(price) / food_share
    return wage, workers * (made - wage), food


def answer(inputs: Inputs) -> Outputs:
    """Wage, investment and food at each price."""
    level, power = (float(x) for x in inputs["Q"].split("*p^"))
    prices = jnp.asarray(inputs["p"], float)
    sold, share = level * prices**power, inputs["worker_food_share"]
    found = squeeze(prices, sold, inputs["Np"], inputs["Nu"], share, inputs["Y"])
    return dict(zip(("w", "investment", "worker_food"), found, strict=True))


MODELS = {"Price scissors, iso-elastic instance": Published(answer=answer)}
