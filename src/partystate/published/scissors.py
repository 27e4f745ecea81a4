"""What a lower price for the village's food does to wages, investment and workers' bread: Sah and
Stiglitz (1984).

Villagers N_p sell Q(p) of food a head at the price p; workers N_u spend a fixed share of their wage
on it; each makes Y. The market for food clears, so the wage is what lets workers buy what comes: w
= N_p Q p / (N_u share). The state invests the rest of output, N_u (Y - w)."""

from __future__ import annotations

import jax.numpy as jnp


def squeeze(price, sold, villagers, workers, food_share, made):
    """(wage, investment, food a worker) when villagers sell `sold` a head at `price`."""
    food = villagers * jnp.asarray(sold) / workers
    wage = food * jnp.asarray(price) / food_share
    return wage, workers * (made - wage), food
