"""Histories that are one until a month, the fork, and go their own ways from it on.

The months before the fork are run once, and every arm carries them on under its own rules,
parameters, inputs and luck. So no two arms can differ before it by a single bit, whatever is
edited: an edit acts from the fork on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from partystate.core import dates, draws
from partystate.core.errors import UserError
from partystate.country.what_ifs import WhatIf
from partystate.engine.run import Outcome, joined
from partystate.experiments.histories import Simulated, finished
from partystate.experiments.stretches import run_months
from partystate.scenario.assemble import Assembled
from partystate.scenario.edit_checks import is_of_the_start
from partystate.scenario.edits import edits_of
from partystate.scenario.own_mechanism import OwnMechanism

SAME, FRESH = "same", "fresh"
LUCKS = (SAME, FRESH)
# unlikeness from which two histories are no longer coupled: share of seats that differ, or one less
# a correlation
APART = 1 / 2
# of the unlikeness of pairs under two lucks, from which the same luck tells nothing more; ours
NEARLY = 0.9


@dataclass(frozen=True)
class Arm:
    """One way on from the fork; `is_fresh` draws its luck anew from there."""

    scenario: Assembled
    is_fresh: bool = False


def apart_from(coupled: np.ndarray, uncoupled: np.ndarray | None = None) -> int | None:
    """First place from which on, to the end, the two histories of a pair are strangers. Both are
    unlikenesses [T], 0 where all pairs are the same: of pairs under one luck, and of pairs under
    two, where there are any."""
    strangers = coupled > APART
    if uncoupled is not None:
        strangers |= (uncoupled > 0) & (coupled >= NEARLY * uncoupled)
    together = np.flatnonzero(~strangers)
    first = int(together[-1]) + 1 if len(together) else 0
    return first if first < len(coupled) else None


def is_fresh(luck: str) -> bool:
    """Whether luck is drawn anew; UserError for a word that is none."""
    if luck not in LUCKS:
        raise UserError(
            "unknown luck",
            found=repr(luck),
            expected=" or ".join(LUCKS),
            action="Use one of these.",
        )
    return luck == FRESH


def arms_of(base, changed, luck: str) -> list[Arm]:
    """Without and with the what-ifs under the same luck; under `fresh` also with them and with luck
    drawn anew."""
    is_drawn_anew = is_fresh(luck)
    return [Arm(base), Arm(changed), *([Arm(changed, True)] if is_drawn_anew else [])]


def place_of(
    fork: str | None,
    months: np.ndarray,
    what_ifs: tuple[WhatIf, ...],
    own: tuple[OwnMechanism, ...] = (),
) -> int:
    """Months of a run before its fork; none where no month is named. An edit of the opening cannot
    act after it."""
    at = dates.month_number(fork) - int(months[0]) if fork else 0
    if not 0 <= at < len(months):
        raise UserError(
            "the fork lies outside the months of the run",
            found=fork or "",
            expected=f"{dates.month_text(int(months[0]))} to {dates.month_text(int(months[-1]))}",
            action="Give another --from.",
        )
    edits = [e for w in what_ifs for e in w.edit]
    if (
        at
        and edits
        and all(e.until and dates.month_number(e.until) < int(months[at]) for e in edits)
    ):
        raise UserError(
            "every edit ends before the fork",
            found=fork or "",
            expected=f"a month up to {max(e.until for e in edits if e.until)}",
            action="Give another --from.",
        )
    edited = [e for _, e in edits_of(list(what_ifs), "parameter")]
    of_start = [e.name for e in edited if is_of_the_start(e, own)]
    if at and of_start:
        raise UserError(
            "a parameter of the start cannot change at a later fork",
            found=of_start[0],
            expected="a parameter of a mechanism",
            action="Leave out --from, or take the edit out.",
        )
    return at


def fork(arms: list[Arm], at: int, seed: int, number: int, parameters: str) -> list[Simulated]:
    """Run `number` of every arm; the past is the first arm's. UserError where an arm goes beyond
    its country's end."""
    if any(arm.scenario.onward is not None for arm in arms):
        raise UserError(
            "a run beyond the end of its country cannot be forked yet",
            found=f"{arms[0].scenario.months[-1] + 1 - arms[0].scenario.months[0]} months",
            expected=f"months to {arms[0].scenario.country.meta.end}",
            action="Leave --from out, or give an earlier --until.",
        )
    base, past = arms[0].scenario, None
    if at:
        world, setting = base.start(base.values(parameters, seed, number), seed, number)
        given = (base.rules, world, base.inputs, setting, base.what_ifs)
        past = run_months(*given, between=(0, at))
    return [carried_on(arm, past, at, seed, number, parameters) for arm in arms]


def carried_on(
    arm: Arm, past: Outcome | None, at: int, seed: int, number: int, parameters: str
) -> Simulated:
    """The history of an arm from the fork on, whole again; `past` are its `at` months before."""
    scenario = arm.scenario
    values = scenario.values(parameters, seed, number)
    world, setting = scenario.start(values, seed, number)
    if arm.is_fresh:
        setting = replace(setting, luck=draws.renewed(setting.luck, scenario.months[at]))
    given = (scenario.inputs, setting, scenario.what_ifs)
    if past is None:
        outcome = run_months(scenario.rules, world, *given)
    else:
        ends = (at, len(scenario.months))
        after = run_months(scenario.rules, past.world, *given, past.pending, ends)
        outcome = joined(past, after)
    return finished(outcome, scenario, world, values, seed, number)
