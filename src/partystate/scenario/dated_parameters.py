"""Parameters that an edit changes in some months of the whole country.

A run takes such months as a stretch of its own, in which the parameter is another number. So
neither months nor values, nor which parameter it is, are part of what is compiled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import equinox as eqx

from partystate.country.what_ifs import Edit, WhatIf
from partystate.engine.step import Setting
from partystate.scenario.edits import changed, edits_of


def dated_edits(what_ifs: Iterable[WhatIf]) -> tuple[Edit, ...]:
    """Edits of parameters in some months of the whole country, in order."""
    edits = [edit for _, edit in edits_of(what_ifs, "parameter")]
    return tuple(edit for edit in edits if edit.is_dated and edit.region is None)


def turns(edits: Iterable[Edit]) -> list[int]:
    """Month numbers in which an edit begins to hold, or no longer does, in order."""
    begun = {edit.first for edit in edits if edit.first is not None}
    return sorted(begun | {edit.last + 1 for edit in edits if edit.last is not None})


def as_in(month: int, setting: Setting, edits: Iterable[Edit]) -> Setting:
    """The setting with parameters as edits make them in a month, of mechanisms that run; they drift
    from there as they drift from their own. The last edit has the last word."""
    now = dict(setting.parameters)
    for edit in edits:
        owner, _, field = edit.name.partition(".")
        begun = edit.first is None or edit.first <= month
        if owner in now and begun and (edit.last is None or month <= edit.last):
            now[owner] = _edited(now[owner], field, edit)
    return replace(setting, parameters=now)


def _edited(given: Any, field: str, edit: Edit) -> Any:
    """What a mechanism is given, its `Params` or a pair that begins with them, after an edit."""
    if isinstance(given, tuple):
        return (_edited(given[0], field, edit), *given[1:])
    value = changed(getattr(given, field), edit)
    return eqx.tree_at(lambda params: getattr(params, field), given, value)
