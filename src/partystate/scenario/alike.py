"""Scenarios that differ in their what-ifs, under one program: whether a mechanism acts, and what a
parameter is in some months, are then numbers of a run, so that all of them are compiled once.

Edits of inputs, parameters, peoples and posts are numbers anyhow. A mechanism that is scaled,
clamped or delayed, or has other parameters in some regions, is another mechanism: a scenario with
such an edit has a program of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import jax.numpy as jnp

from partystate.country.what_ifs import WhatIf
from partystate.engine import wrappers
from partystate.engine.in_regions import InRegions, for_regions
from partystate.engine.wrappers import Change
from partystate.mechanisms.contract import Mechanism
from partystate.scenario.assemble import Assembled
from partystate.scenario.edited_regions import regional_changes
from partystate.scenario.edits import dated_changes, edits_of, wrapped
from partystate.scenario.own_mechanism import OwnMechanism
from partystate.scenario.parts import mechanisms_of

ABLATE = "ablate"


@dataclass(frozen=True)
class Program:
    """What a program has room for: mechanisms that can be left out, and fields of mechanisms that
    can be others in some months."""

    switches: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]


def program_for(
    what_ifs: Iterable[Sequence[WhatIf]],
    parts: tuple[str, ...],
    switches: Iterable[str] = (),
    own: Sequence[OwnMechanism] = (),
) -> Program:
    """The program that serves a scenario of `parts` under each of these sets of what-ifs, and
    without any of the mechanisms `switches`, with those that the user brings. A field has as many
    slots as the set that changes it most often needs."""
    ours = {m.id for m in mechanisms_of(parts, own=own)}
    off, most = set(switches), dict[str, Counter]()
    for some in what_ifs:
        off |= switched_off(some)
        for owner, changes in dated_changes(some).items():
            counted = Counter(field for field, _ in changes)
            most[owner] = most.get(owner, Counter()) | counted
    slots = {owner: tuple(sorted(n.elements())) for owner, n in most.items() if owner in ours}
    return Program(tuple(sorted(off & ours)), slots)


def under(program: Program, scenario: Assembled, like: Assembled | None = None) -> Assembled:
    """The same scenario under the rules of a program that has room for its edits: its histories are
    those that it has by itself but for the last bits. What does not hang on edits is that of
    `like`, so that its opening is compiled once too."""
    off = switched_off(scenario.what_ifs)
    dated = dated_changes(scenario.what_ifs)
    regional = regional_changes(scenario.country, edits_of(scenario.what_ifs, "parameter"))
    mechanisms = tuple(
        _with_room(
            m,
            scenario.what_ifs,
            off,
            program.slots.get(m.id, ()),
            dated.get(m.id, []),
            regional.get(m.id, []),
        )
        for m in mechanisms_of(scenario.parts, own=scenario.own)
    )
    same = scenario if like is None else like
    return replace(
        scenario,
        rules=replace(scenario.rules, mechanisms=mechanisms),
        acting={name: name not in off for name in program.switches} or None,
        layout=same.layout,
        coded=same.coded,
    )


def switched_off(what_ifs: Sequence[WhatIf]) -> frozenset[str]:
    """Mechanisms that are left out, and not changed otherwise as well."""
    edits = [edit for _, edit in edits_of(what_ifs, "mechanism")]
    changed = {edit.name for edit in edits if edit.change != ABLATE}
    return frozenset(edit.name for edit in edits if edit.change == ABLATE) - changed


def _with_room(
    mechanism: Mechanism,
    what_ifs: Sequence[WhatIf],
    off: frozenset[str],
    slots: tuple[str, ...],
    dated: list[tuple[str, Change]],
    regional: list[tuple[tuple[str, ...], InRegions]],
) -> Mechanism:
    """The mechanism as one scenario has it: a change in every slot, most of which never hold."""
    if slots:
        left = list(dated)
        mechanism = wrappers.for_months(mechanism, [(name, _taken(left, name)) for name in slots])
    if regional:
        mechanism = for_regions(mechanism, regional)
    for _, edit in edits_of(what_ifs, "mechanism"):
        if edit.name == mechanism.id and edit.name not in off:
            mechanism = wrapped(mechanism, edit)
    return mechanism


def _taken(left: list[tuple[str, Change]], name: str) -> Change:
    """The first change of a field that is left, which is taken out; one that never holds where
    there is none."""
    for number, (field, change) in enumerate(left):
        if field == name:
            del left[number]
            return change
    return _never()


def _never() -> Change:
    """A change that holds in no month."""
    ends = jnp.iinfo(jnp.int32)
    return Change(
        set=jnp.asarray(jnp.nan, float),
        factor=jnp.asarray(1.0, float),
        first=jnp.asarray(ends.max, jnp.int32),
        last=jnp.asarray(ends.min, jnp.int32),
    )
