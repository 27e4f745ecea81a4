"""People: competing risks, one draw per cell and cause, totals exact.

With hazards h_k a month and H their sum, a person leaves for cause k with probability (1 - exp(-H))
h_k / H. `expected` moves the mean; `counted` draws (see `counting`), so that the flows of a cell
never exceed its persons and stock after = stock before + in - out, to the person. Competing risks:
Kalbfleisch and Prentice (2002), ch. 8."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array

from partystate.core.draws import Draws
from partystate.world.accountant import counting
from partystate.world.accountant.chances import GIRLS_SHARE, leaving, stored
from partystate.world.accountant.flows import PeopleFlows, with_newborn
from partystate.world.accountant.pooling import shared_out
from partystate.world.causes import CAUSE
from partystate.world.effect import Effect
from partystate.world.exits import EVERYWHERE, ByExit
from partystate.world.layout import SEXES, Layout
from partystate.world.state import World

TO_TOWNS = ("moved_to_town", "hired_far", "fled_hunger")
AGEING, FEMALE = EVERYWHERE.index("ageing"), SEXES.index("female")


def settle_people(world: World, effect: Effect, layout: Layout, luck, stream: int, counted: bool):
    """Apply hazards and births; returns (world, flows)."""
    persons = _by_age(world.people.persons, layout)
    unknown = set(effect.hazards) - set(CAUSE)
    if unknown:
        raise ValueError(f"hazards under causes nobody declared: {sorted(unknown)}")
    hazards = _where_possible(effect.hazards, layout)
    draws = Draws(luck, stream, world.month)
    if counted:
        births = _births(effect, layout)
        gone, newborn = counting.leavers_and_newborn(persons, hazards, births, layout, draws)
    else:
        gone = _expected_leavers(persons, hazards, layout)
        newborn = _expected_births(persons, _births(effect, layout), layout)
    came = {
        cause.name: shared_out(
            cause,
            gone.some[layout.exits.here[cause.name]],
            effect.destinations.get(cause.name),
            layout,
            draws if counted else None,
        )
        for cause in layout.exits.causes
        if cause.pooled
    }
    flows = PeopleFlows(gone, newborn, came, layout.exits, layout.shared)
    after = persons - gone.total(layout.exits) + _moved(gone, layout) + _pooled(came, layout)
    settled = eqx.tree_at(
        lambda w: (w.people.persons, w.vital.births, w.vital.deaths, w.vital.fled, w.vital.arrived),
        world,
        (
            with_newborn(after, newborn).reshape(-1),
            layout.pairs_by_region(newborn.sum(1)),
            layout.pairs_by_region(flows.by_pair(*flows.deaths)),
            flows.summed("fled_hunger", layout.pair_region, len(layout.axes.regions)),
            sum(
                flows.summed(name, layout.pair_region, len(layout.axes.regions)).sum()
                for name in TO_TOWNS
            ),
        ),
    )
    return settled, flows


def _expected_leavers(persons: Array, hazards: ByExit, layout: Layout) -> ByExit:
    """Persons [exits, age and sex] who leave in the mean."""
    each = stored(leaving(hazards.total(layout.exits)) * persons)
    return ByExit(
        tuple(h * each[: len(persons)] for h in hazards.everywhere),
        hazards.some * each[layout.exits.pairs],
    )


def _by_age(values: Array, layout: Layout) -> Array:
    """[cells] as [Q, age and sex]."""
    pairs, ages, sexes = layout.axes.sizes
    return values.reshape(pairs, ages * sexes)


def _where_possible(hazards: dict[str, Array], layout: Layout) -> ByExit:
    """Hazards [exits, age and sex] of those who can leave."""
    exits = layout.exits

    def allowed(given, can, pairs):
        if given is None:
            return jnp.zeros(can.shape)
        return jnp.where(can, jnp.maximum(_by_age(given, layout)[pairs], 0), 0)

    everywhere = (
        allowed(hazards.get(name), can, slice(None))
        for name, can in zip(EVERYWHERE, exits.can_everywhere, strict=True)
    )
    some = [
        allowed(hazards.get(name), exits.can[here], exits.pairs[here])
        for name, here in exits.here.items()
    ]
    return ByExit(tuple(everywhere), jnp.concatenate(some))


def _moved(gone: ByExit, layout: Layout) -> Array:
    """Persons [Q, age and sex] who come from the band below, and from pairs of their community."""
    sexes, older = layout.axes.sizes[2], gone.everywhere[AGEING]
    came = jnp.concatenate([jnp.zeros_like(older[:, :sexes]), older[:, :-sexes]], axis=1)
    return came.at[layout.sent_to].add(gone.some[layout.sent_by], indices_are_sorted=True)


def _pooled(came: dict[str, Array], layout: Layout) -> Array:
    """Persons [Q, age and sex] who come under pooled causes."""
    pairs, ages, sexes = layout.axes.sizes
    total = jnp.zeros((pairs, ages * sexes))
    for name, persons in came.items():
        total = total.at[layout.shared[name].pairs].add(persons)
    return total


def _births(effect: Effect, layout: Layout) -> Array:
    """Births a woman and month [Q, age and sex]."""
    rate = effect.births.get("per_woman")
    pairs, ages, sexes = layout.axes.sizes
    return jnp.zeros((pairs, ages * sexes)) if rate is None else _by_age(rate, layout)


def _expected_births(persons: Array, rate: Array, layout: Layout) -> Array:
    """Newborn [Q, S] in the mean."""
    is_woman = _by_age(layout.cell_sex == FEMALE, layout)
    born = jnp.where(is_woman, persons * rate, 0).sum(1)
    return born[:, None] * jnp.array([1 - GIRLS_SHARE, GIRLS_SHARE])[None]
