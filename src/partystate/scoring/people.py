"""What share of the country's people a group is, at the opening: a fact of the country, and nothing
that a run has made."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from partystate.core.axes import parse_group
from partystate.country.country import Country
from partystate.evidence import Row

AXES = {"region", "nationality"}
ShareOf = Callable[[Row], float | None]


def nobody(row: Row) -> None:
    """Of no row is anything known: rows without a country."""
    return None


def share_of(country: Country) -> ShareOf:
    """The share (0 to 1) of the country's people in the members of a row's group, each times its
    weight; None for the whole country and for groups on other axes than regions and peoples."""
    cells = country.tables["communities"].join(country.tables["regions"], on="region")
    cells = cells.select("region", "nationality", people=pl.col("population") * pl.col("share"))
    people = cells["people"].to_numpy()
    labels = {axis: cells[axis].to_numpy() for axis in AXES}

    def share(row: Row) -> float | None:
        groups = [(parse_group(group), weight) for group, weight in row.members if group]
        if not groups or any(set(group) - AXES for group, _ in groups):
            return None
        of = [weight * people[_inside(group, labels)].sum() for group, weight in groups]
        return float(sum(of) / people.sum()) or None

    return share


def _inside(group: dict[str, str], labels: dict[str, np.ndarray]) -> np.ndarray:
    """Which cells a group holds."""
    return np.logical_and.reduce([labels[axis] == label for axis, label in group.items()])
