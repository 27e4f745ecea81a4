"""Months of a run, in stretches in which parameters are the same: one program runs them all."""

from __future__ import annotations

from itertools import pairwise

from partystate.country.what_ifs import WhatIf
from partystate.engine.run import Outcome, joined, run
from partystate.engine.step import Pending, Rules, Setting
from partystate.scenario.dated_parameters import as_in, dated_edits, turns
from partystate.world.inputs import Inputs
from partystate.world.state import World


def run_months(
    rules: Rules,
    world: World,
    inputs: Inputs,
    setting: Setting,
    what_ifs: tuple[WhatIf, ...],
    pending: Pending | None = None,
    between: tuple[int, int] | None = None,
    keep_flows: bool = False,
) -> Outcome:
    """As `engine.run.run`, with parameters that what-ifs change in some months changed in these."""
    edits, month = dated_edits(what_ifs), int(inputs.calendar.month[0])
    first, stop = between or (0, len(inputs.calendar.month))
    inside = [turn - month for turn in turns(edits) if first < turn - month < stop]
    parts: list[Outcome] = []
    for ends in pairwise((first, *inside, stop)):
        now = as_in(month + ends[0], setting, edits)
        part = run(rules, world, inputs, now, pending, ends, keep_flows=keep_flows)
        world, pending = part.world, part.pending
        parts.append(part)
    return joined(*parts) if len(parts) > 1 else parts[0]
