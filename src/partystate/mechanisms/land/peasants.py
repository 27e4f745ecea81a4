"""Counts of peasants and of settlements that several mechanisms of the land need."""

from __future__ import annotations

import jax.numpy as jnp

from partystate.world import statuses as s
from partystate.world.inputs import View


def collectivised_share(view: View):
    """Share of the peasants [R] who are members of collective farms, in persons."""
    layout, persons = view.layout, view.world.people.persons
    members = layout.by_region(jnp.where(layout.is_status(s.COLLECTIVE_FARMER), persons, 0))
    alone = layout.by_region(jnp.where(layout.is_status(s.INDIVIDUAL_PEASANT), persons, 0))
    peasants = members + alone
    return jnp.where(peasants > 0, members / jnp.where(peasants > 0, peasants, 1), 0)


def rural_population(view: View):
    """Persons [R] of rural statuses."""
    layout = view.layout
    return layout.by_region(jnp.where(layout.cell_rural, view.world.people.persons, 0))


def urban_population(view: View):
    """Persons [R] of urban statuses."""
    layout = view.layout
    return layout.by_region(jnp.where(layout.cell_urban, view.world.people.persons, 0))
