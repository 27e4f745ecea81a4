"""Grain stocks and their uses (design section 3)."""

from __future__ import annotations

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
    "state_grain.confined": None,
    "state_grain.upkeep": None,
}
# further uses in a war: of the village's grain, where an enemy holds land, and of the state's, what
# is lost with its stores and what horses of the army eat
OCCUPIER, LOST, FODDER = "occupier", "lost", "fodder"
OF_OCCUPIER = f"peasant_grain.{OCCUPIER}"
OF_LOST, OF_FODDER = f"state_grain.{LOST}", f"state_grain.{FODDER}"
OF_WAR = (OF_OCCUPIER, OF_LOST, OF_FODDER)


def uses_of(stock: str) -> tuple[str, ...]:
    """Names of the uses of `stock`, without the stock."""
    return tuple(key.split(".")[1] for key in RECEIVED_BY if key.startswith(stock + "."))
