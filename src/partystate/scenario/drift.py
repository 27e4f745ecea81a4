"""Drift of a country's parameters (`drift.csv`), for the mechanisms that run."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np

from partystate.core.axes import stable_ids
from partystate.core.pytree import of_numpy
from partystate.country.country import Country
from partystate.country.priors import WHOLE
from partystate.country.renamed import first_name
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import theme_of
from partystate.world.drift import Drift
from partystate.world.layout import Layout

REGION = "region"
SCALE = "drift"  # `land.drift`: sd of a theme against what drift.csv says


def drift_of(country: Country, mechanisms: tuple[Mechanism, ...], layout: Layout) -> Drift | None:
    """The rows of drift.csv whose mechanisms run; None where there are none."""
    moved = {name for m in mechanisms for name in m.parameters}
    table = country.tables.get("drift")
    rows = [
        row
        for row in (table.iter_rows(named=True) if table is not None else ())
        if row["parameter"] in moved
    ]
    if not rows:
        return None
    units = dict(country.tables["parameters"].select("parameter", "unit").iter_rows())
    names = [row["parameter"] for row in rows]
    regional = tuple(row["by"] == REGION for row in rows)
    return of_numpy(
        Drift,
        tuple((owner, field) for owner, _, field in (name.partition(".") for name in names)),
        regional,
        tuple(units[name] in WHOLE for name in names),
        stable_ids(f"drift={first_name(name)}" for name in names),
        np.asarray(layout.region_ids),
        np.array([row["sd"] for row in rows]),
        np.array([row["persistence"] for row in rows]),
        np.array(
            [
                row["shared"] if by_region else 1.0
                for row, by_region in zip(rows, regional, strict=True)
            ]
        ),
    )


def scaled(drift: Drift, values: dict) -> Drift:
    """The same with each theme's sd times the parameter that scales it."""
    times = jnp.stack([values[f"{theme_of(owner)}.{SCALE}"] for owner, _ in drift.names])
    return Drift(
        drift.names,
        drift.is_regional,
        drift.is_share,
        drift.ids,
        drift.region_ids,
        drift.sd * times,
        drift.persistence,
        drift.shared,
    )
