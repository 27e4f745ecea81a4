"""The pattern of falls at the top, over whoever sits: first the strongest rival, then partners in
rule, then the partners with whom those were dropped. A line of its own; it is in no total.

Of one run, from its table of Decembers: in the first December without the founder some of the inner
body rule and others sit beside them.
    rival     of those who do not rule, the one with the largest following: out by the end
    partners  rule then, with whoever leads at last; the first of them no longer to rule, and to be
              out by the end, makes the first wave
    next      rule with him in the December in which that wave has gone, cease to at least a year
              after it, and are out by the end
Out is no seat in the body, full or candidate, and alive when it was lost. Each step counts only
where those before it hold, so that shares fall from line to line; the last is the pattern. No name
is asked for: the recorded order is one of its cases (`scoring.order` has it by name)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.scoring.events import Ledger

NEVER = 10**9
RIVAL, PARTNERS, NEXT, LEADS = range(4)
STEPS = (
    "the strongest rival falls",
    "then a partner in rule",
    "then one with whom that partner was dropped",
    "and who led them leads in the end",
)


@dataclass(frozen=True)
class Pattern:
    """Share of runs that come so far, step by step; the last is the whole pattern."""

    runs: int
    steps: dict[str, float]

    @property
    def share(self) -> float:
        return self.steps[STEPS[LEADS]]

    def as_json(self) -> dict:
        return {"runs": self.runs, "share": self.share, "steps": self.steps}


def pattern_of_falls(
    ledger: Ledger, leaders: pl.DataFrame, body: str, until: str, year: str
) -> Pattern:
    """The pattern up to the month `until` of the body; who leads is looked at in December of
    `year`."""
    end = min(dates.month_number(until), ledger.last)
    got = np.zeros((ledger.runs, len(STEPS)), bool)
    for (run,), rows in leaders.sort("time").group_by("run", maintain_order=True):
        got[int(str(run))] = _steps(ledger, rows, int(str(run)), body, end, year)
    so_far = np.logical_and.accumulate(got, axis=1).mean(0)
    return Pattern(ledger.runs, {name: float(so_far[i]) for i, name in enumerate(STEPS)})


def _steps(ledger, rows: pl.DataFrame, run: int, body: str, end: int, year: str) -> list[bool]:
    """Which steps one run makes, each looked at by itself."""
    alone = rows.filter(pl.col("presence") == 0)
    december = rows.filter(pl.col("time") == f"{year}-12")
    if not len(alone) or not len(december):
        return [False] * len(STEPS)
    leader = december["leader"][0]
    months = [dates.month_number(t) for t in alone["time"]]
    ruled = [set(text.split(";")) - {""} for text in alone["rulers"]]
    inside = [i for i, month in enumerate(months) if month <= end]

    def is_out(person: str) -> bool:
        return bool(person) and _fell(ledger, run, person, body, end)

    def ceased(person: str, after: int) -> int:
        """First December after `after` in which a person of that one's rulers no longer rules."""
        gone = [i for i in inside if i > after and person not in ruled[i]]
        return gone[0] if gone and is_out(person) else NEVER

    first = {p: ceased(p, 0) for p in ruled[0] - {leader}}
    wave = min(first.values(), default=NEVER)
    then = ruled[wave] - {leader} if wave < NEVER else set()
    return [
        is_out(alone["rival"][0]),
        wave < NEVER and leader in ruled[0],
        any(ceased(p, wave) < NEVER for p in then),
        bool(leader) and leader in ruled[0],
    ]


def _fell(ledger: Ledger, run: int, person: str, body: str, end: int) -> bool:
    """Whether a person sat in a body and has lost it for good, alive."""
    sits = ledger.sits(person, body)[run, : end - ledger.first + 2]
    if not sits.any() or sits[-1]:
        return False
    lost = int(np.flatnonzero(sits)[-1]) + 1
    return bool(ledger.alive(person)[run, lost])
