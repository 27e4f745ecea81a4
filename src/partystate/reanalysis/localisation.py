"""Which covariances over members are believed: those of things that are near in time, in kind and
in place.

With n members a correlation of nothing scatters by 1/sqrt(n), and hundreds of figures would add
their noise up. Covariances are multiplied by weights that fall with distance (Schur product:
Houtekamer and Mitchell 2001; Gaspari and Cohn 1999):

    weight = exp(-(years apart)^2 / (2 memory^2)) * kin * place

`kin` is 1 for one observable, less for two of one theme, least for two themes; `place` is 1 for one
place, `reach` between a place and the whole country, and reach^2 between two places, as if they met
in the country alone. Each factor is a correlation matrix, and so is their product. The forms of kin
and place are ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Weights:
    """`memory` in years, the others between 0 and 1; `stretch` multiplies the spread of the members
    before the update."""

    memory: float = 5.0
    same_theme: float = 0.3
    other_theme: float = 0.05
    reach: float = 0.5
    stretch: float = 1.0


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
    apart = (one.years[:, None] - other.years[None]) / by.memory
    same_theme = one.themes[:, None] == other.themes[None]
    kin = np.where(
        one.observables[:, None] == other.observables[None],
        1.0,
        np.where(same_theme, by.same_theme, by.other_theme),
    )
    here, there = one.places[:, None], other.places[None]
    meet = np.where(here == "", 1.0, by.reach) * np.where(there == "", 1.0, by.reach)
    return np.exp(-(apart**2) / 2) * kin * np.where(here == there, 1.0, meet)
