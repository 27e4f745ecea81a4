"""The world on the first day of a run."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np

from partystate.mechanisms.land.food import monthly_norm
from partystate.world.agricultural_clock import SOWING, before_sowing, months_left
from partystate.world.inputs import Endowment, Inputs, View
from partystate.world.layout import Layout
from partystate.world.state import Information, Land, People, Policy, Vital, World
from partystate.world.stocks import RECEIVED_BY


NATIONAL_USES = ("state_grain.export", "state_grain.other")


def opening_world(census: np.ndarray, layout: Layout, inputs: Inputs, endowment: Endowment, values: dict, params: dict) -> World:
    """Census people [cells] made whole and complete, barns that carry usual use to the next harvest, and a granary of the declared size.

    `inputs` is that of the first month; `values` are named parameters (`opening.*`), `params` the mechanisms'.
    """
    month = int(inputs.month)
    persons = jnp.asarray(np.rint(census / values["opening.census_completeness"]))
    regions = jnp.zeros(len(layout.axes.regions))
    world = World(
        month=jnp.asarray(month, jnp.int32),
        people=People(persons, regions, regions, regions),
        vital=Vital(regions, regions),
        land=_opening_land(layout, endowment, values, month, persons),
        policy=Policy(regions, regions, jnp.zeros(()), jnp.zeros(())),
        information=_opening_information(layout, endowment, values, persons),
    )
    return _fed(world, inputs, endowment, layout, params["food"])


def _opening_land(layout, endowment, values, month, persons) -> Land:
    base = endowment.sown_area * endowment.yield_
    left = float(months_left(month))
    population = layout.by_region(persons)
    seed = endowment.seed_rate * endowment.sown_area * float(before_sowing(month) or month % 12 == SOWING)
    barns = endowment.use_per_head * population * left / 12 * values["opening.barn_cover"] + seed
    zero = jnp.zeros_like(barns)
    uses = {use: (jnp.zeros(()) if use in NATIONAL_USES else zero) for use in RECEIVED_BY}
    return Land(
        peasant_grain=barns,
        state_grain=jnp.asarray(float(values["opening.state_grain"])),
        harvest=base,
        collected=zero,
        seed_unmet=zero,
        granted=uses,
        unmet=dict(uses),
    )


def _opening_information(layout, endowment, values, persons) -> Information:
    zero = jnp.zeros(len(layout.axes.regions))
    harvest = endowment.sown_area * endowment.yield_
    counted = layout.by_region(persons) * values["opening.census_completeness"]
    return Information(counted, zero, zero, harvest, harvest, zero, zero)


def _fed(world: World, inputs: Inputs, endowment: Endowment, layout: Layout, params) -> World:
    """Before the first month everyone ate the norm, so that hunger starts at its level of an ordinary year."""
    view = View(world, inputs, endowment, layout)
    norm = monthly_norm(view, params)
    pairs = layout.by_pair(world.people.persons)
    rural = layout.pairs_by_region(jnp.where(layout.pair_rural, pairs, 0))
    urban = layout.pairs_by_region(jnp.where(layout.pair_urban, pairs, 0))
    granted = world.land.granted | {"peasant_grain.eaten": norm * rural, "state_grain.ration": norm * urban}
    land = world.land
    return World(
        world.month,
        world.people,
        world.vital,
        Land(
            land.peasant_grain, land.state_grain, land.harvest, land.collected, land.seed_unmet, granted, land.unmet
        ),
        world.policy,
        world.information,
    )
