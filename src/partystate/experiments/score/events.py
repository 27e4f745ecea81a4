"""The score of events, rules 1 to 7: how often the model does what was done, against how often it does it anyway.

The ledger is a table of runs with `run, time, kind, actor, target, office`; `office` holds a body or an office.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from partystate.core import dates
from partystate.evidence import EventTarget

ENOUGH_RUNS = 500
HALF_YEAR = 6
FLOOD = 3.0
LIKELIEST = 3
ENTERS = {"appointed", "readmitted"}
LEAVES = {"removed", "resigned", "expelled"}
ENDS = {"executed", "assassinated", "died"}


@dataclass(frozen=True)
class EventLine:
    """One event claim, all its parts together. `verdict`: hit, miss, by flooding, not spoken to, few runs."""

    claim: str
    verdict: str
    p: float | None = None
    p0: float | None = None
    skill: float = -1.0
    flood: float | None = None
    tau: float | None = None


class Ledger:
    """Events of all runs, by run, with months as numbers."""

    def __init__(self, table: pl.DataFrame, runs: int, first: int, last: int):
        months = {t: dates.parse(t).months[0] for t in table["time"].unique()}
        self.runs, self.first, self.last = runs, first, last
        self.by_run: dict[int, list[tuple]] = defaultdict(list)
        columns = table.select("run", "time", "kind", "actor", "target", "office").sort("run", "time")
        for run, time, *rest in columns.iter_rows():
            self.by_run[run].append((months[time], *rest))

    def standing(self, run: int, person: str, month: int) -> tuple[set[str], bool]:
        """(bodies and offices held, alive) of a person before `month`, as the ledger tells."""
        held, alive = set(), True
        for at, kind, _, target, office in self.by_run[run]:
            if at >= month:
                break
            if target != person:
                continue
            if kind in ENTERS:
                held.add(office)
            elif kind in LEAVES:
                held = set() if kind == "expelled" else held - {office}
            alive = alive and kind not in ENDS
        return held, alive

    def holds(self, requires: tuple[str, ...], run: int, month: int, swap: dict[str, str] | None = None) -> bool:
        """Whether every predicate (`X in BODY`, `X alive`, `X out_of BODY`, `X holds OFFICE`) is true before `month`."""
        for text in requires:
            person, word, *rest = text.split(" ")
            held, alive = self.standing(run, (swap or {}).get(person, person), month)
            true = {"alive": alive, "in": alive and rest and rest[0] in held, "holds": alive and rest and rest[0] in held}
            if not (true[word] if word in true else rest and rest[0] not in held):
                return False
        return True

    def first_time(self, event: EventTarget, run: int, first: int, last: int, swap: dict[str, str] | None = None) -> int | None:
        """Month of the first event of a predicate in a window, or None."""
        swap = swap or {}
        for at, kind, actor, target, office in self.by_run[run]:
            if first <= at <= last and kind == event.kind and _matches(event, swap, actor, target, office):
                return at
        return None

    def members(self, body: str, month: int) -> set[str]:
        """Everyone some run has in a body before `month`."""
        people = {t for events in self.by_run.values() for _, kind, _, t, office in events if office == body and kind in ENTERS}
        return {p for p in people if any(body in self.standing(run, p, month)[0] for run in self.by_run)}


def _matches(event: EventTarget, swap, actor, target, office) -> bool:
    place = event.office or event.body
    return (
        (not event.actor or actor == swap.get(event.actor, event.actor))
        and (not event.target or target == swap.get(event.target, event.target))
        and (not place or office == place)
    )


def score_events(targets: list[EventTarget], ledger: Ledger | None, is_free: bool = False, fewest: int = ENOUGH_RUNS) -> list[EventLine]:
    """One line a claim; parts of a claim are all needed (rule 7)."""
    claims: dict[str, list[EventTarget]] = defaultdict(list)
    for target in targets:
        if not target.reason:
            claims[target.claim].append(target)
    recorded = Counter((t.kind, t.office or t.body, t.first_month // 12) for t in targets if not t.reason)
    return [_claim_line(claim, parts, ledger, is_free, recorded, fewest) for claim, parts in claims.items()]


def _claim_line(claim, parts, ledger, is_free, recorded, fewest) -> EventLine:
    if ledger is None or any(p.last_month < ledger.first or p.first_month > ledger.last for p in parts):
        return EventLine(claim, "not spoken to")
    hits, counted = 0, 0
    for run in range(ledger.runs):
        ready = all(ledger.holds(p.requires, run, p.first_month) for p in parts)
        counted += ready or is_free
        hits += ready and all(ledger.first_time(p, run, p.first_month, p.last_month) is not None for p in parts)
    p = (hits + 0.5) / (ledger.runs + 1)
    p0 = max(float(np.mean([chance(part, ledger) for part in parts])), 0.5 / (ledger.runs + 1))
    flood = max(flooding(part, ledger, recorded) for part in parts)
    skill = float(np.clip(np.log(p / p0) / np.log(1 / p0), -1, 1)) if p0 < 1 else 0.0
    tau = order_of(parts, ledger)
    if flood > FLOOD:
        return EventLine(claim, "by flooding", p, p0, skill, flood, tau)
    if ledger.runs < fewest:
        return EventLine(claim, "few runs", p, p0, skill, flood, tau)
    likely = all(part.kind == "appointed" and part.office and is_likely(part, ledger) for part in parts)
    is_hit = likely or (p >= 0.5 and p >= 2 * p0)
    return EventLine(claim, "hit" if is_hit else "miss", p, p0, skill, flood, tau)


def chance(event: EventTarget, ledger: Ledger) -> float:
    """Rule 4: the same predicate at other times, and for a person of a body its other members; mean of both."""
    length = event.last_month - event.first_month
    windows = [
        start
        for start in range(ledger.first, ledger.last - length + 1, HALF_YEAR)
        if start + length < event.first_month or start > event.last_month
    ]
    found = [_share(event, ledger, start, start + length) for start in windows]
    means = [float(np.mean(found))] if found else []
    place = event.body or event.office
    if event.target and place:
        others = ledger.members(place, event.first_month) - {event.target}
        shares = [_share(event, ledger, event.first_month, event.last_month, {event.target: other}) for other in sorted(others)]
        means += [float(np.mean(shares))] if shares else []
    return float(np.mean(means)) if means else 0.0


def _share(event, ledger, first, last, swap=None) -> float:
    happened = [
        ledger.holds(event.requires, run, first, swap) and ledger.first_time(event, run, first, last, swap) is not None
        for run in range(ledger.runs)
    ]
    return (sum(happened) + 0.5) / (ledger.runs + 1)


def flooding(event: EventTarget, ledger: Ledger, recorded: Counter) -> float:
    """Rule 5: mean events of the kind in the body in the window's year over the recorded count + 1."""
    year, place = event.first_month // 12, event.office or event.body
    count = sum(
        kind == event.kind and at // 12 == year and (not place or office == place)
        for events in ledger.by_run.values()
        for at, kind, _, _, office in events
    )
    return count / ledger.runs / (recorded[(event.kind, place, year)] + 1)


def is_likely(event: EventTarget, ledger: Ledger) -> bool:
    """Rule 7: a successor counts if the recorded one is among the three likeliest."""
    chosen = Counter()
    for run in range(ledger.runs):
        for at, kind, _, target, office in ledger.by_run[run]:
            if kind == event.kind and office == event.office and event.first_month <= at <= event.last_month:
                chosen[target] += 1
                break
    return event.target in [person for person, _ in chosen.most_common(LIKELIEST)]


def order_of(parts: list[EventTarget], ledger: Ledger) -> float | None:
    """Rule 7: Kendall's tau of the median dates of a sequence against the recorded order."""
    starts = [part.first_month for part in parts]
    if len(set(starts)) < 2:
        return None
    medians = []
    for part in parts:
        times = [ledger.first_time(part, run, ledger.first, ledger.last) for run in range(ledger.runs)]
        happened = [t for t in times if t is not None]
        if not happened:
            return None
        medians.append(float(np.median(happened)))
    return float(stats.kendalltau(starts, medians).statistic)
