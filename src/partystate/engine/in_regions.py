"""A mechanism under other values of its parameters in some regions.

Parameters are one number for the country, and a mechanism reads them once for all regions. So it is
asked twice, with its own values and with the changed ones, and what it proposes for the regions of
the change is taken from the second answer: hazards and births of their people, what is claimed of
their stocks and what comes into them, and values by region. What it proposes for the country as a
whole, and for posts and destinations, stays its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from partystate.core.errors import UserError
from partystate.core.pytree import axes_of
from partystate.engine.wrappers import Wrapped
from partystate.mechanisms.contract import Mechanism
from partystate.world.effect import Effect
from partystate.world.state import World
from partystate.world.view import View

REGIONS = "regions"


class Change(eqx.Module):
    """Another value of a parameter from month number `first` to `last`, both inside: `set`, or the
    `factor` times its own where that is not a number."""

    set: Float[Array, ""]
    factor: Float[Array, ""]
    first: Int[Array, ""]
    last: Int[Array, ""]

    def of(self, value: Array, month: Array) -> Array:
        """The value in a month."""
        changed = jnp.where(jnp.isnan(self.set), value * self.factor, self.set)
        return jnp.where((self.first <= month) & (month <= self.last), changed, value)


class InRegions(eqx.Module):
    """Changes of some parameters, and where [R] they hold."""

    changes: tuple[Change, ...]
    where: Bool[Array, "regions"]


@dataclass(frozen=True, repr=False)
class ForRegions(Wrapped):
    """`params` are a pair: what the mechanism is given, and the changes by group of regions, of the
    parameters `names` by group. Months, values and regions are no part of what is compiled."""

    names: tuple[tuple[str, ...], ...]
    groups: tuple[InRegions, ...] = field(compare=False)

    @property
    def numbers(self) -> tuple[InRegions, ...]:
        """The changes, and where they hold."""
        return self.groups

    def propose(self, view: View, params: tuple[Any, tuple[InRegions, ...]]) -> Effect:
        own, groups = params
        found = self.inner.propose(view, own)
        for names, group in zip(self.names, groups, strict=True):
            other = own
            for name, change in zip(names, group.changes, strict=True):
                other = _changed(other, name, change, view.world.month)
            found = self._merged(found, self.inner.propose(view, other), group.where, view)
        return found

    def _merged(self, own: Effect, other: Effect, where: Array, view: View) -> Effect:
        """`own`, with the entries of `other` in some regions."""
        cells = where[view.layout.cell_region]
        parts: dict[str, dict[str, Array]] = {
            kind: {key: jnp.where(cells, value, old[key]) for key, value in new.items()}
            for kind in ("hazards", "births")
            for old, new in [(getattr(own, kind), getattr(other, kind))]
        }
        for kind in ("inflows", "claims"):
            old, new = getattr(own, kind), getattr(other, kind)
            parts[kind] = {
                key: jnp.where(where, value, old[key]) if jnp.ndim(value) else old[key]
                for key, value in new.items()
            }
        parts["values"] = {
            path: _of_regions(view.world, path, where, own.values[path], value)
            for path, value in other.values.items()
        }
        if not _speaks_of_regions(own, view):
            raise UserError(
                f"{self.id} proposes nothing by region",
                found="region",
                expected="a parameter of a mechanism that acts by region",
                action="Leave region out: the edit holds for the country.",
            )
        kept = {"destinations": own.destinations, "posts": own.posts}
        return Effect(**parts, **kept)


def for_regions(mechanism: Mechanism, groups: list[tuple[tuple[str, ...], InRegions]]) -> Mechanism:
    """Change parameters (names, changes and where) in some regions, one group after another."""
    return ForRegions(mechanism, tuple(n for n, _ in groups), tuple(g for _, g in groups))


def _changed(given: Any, name: str, change: Change, month: Array) -> Any:
    """What a mechanism is given, with one parameter changed this month."""
    if isinstance(given, tuple):
        return (_changed(given[0], name, change, month), *given[1:])
    now = change.of(getattr(given, name), month)
    return eqx.tree_at(lambda p: getattr(p, name), given, now)


def _axis_of_regions(world: World, path: str) -> int | None:
    """Which axis of a field of the world is that of regions; None where none is."""
    part, name = path.split(".")
    axes = axes_of(type(getattr(world, part))).get(name, ())
    return axes.index(REGIONS) if REGIONS in axes else None


def _of_regions(world: World, path: str, where: Array, own: Array, other: Array) -> Array:
    axis = _axis_of_regions(world, path)
    if axis is None:
        return own
    shape = [1] * jnp.ndim(own)
    shape[axis] = -1
    return jnp.where(where.reshape(shape), other, own)


def _speaks_of_regions(effect: Effect, view: View) -> bool:
    """Whether a proposal has anything by region."""
    return bool(
        effect.hazards
        or effect.births
        or any(jnp.ndim(v) for kind in (effect.inflows, effect.claims) for v in kind.values())
        or any(_axis_of_regions(view.world, path) is not None for path in effect.values)
    )
