"""The range [L, H] a median must fall into (quantity rule 2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.evidence import Row

TOLERANCE = {
    "registered": 0.05,
    "measured": 0.10,
    "estimated": 0.15,
    "recalled": 0.20,
    "contested": 0.30,
}
SHARE_TOLERANCE = 0.03
ONE_SIDED = 0.95  # share of the runs that must stand on the right side of a single bound


@dataclass(frozen=True)
class Range:
    """Bounds in the observable's unit; a missing side is None. `middle` is the central figure or
    the middle."""

    low: float | None
    high: float | None
    middle: float | None

    @property
    def is_two_sided(self) -> bool:
        return self.low is not None and self.high is not None


def half_width(row: Row, central: float) -> float:
    """Tolerance of the row's class around `central`, in the unit of the row; none where a row has
    no class because it is excused from the totals."""
    if not row.tolerance:
        return 0.0
    if row.tolerance == "share":
        return SHARE_TOLERANCE
    if row.tolerance == "count":
        return max(1.0, np.sqrt(max(central, 0.0)))
    return TOLERANCE[row.tolerance] * abs(central)


def range_of(row: Row) -> Range | None:
    """The range of a row; bounds narrower than its class are widened to it. None where the row has
    no figure."""
    if row.low is None and row.high is None:
        if row.central is None:
            return None
        half = half_width(row, row.central)
        return Range(row.central - half, row.central + half, row.central)
    if row.low is None or row.high is None:
        if row.central is None or row.central in (row.low, row.high):
            return Range(row.low, row.high, row.central)
        half = half_width(row, row.central)
        low = row.central - half if row.low is None else min(row.low, row.central - half)
        high = row.central + half if row.high is None else max(row.high, row.central + half)
        return Range(low, high, row.central)
    middle = (row.low + row.high) / 2 if row.central is None else row.central
    half = half_width(row, middle)
    return Range(min(row.low, middle - half), max(row.high, middle + half), middle)
