"""Grain by month, store, region and use; with the stocks held they close the books.

Tonnes that come into a store are above zero, those that leave it below. What a store holds at the
end of a month (`held`) is what it held at the end of the month before plus all other rows of the
month. The barns of the village are kept by region; the state granary is one, so that its region
says where its grain came from or went, blank for what has no region. Grain that a village buys goes
from another's barn straight to the table and is in no barn of its own. New bread that is eaten off
the field before the harvest month stands as harvest in the month it is eaten."""

from __future__ import annotations

import numpy as np
import polars as pl
from jaxtyping import Array

from partystate.history.trajectory import Trajectory
from partystate.world.stocks import OF_WAR, RECEIVED_BY, uses_of

STORES = {"barns": "peasant_grain", "granary": "state_grain"}
GROWN = "peasant_grain"
ROUNDING = 1e-6  # t, of a difference of sums
HELD, HARVEST, AID = "held", "harvest", "aid"
SCHEMA = {
    "time": pl.String,
    "store": pl.String,
    "region": pl.String,
    "use": pl.String,
    "tonnes": pl.Float64,
}


def grain_table(kept: Trajectory) -> pl.DataFrame:
    """Every flow that is not zero, and every stock. Needs a run that kept its flows."""
    parts = [_store(kept, name, stock) for name, stock in STORES.items()]
    return pl.concat(parts).sort("time", "store", "region", "use")


def _store(kept: Trajectory, name: str, stock: str) -> pl.DataFrame:
    world = kept.arrays
    flows = [(use, -world[f"granted.{stock}.{use}"]) for use in uses_of(stock)]
    flows += [
        (use.split(".")[1], -world[f"granted.{use}"])
        for use in OF_WAR
        if use.startswith(f"{stock}.") and f"granted.{use}" in world
    ]
    flows += [
        (use.split(".")[1], world[f"granted.{use}"])
        for use, receiver in RECEIVED_BY.items()
        if receiver == stock
    ]
    came: dict[str, Array | np.ndarray | float] = {HARVEST: 0.0, AID: 0.0}
    for path, tonnes in world.items():
        if path.startswith(f"came.{stock}."):
            came[_origin(path)] = came[_origin(path)] + tonnes
    if stock == GROWN and not isinstance(came[AID], float):
        early = np.minimum(_off_the_field(kept), came[AID])
        aid = np.asarray(came[AID] - early)
        came = {HARVEST: came[HARVEST] + early, AID: np.where(aid > ROUNDING, aid, 0)}
    flows += [
        (origin, tonnes) for origin, tonnes in came.items() if not isinstance(tonnes, int | float)
    ]
    return pl.concat(
        [_rows(kept, name, use, tonnes) for use, tonnes in flows]
        + [_rows(kept, name, HELD, world[f"land.{stock}"], is_stock=True)]
    )


def _origin(path: str) -> str:
    """Grain from the field, or from outside: the harvest is the one mechanism that makes grain."""
    return HARVEST if path.endswith(f".{HARVEST}") else AID


def _off_the_field(kept: Trajectory) -> np.ndarray:
    """New bread [T, R] that was eaten in a month before the harvest month."""
    eaten = np.asarray(kept["land.eaten_green"])
    before = np.asarray(kept.opening.get("land.eaten_green", np.zeros_like(eaten[0])))
    return np.maximum(np.diff(eaten, axis=0, prepend=before[None]), 0)


def _rows(
    kept: Trajectory, store: str, use: str, tonnes: Array | np.ndarray, is_stock: bool = False
) -> pl.DataFrame:
    """Rows of [T, R] or [T] tonnes."""
    regions = list(kept.layout.axes.regions.labels) if tonnes.ndim == 2 else [""]
    tonnes = tonnes.reshape(len(tonnes), -1)
    t, r = np.nonzero(np.ones_like(tonnes, bool) if is_stock else tonnes)
    texts = kept.months.texts()
    return pl.DataFrame(
        {
            "time": [texts[i] for i in t],
            "store": [store] * len(t),
            "region": [regions[i] for i in r],
            "use": [use] * len(t),
            "tonnes": tonnes[t, r],
        },
        schema=SCHEMA,
    )
