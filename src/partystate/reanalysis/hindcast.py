"""How far ahead the system was predictable: every 1 January, what figures dated before it say of
those after it.

Offline: the update takes in the figures whose span has ended, and what it says of later ones is a
forecast, since members are whole histories. Beside it stand the free histories, the last figure of
the same series (persistence) and the line through its last five (trend). No run is made again, so
a forecast does not start from an analysed state; it is what the covariances carry forward."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from partystate.core import dates
from partystate.evidence import Row
from partystate.reanalysis.leave_out import judged
from partystate.reanalysis.localisation import Weights
from partystate.reanalysis.normal_scores import on_scores
from partystate.reanalysis.observations import Figures
from partystate.reanalysis.update import solve
from partystate.scoring.naive import last_value, line

LEADS = ((0, 1), (1, 2), (4, 5))  # years ahead, from and to
FEWEST_BEFORE = 20  # figures from which a forecast is made
FEWEST_OF_A_TREND = 3
DAYS = 365.25


def hindcasts(figures: Figures, by: Weights, seed: int) -> list[dict]:
    """One line a lead: how many figures of series that had one before, mean absolute errors on the
    scale of the score, and the share within 90 per cent."""
    starts, ends = (np.array(t) for t in zip(*map(_span, figures.rows), strict=True))
    series = [_series(row) for row in figures.rows]
    scored, scores = on_scores(figures.observed)
    found: dict[tuple[int, int], list[dict]] = defaultdict(list)
    for year in range(int(np.floor(starts.min())) + 1, int(np.ceil(ends.max()))):
        known = ends <= year
        if known.sum() < FEWEST_BEFORE:
            continue
        made = solve(scored.where(known), by, seed)
        for lead in LEADS:
            ahead = (starts >= year + lead[0]) & (starts < year + lead[1])
            if not ahead.any():
                continue
            asked = figures.observed.where(ahead)
            moved = made.of(scored.figures[:, ahead], asked.at)
            told = judged(scores.where(ahead).down(moved.T).T, asked)
            free = judged(asked.figures, asked)
            for j, i in enumerate(np.flatnonzero(ahead)):
                before = [k for k in np.flatnonzero(known) if series[k] == series[i]]
                if not before:
                    continue
                middle = figures.observed.middle[i]
                found[lead].append(
                    {
                        "hindcast": abs(np.median(told.figures[:, j]) - middle),
                        "free": abs(np.median(free.figures[:, j]) - middle),
                        "inside90": told.inside90[j],
                        **_naive(figures, np.array(before), int(i), middle),
                    }
                )
    return [_line(lead, found[lead]) for lead in LEADS if found[lead]]


def _span(row: Row) -> tuple[float, float]:
    """First day and the day after the last of a row, in years."""
    span = dates.parse(row.time)
    start, end = (
        (day.year + (day.timetuple().tm_yday - 1) / DAYS) for day in (span.start, span.end)
    )
    return start, end + 1 / DAYS


def _series(row: Row) -> tuple[str, ...]:
    return row.observable, row.level, row.group, row.base


def _naive(figures: Figures, before: np.ndarray, i: int, middle: float) -> dict[str, float]:
    """Errors of persistence and of the trend; the latter not a number where too few went before."""
    years = figures.observed.at.years
    order = before[np.argsort(years[before], kind="stable")]
    times, values = years[order], figures.observed.middle[order]
    trend = np.nan
    if len(order) >= FEWEST_OF_A_TREND:
        trend = abs(line(times, values, years[i]) - middle)
    return {"persistence": abs(last_value(times, values, years[i]) - middle), "trend": trend}


def _line(lead: tuple[int, int], errors: list[dict]) -> dict:
    def mean(name: str) -> float:
        return float(np.nanmean([e[name] for e in errors]))

    return {
        "from_year": lead[0],
        "to_year": lead[1],
        "figures": len(errors),
        "hindcast": mean("hindcast"),
        "free": mean("free"),
        "persistence": mean("persistence"),
        "trend": mean("trend"),
        "inside90": mean("inside90"),
    }
