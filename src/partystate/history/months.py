"""The months of a run as calendar years, agricultural years, days and sums over them.

Sums and choices work on NumPy arrays and on arrays that are being traced; labels and positions are
known before a run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Array

from partystate.core import dates
from partystate.world.agricultural_clock import HARVEST, MONTHS


@dataclass(frozen=True)
class Months:
    """Month numbers of a run, first to last, without a gap."""

    numbers: np.ndarray

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def first(self) -> int:
        return int(self.numbers[0])

    def texts(self) -> tuple[str, ...]:
        return self._texts[:-1]

    def first_days(self) -> tuple[str, ...]:
        """The first day of each month and of the month after the last."""
        return self._first_days

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(dates.month_text(int(m)) for m in [*self.numbers, self.numbers[-1] + 1])

    @cached_property
    def _first_days(self) -> tuple[str, ...]:
        return tuple(f"{text}-01" for text in self._texts)

    def whole_years(self) -> list[int]:
        """Calendar years all of whose months were run."""
        return self._whole(0)

    def year_texts(self) -> tuple[str, ...]:
        """The same as dates."""
        return tuple(map(str, self.whole_years()))

    def whole_agricultural_years(self) -> list[int]:
        """Years whose months from the harvest month to the next June were all run."""
        return self._whole(HARVEST)

    def _whole(self, start: int) -> list[int]:
        first, last = self.first, int(self.numbers[-1])
        years = range(first // MONTHS, last // MONTHS + 1)
        return [y for y in years if first <= y * MONTHS + start <= last - MONTHS + 1]

    def sums(self, monthly: Array, years: list[int], start: int = 0) -> Array:
        """Sums [years, ...] of monthly values [T, ...] over the twelve months from month `start` of
        each year; the years follow one another."""
        if not years:
            return monthly[:0]
        at = years[0] * MONTHS + start - self.first
        inside = monthly[at : at + MONTHS * len(years)]
        return inside.reshape(len(years), MONTHS, *monthly.shape[1:]).sum(1)

    def yearly(self, monthly: Array) -> Array:
        """Sums over the months of each whole year."""
        return self.sums(monthly, self.whole_years())

    def at_month(self, values: Array, years: list[int], month: int) -> Array:
        """Values [years, ...] of one month of each year."""
        return values[np.array([y * MONTHS + month - self.first for y in years], int)]

    def januaries(self) -> np.ndarray:
        """Positions in `first_days` that are 1 January."""
        return self._firsts(0)

    def julies(self) -> np.ndarray:
        """Positions in `first_days` that are 1 July."""
        return self._firsts(HARVEST)

    def _firsts(self, month: int) -> np.ndarray:
        return np.flatnonzero((self.first + np.arange(len(self.numbers) + 1)) % MONTHS == month)

    def days_at(self, positions: np.ndarray) -> tuple[str, ...]:
        """Those of `first_days`."""
        return tuple(self._first_days[i] for i in positions)


def agricultural_year(year: int) -> str:
    """EDTF text of the agricultural year that starts with the harvest of `year`."""
    return f"{year}-{HARVEST + 1:02d}/{year + 1}-{HARVEST:02d}"
