"""Figures of the record as an update reads them: what members say, where each stands, what it asks
for and how far it may be off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from partystate.calibration.figures import scaled_values, targets
from partystate.evidence import Observable, Row
from partystate.reanalysis.localisation import Positions
from partystate.reanalysis.update import Observed
from partystate.scoring.aggregate import Ensemble, middle_of, value_of
from partystate.scoring.reading import READING


@dataclass(frozen=True)
class Figures:
    """Rows that all members speak to, and what they say of them."""

    rows: tuple[Row, ...]
    observed: Observed


def figures_of(
    rows: Iterable[Row], ensemble: Ensemble, observables: dict[str, Observable]
) -> Figures:
    """The rows with a range on two sides that every member speaks to, in their order."""
    wanted = targets(list(rows), observables)
    said = [value_of(row, ensemble, observables) for row in wanted.rows]
    figures = np.array(
        [
            np.full(ensemble.runs, np.nan) if v is None else scaled_values(row, v, observables)
            for row, v in zip(wanted.rows, said, strict=True)
        ]
    ).reshape(len(wanted.rows), ensemble.runs)
    use = np.isfinite(figures).all(1) & (np.ptp(figures, 1) > 0)
    kept = wanted.where(use)
    variance = (kept.variance + READING**2) * copies(kept.rows)
    observed = Observed(figures[use].T, positions_of(kept.rows), kept.middle, variance)
    return Figures(kept.rows, observed)


def copies(rows: tuple[Row, ...]) -> np.ndarray:
    """How many of the rows [m] give the figure of each: archives and tables copy each other, so
    that all of them together count as one."""
    same = [(row.observable, row.level, row.time, row.group, row.base) for row in rows]
    times = Counter(same)
    return np.array([times[one] for one in same], float)


def positions_of(rows: tuple[Row, ...]) -> Positions:
    """Where rows stand."""
    return Positions(
        np.array([middle_of(row.time) for row in rows], float),
        np.array([row.observable for row in rows], object),
        np.array([row.theme for row in rows], object),
        np.array([row.group for row in rows], object),
    )
