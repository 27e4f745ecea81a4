"""What-ifs and theses applied: edits of parameters, inputs, mechanisms, peoples and posts.

Every edit goes through `scenario.edit_checks` first, which holds it against the country and the
run: what arrives here names something, and acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import overload

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool

from partystate.country.country import Country
from partystate.country.what_ifs import Edit, WhatIf
from partystate.engine import wrappers
from partystate.engine.in_regions import for_regions
from partystate.mechanisms.contract import Mechanism
from partystate.scenario.edit_checks import NOBODY_AT_ALL, check_values
from partystate.scenario.edited_inputs import Place, places_of
from partystate.scenario.edited_regions import regional_changes, regions_of, where_of
from partystate.world.endowment import Endowment
from partystate.world.inputs import Inputs
from partystate.world.party_axes import PartyAxes
from partystate.world.power import VACATED


def edit_parameters(values: dict[str, float], what_ifs: Iterable[WhatIf]) -> dict[str, float]:
    """Parameter edits that hold throughout, applied to named values; those of some months are
    left to `dated_parameters`, those of some regions to the mechanism."""
    out = dict(values)
    for _, edit in edits_of(what_ifs, "parameter"):
        if edit.is_throughout:
            out[edit.name] = changed(out[edit.name], edit)
    return out


def edit_inputs(
    inputs: Inputs, axes: PartyAxes | None, what_ifs: Iterable[WhatIf], country: Country
) -> Inputs:
    """Edits of inputs, offices and persons between their months (all months where none are given)
    and in their regions. UserError for a value the input cannot have."""
    for what_if, edit in edits_of(what_ifs, "input"):
        where = None
        if edit.region is not None:
            where = where_of(country, regions_of(country, what_if, edit))
        for place in places_of(edit.name):
            inputs = _with_input(inputs, place, what_if, edit, where)
    if axes is None:
        return inputs
    for _, edit in edits_of(what_ifs, "office"):
        who = VACATED if edit.person == NOBODY_AT_ALL else axes.number[edit.person]
        inputs = _with_post(inputs, "holder", axes.offices.index(edit.name), who, edit)
    for _, edit in edits_of(what_ifs, "person"):
        inputs = _with_post(inputs, edit.name, axes.number[edit.person], int(edit.set), edit)
    return inputs


def _with_input(
    inputs: Inputs,
    place: Place,
    what_if: WhatIf,
    edit: Edit,
    regions: Bool[Array, "regions"] | None,
) -> Inputs:
    part, _, field = place.path.rpartition(".")

    def where(tree: Inputs) -> Array:
        return getattr(getattr(tree, part), field) if part else getattr(tree, field)

    if part == "party" and inputs.party is None:
        return inputs
    old = where(inputs)
    inside = during(inputs.calendar.month, edit)
    held = inside.reshape(inside.shape + (1,) * (old.ndim - 1))
    if regions is not None:
        held = held & regions.reshape((1,) * (old.ndim - 1) + (-1,))
    new = jnp.where(held, changed(old, edit), old)
    everywhere = np.broadcast_to(held, old.shape)
    check_values(what_if, edit, place, np.asarray(new)[everywhere])
    return eqx.tree_at(where, inputs, new)


def _with_post(inputs: Inputs, field: str, column: int, value: int, edit: Edit) -> Inputs:
    """One column [T] of the forced posts or politics at `value` in the months of an edit."""
    old = getattr(inputs.forced.posts, field)
    held = jnp.where(during(inputs.calendar.month, edit), value, old[:, column])
    return eqx.tree_at(
        lambda i: getattr(i.forced.posts, field), inputs, old.at[:, column].set(held)
    )


def during(month: Array, edit: Edit) -> Bool[Array, "..."]:
    """Whether month numbers lie between `start` and `until` of an edit, both inside."""
    inside = jnp.ones(jnp.shape(month), bool)
    if edit.first is not None:
        inside &= month >= edit.first
    if edit.last is not None:
        inside &= month <= edit.last
    return inside


def edit_endowment(
    endowment: Endowment, what_ifs: Iterable[WhatIf], shares: dict[str, np.ndarray]
) -> Endowment:
    """Peoples against whom a thesis supposes a bias: `target` is their share [R] of each region;
    `shares` by nationality. The last edit of a people has the last word."""
    weight: dict[str, float] = {}
    for _, edit in edits_of(what_ifs, "people"):
        weight[edit.name] = changed(weight.get(edit.name, 1.0), edit)
    if not weight:
        return endowment
    target = sum(w * shares[name] for name, w in weight.items())
    return eqx.tree_at(
        lambda e: e.land.target, endowment, jnp.asarray(target, endowment.land.target.dtype)
    )


def edit_mechanisms(
    mechanisms: tuple[Mechanism, ...], what_ifs: Iterable[WhatIf], country: Country
) -> tuple[Mechanism, ...]:
    """Wrap those of the mechanisms that a what-if names, or whose parameters it changes in some
    regions. Where one parameter is edited in a region and in the whole country, the region has the
    last word."""
    what_ifs = tuple(what_ifs)
    out = {m.id: m for m in mechanisms}
    regional = regional_changes(country, edits_of(what_ifs, "parameter"))
    out |= {owner: for_regions(out[owner], regional[owner]) for owner in regional if owner in out}
    for _, edit in edits_of(what_ifs, "mechanism"):
        if edit.name in out:
            out[edit.name] = wrapped(out[edit.name], edit)
    return tuple(out.values())


def wrapped(mechanism: Mechanism, edit: Edit) -> Mechanism:
    """A mechanism changed from outside, as an edit of it says."""
    if edit.change == "ablate":
        return wrappers.ablate(mechanism)
    if edit.change == "scale":
        return wrappers.scale(mechanism, edit.scale)
    if edit.change == "delay":
        return wrappers.delay(mechanism, edit.months)
    return wrappers.clamp(mechanism, edit.entry, edit.set)


def edits_of(what_ifs: Iterable[WhatIf], target: str) -> list[tuple[WhatIf, Edit]]:
    """(what-if, edit) pairs of one kind."""
    return [(w, e) for w in what_ifs for e in w.edit if e.target == target]


@overload
def changed(value: float, edit: Edit) -> float: ...


@overload
def changed(value: Array, edit: Edit) -> Array: ...


def changed(value: Array | float, edit: Edit) -> Array | float:
    """A value after `set` or `scale`; what is set does not depend on the old, which may be not a
    number where the model's own is left to stand."""
    if edit.set is None:
        return value * edit.scale
    return jnp.full_like(value, edit.set) if isinstance(value, Array) else edit.set
