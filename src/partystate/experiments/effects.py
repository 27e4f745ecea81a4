"""What differs between two ensembles of society under the same luck: effects on questions, first
differences, and when pairs become strangers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from partystate.core import dates
from partystate.evidence import Observable
from partystate.experiments.forks import apart_from
from partystate.experiments.paired import Effect, paired_effect
from partystate.experiments.questions import Asked
from partystate.scoring.aggregate import Ensemble, value_of

TRUTH = "truth"
SHOWN = 8
DIFFERS = 0.01  # relative difference of a pair from which two histories differ
ENOUGH_PAIRS = 0.5  # share of the pairs that differ from which a month is the first
FEWEST_PAIRS = 10  # below which a correlation over pairs means nothing
ORDER = ("month", "day", "year", "interval")


def wanted(asked: list[Asked]) -> set[str]:
    """Observables that questions need in all groups."""
    return {a.question.observable for a in asked}


def effects_of(
    asked: list[Asked], base: Ensemble, changed: Ensemble, observables: dict[str, Observable]
) -> list[Effect]:
    """The effect on every question that both sides answer, in the order of the country."""
    found = []
    for one in asked:
        before, after = (value_of(one.row, side, observables) for side in (base, changed))
        if before is None or after is None:
            continue
        if np.all(np.isfinite(before)) and np.all(np.isfinite(after)):
            effect = paired_effect(one.outcome, before, after)
            found.append(
                replace(effect, question=one.question.label, time=one.row.time, group=one.row.group)
            )
    return found


def whole_series(ensemble: Ensemble) -> dict[str, dict[str, np.ndarray]]:
    """Of each observable of the whole country, values [runs] by time, at the finest kind of time it
    has."""
    found = {}
    for (observable, level, group), series in ensemble.values.items():
        if group or level != TRUTH:
            continue
        kinds = {time: dates.parse(time).precision for time in series}
        finest = min(kinds.values(), key=ORDER.index)
        found[observable] = {
            time: series[time]
            for time in sorted(series, key=lambda t: dates.parse(t).start)
            if kinds[time] == finest
        }
    return found


def first_differences(
    base: Ensemble, changed: Ensemble, observables: dict[str, Observable]
) -> list[tuple[str, float]]:
    """First time at which half of the pairs differ by more than one per cent, for each observable,
    the earliest first; with the share of the pairs that do. A difference is measured against the
    resolution where the value is below it."""
    others, found = whole_series(changed), []
    for observable, series in whole_series(base).items():
        resolution = observables[observable].resolution if observable in observables else 0.0
        for time, values in series.items():
            size = np.maximum(np.abs(values), max(resolution, np.finfo(float).tiny))
            share = float(np.mean(np.abs(others[observable][time] - values) > DIFFERS * size))
            if share >= ENOUGH_PAIRS:
                found.append((dates.parse(time).end, f"{time} {observable}", share))
                break
    return [(text, share) for _, text, share in sorted(found)][:SHOWN]


def decorrelated(
    base: Ensemble, changed: Ensemble, strangers: Ensemble | None = None
) -> str | None:
    """First month from which on, to the end, the two histories of a pair are no more alike than
    strangers: the middle correlation over pairs, of the observables told by month, is below one
    half, or is that of pairs under two lucks."""
    if base.runs < FEWEST_PAIRS:
        return None
    found = [unlikeness(base, other) for other in (changed, strangers) if other]
    months = sorted(set.intersection(*map(set, found)))
    late = apart_from(*(np.array([of[month] for month in months]) for of in found))
    return None if late is None else months[late]


def unlikeness(base: Ensemble, changed: Ensemble) -> dict[str, float]:
    """By month: one less the middle correlation over pairs, of the observables told by month."""
    others, by_month = whole_series(changed), {}
    for observable, series in whole_series(base).items():
        for time, values in series.items():
            other = others[observable][time]
            if dates.parse(time).precision == "month" and values.std() > 0 and other.std() > 0:
                # a correlation of one, less what rounding takes
                same = np.array_equal(values, other)
                by_month.setdefault(time, []).append(
                    0.0 if same else 1 - np.corrcoef(values, other)[0, 1]
                )
    return {time: float(np.median(found)) for time, found in by_month.items()}
