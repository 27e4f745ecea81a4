"""Which flows are smooth: by the record alone, whatever a model says.

A figure that lies within its own range of the line between its two neighbours is no test where both
neighbours were fitted. A flow is smooth where at least half of its figures do. Stocks are smooth
by what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from partystate.evidence import Observable, Row
from partystate.evidence.loading import STOCK_DAYS
from partystate.scoring.aggregate import middle_of
from partystate.scoring.ranges import range_of
from partystate.scoring.scale import to_scale

FEWEST = 5  # figures between two neighbours from which a flow is judged; ours
SHARE = 0.5  # of them on the line; ours
APART = 2.6  # years between the neighbours at most: every second year, and a new year's day
SCALES = ("positive", "share")


def smooth_flows(
    rows: Iterable[Row], observables: dict[str, Observable]
) -> dict[str, tuple[int, int]]:
    """Smooth flows among the figures of the literature: observable -> figures on the line, of how
    many that have a neighbour on either side."""
    found: dict[str, tuple[int, int]] = {}
    for series in _series(rows, observables).values():
        name = series[0].observable
        on_line, of = found.get(name, (0, 0))
        told = on_lines(series, observables[name].resolution)
        found[name] = (on_line + sum(told), of + len(told))
    return {
        name: (on_line, of)
        for name, (on_line, of) in sorted(found.items())
        if of >= FEWEST and on_line >= SHARE * of
    }


def _series(
    rows: Iterable[Row], observables: dict[str, Observable]
) -> dict[tuple[str, str, str, str], list[Row]]:
    """Figures of flows with a range on two sides, by series, in the order of their times."""
    found: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        bounds = range_of(row)
        is_figure = row.kind == "quantity" and row.headline == "literature" and row.tolerance
        if not is_figure or row.role not in ("calibrate", "validate") or row.scale not in SCALES:
            continue
        flow = row.observable in observables and (
            observables[row.observable].frequency not in STOCK_DAYS
        )
        if flow and bounds is not None and bounds.is_two_sided:
            found[row.series, row.observable, row.level, row.group].append(row)
    return {key: sorted(mine, key=lambda r: middle_of(r.time)) for key, mine in found.items()}


def on_lines(series: list[Row], resolution: float) -> list[bool]:
    """Of figures of one series in the order of time, each with a neighbour on either side: whether
    its range holds the line between them, on the scale of the score."""
    told = []
    for before, row, after in zip(series, series[1:], series[2:], strict=False):
        start, now, end = (middle_of(r.time) for r in (before, row, after))
        bounds = range_of(row)
        if end - start > APART or not start < now < end or bounds is None:
            continue
        first, last, low, high = (
            float(to_scale(value, row.scale, resolution))
            for value in (_middle(before), _middle(after), bounds.low, bounds.high)
        )
        told.append(low <= first + (last - first) * (now - start) / (end - start) <= high)
    return told


def _middle(row: Row) -> float:
    bounds = range_of(row)
    if bounds is None or bounds.middle is None:
        raise ValueError(f"{row.id} has no figure")
    return bounds.middle
