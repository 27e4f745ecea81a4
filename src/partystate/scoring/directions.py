"""The score of directions: a sign, beyond a smallest effect, with a paired bootstrap interval.

*trend*: Kendall's tau of the ensemble's median over the window. *ablate*, *contrast* and *arms*
compare two arms, the second with the first: ensembles of the same draws and luck that stand beside
the scored one as `arms/NAMES`, `arms/none` for the runs as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from partystate.core import dates, intervals
from partystate.evidence import Direction
from partystate.scoring.aggregate import Ensemble
from partystate.scoring.kendall import tau

ARMS = "arms"  # folder of the arms beside an ensemble
LEVELS = ("truth", "known", "published", "preserved")
FEWEST_POINTS = 3
NOT_RUN = "its arms were not run; `partystate ensemble --directions` runs them"
NOT_THERE = "these runs do not have the response"
TOO_FEW = f"fewer than {intervals.FEWEST} runs"
SEED = 20_26


@dataclass(frozen=True)
class DirectionLine:
    """`verdict`: hit, miss, not spoken to, which has a reason; `effect` with its interval, in the
    unit of `min_effect`."""

    claim: str
    id: str
    verdict: str
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def silence(direction: Direction, reason: str) -> DirectionLine:
    """The line of a test that the runs do not speak to."""
    return DirectionLine(direction.claim, direction.id, "not spoken to", reason=reason)


def window_values(direction: Direction, ensemble: Ensemble) -> np.ndarray | None:
    """Values [runs, times] of the response inside the window, in order of time; the finest kind of
    time it has."""
    series = next(filter(None, (_series(direction, ensemble, level) for level in LEVELS)), None)
    if series is None:
        return None
    span = dates.parse(direction.window)
    inside = [(dates.parse(t), t) for t in series]
    inside = [(s, t) for s, t in inside if span.start <= s.start and s.end <= span.end]
    if not inside:
        return None
    kinds = [s.precision for s, _ in inside]
    kind = max(set(kinds), key=kinds.count)
    times = sorted((s.start, t) for s, t in inside if s.precision == kind)
    return np.stack([series[t] for _, t in times], 1)


def _series(direction: Direction, ensemble: Ensemble, level: str) -> dict[str, np.ndarray] | None:
    """Values [runs] by time of the response at a level, members of the group added up; None where
    there are none."""
    groups = direction.members or ((direction.group, 1.0),)
    found = [ensemble.values.get((direction.response, level, group)) for group, _ in groups]
    there = [series for series in found if series]
    if len(there) < len(groups):
        return None
    times = [t for t in there[0] if all(t in series for series in there)]
    weights = np.array([weight for _, weight in groups])
    return {t: weights @ np.stack([series[t] for series in there]) for t in times}


def needed(direction: Direction, reference: np.ndarray) -> float:
    """Smallest effect in the response's unit: a share of its mean, or of its sd over runs."""
    size, unit = direction.min_effect
    if unit == "%":
        return size / 100 * abs(float(np.mean(reference)))
    return size * float(np.std(reference))


def judge_pair(direction: Direction, on: np.ndarray, off: np.ndarray) -> DirectionLine:
    """Paired runs with and without (or high and low dose): mean difference over the window, with
    its interval over runs; not spoken to where they are too few for one."""
    difference = on.mean(1) - off.mean(1)
    found = intervals.of_mean(difference, SEED)
    low, high = found.low, found.high
    if low is None or high is None:
        return silence(direction, TOO_FEW)
    bound = needed(direction, off.mean(1))
    is_hit = low > bound if direction.sign > 0 else high < -bound
    return DirectionLine(
        direction.claim,
        direction.id,
        "hit" if is_hit else "miss",
        float(difference.mean()),
        float(low),
        float(high),
    )


def judge_trend(direction: Direction, values: np.ndarray) -> DirectionLine:
    """Kendall's tau of the median path; the interval is over resampled runs, and the change must be
    large enough."""
    if len(values) < intervals.FEWEST:
        return silence(direction, TOO_FEW)
    if values.shape[1] < FEWEST_POINTS:
        return silence(direction, f"fewer than {FEWEST_POINTS} times")
    order = np.arange(values.shape[1])
    rng = np.random.default_rng(SEED)
    taus, changes = [], []
    for _ in range(200):
        path = np.median(values[rng.integers(0, len(values), len(values))], axis=0)
        found = tau(order, path)
        taus.append(0.0 if np.isnan(found) else found)
        changes.append(path[-1] - path[0])
    low, high = np.percentile(taus, intervals.ENDS)
    moved = np.percentile(changes, intervals.ENDS)
    bound = needed(direction, values[:, 0])
    is_hit = (
        (low > 0 and moved[0] > bound) if direction.sign > 0 else (high < 0 and moved[1] < -bound)
    )
    return DirectionLine(
        direction.claim,
        direction.id,
        "hit" if is_hit else "miss",
        float(np.median(taus)),
        float(low),
        float(high),
    )


def score_directions(
    directions: list[Direction],
    ensemble: Ensemble,
    pairs: dict[str, tuple[Ensemble, Ensemble]],
    never: Mapping[str, str] = MappingProxyType({}),
) -> list[DirectionLine]:
    """One line a test; `pairs` gives (on, off) ensembles by the id of a direction, `never` why no
    run can answer one."""
    lines = [_line(d, ensemble, pairs) for d in directions if not d.reason]
    return [
        replace(line, reason=never[line.id]) if line.reason and line.id in never else line
        for line in lines
    ]


def _line(direction: Direction, ensemble: Ensemble, pairs) -> DirectionLine:
    silent = silence(direction, NOT_THERE)
    if direction.test == "trend":
        values = window_values(direction, ensemble)
        return silent if values is None else judge_trend(direction, values)
    if direction.id not in pairs:
        return silence(direction, NOT_RUN)
    on, off = (window_values(direction, side) for side in pairs[direction.id])
    return silent if on is None or off is None else judge_pair(direction, on, off)
