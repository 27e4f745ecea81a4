"""Where an enemy holds land the state sees, asks, sends and books less by his share."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.engine import reach
from partystate.engine.run import inputs_at
from partystate.mechanisms.registry import MECHANISMS
from partystate.scenario.assemble import assemble
from partystate.world.effect import Effect

HALF = jnp.array([1.0, 0.5, 0.0])


@pytest.fixture(scope="module")
def opened(toyland):
    """(world, inputs, layout) of the first month in which a war may be fought."""
    made = assemble(toyland, until=toyland.meta.furthest)
    values = made.values("central", 1, 0)
    world, setting = made.start(values, 1)
    world, rest, later = made.carry_on(world, values, setting)
    return world, inputs_at(rest, 0), later.layout


def held(inputs, share, besieged=0.0):
    return eqx.tree_at(
        lambda i: (i.controlled, i.war.besieged),
        inputs,
        (share, jnp.full_like(inputs.controlled, besieged)),
    )


def proposed(layout):
    cells, regions = len(layout.cell_region), len(layout.axes.regions)
    return Effect(
        hazards={name: jnp.ones(cells) for name in ("arrested", "death", "called_up")},
        claims={
            name: jnp.full(regions, 10.0)
            for name in ("peasant_grain.collection", "peasant_grain.eaten", "state_grain.ration")
        },
    )


def same(one, other) -> bool:
    """Whether two trees have the same leaves; what is not forced is not a number in both."""
    pairs = zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True)
    return all(np.array_equal(a, b, equal_nan=np.issubdtype(a.dtype, np.inexact)) for a, b in pairs)


def test_where_all_is_held_everything_is_as_it_was(opened):
    world, inputs, layout = opened
    inputs = held(inputs, jnp.ones(3))
    assert same(reach.seen(world, inputs), (world, inputs))
    assert same(reach.within(proposed(layout), inputs, layout), proposed(layout))
    arrests = next(m for m in MECHANISMS if m.id == "arrests")
    assert same(reach.as_met(arrests, world, inputs, layout), world)


def test_what_the_state_does_is_cut_and_what_people_do_is_not(opened):
    _, inputs, layout = opened
    cut = reach.within(proposed(layout), held(inputs, HALF, besieged=0.2), layout)
    here = np.asarray(HALF)[np.asarray(layout.cell_region)]
    np.testing.assert_allclose(cut.hazards["arrested"], here)
    np.testing.assert_allclose(cut.hazards["called_up"], here)
    np.testing.assert_allclose(cut.hazards["death"], 1)
    np.testing.assert_allclose(cut.claims["peasant_grain.collection"], 10 * HALF)
    np.testing.assert_allclose(cut.claims["state_grain.ration"], 8 * HALF)
    np.testing.assert_allclose(cut.claims["peasant_grain.eaten"], 10)


def test_rulers_and_organs_know_of_the_land_that_is_held(opened):
    world, inputs, layout = opened
    inputs = held(inputs, HALF)
    known, given = reach.seen(world, inputs)
    np.testing.assert_allclose(
        known.information.expected_harvest, world.information.expected_harvest * HALF
    )
    np.testing.assert_allclose(given.controlled, 1)
    by_id = {m.id: m for m in MECHANISMS}
    met = reach.as_met(by_id["arrests"], world, inputs, layout)
    here = np.asarray(HALF)[np.asarray(layout.cell_region)]
    np.testing.assert_allclose(met.people.persons, world.people.persons * here)
    assert reach.as_met(by_id["food"], world, inputs, layout) is world


def test_births_deaths_and_harvest_of_lost_land_are_not_booked(opened):
    world, inputs, _ = opened
    before = world.information.known_population
    told = {f"information.{name}": jnp.full(3, 8.0) for name in reach.TOLD}
    told |= {
        "information.known_population": before + 4.0,
        "information.known_confined": jnp.asarray(50.0),
    }
    world = eqx.tree_at(lambda w: w.war.captives, world, jnp.asarray(20.0))
    found = reach.told(Effect(values=told), world, held(inputs, HALF)).values
    np.testing.assert_allclose(found["information.known_harvest"], 8 * HALF)
    np.testing.assert_allclose(found["information.known_population"], before + 4 * HALF)
    assert float(found["information.known_confined"]) == 30
