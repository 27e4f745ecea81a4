"""What-ifs: edits of parameters, inputs or mechanisms, as data (a TOML file of a country or of a user)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.engine import wrappers
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import MECHANISMS
from partystate.world.inputs import Endowment, Inputs


POWER_INPUTS = ("founder_capacity", "founder_dies", "collections_short", "murder", "testament_read", "ban_barred")


SOCIETY_INPUTS = tuple(name for name in Inputs.__dataclass_fields__ if name not in ("month", "elapsed"))


class Edit(BaseModel):
    """One change. `set` gives a value, `scale` a factor; `from_`/`until` bound an input edit in months."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    target: Literal["parameter", "input", "mechanism", "office", "person", "people"]
    name: str
    person: str | None = None
    set: float | None = None
    scale: float | None = None
    start: str | None = None
    until: str | None = None
    change: Literal["ablate", "scale", "delay", "clamp"] | None = None
    entry: str | None = None
    months: int | None = None


class WhatIf(BaseModel):
    """A named set of edits."""

    model_config = ConfigDict(extra="forbid")
    title: str
    note: str = ""
    edit: list[Edit]
    name: str = ""


def load_what_if(name: str, folder: Path) -> WhatIf:
    """Read `name` from the country's what_ifs folder, or a path to a TOML file."""
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if not path.is_file():
        there = ", ".join(sorted(p.stem for p in folder.glob("*.toml"))) or "none"
        raise UserError("there is no such what-if", found=repr(name), expected=there, action="Name one of these or a .toml file.")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return WhatIf(**(data | {"name": path.stem}))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"not a TOML file: {error}", path.name, action="Mend the file.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserError(first["msg"], path.name, column=place, found=repr(first.get("input")), action="See the template.") from None


def edit_parameters(values: dict[str, float], what_ifs: list[WhatIf]) -> dict[str, float]:
    """Parameter edits applied to named values."""
    out = dict(values)
    for what_if, edit in edits_of(what_ifs, "parameter"):
        if edit.name not in out:
            raise unknown(what_if, edit, sorted(out))
        out[edit.name] = changed(out[edit.name], edit)
    return out


def edit_inputs(inputs: Inputs, what_ifs: list[WhatIf]) -> Inputs:
    """Input edits between their months (all months where none are given)."""
    for what_if, edit in edits_of(what_ifs, "input"):
        if edit.name in POWER_INPUTS:
            continue  # of the party's top
        if edit.name not in SOCIETY_INPUTS:
            raise unknown(what_if, edit, sorted(SOCIETY_INPUTS + POWER_INPUTS))
        old = getattr(inputs, edit.name)
        inside = jnp.ones(inputs.month.shape, bool)
        if edit.start:
            inside &= inputs.month >= dates.month_number(edit.start)
        if edit.until:
            inside &= inputs.month <= dates.month_number(edit.until)
        inside = inside.reshape(inside.shape + (1,) * (old.ndim - 1))
        new = jnp.where(inside, changed(old, edit), old)
        inputs = eqx.tree_at(lambda i, n=edit.name: getattr(i, n), inputs, new)
    return inputs


def edit_endowment(endowment: Endowment, what_ifs: list[WhatIf], shares: dict[str, np.ndarray]) -> Endowment:
    """Peoples against whom a thesis supposes a bias: `target` is their share [R] of each region; `shares` by nationality."""
    for what_if, edit in edits_of(what_ifs, "people"):
        if edit.name not in shares:
            raise unknown(what_if, edit, sorted(shares))
        target = endowment.target + changed(jnp.ones_like(endowment.target), edit) * shares[edit.name]
        endowment = eqx.tree_at(lambda e: e.target, endowment, target)
    return endowment


def edit_mechanisms(mechanisms: tuple[Mechanism, ...], what_ifs: list[WhatIf]) -> tuple[Mechanism, ...]:
    """Wrap the mechanisms a what-if names."""
    out = {m.card.id: m for m in mechanisms}
    for what_if, edit in edits_of(what_ifs, "mechanism"):
        if edit.name in out:
            out[edit.name] = _wrapped(out[edit.name], edit)
        elif edit.name not in {m.card.id for m in MECHANISMS}:
            raise unknown(what_if, edit, sorted(m.card.id for m in MECHANISMS))
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
        f"the change of mechanism {edit.name!r} is not complete", found=repr(edit.change),
        expected="ablate; scale with scale; delay with months; clamp with entry and set", action="Complete the edit.",
    )  # fmt: skip


def edits_of(what_ifs: list[WhatIf], target: str):
    """(what-if, edit) pairs of one kind."""
    return [(w, e) for w in what_ifs for e in w.edit if e.target == target]


def changed(value, edit: Edit):
    """A value after `set` or `scale`."""
    if edit.set is not None:
        return value * 0 + edit.set
    if edit.scale is not None:
        return value * edit.scale
    raise UserError(f"the edit of {edit.name!r} changes nothing", expected="set or scale", action="Give one of them.")


def unknown(what_if: WhatIf, edit: Edit, known: list[str]) -> UserError:
    """The error of an edit that names nothing."""
    return UserError(
        f"unknown {edit.target}", f"{what_if.name}.toml", column="name", found=repr(edit.name),
        expected=", ".join(known), action="Name one of these.",
    )  # fmt: skip
