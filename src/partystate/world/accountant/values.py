"""Quantities that are not conserved: each is set by its one proposer."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array

from partystate.world.state import World


def set_values(world: World, values: dict[str, Array]) -> World:
    """Apply the unconserved part of an effect."""
    for path, value in values.items():
        part, field = path.split(".")
        old = getattr(getattr(world, part), field)
        if old.shape != value.shape:
            raise ValueError(f"{path} has shape {old.shape}, the proposal {value.shape}")
        world = eqx.tree_at(lambda w, p=part, f=field: getattr(getattr(w, p), f), world, value)
    return world
