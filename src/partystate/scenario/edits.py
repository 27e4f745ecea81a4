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
from partystate.mechanisms.registry import MECHANISMS
from partystate.world.endowment import Endowment
from partystate.world.inputs import Calendar, Foreign, Inputs, Trade, Weather
from partystate.world.party_axes import PartyAxes
from partystate.world.power import VACATED

NOBODY_AT_ALL = "nobody"
# where an input that may be edited stands in `world.inputs.Inputs`
PLACES = {
    **{name: f"weather.{name}" for name in Weather.__dataclass_fields__},
    **{name: f"trade.{name}" for name in Trade.__dataclass_fields__},
    **{name: f"foreign.{name}" for name in Foreign.__dataclass_fields__},
    **{
        name: f"calendar.{name}"
        for name in Calendar.__dataclass_fields__
        if name not in ("month", "elapsed")
    },
    "controlled": "controlled",
    "murder": "murder",
    "line": "forced.line",
    "collections_short": "forced.shortfall",
    **{
        name: f"party.{name}"
        for name in ("founder_capacity", "founder_dies", "testament_read", "ban_barred")
    },
}
# names of version 0.5, read for one release
FORMER = {
    "market_line": ("line",),
    "outrage": ("murder",),
    "points_abroad": ("disputes", "foreign_events"),
}


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


def edit_inputs(inputs: Inputs, axes: PartyAxes | None, what_ifs: list[WhatIf]) -> Inputs:
    """Edits of inputs, offices and persons between their months (all months where none are given).
    What belongs to a part that is left out is passed over."""
    for what_if, edit in edits_of(what_ifs, "input"):
        for name in FORMER.get(edit.name, (edit.name,)):
            if name not in PLACES:
                raise unknown(what_if, edit, sorted(PLACES))
            inputs = _with_input(inputs, PLACES[name], edit)
    if axes is None:
        return inputs
    for what_if, edit in edits_of(what_ifs, "office"):
        inputs = _with_holder(inputs, axes, what_if, edit)
    for what_if, edit in edits_of(what_ifs, "person"):
        inputs = _with_politics(inputs, axes, what_if, edit)
    return inputs


def _with_input(inputs: Inputs, place: str, edit: Edit) -> Inputs:
    part, _, field = place.rpartition(".")

    def where(tree):
        return getattr(getattr(tree, part), field) if part else getattr(tree, field)

    if part == "party" and inputs.party is None:
        return inputs
    old = where(inputs)
    inside = _inside(inputs.calendar.month, edit)
    inside = inside.reshape(inside.shape + (1,) * (old.ndim - 1))
    return eqx.tree_at(where, inputs, jnp.where(inside, changed(old, edit), old))


def _with_holder(inputs: Inputs, axes: PartyAxes, what_if: WhatIf, edit: Edit) -> Inputs:
    """Who holds an office in the months of an edit."""
    if edit.name not in axes.offices or edit.person is None:
        raise unknown(what_if, edit, list(axes.offices.labels))
    who = VACATED if edit.person == NOBODY_AT_ALL else _person(axes, what_if, edit)
    office, old = axes.offices.index(edit.name), inputs.forced.posts.holder
    inside = _inside(inputs.calendar.month, edit)
    forced = old.at[:, office].set(jnp.where(inside, who, old[:, office]))
    return eqx.tree_at(lambda i: i.forced.posts.holder, inputs, forced)


def _with_politics(inputs: Inputs, axes: PartyAxes, what_if: WhatIf, edit: Edit) -> Inputs:
    """`name` is opposing, ruling or status; `set` its value (1 or 0, or a party status)."""
    known = ["opposing", "ruling", "status"]
    if edit.name not in known or edit.person is None or edit.set is None:
        raise unknown(what_if, edit, known)
    who, old = _person(axes, what_if, edit), getattr(inputs.forced.posts, edit.name)
    inside = _inside(inputs.calendar.month, edit)
    forced = old.at[:, who].set(jnp.where(inside, int(edit.set), old[:, who]))
    return eqx.tree_at(lambda i: getattr(i.forced.posts, edit.name), inputs, forced)


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
    return eqx.tree_at(
        lambda e: e.land.target, endowment, jnp.asarray(target, endowment.land.target.dtype)
    )


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
