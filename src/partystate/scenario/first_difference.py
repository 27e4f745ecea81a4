"""How long two scenarios of one country are the same, whatever happens in them."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np

from partystate.country.what_ifs import Edit
from partystate.scenario.assemble import Assembled
from partystate.scenario.edits import edits_of


def months_alike(one: Assembled, other: Assembled) -> int:
    """Months from the start in which nothing that two scenarios are given differs, so that their
    histories of one luck are the same in them."""
    if one.onward is not None or other.onward is not None or not _begin_alike(one, other):
        return 0
    starts = [_months_before(edit, one) for edit in _of_one_alone(one, other)]
    pairs = zip(jax.tree.leaves(one.inputs), jax.tree.leaves(other.inputs), strict=True)
    return max(0, min([*starts, *(_same_rows(*pair) for pair in pairs), len(one.months)]))


def _begin_alike(one: Assembled, other: Assembled) -> bool:
    """Whether they have the same months, rules, facts, and parameters where no edit is dated."""
    facts = [
        (a.rules, a.coded, a.parts, a.line, a.entered, a.own, _throughout(a)) for a in (one, other)
    ]
    trees = [(a.months, a.census, a.endowment, a.drift, a.acting) for a in (one, other)]
    if facts[0] != facts[1] or jax.tree.structure(trees[0]) != jax.tree.structure(trees[1]):
        return False
    pairs = zip(*map(jax.tree.leaves, trees), strict=True)
    return all(np.shape(a) == np.shape(b) and not _differs(a, b).any() for a, b in pairs)


def _throughout(scenario: Assembled) -> list[Edit]:
    """Edits of parameters that hold in all months and everywhere."""
    return [edit for _, edit in edits_of(scenario.what_ifs, "parameter") if edit.is_throughout]


def _of_one_alone(one: Assembled, other: Assembled) -> list[Edit]:
    """Edits of parameters in some months or regions, from the first on that is not the same in
    both: their order is part of them."""
    mine, theirs = (
        [edit for _, edit in edits_of(each.what_ifs, "parameter") if not edit.is_throughout]
        for each in (one, other)
    )
    same = 0
    while same < min(len(mine), len(theirs)) and mine[same] == theirs[same]:
        same += 1
    return [*mine[same:], *theirs[same:]]


def _months_before(edit: Edit, scenario: Assembled) -> int:
    """Months of a run before an edit holds."""
    return 0 if edit.first is None else edit.first - int(scenario.months[0])


def _same_rows(one: Any, other: Any) -> int:
    """Rows of two arrays before the first that differs."""
    differs = _differs(one, other)
    rows = np.flatnonzero(differs.reshape(len(differs), -1).any(1))
    return int(rows[0]) if len(rows) else len(differs)


def _differs(one: Any, other: Any) -> np.ndarray:
    """Where two arrays differ; what is not a number is the same in both."""
    a, b = np.asarray(one), np.asarray(other)
    return (a != b) & ~((a != a) & (b != b))
