"""What of a month is kept: each part of the world says so beside its fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array

_NAME = "kept"
# metadata of a field that is kept each month, at its end: as it is, or smaller
KEPT = {_NAME: None}
KEPT_SMALL = {_NAME: jnp.int16}
KEPT_SINGLE = {_NAME: jnp.float32}


def left_out() -> Any:
    """A part that is not there unless it is given. Its field has the type of the part: whoever
    reads a part runs only where it is there, and what may run without it asks for None."""
    return None


def kept_fields(world: eqx.Module) -> Iterator[tuple[str, Array]]:
    """(`part.field`, value) of every kept field of the parts that are there."""
    for part in dataclasses.fields(world):
        tree = getattr(world, part.name)
        if not isinstance(tree, eqx.Module):
            continue
        for field in dataclasses.fields(tree):
            if _NAME in field.metadata:
                dtype, value = field.metadata[_NAME], getattr(tree, field.name)
                yield f"{part.name}.{field.name}", value if dtype is None else value.astype(dtype)


def kept_names(part: type[eqx.Module]) -> tuple[str, ...]:
    """Names of the kept fields of a part of the world."""
    return tuple(f.name for f in dataclasses.fields(part) if _NAME in f.metadata)
