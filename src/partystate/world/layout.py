"""The sparse layout of people: which (community, status) pairs exist and how cells are numbered.

A cell is (pair, age band, sex), flattened with sex fastest; a pair is a community (a region and a
nationality) and a household status that it can hold. Only pairs that can exist are kept (design
section 3)."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Int, UInt32

from partystate.core.axes import Axis, stable_ids
from partystate.core.pytree import of_numpy
from partystate.world import causes, culture
from partystate.world.diseases import DISEASES
from partystate.world.exits import Exits, Turns, build_exits, build_turns
from partystate.world.faith import NO_FAITH
from partystate.world.herds import HERDS
from partystate.world.households import DWELLINGS, FIFTHS
from partystate.world.party_axes import PartyAxes
from partystate.world.records import LENGTHS as RECORDED
from partystate.world.repression import LENGTHS
from partystate.world.revolution import RevolutionAxes
from partystate.world.science import NO_FIELD
from partystate.world.sectors import PRODUCTS, SECTORS, SOURCES

SEXES = ("male", "female")


class Axes(eqx.Module):
    """The named axes of a country; hashable, so that it is static under `jit`."""

    regions: Axis = eqx.field(static=True)
    nationalities: Axis = eqx.field(static=True)
    statuses: Axis = eqx.field(static=True)
    ages: Axis = eqx.field(static=True)
    communities: tuple[tuple[str, str], ...] = eqx.field(static=True)
    pairs: tuple[tuple[int, int], ...] = eqx.field(static=True)
    party: PartyAxes | None = eqx.field(static=True, default=None)
    revolution: RevolutionAxes | None = eqx.field(static=True, default=None)
    faiths: Axis = eqx.field(static=True, default=NO_FAITH)
    fields: Axis = eqx.field(static=True, default=NO_FIELD)

    @property
    def lengths(self) -> dict[str, int]:
        """Length of each named axis, for the check of shapes."""
        pairs, ages, sexes = self.sizes
        people = {
            "regions": len(self.regions),
            "pairs": pairs,
            "ages": ages,
            "sexes": sexes,
            "cells": pairs * ages * sexes,
        }
        peoples = {"nationalities": len(self.nationalities), "statuses": len(self.statuses)}
        kinds = LENGTHS | culture.LENGTHS | peoples
        return (
            people
            | kinds
            | (self.party.lengths if self.party else {})
            | (self.revolution.lengths if self.revolution else {})
            | RECORDED
            | {
                "months_of_year": 12,
                "herds": len(HERDS),
                "sectors": len(SECTORS),
                "products": len(PRODUCTS),
                "sources": len(SOURCES),
                "diseases": len(DISEASES),
                "dwellings": len(DWELLINGS),
                "fifths": FIFTHS,
                "faiths": len(self.faiths),
                "fields": len(self.fields),
            }
        )

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(pairs Q, age bands A, sexes S)."""
        return len(self.pairs), len(self.ages), len(SEXES)


class Shared(eqx.Module):
    """Where a pooled cause leads: the pairs [D] that receive, in order of nationality, and where
    each nationality's run of them begins and ends."""

    pairs: Int[Array, "receivers"]
    nationality: Int[Array, "receivers"]
    is_first: Bool[Array, "receivers"]
    is_last: Bool[Array, "receivers"]

    def nationality_start(self, share):
        """Sum [D] of `share` over all receivers before the first of the same nationality."""
        before = jnp.cumsum(share) - share
        first = jnp.where(self.is_first, before, 0)
        return jax.lax.cummax(first)


class Layout(eqx.Module):
    """Index arrays over cells [cells], pairs [Q] and regions [R]; built once, the same for every
    run."""

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
    status_urban: Bool[Array, "statuses"]
    status_rural: Bool[Array, "statuses"]
    region_ids: UInt32[Array, "regions 2"]
    exits: Exits
    turns: Turns
    sent_by: Int[Array, "moves"]  # number among the exits of each move within a community
    sent_to: Int[Array, "moves"]  # pair where it ends, in order
    shared: dict[str, Shared]  # by pooled cause
    sharing_ids: UInt32[Array, "people_cells 2"]  # nationality, age and sex

    def by_region(self, values):
        """Sum a [cells] array to [R]."""
        return self.pairs_by_region(self.by_pair(values))

    def pairs_by_region(self, values):
        """Sum a [Q] array to [R]."""
        return jnp.zeros(len(self.axes.regions), values.dtype).at[self.pair_region].add(values)

    def by_region_and_status(self, values):
        """Sum a [cells] array to [R, C]; one pass that every count of a status can share."""
        sums = jnp.zeros((len(self.axes.regions), len(self.axes.statuses)), values.dtype)
        return sums.at[self.pair_region, self.pair_status].add(self.by_pair(values))

    def by_pair(self, values):
        """Sum a [..., cells] array to [..., Q]."""
        pairs, ages, sexes = self.axes.sizes
        return values.reshape(*values.shape[:-1], pairs, ages * sexes).sum(-1)

    def weighted_by_pair(self, values, profile):
        """Sum a [cells] array, times a profile [A, S], to [Q]."""
        pairs, ages, sexes = self.axes.sizes
        return values.reshape(pairs, ages * sexes) @ profile.reshape(-1)

    def to_cells(self, values, profile):
        """Spread [Q] over cells, times a profile [A, S]."""
        pairs, ages, sexes = self.axes.sizes
        return (values[:, None] * profile.reshape(1, -1)).reshape(pairs * ages * sexes)

    def by_status(self, values):
        """Sum a [Q] array to [C]."""
        return jnp.zeros(len(self.axes.statuses), values.dtype).at[self.pair_status].add(values)

    def by_people(self, values):
        """Sum a [Q] array to [N]."""
        return (
            jnp.zeros(len(self.axes.nationalities), values.dtype)
            .at[self.pair_nationality]
            .add(values)
        )

    def by_place(self, values):
        """Sum a [Q, ...] array to [R, N, ...]."""
        shape = (len(self.axes.regions), len(self.axes.nationalities), *values.shape[1:])
        return (
            jnp.zeros(shape, values.dtype).at[self.pair_region, self.pair_nationality].add(values)
        )

    def pairs_of(self, *names: str):
        """Mask [Q] of the pairs of the statuses named."""
        labels = self.axes.statuses.labels
        return jnp.isin(
            self.pair_status,
            jnp.asarray([labels.index(name) for name in names if name in labels], int),
        )

    def by_age_and_sex(self, values):
        """Sum a [cells] array to [A, S]."""
        pairs, ages, sexes = self.axes.sizes
        return values.reshape(pairs, ages, sexes).sum(0)

    def is_status(self, name: str):
        """Mask [cells] of the cells of one status (all False where the country lacks it)."""
        labels = self.axes.statuses.labels
        return self.cell_status == (labels.index(name) if name in labels else -1)


def build_layout(
    axes: Axes,
    urban: tuple[str, ...],
    rural: tuple[str, ...],
    found: tuple[causes.Cause, ...] = causes.PEACE,
) -> Layout:
    """Number the cells of `axes`; `urban` and `rural` name the statuses of each settlement, `found`
    are the causes for which people may leave."""
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
    shared = {
        cause.name: _shared(axes, cause, community, status, nationality)
        for cause in found
        if cause.pooled
    }
    can_leave = _can_leave(axes, found, cell_pair, cell_age, nationality, shared)
    exits = build_exits(can_leave, pairs, found)
    sent_by, sent_to = _moves_within(axes, exits)
    sharing = [
        f"nationality={n};age={a};sex={x}"
        for n in axes.nationalities.labels
        for a in axes.ages.labels
        for x in SEXES
    ]
    built = of_numpy(
        Layout,
        axes=axes,
        cell_region=region[cell_pair],
        cell_pair=cell_pair,
        cell_age=cell_age,
        cell_sex=cell_sex,
        cell_urban=pair_urban[cell_pair],
        cell_rural=pair_rural[cell_pair],
        cell_status=status[cell_pair],
        cell_ids=stable_ids(cell_names),
        pair_region=region,
        pair_nationality=nationality,
        pair_status=status,
        pair_urban=pair_urban,
        pair_rural=pair_rural,
        status_urban=np.isin(axes.statuses.labels, urban),
        status_rural=np.isin(axes.statuses.labels, rural),
        pair_ids=stable_ids(names),
        region_ids=stable_ids([f"region={r}" for r in axes.regions.labels]),
        exits=exits,
        turns=build_turns(exits, stable_ids(cell_names), pairs),
        sent_by=sent_by,
        sent_to=sent_to,
        shared=shared,
        sharing_ids=stable_ids(sharing),
    )
    return jax.device_put(built)


def pair_destination(axes: Axes, cause: causes.Cause) -> np.ndarray:
    """Index [Q] of the pair a person of each pair goes to for `cause`; -1 where nobody can go. For
    a pooled cause it is the pair itself where one can go, since the goal is not fixed."""
    number = {pair: i for i, pair in enumerate(axes.pairs)}
    labels = axes.statuses.labels
    if cause.leaves_to is None or cause.leaves_to == causes.AGE or cause.pooled:
        allowed = [
            not cause.leaves_from or labels[status] in cause.leaves_from for _, status in axes.pairs
        ]
        return np.where(allowed, np.arange(len(axes.pairs)), -1)
    target = labels.index(cause.leaves_to) if cause.leaves_to in labels else -1
    return np.array(
        [
            number.get((community, target), -1) if labels[status] in cause.leaves_from else -1
            for community, status in axes.pairs
        ]
    )


def _shared(axes: Axes, cause: causes.Cause, community, status, nationality) -> Shared:
    labels = np.array(axes.statuses.labels)
    receives = np.flatnonzero(labels[status] == cause.leaves_to)
    # by name, so that the order of tables cannot matter
    places = [axes.communities[c][0] for c in community[receives]]
    receives = receives[np.lexsort((places, nationality[receives]))]
    of = nationality[receives]
    changes = of[1:] != of[:-1]
    is_first, is_last = np.insert(changes, 0, True)[: len(of)], np.append(changes, True)[: len(of)]
    return of_numpy(Shared, receives, of, is_first, is_last)


def _can_leave(
    axes: Axes,
    found: tuple[causes.Cause, ...],
    cell_pair,
    cell_age,
    nationality,
    shared: dict[str, Shared],
) -> np.ndarray:
    """Who can go for each cause [K, cells]: those whose pair leads somewhere, and for ageing all
    but the last band."""
    can = np.zeros((len(found), len(cell_pair)), dtype=bool)
    for k, cause in enumerate(found):
        can[k] = pair_destination(axes, cause)[cell_pair] >= 0
        if cause.pooled:
            can[k] &= np.isin(nationality[cell_pair], shared[cause.name].nationality)
        if cause.leaves_to == causes.AGE:
            can[k] &= cell_age < len(axes.ages) - 1
    return can


def _moves_within(axes: Axes, exits: Exits) -> tuple[np.ndarray, np.ndarray]:
    """Moves between pairs of a community, in order of the pair where they end: the number of the
    exit, and the pair that receives. Whole rows of ages and sexes are then added at once, which is
    fast."""
    rows, ends = [], []
    for cause in exits.causes:
        if cause.leaves_to is None or cause.leaves_to == causes.AGE or cause.pooled:
            continue
        goes, here = pair_destination(axes, cause), exits.here[cause.name]
        rows.append(np.arange(here.start, here.stop))
        ends.append(goes[goes >= 0])
    row, end = np.concatenate(rows), np.concatenate(ends)
    order = np.argsort(end, kind="stable")
    return row[order], end[order]
