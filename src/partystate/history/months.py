"""The months of a run as calendar years, agricultural years, days and sums over them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from partystate.core import dates
from partystate.world.agricultural_clock import HARVEST


@dataclass(frozen=True)
class Months:
    """Month numbers of a run, first to last, without a gap."""

    numbers: np.ndarray

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

    def whole_agricultural_years(self) -> list[int]:
        """Years whose months from the harvest month to the next June were all run."""
        return self._whole(HARVEST)

    def _whole(self, start: int) -> list[int]:
        first, last = int(self.numbers[0]), int(self.numbers[-1])
        years = range(first // 12, last // 12 + 1)
        return [y for y in years if y * 12 + start >= first and y * 12 + start + 11 <= last]

    def sums(self, monthly: np.ndarray, years: list[int], start: int = 0) -> np.ndarray:
        """Sums [years, ...] of monthly values [T, ...] over the twelve months from month `start` of
        each year."""
        at = [y * 12 + start - int(self.numbers[0]) for y in years]
        return np.stack([monthly[i : i + 12].sum(0) for i in at]) if at else monthly[:0]

    def at_month(self, values: np.ndarray, years: list[int], month: int) -> np.ndarray:
        """Values [years, ...] of one month of each year."""
        return values[[y * 12 + month - int(self.numbers[0]) for y in years]]

    def januaries(self) -> list[int]:
        """Positions in `first_days` that are 1 January."""
        return [i for i in range(len(self.numbers) + 1) if (self.numbers[0] + i) % 12 == 0]

    def julies(self) -> list[int]:
        """Positions in `first_days` that are 1 July."""
        return [i for i in range(len(self.numbers) + 1) if (self.numbers[0] + i) % 12 == HARVEST]


def agricultural_year(year: int) -> str:
    """EDTF text of the agricultural year that starts with the harvest of `year`."""
    return f"{year}-{HARVEST + 1:02d}/{year + 1}-{HARVEST:02d}"
