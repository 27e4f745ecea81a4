"""Where an enemy holds land, the state does not reach: what it sees, asks, sends, takes and books
of a region is as much less as the share that it holds.

Mechanisms know nothing of it. What is decided is decided from what is known of the land that is
held; hazards that come from the state, what it claims and what it sends are cut to it; the people
of occupied land stay in the books of the model, and go out of those of the state. Where all is held
every number is as it was."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp

from partystate.mechanisms.contract import Mechanism
from partystate.world.effect import Effect
from partystate.world.inputs import Inputs
from partystate.world.layout import Layout
from partystate.world.state import World

# causes by which the state, or its plants, move people
OF_THE_STATE = (
    "joined_collective",
    "moved_to_town",
    "executed",
    "sent_to_camp",
    "deported",
    "ruined",
    "arrested",
    "people_deported",
    "hired_far",
    "promoted",
    "called_up",
)
ASKED = ("peasant_grain.collection", "state_grain.seed_loan", "state_grain.relief")
SENT_TO_TOWNS = ("state_grain.ration", "state_grain.supply")
# what organs count of those they can reach
POLICE = "terror"
# known by region: of the whole region in the state of the world, and of what is held in a decision
SEEN = ("known_population", "known_towns", "expected_harvest", "known_hunger")
POPULATION, CONFINED = "information.known_population", "information.known_confined"
TOLD = ("known_births", "known_deaths", "known_harvest", "published_harvest")


def seen(world: World, inputs: Inputs) -> tuple[World, Inputs]:
    """The world and the inputs as those who decide see them."""
    held = inputs.controlled
    known = world.information

    def where(tree):
        return [getattr(tree[0].information, name) for name in SEEN] + [tree[1].controlled]

    fields = [getattr(known, name) * held for name in SEEN]
    return eqx.tree_at(where, (world, inputs), [*fields, jnp.ones_like(held)])


def as_met(mechanism: Mechanism, world: World, inputs: Inputs, layout: Layout) -> World:
    """The world as a mechanism meets it when it acts: organs meet the people of the land that is
    held."""
    if mechanism.theme != POLICE:
        return world
    here = inputs.controlled[layout.cell_region]
    return eqx.tree_at(lambda w: w.people.persons, world, world.people.persons * here)


def within(effect: Effect, inputs: Inputs, layout: Layout) -> Effect:
    """What is proposed when people act, cut to the land that is held."""
    held = inputs.controlled
    here = held[layout.cell_region]
    through = held * (1 - inputs.war.besieged)
    hazards = effect.hazards | {
        name: effect.hazards[name] * here for name in OF_THE_STATE if name in effect.hazards
    }
    claims = effect.claims | {
        name: effect.claims[name] * cut
        for names, cut in ((ASKED, held), (SENT_TO_TOWNS, through))
        for name in names
        if name in effect.claims
    }
    return eqx.tree_at(lambda e: (e.hazards, e.claims), effect, (hazards, claims))


def told(effect: Effect, world: World, inputs: Inputs) -> Effect:
    """What is reported at the end of a month: births, deaths and harvests of the land that is held,
    and soldiers without the enemy's prisoners, as far as anybody reports them."""
    held, values = inputs.controlled, dict(effect.values)
    for path in (f"information.{name}" for name in TOLD):
        if path in values:
            values[path] = values[path] * held
    if POPULATION in values:
        before = world.information.known_population
        values[POPULATION] = before + (values[POPULATION] - before) * held
    if CONFINED in values:
        values[CONFINED] = jnp.maximum(values[CONFINED] - world.at_war.captives, 0)
    return eqx.tree_at(lambda e: e.values, effect, values)
