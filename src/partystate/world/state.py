"""The world: everything that exists in a simulated month, as one immutable tree.

Shapes: R regions, cells of `Layout`. Units stand beside each field.
"""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float, Int

from partystate.world.power import Power


class People(eqx.Module):
    """Persons and their hunger."""

    persons: Float[Array, "cells"]  # persons
    hunger_rural: Float[Array, "regions"]  # month-equivalents of full deficit
    hunger_urban: Float[Array, "regions"]  # same
    hunger_remembered: Float[Array, "regions"]  # lagged mean of rural and urban hunger, for births


class Land(eqx.Module):
    """Grain from the field to the granary, in tonnes."""

    peasant_grain: Float[Array, "regions"]  # t, barns of the village
    state_grain: Float[Array, ""]  # t, state granary
    harvest: Float[Array, "regions"]  # t, barn harvest of the current agricultural year
    collected: Float[Array, "regions"]  # t, delivered in the current agricultural year
    seed_unmet: Float[Array, "regions"]  # t, asked for seed and not found
    granted: dict[str, Float[Array, "..."]]  # t, what each use of a stock got last month
    unmet: dict[str, Float[Array, "..."]]  # t, what it did not get


class Policy(eqx.Module):
    """What the rulers decided for this month."""

    collection_weight: Float[Array, "regions"]  # share of the country's collections asked of a region
    collection_due: Float[Array, "regions"]  # t this month
    export_due: Float[Array, ""]  # t this month
    ration_norm: Float[Array, ""]  # t of grain a head of the urban population and month


class Vital(eqx.Module):
    """Births and deaths of the month just settled."""

    births: Float[Array, "regions"]  # persons
    deaths: Float[Array, "regions"]  # persons, of every cause


class Information(eqx.Module):
    """What reached the centre, what it said, and what stays on paper, of things that are counted."""

    known_population: Float[Array, "regions"]  # persons, carried forward from registered births and deaths
    known_births: Float[Array, "regions"]  # persons, last month
    known_deaths: Float[Array, "regions"]  # persons, last month
    known_harvest: Float[Array, "regions"]  # t, last harvest reported
    published_harvest: Float[Array, "regions"]  # t
    known_collected: Float[Array, "regions"]  # t, agricultural year to date
    known_collectivised_share: Float[Array, "regions"]  # share of the peasants


class World(eqx.Module):
    """One month of the country. A run of one part alone leaves the others out."""

    month: Int[Array, ""]  # month number of core.dates
    people: People | None = None
    vital: Vital | None = None
    land: Land | None = None
    policy: Policy | None = None
    information: Information | None = None
    power: Power | None = None
