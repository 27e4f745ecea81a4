"""What a design of runs is: points of the unit cube, the luck of each run, and measures of every
parameter from what the runs gave.

A design is made of units that stand by themselves, trajectories or base points, each of the same
number of runs one after the other: a unit with a history that broke is left out whole, and
intervals draw units again. With the same luck in all runs (common random numbers) what differs
between two of them is the parameters' doing; with fresh luck what is said holds over the lucks."""

from __future__ import annotations

from typing import ClassVar, Protocol

import numpy as np


class Design(Protocol):
    """Points of k parameters in units of `unit_runs` runs; `factors` is what is measured, the k
    parameters and for some designs luck; `measures` are the names of what is told of each, and
    `ranked_by` the one by which they are told in order."""

    kind: ClassVar[str]
    unit_word: ClassVar[str]
    measures: ClassVar[tuple[str, ...]]
    ranked_by: ClassVar[str]

    @property
    def names(self) -> tuple[str, ...]:
        """The k parameters."""
        ...

    @property
    def factors(self) -> tuple[str, ...]:
        """What is measured [f]."""
        ...

    @property
    def units(self) -> int:
        """Number of trajectories or base points."""
        ...

    @property
    def unit_runs(self) -> int:
        """Runs of each."""
        ...

    def points(self) -> np.ndarray:
        """Points [units * unit_runs, k] of the unit cube, unit after unit, none at its ends."""
        ...

    def luck_of(self, run: int) -> int:
        """Which luck of the seed a run has."""
        ...

    def parts(self, outcomes: np.ndarray) -> np.ndarray:
        """What each unit gives [units, ...] of outcomes [units, unit_runs]; NaN in one that is
        broken."""
        ...

    def measured(self, parts: np.ndarray) -> np.ndarray:
        """Measures [measures, f] of the parts of some units."""
        ...
