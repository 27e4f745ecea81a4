"""Which covariances over members are believed: those of things that are near in time, in kind and
in place.

With n members a correlation of nothing scatters by 1/sqrt(n), and hundreds of figures would add
their noise up. Covariances are multiplied by weights that fall with distance (Schur product:
Houtekamer and Mitchell 2001; Gaspari and Cohn 1999):

    weight = sqrt(2 m n / (m^2 + n^2)) exp(-(years apart)^2 / (m^2 + n^2)) * kin * place

m and n are the memories of the two things, each that of its theme, in the form that stays a
correlation where they differ (Paciorek and Schervish 2006); of one theme it is
exp(-(years apart)^2 / (2 m^2)). `kin` is 1 for one observable, less for two of one theme, least for
two themes; `place` is 1 for one place, `reach` between a place and the whole country, and reach^2
between two places, as if they met in the country alone. Each factor is a correlation matrix, and so
is their product. The forms of kin and place are ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

OTHERS = ""  # themes without a value of their own
ByTheme = Mapping[str, float]


def for_all(value: float) -> ByTheme:
    """One value for every theme."""
    return {OTHERS: value}


def of_each(values: ByTheme, themes: np.ndarray) -> np.ndarray:
    """The value of each of `themes` [n]."""
    return np.array([values.get(theme, values[OTHERS]) for theme in themes], float)


@dataclass(frozen=True)
class Weights:
    """`memory`, in years, and `stretch`, which multiplies the spread of the members before the
    update, are by theme; the others lie between 0 and 1."""

    memory: ByTheme = field(default_factory=lambda: for_all(2.0))
    same_theme: float = 0.3
    other_theme: float = 0.05
    reach: float = 0.5
    stretch: ByTheme = field(default_factory=lambda: for_all(1.0))


@dataclass(frozen=True)
class Positions:
    """Where things [n] stand: middle in years, observable, theme and place, "" for the country."""

    years: np.ndarray
    observables: np.ndarray
    themes: np.ndarray
    places: np.ndarray

    def where(self, use: np.ndarray) -> Positions:
        """Those that a mask or an index keeps."""
        return Positions(self.years[use], self.observables[use], self.themes[use], self.places[use])


def weights_between(one: Positions, other: Positions, by: Weights) -> np.ndarray:
    """Weights [n, m] of covariances between things."""
    apart = one.years[:, None] - other.years[None]
    m, n = of_each(by.memory, one.themes)[:, None], of_each(by.memory, other.themes)[None]
    near = np.sqrt(2 * m * n / (m**2 + n**2)) * np.exp(-(apart**2) / (m**2 + n**2))
    same_theme = one.themes[:, None] == other.themes[None]
    kin = np.where(
        one.observables[:, None] == other.observables[None],
        1.0,
        np.where(same_theme, by.same_theme, by.other_theme),
    )
    here, there = one.places[:, None], other.places[None]
    meet = np.where(here == "", 1.0, by.reach) * np.where(there == "", 1.0, by.reach)
    return near * kin * np.where(here == there, 1.0, meet)
