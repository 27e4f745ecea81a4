"""Scenarios that differ in their what-ifs, under one program: whether a mechanism acts is then a
number of a run, so that all of them are compiled once.

Edits of inputs, parameters, peoples and posts are numbers anyhow, in all months or in some. A
mechanism that is scaled, clamped or delayed, or has other parameters in some regions, is another
mechanism: a scenario with such an edit has a program of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from partystate.country.what_ifs import WhatIf
from partystate.engine.in_regions import InRegions, for_regions
from partystate.mechanisms.contract import Mechanism
from partystate.scenario.assemble import Assembled
from partystate.scenario.edited_regions import regional_changes
from partystate.scenario.edits import edits_of, wrapped
from partystate.scenario.own_mechanism import OwnMechanism
from partystate.scenario.parts import mechanisms_of

ABLATE = "ablate"


def switches_for(
    what_ifs: Iterable[Sequence[WhatIf]],
    parts: tuple[str, ...],
    switches: Iterable[str] = (),
    own: Sequence[OwnMechanism] = (),
) -> tuple[str, ...]:
    """Mechanisms that can be left out in the program that serves a scenario of `parts` under each
    of these sets of what-ifs, and without any of `switches`, with those that the user brings."""
    ours = {m.id for m in mechanisms_of(parts, own=own)}
    off = set(switches).union(*map(switched_off, what_ifs))
    return tuple(sorted(off & ours))


def under(
    switches: tuple[str, ...], scenario: Assembled, like: Assembled | None = None
) -> Assembled:
    """The same scenario under the rules of a program in which mechanisms can be left out: its
    histories are those that it has by itself but for the last bits. What does not hang on edits is
    that of `like`, so that its opening is compiled once too."""
    off = switched_off(scenario.what_ifs)
    regional = regional_changes(scenario.country, edits_of(scenario.what_ifs, "parameter"))
    mechanisms = tuple(
        _with_room(m, scenario.what_ifs, off, regional.get(m.id, []))
        for m in mechanisms_of(scenario.parts, own=scenario.own)
    )
    acting = {name: name not in off for name in switches} or None
    rules = replace(scenario.rules, mechanisms=mechanisms)
    return opened_like(replace(scenario, rules=rules, acting=acting), like or scenario)


def opened_like(scenario: Assembled, like: Assembled) -> Assembled:
    """A scenario with what does not hang on edits from another of the same country and parts, so
    that the opening of both is compiled once."""
    return replace(scenario, layout=like.layout, coded=like.coded)


def switched_off(what_ifs: Sequence[WhatIf]) -> frozenset[str]:
    """Mechanisms that are left out, and not changed otherwise as well."""
    edits = [edit for _, edit in edits_of(what_ifs, "mechanism")]
    changed = {edit.name for edit in edits if edit.change != ABLATE}
    return frozenset(edit.name for edit in edits if edit.change == ABLATE) - changed


def _with_room(
    mechanism: Mechanism,
    what_ifs: Sequence[WhatIf],
    off: frozenset[str],
    regional: list[tuple[tuple[str, ...], InRegions]],
) -> Mechanism:
    """The mechanism as one scenario has it, and as it is when it acts where it can be left out."""
    if regional:
        mechanism = for_regions(mechanism, regional)
    for _, edit in edits_of(what_ifs, "mechanism"):
        if edit.name == mechanism.id and edit.name not in off:
            mechanism = wrapped(mechanism, edit)
    return mechanism
