"""What was kept of one run: arrays by dotted path, the state they start from, and sums over
regions, nationalities and statuses.

A path names a field of the world, such as `land.harvest` (at the end of each month), or a flow,
such as `persons.births` (over each month); arrays are [T, ...]. The same class serves inside a
compiled graph, where arrays are traced, and on the host, where they come one by one as they are
read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax.core import Tracer
from jaxtyping import Array

from partystate.engine.run import Outcome
from partystate.history.months import Months
from partystate.world.keep import kept_fields
from partystate.world.layout import Axes, Layout
from partystate.world.state import World

PERSONS = "persons.population"  # [T + 1, Q] first days; all other arrays have T rows
LEADERSHIP = ("power.", "memory.", "intelligence.", "secrets.")


class Lazily(Mapping[str, Array]):
    """Arrays of a run, each passed through `reading` when it is first read."""

    def __init__(self, source: Mapping[str, Array], reading: Callable[[Array], Any]):
        self.source, self._reading = source, reading
        self._read: dict[str, Array] = {}

    def __getitem__(self, path: str) -> Array:
        if path not in self._read:
            self._read[path] = self._reading(self.source[path])
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.source)

    def __len__(self) -> int:
        return len(self.source)


def on_host(arrays: Mapping[str, Array]) -> Lazily:
    """The same arrays as NumPy's; each is brought when it is first read."""
    return Lazily(arrays, np.asarray)


def where_they_are(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The same arrays on the device, where they have not left it."""
    return dict(arrays.source if isinstance(arrays, Lazily) else arrays)


@dataclass(frozen=True)
class Trajectory:
    """One run. `opening` holds fields [...] of the leadership as they were before the first month,
    under the same paths."""

    months: Months
    layout: Layout
    arrays: Mapping[str, Array]
    opening: Mapping[str, Array]

    def __getitem__(self, path: str) -> Array:
        """[T, ...] a field at the end of each month, or a flow of each month."""
        return self.arrays[path]

    def previous(self, path: str) -> Array:
        """[T, ...] a field as it was before each month."""
        ends = self.arrays[path]
        join: Any = np.concatenate if isinstance(ends, np.ndarray) else jnp.concatenate
        return join([self.opening[path][None], ends[:-1]])

    def began(self, path: str) -> Array:
        """[T, ...] a flag that came true in the month."""
        return self[path] & ~self.previous(path)

    def since(self, month: int) -> Trajectory:
        """The same run from a month number on, for what enters later; it opens with the month
        before."""
        start = month - self.months.first
        if start <= 0:
            return self
        return replace(
            self,
            months=Months(self.months.numbers[start:]),
            arrays=Lazily(self.arrays, lambda values: values[start:]),
            opening=Lazily(self.arrays, lambda values: values[start - 1]),
        )

    @property
    def has_people(self) -> bool:
        """Whether people and land were not left out."""
        return PERSONS in self.arrays

    @property
    def population(self) -> Array:
        """Persons [T + 1, Q] on the first day of each month and of the month after the last."""
        return self[PERSONS]

    @property
    def births(self) -> Array:
        """Persons [T, Q]."""
        return self["persons.births"]

    @property
    def deaths(self) -> Array:
        """Persons [T, Q], of every cause but hunger."""
        return self["persons.deaths"]

    @property
    def famine_deaths(self) -> Array:
        """Persons [T, Q]."""
        return self["persons.famine_deaths"]

    @cached_property
    def region_groups(self) -> tuple[str, ...]:
        return tuple(f"region={r}" for r in self.layout.axes.regions.labels)

    @cached_property
    def nationality_groups(self) -> tuple[str, ...]:
        return tuple(f"nationality={n}" for n in self.layout.axes.nationalities.labels)

    @cached_property
    def status_groups(self) -> tuple[str, ...]:
        return tuple(f"status={c}" for c in self.layout.axes.statuses.labels)

    def by_region(self, values: Array, of: Array | np.ndarray | None = None) -> Array:
        """Sum [T, Q] to [T, R]; `of` is a mask [Q] of the pairs to count."""
        return (values if of is None else values * of[None]) @ sums_by(self.layout.axes)[0]

    def by_nationality(self, values: Array) -> Array:
        """Sum [T, Q] to [T, N]."""
        return values @ sums_by(self.layout.axes)[1]

    def is_status(self, *names: str) -> np.ndarray:
        """Mask [Q] of the pairs of statuses; a status that the country lacks has none."""
        axes = self.layout.axes
        wanted = [axes.statuses.labels.index(name) for name in names if name in axes.statuses]
        return np.isin([status for _, status in axes.pairs], wanted)

    def of_status(self, values: Array, *names: str) -> Array:
        """Sum [T, Q] over the pairs of statuses."""
        return values[:, np.flatnonzero(self.is_status(*names))].sum(1)

    def left(self, cause: str, status: str) -> Array:
        """Persons [T] who left a status for a cause."""
        return self[f"confined.{cause}"][:, self.layout.axes.statuses.labels.index(status)]

    @property
    def urban(self) -> Array | np.ndarray:
        """Mask [Q] of the pairs in towns."""
        mask = self.layout.pair_urban
        return mask if isinstance(mask, Tracer) else np.asarray(mask)


@cache
def sums_by(axes: Axes) -> tuple[np.ndarray, np.ndarray]:
    """Matrices [Q, R] and [Q, N] that sum pairs into regions and nationalities."""
    region, nationality = (
        {label: i for i, label in enumerate(axis.labels)}
        for axis in (axes.regions, axes.nationalities)
    )
    places = [axes.communities[community] for community, _ in axes.pairs]
    return (
        one_hot(np.array([region[r] for r, _ in places]), len(region)),
        one_hot(np.array([nationality[n] for _, n in places]), len(nationality)),
    )


def one_hot(index: np.ndarray, size: int) -> np.ndarray:
    """Matrix [n, size] that sums n entries into their index."""
    out = np.zeros((len(index), size))
    out[np.arange(len(index)), index] = 1
    return out


def trajectory_of(
    outcome: Outcome, layout: Layout, months: np.ndarray, opening: World
) -> Trajectory:
    """A finished run that started from `opening`; what is read of it comes to the host."""
    made = traced(outcome, layout, months, opening)
    return replace(made, arrays=on_host(made.arrays), opening=on_host(made.opening))


def traced(outcome: Outcome, layout: Layout, months: np.ndarray, opening: World) -> Trajectory:
    """The same where its arrays are, for use inside a compiled graph."""
    arrays = dict(outcome.record)
    if PERSONS in arrays:
        last = layout.by_pair(outcome.world.people.persons)
        arrays[PERSONS] = jnp.concatenate([arrays[PERSONS], last[None]])
    before = {path: v for path, v in kept_fields(opening) if path.startswith(LEADERSHIP)}
    return Trajectory(Months(np.asarray(months)), layout, arrays, before)
