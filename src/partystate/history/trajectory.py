"""The record of a run as NumPy arrays, with sums over regions, nationalities and settlements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from partystate.engine.run import Outcome
from partystate.history.months import Months
from partystate.world.layout import Layout


@dataclass(frozen=True)
class Trajectory:
    """A finished run on the host. Person arrays are [T, Q]; stocks have one more row, the day after
    the last month."""

    months: Months
    layout: Layout
    population: np.ndarray  # [T + 1, Q]
    births: np.ndarray
    deaths: np.ndarray
    famine_deaths: np.ndarray
    persons_by_age: np.ndarray  # [T, A, S]
    deaths_by_age: np.ndarray
    world: dict[str, np.ndarray]
    moved: np.ndarray | None
    arrived: dict[str, np.ndarray]  # by pooled cause, where flows are kept
    fates: dict[str, np.ndarray]  # [T, R] persons by cause, by the region they left
    by_people: dict[str, np.ndarray]  # [T, N] the same, by people
    confined: dict[str, np.ndarray]  # [T, C] the same, by the status they left
    received: dict[str, np.ndarray]  # [T, R] persons by cause, by the region they came to
    opinion: dict[str, np.ndarray]  # [T, ...] means over those at liberty

    @cached_property
    def region_groups(self) -> tuple[str, ...]:
        return tuple(f"region={r}" for r in self.layout.axes.regions.labels)

    @cached_property
    def _regions(self) -> np.ndarray:
        return one_hot(np.asarray(self.layout.pair_region), len(self.layout.axes.regions))

    @cached_property
    def _nationalities(self) -> np.ndarray:
        return one_hot(
            np.asarray(self.layout.pair_nationality), len(self.layout.axes.nationalities)
        )

    def by_region(self, values: np.ndarray, of: np.ndarray | None = None) -> np.ndarray:
        """Sum [T, Q] to [T, R]; `of` is a mask [Q] of the pairs to count."""
        return (values if of is None else values * of) @ self._regions

    def by_nationality(self, values: np.ndarray) -> np.ndarray:
        return values @ self._nationalities

    def is_status(self, name: str) -> np.ndarray:
        """Mask [Q] of the pairs of a status."""
        labels = self.layout.axes.statuses.labels
        return np.asarray(self.layout.pair_status) == (labels.index(name) if name in labels else -1)

    def of_status(self, values: np.ndarray, name: str) -> np.ndarray:
        """Sum [T, Q] over the pairs of a status."""
        return values[:, self.is_status(name)].sum(1)

    def left(self, cause: str, status: str) -> np.ndarray:
        """Persons [T] who left a status for a cause."""
        return self.confined[cause][:, self.layout.axes.statuses.labels.index(status)]

    @property
    def urban(self) -> np.ndarray:
        return np.asarray(self.layout.pair_urban)


def one_hot(index: np.ndarray, size: int) -> np.ndarray:
    """Matrix [n, size] that sums n entries into their index."""
    out = np.zeros((len(index), size))
    out[np.arange(len(index)), index] = 1
    return out


def trajectory_of(outcome: Outcome, layout: Layout, months: np.ndarray) -> Trajectory:
    """Bring society's part of a finished run to the host."""
    record = {name: np.asarray(values) for name, values in outcome.record.items()}
    last = np.asarray(layout.by_pair(outcome.world.people.persons))[None]

    def family(prefix):
        start = f"{prefix}."
        return {n.removeprefix(start): v for n, v in record.items() if n.startswith(start)}

    return Trajectory(
        months=Months(np.asarray(months)),
        layout=layout,
        population=np.concatenate([record["persons.population"], last]),
        births=record["persons.births"],
        deaths=record["persons.deaths"],
        famine_deaths=record["persons.famine_deaths"],
        persons_by_age=record["persons.by_age"],
        deaths_by_age=record["persons.deaths_by_age"],
        world=record,
        moved=record.get("moved"),
        arrived=family("arrived"),
        fates=family("fates"),
        by_people=family("by_people"),
        confined=family("confined"),
        received=family("received"),
        opinion=family("opinion"),
    )
