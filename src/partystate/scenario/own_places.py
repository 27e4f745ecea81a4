"""What there is to propose in a world, and of what shape and kind of number each proposal is: what
a mechanism of the user's own is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp

from partystate.core.pytree import axes_of
from partystate.world.causes import CAUSE
from partystate.world.layout import Layout
from partystate.world.state import World

STOCKS = {"peasant_grain": "regions", "state_grain": ""}
PER_WOMAN = "per_woman"
PERSONS, OFFICES, SEATS, SCORES = "persons", "offices", "bodies persons", "offices persons"
# as `world.accountant.posts.POSTS` says them
POSTS = {
    "deaths": (PERSONS, jnp.bool_),
    "status": (PERSONS, jnp.integer),
    "leave_office": (OFFICES, jnp.bool_),
    "moved": (OFFICES, jnp.bool_),
    "leave_seat": (SEATS, jnp.bool_),
    "not_reelected": (SEATS, jnp.bool_),
    "office_score": (SCORES, jnp.floating),
    "seat_score": (SEATS, jnp.floating),
    "candidate_score": (SEATS, jnp.floating),
    "sponsor": (OFFICES, jnp.integer),
    "arrested": (PERSONS, jnp.bool_),
    "executed": (PERSONS, jnp.bool_),
    "killed_abroad": (PERSONS, jnp.bool_),
    "dismissed": (OFFICES, jnp.bool_),
    "sideways": (OFFICES, jnp.integer),
    "chief_score": (PERSONS, jnp.floating),
    "slate": (PERSONS, jnp.integer),
}


@dataclass(frozen=True)
class Place:
    """What an entry must be: its shape and axes, and its kind of number, a dtype or a family of
    them."""

    shape: tuple[int, ...]
    axes: str
    number: Any

    def takes(self, dtype: Any) -> bool:
        """Whether it takes numbers of a dtype."""
        return jnp.issubdtype(dtype, self.number)


Places = dict[str, Place]


def places_of(kind: str, world: World, layout: Layout) -> Places:
    """What can be proposed of a kind of effect, but values: of each its place."""
    return _OF_KIND[kind](world, layout)


def fields_of(world: World) -> Places:
    """The fields of the world, `part.field`, that hold one array: what values can be of."""
    found = {}
    for part, there in vars(world).items():
        fields = getattr(there, "__dataclass_fields__", ())
        axes = axes_of(type(there)) if fields else {}
        for name in fields:
            now = getattr(there, name)
            if hasattr(now, "dtype"):
                said = " ".join(axes.get(name, ()))
                found[f"{part}.{name}"] = Place(now.shape, said, now.dtype)
    return found


def _causes(world: World, layout: Layout) -> tuple[str, ...]:
    return () if world.people is None else layout.exits.names


def _of(names: Iterable[str], place: Place) -> Places:
    return dict.fromkeys(names, place)


def _hazards(world: World, layout: Layout) -> Places:
    cells = Place(layout.cell_pair.shape, "cells", jnp.floating)
    return _of(_causes(world, layout), cells)


def _destinations(world: World, layout: Layout) -> Places:
    pooled = [name for name in _causes(world, layout) if CAUSE[name].pooled]
    return _of(pooled, Place(layout.pair_region.shape, "pairs", jnp.floating))


def _births(world: World, layout: Layout) -> Places:
    cells = Place(layout.cell_pair.shape, "cells", jnp.floating)
    return {} if world.people is None else {PER_WOMAN: cells}


def _inflows(world: World, layout: Layout) -> Places:
    if world.land is None:
        return {}
    return {
        stock: Place(getattr(world.land, stock).shape, axes, jnp.floating)
        for stock, axes in STOCKS.items()
    }


def _claims(world: World, layout: Layout) -> Places:
    if world.land is None:
        return {}
    return {
        use: Place(granted.shape, "regions" if granted.ndim else "", jnp.floating)
        for use, granted in world.land.granted.items()
    }


def _posts(world: World, layout: Layout) -> Places:
    power = world.power
    if power is None:
        return {}
    (offices,), (bodies, persons) = power.holder.shape, power.seats.shape
    shapes = {
        PERSONS: (persons,),
        OFFICES: (offices,),
        SEATS: (bodies, persons),
        SCORES: (offices, persons),
    }
    return {kind: Place(shapes[axes], axes, number) for kind, (axes, number) in POSTS.items()}


_OF_KIND: dict[str, Callable[[World, Layout], Places]] = {
    "hazards": _hazards,
    "destinations": _destinations,
    "births": _births,
    "inflows": _inflows,
    "claims": _claims,
    "posts": _posts,
}
