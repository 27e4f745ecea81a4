"""The sparse layout of people: which (community, status) pairs exist and how cells are numbered.

A cell is (pair, age band, sex), flattened with sex fastest; a pair is a community (a region and a nationality)
and a household status that it can hold. Only pairs that can exist are kept (design section 3).
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Int, UInt32

from partystate.core.axes import Axis, stable_ids
from partystate.world import moves

SEXES = ("male", "female")


class Axes(eqx.Module):
    """The named axes of a country; hashable, so that it is static under `jit`."""

    regions: Axis = eqx.field(static=True)
    nationalities: Axis = eqx.field(static=True)
    statuses: Axis = eqx.field(static=True)
    ages: Axis = eqx.field(static=True)
    communities: tuple[tuple[str, str], ...] = eqx.field(static=True)
    pairs: tuple[tuple[int, int], ...] = eqx.field(static=True)

    @property
    def lengths(self) -> dict[str, int]:
        """Length of each named axis, for the check of shapes."""
        pairs, ages, sexes = self.sizes
        return {"regions": len(self.regions), "pairs": pairs, "ages": ages, "sexes": sexes, "cells": pairs * ages * sexes}

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(pairs Q, age bands A, sexes S)."""
        return len(self.pairs), len(self.ages), len(SEXES)


class Layout(eqx.Module):
    """Index arrays over cells [cells], pairs [Q] and regions [R]; built once, the same for every run."""

    axes: Axes
    cell_region: Int[Array, "cells"]
    cell_pair: Int[Array, "cells"]
    cell_age: Int[Array, "cells"]
    cell_sex: Int[Array, "cells"]
    cell_urban: Bool[Array, "cells"]
    cell_rural: Bool[Array, "cells"]
    cell_status: Int[Array, "cells"]
    cell_ids: UInt32[Array, "cells 2"]
    pair_region: Int[Array, "pairs"]
    pair_nationality: Int[Array, "pairs"]
    pair_status: Int[Array, "pairs"]
    pair_urban: Bool[Array, "pairs"]
    pair_rural: Bool[Array, "pairs"]
    pair_ids: UInt32[Array, "pairs 2"]
    region_ids: UInt32[Array, "regions 2"]
    can_leave: Bool[Array, "causes cells"]
    leavers: tuple[Int[Array, "some"], ...]  # by cause, the cells somebody can leave
    women: Int[Array, "some"]  # the female cells
    arrival_pair: Int[Array, "arrivals pairs"]
    arrival_cause: tuple[int, ...] = eqx.field(static=True)

    def by_region(self, values):
        """Sum a [cells] array to [R]."""
        return self.pairs_by_region(self.by_pair(values))

    def pairs_by_region(self, values):
        """Sum a [Q] array to [R]."""
        return jnp.zeros(len(self.axes.regions), values.dtype).at[self.pair_region].add(values)

    def by_pair(self, values):
        """Sum a [..., cells] array to [..., Q]."""
        pairs, ages, sexes = self.axes.sizes
        return values.reshape(*values.shape[:-1], pairs, ages * sexes).sum(-1)

    def by_age_and_sex(self, values):
        """Sum a [cells] array to [A, S]."""
        pairs, ages, sexes = self.axes.sizes
        return values.reshape(pairs, ages, sexes).sum(0)

    def is_status(self, name: str):
        """Mask [cells] of the cells of one status (all False where the country lacks it)."""
        labels = self.axes.statuses.labels
        return self.cell_status == (labels.index(name) if name in labels else -1)


def build_layout(axes: Axes, urban: tuple[str, ...], rural: tuple[str, ...]) -> Layout:
    """Number the cells of `axes`; `urban` and `rural` name the statuses of each settlement."""
    pairs, ages, sexes = axes.sizes
    community = np.array([p[0] for p in axes.pairs])
    status = np.array([p[1] for p in axes.pairs])
    region = np.array([axes.regions.index(axes.communities[c][0]) for c in community])
    nationality = np.array([axes.nationalities.index(axes.communities[c][1]) for c in community])
    cell_pair = np.repeat(np.arange(pairs), ages * sexes)
    cell_age = np.tile(np.repeat(np.arange(ages), sexes), pairs)
    cell_sex = np.tile(np.arange(sexes), pairs * ages)
    names = [
        f"region={axes.communities[c][0]};nationality={axes.communities[c][1]};status={axes.statuses.labels[s]}"
        for c, s in axes.pairs
    ]
    cell_names = [
        f"{name};age={age};sex={sex}" for name in names for age in axes.ages.labels for sex in SEXES
    ]
    settled = np.array(axes.statuses.labels)[status]
    pair_urban, pair_rural = np.isin(settled, urban), np.isin(settled, rural)
    arrival_cause, arrival_pair = _arrivals(axes)
    can_leave = _can_leave(axes, cell_pair, cell_age)
    return Layout(
        axes=axes,
        cell_region=jnp.asarray(region[cell_pair]),
        cell_pair=jnp.asarray(cell_pair),
        cell_age=jnp.asarray(cell_age),
        cell_sex=jnp.asarray(cell_sex),
        cell_urban=jnp.asarray(pair_urban[cell_pair]),
        cell_rural=jnp.asarray(pair_rural[cell_pair]),
        cell_status=jnp.asarray(status[cell_pair]),
        cell_ids=jnp.asarray(stable_ids(cell_names)),
        pair_region=jnp.asarray(region),
        pair_nationality=jnp.asarray(nationality),
        pair_status=jnp.asarray(status),
        pair_urban=jnp.asarray(pair_urban),
        pair_rural=jnp.asarray(pair_rural),
        pair_ids=jnp.asarray(stable_ids(names)),
        region_ids=jnp.asarray(stable_ids([f"region={r}" for r in axes.regions.labels])),
        can_leave=jnp.asarray(can_leave),
        leavers=tuple(jnp.asarray(np.flatnonzero(can)) for can in can_leave),
        women=jnp.asarray(np.flatnonzero(cell_sex == SEXES.index("female"))),
        arrival_pair=jnp.asarray(arrival_pair),
        arrival_cause=arrival_cause,
    )


def pair_destination(axes: Axes, cause: moves.Cause) -> np.ndarray:
    """Index [Q] of the pair a person of each pair goes to for `cause`; -1 where nobody can go."""
    number = {pair: i for i, pair in enumerate(axes.pairs)}
    labels = axes.statuses.labels
    if cause.leaves_to is None or cause.leaves_to == moves.AGE:
        return np.arange(len(axes.pairs))
    target = labels.index(cause.leaves_to) if cause.leaves_to in labels else -1
    return np.array(
        [
            number.get((community, target), -1) if labels[status] in cause.leaves_from else -1
            for community, status in axes.pairs
        ]
    )


def _can_leave(axes: Axes, cell_pair, cell_age) -> np.ndarray:
    """Who can go for each cause [K, cells]: those whose pair leads somewhere, and for ageing all but the last band."""
    can = np.zeros((len(moves.CAUSES), len(cell_pair)), dtype=bool)
    for k, cause in enumerate(moves.CAUSES):
        can[k] = pair_destination(axes, cause)[cell_pair] >= 0
        if cause.leaves_to == moves.AGE:
            can[k] &= cell_age < len(axes.ages) - 1
    return can


def _arrivals(axes: Axes) -> tuple[tuple[int, ...], np.ndarray]:
    """Where movers between pairs come from: for each (cause, status they leave), the pair [Q] that sends to each pair,
    or -1. Arrivals are then gathered, one row a source, which is several times faster than scattering."""
    causes, senders = [], []
    for k, cause in enumerate(moves.CAUSES):
        goes = pair_destination(axes, cause)
        if cause.leaves_to is None or cause.leaves_to == moves.AGE:
            continue
        for status in cause.leaves_from:
            sender = np.full(len(axes.pairs), -1)
            for q, (_, s) in enumerate(axes.pairs):
                if axes.statuses.labels[s] == status and goes[q] >= 0:
                    sender[goes[q]] = q
            causes.append(k)
            senders.append(sender)
    return tuple(causes), np.array(senders)
