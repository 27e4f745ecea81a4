"""What-ifs and theses: edits of parameters, inputs or mechanisms, as data (a TOML file of a country
or of a user)."""

from __future__ import annotations

from functools import partial

import equinox as eqx
import jax.numpy as jnp
import numpy as np

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.country.what_ifs import Edit, WhatIf
from partystate.engine import wrappers
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import MECHANISMS, of_power
from partystate.world.inputs import Endowment, Inputs

POWER, SOCIETY = "power", "society"
POWER_INPUTS = (
    "founder_capacity",
    "founder_dies",
    "collections_short",
    "murder",
    "points_abroad",
    "testament_read",
    "ban_barred",
)
SOCIETY_INPUTS = tuple(
    name for name in Inputs.__dataclass_fields__ if name not in ("month", "elapsed")
)


def parts_of(what_if: WhatIf) -> set[str]:
    """The parts of the model that a what-if touches: the party's top, people and land, or both."""
    return {POWER if _is_of_power(edit) else SOCIETY for edit in what_if.edit}


def _is_of_power(edit: Edit) -> bool:
    owners = {m.id for m in of_power()} | {"power_opening"}
    return (
        edit.target in ("office", "person")
        or edit.name in POWER_INPUTS
        or edit.name.split(".")[0] in owners
    )


def edit_parameters(values: dict[str, float], what_ifs: list[WhatIf]) -> dict[str, float]:
    """Parameter edits that hold throughout, applied to named values; those of some months are left
    to the mechanism."""
    out = dict(values)
    for what_if, edit in edits_of(what_ifs, "parameter"):
        if edit.name not in out:
            raise unknown(what_if, edit, sorted(out))
        if not _is_dated(edit):
            out[edit.name] = changed(out[edit.name], edit)
    return out


def is_of_the_start(edit: Edit) -> bool:
    """Whether a parameter belongs to the opening and to no mechanism."""
    return edit.name.partition(".")[0] not in {m.id for m in MECHANISMS}


def _is_dated(edit: Edit) -> bool:
    return bool(edit.start or edit.until)


def edit_inputs(inputs: Inputs, what_ifs: list[WhatIf]) -> Inputs:
    """Input edits between their months (all months where none are given)."""
    for what_if, edit in edits_of(what_ifs, "input"):
        if edit.name in POWER_INPUTS:
            continue  # of the party's top
        if edit.name not in SOCIETY_INPUTS:
            raise unknown(what_if, edit, sorted(SOCIETY_INPUTS + POWER_INPUTS))
        old = getattr(inputs, edit.name)
        inside = _inside(inputs.month, edit).reshape(inputs.month.shape + (1,) * (old.ndim - 1))
        new = jnp.where(inside, changed(old, edit), old)
        inputs = eqx.tree_at(lambda i, n=edit.name: getattr(i, n), inputs, new)
    return inputs


def _inside(month, edit: Edit):
    """Whether months lie between `start` and `until` of an edit."""
    first = dates.month_number(edit.start) if edit.start else jnp.iinfo(jnp.int32).min
    last = dates.month_number(edit.until) if edit.until else jnp.iinfo(jnp.int32).max
    return (month >= first) & (month <= last)


def edit_endowment(
    endowment: Endowment, what_ifs: list[WhatIf], shares: dict[str, np.ndarray]
) -> Endowment:
    """Peoples against whom a thesis supposes a bias: `target` is their share [R] of each region;
    `shares` by nationality. The last edit of a people has the last word."""
    weight: dict[str, float] = {}
    for what_if, edit in edits_of(what_ifs, "people"):
        if edit.name not in shares:
            raise unknown(what_if, edit, sorted(shares))
        weight[edit.name] = changed(weight.get(edit.name, 1.0), edit)
    if not weight:
        return endowment
    target = sum(w * shares[name] for name, w in weight.items())
    return eqx.tree_at(lambda e: e.target, endowment, jnp.asarray(target, endowment.target.dtype))


def edit_mechanisms(
    mechanisms: tuple[Mechanism, ...], what_ifs: list[WhatIf]
) -> tuple[Mechanism, ...]:
    """Wrap the mechanisms a what-if names, or whose parameters it changes in some months."""
    out = {m.id: m for m in mechanisms}
    for what_if, edit in edits_of(what_ifs, "parameter"):
        owner, _, field = edit.name.partition(".")
        if _is_dated(edit) and owner in out:
            out[owner] = wrappers.for_months(
                out[owner], field, partial(changed, edit=edit), partial(_inside, edit=edit)
            )
        elif _is_dated(edit) and is_of_the_start(edit):
            raise UserError(
                "a parameter of the start cannot change in some months",
                f"{what_if.name}.toml",
                column="name",
                found=repr(edit.name),
                expected="a parameter of a mechanism",
                action="Leave out start and until.",
            )
    for what_if, edit in edits_of(what_ifs, "mechanism"):
        if edit.name in out:
            out[edit.name] = _wrapped(out[edit.name], edit)
        elif edit.name not in {m.id for m in MECHANISMS}:
            raise unknown(what_if, edit, sorted(m.id for m in MECHANISMS))
    return tuple(out.values())


def _wrapped(mechanism: Mechanism, edit: Edit) -> Mechanism:
    if edit.change == "ablate":
        return wrappers.ablate(mechanism)
    if edit.change == "scale" and edit.scale is not None:
        return wrappers.scale(mechanism, edit.scale)
    if edit.change == "delay" and edit.months:
        return wrappers.delay(mechanism, edit.months)
    if edit.change == "clamp" and edit.entry and edit.set is not None:
        return wrappers.clamp(mechanism, edit.entry, edit.set)
    raise UserError(
        f"the change of mechanism {edit.name!r} is not complete",
        found=repr(edit.change),
        expected="ablate; scale with scale; delay with months; clamp with entry and set",
        action="Complete the edit.",
    )


def edits_of(what_ifs: list[WhatIf], target: str):
    """(what-if, edit) pairs of one kind."""
    return [(w, e) for w in what_ifs for e in w.edit if e.target == target]


def changed(value, edit: Edit):
    """A value after `set` or `scale`."""
    if edit.set is not None:
        return value * 0 + edit.set
    if edit.scale is not None:
        return value * edit.scale
    raise UserError(
        f"the edit of {edit.name!r} changes nothing",
        expected="set or scale",
        action="Give one of them.",
    )


def unknown(what_if: WhatIf, edit: Edit, known: list[str]) -> UserError:
    """The error of an edit that names nothing."""
    return UserError(
        f"unknown {edit.target}",
        f"{what_if.name}.toml",
        column="name",
        found=repr(edit.name),
        expected=", ".join(known),
        action="Name one of these.",
    )
