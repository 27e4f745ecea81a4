"""Scales of an axis: numbers to pixels, round ticks, numbers as a person writes them."""

from __future__ import annotations

import math
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
COUNTED = ("persons", "families", "head", "horses")
LARGE = ((1e6, 1e6, "million"), (2e4, 1e3, "thousand"))


@dataclass(frozen=True)
class Scale:
    """A linear scale: `low` and `high` lie at the pixels `start` and `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return round(self.start + (value - self.low) / span * (self.end - self.start), 1)


def step_for(low: float, high: float, most: int) -> float:
    """A round step that gives at most `most` steps.

    >>> step_for(0, 9.4, 5), step_for(0, 0.07, 4)
    (2.0, 0.02)
    """
    raw = max((high - low) / most, 1e-12)
    size = 10.0 ** math.floor(math.log10(raw))
    return round(next(s for s in STEPS if s * size >= raw * 0.999) * size, 12)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`.

    >>> ticks(0.3, 9.4)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    if not high > low:
        high = low + (abs(low) or 1.0)
    step = step_for(low, high, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 10) + 0.0 for i in range(first, last + 1)]


def years(first: float, last: float, most: int) -> list[int]:
    """Whole years to name on an axis, evenly apart."""
    spread = next(
        (s for s in (1, 2, 5, 10, 20) if (last - first) / s <= most), max(1, int(last - first))
    )
    start = math.ceil(first / spread) * spread
    return list(range(start, math.floor(last) + 1, spread))


def written(value: float) -> str:
    """Three figures that count, thousands apart.

    >>> written(1073774.2), written(0.04711), written(-0.0), written(12.0)
    ('1,070,000', '0.0471', '0', '12')
    """
    short = float(f"{value:.3g}") + 0.0
    return f"{short:,.0f}" if abs(short) >= 1e3 else f"{short:g}"


def in_words(unit: str, top: float) -> tuple[float, str]:
    """(factor, unit) in which numbers up to `top` read well.

    >>> in_words("persons", 3e6), in_words("Mt", 80)
    ((1e-06, 'million persons'), (1.0, 'Mt'))
    """
    if unit in COUNTED:
        for least, size, words in LARGE:
            if top >= least:
                return 1 / size, f"{words} {unit}"
    return 1.0, unit
