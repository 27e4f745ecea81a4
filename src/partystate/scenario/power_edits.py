"""What-ifs of the party's top: edits of its dated inputs, and who holds an office or a seat, by
name and month."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.country.what_ifs import Edit, WhatIf
from partystate.scenario.edits import POWER_INPUTS, SOCIETY_INPUTS, changed, edits_of, unknown
from partystate.scenario.power_inputs import PartyAxes
from partystate.world.power import VACATED, PowerInputs

NOBODY_AT_ALL = "nobody"


def edit_power_inputs(inputs: PowerInputs, axes: PartyAxes, what_ifs: list[WhatIf]) -> PowerInputs:
    """Apply edits of inputs, offices and persons between their months."""
    for what_if, edit in edits_of(what_ifs, "input"):
        if edit.name in SOCIETY_INPUTS:
            continue  # of people and land
        if edit.name not in POWER_INPUTS:
            raise unknown(what_if, edit, sorted(SOCIETY_INPUTS + POWER_INPUTS))
        old = getattr(inputs, edit.name)
        new = jnp.where(during(inputs, edit), changed(old, edit), old)
        inputs = eqx.tree_at(lambda i, n=edit.name: getattr(i, n), inputs, new)
    for what_if, edit in edits_of(what_ifs, "office"):
        inputs = _with_holder(inputs, axes, what_if, edit)
    for what_if, edit in edits_of(what_ifs, "person"):
        inputs = _with_politics(inputs, axes, what_if, edit)
    return inputs


def during(inputs: PowerInputs, edit: Edit):
    """Mask [T] of the months of an edit."""
    inside = jnp.ones(inputs.month.shape, bool)
    if edit.start:
        inside &= inputs.month >= dates.month_number(edit.start)
    if edit.until:
        inside &= inputs.month <= dates.month_number(edit.until)
    return inside


def _with_holder(inputs, axes, what_if, edit):
    if edit.name not in axes.offices or edit.person is None:
        raise unknown(what_if, edit, list(axes.offices.labels))
    who = VACATED if edit.person == NOBODY_AT_ALL else _person(axes, what_if, edit)
    office = axes.offices.index(edit.name)
    forced = inputs.forced_holder.at[:, office].set(
        jnp.where(during(inputs, edit), who, inputs.forced_holder[:, office])
    )
    return eqx.tree_at(lambda i: i.forced_holder, inputs, forced)


def _with_politics(inputs, axes, what_if, edit):
    """`name` is opposing, ruling or status; `set` its value (1 or 0, or a party status)."""
    field = f"forced_{edit.name}"
    if edit.name not in ("opposing", "ruling", "status") or edit.person is None or edit.set is None:
        raise unknown(what_if, edit, ["opposing", "ruling", "status"])
    who, old = _person(axes, what_if, edit), getattr(inputs, field)
    forced = old.at[:, who].set(jnp.where(during(inputs, edit), int(edit.set), old[:, who]))
    return eqx.tree_at(lambda i: getattr(i, field), inputs, forced)


def _person(axes: PartyAxes, what_if: WhatIf, edit: Edit) -> int:
    if edit.person not in axes.number:
        raise UserError(
            "unknown person",
            f"{what_if.name}.toml",
            column="person",
            found=repr(edit.person),
            expected="a person of persons.csv",
            action="Use the id of the first column.",
        )
    return axes.number[edit.person]
