"""Measures of each parameter with intervals: units of a design are drawn again, with replacement
(Efron 1979), and the middle nine tenths of what these draws give is told.

Units of a sequence of Sobol' are more even than draws of chance, so that intervals of its indices
are rather too wide. `scipy.stats.sobol_indices` has indices and intervals of its own: it asks for a
power of two of whole units, of which a history that broke leaves fewer, and its draws cannot be
drawn again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from partystate.core.cards import number
from partystate.core.errors import UserError
from partystate.designs.design import Design

LEVEL = 0.9
RESAMPLES = 1000
FEWEST = 2  # units of which there is a spread


@dataclass(frozen=True)
class Estimate:
    """A measure and the ends of its 90 per cent interval."""

    value: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """Three figures of each: `0.47 [0.31, 0.63]`."""
        return f"{number(self.value)} [{number(self.low)}, {number(self.high)}]"


@dataclass(frozen=True)
class Index:
    """What is told of a parameter: an estimate by the name of each measure."""

    parameter: str
    estimates: dict[str, Estimate]


def indices_of(design: Design, outcomes: np.ndarray) -> tuple[tuple[Index, ...], int]:
    """What is told of every factor, the largest first, of outcomes [runs] with NaN where a history
    broke; and how many units were left out for that."""
    parts = design.parts(outcomes.reshape(design.units, design.unit_runs))
    parts = parts[np.isfinite(parts).all(1)]
    if len(parts) < FEWEST:
        raise UserError(
            f"too few {design.unit_word} are whole, as histories broke or gave no figure",
            found=str(len(parts)),
            expected=f"{FEWEST} or more",
            action=f"Give more {design.unit_word}, or fewer parameters.",
        )
    found = design.measured(parts)
    low, high = _interval(design, parts)
    indices = [
        Index(name, {m: _estimate(found, low, high, i, j) for i, m in enumerate(design.measures)})
        for j, name in enumerate(design.factors)
    ]
    indices.sort(key=lambda one: -one.estimates[design.ranked_by].value)
    return tuple(indices), design.units - len(parts)


def _estimate(found: np.ndarray, low: np.ndarray, high: np.ndarray, i: int, j: int) -> Estimate:
    return Estimate(float(found[i, j]), float(low[i, j]), float(high[i, j]))


def _interval(design: Design, parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends [measures, f] of the percentile interval."""
    drawn = stats.bootstrap(
        (np.arange(len(parts)),),
        lambda units: design.measured(parts[units]),
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        vectorized=False,
        rng=np.random.default_rng(len(parts)),
    ).confidence_interval
    return np.asarray(drawn.low), np.asarray(drawn.high)
