"""A country's war: what comes from outside in each month, and the state in which it begins."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import polars as pl

from partystate.core.pytree import of_numpy
from partystate.country.country import Country
from partystate.country.war_tables import AT_ONCE, WAR_UNITS
from partystate.mechanisms.war.grown_hands import hands_of
from partystate.mechanisms.war.men_at_home import men_a_woman
from partystate.scenario.dated_series import flow, standing
from partystate.world import statuses as s
from partystate.world.endowment import Endowment
from partystate.world.herds import HERDS
from partystate.world.inputs import Inputs
from partystate.world.inputs import War as Given
from partystate.world.layout import Layout
from partystate.world.sectors import PRODUCTS
from partystate.world.state import War, World
from partystate.world.stocks import OF_FODDER, OF_LOST, OF_OCCUPIER

TABLE = "war"
LEAST = 1e-6


def has_war(country: Country) -> bool:
    """Whether the country's tables tell of a war after its usual end."""
    return TABLE in country.tables and not country.tables[TABLE].is_empty()


def build_war(country: Country, months: np.ndarray) -> Given:
    """What a war brings in each month [T, ...], from war.csv."""
    tables = country.tables

    def of(name: str, labels: pl.Series | None = None) -> np.ndarray:
        rows = tables[TABLE].filter(pl.col("series") == name)
        told = flow if name in AT_ONCE else standing
        if labels is None:
            return told(rows, months)
        return np.stack([told(rows.filter(pl.col("group") == g), months) for g in labels], -1)

    groups = {
        "hunted": tables["nationalities"]["nationality"],
        "driven": pl.Series(HERDS),
        "besieged": tables["regions"]["region"],
    }
    given = {n: of(n, groups.get(n)) for n in WAR_UNITS if n not in PRODUCTS}
    stood = np.stack([of(product, groups["besieged"]) for product in PRODUCTS], 1)
    return jax.device_put(of_numpy(Given, **given, stood=stood))


def opening_war(world: World, inputs: Inputs, layout: Layout, endowment: Endowment) -> World:
    """The world on the first day on which a war may be fought: nothing lost yet, all held."""
    persons, industry = world.people.persons, world.industry
    workers = layout.by_region(jnp.where(layout.is_status(s.WORKER), persons, 0))
    none = jnp.zeros(())
    held = jnp.ones_like(inputs.controlled)
    ages = endowment.people.mean_age
    men = men_a_woman(layout, ages, persons)
    opened = War(
        people=persons.sum(),
        controlled=held,
        captives=none,
        plant_part=workers / jnp.maximum(workers.sum(), LEAST),
        plant_moving=jnp.zeros_like(industry.plant),
        plant_left=jnp.zeros_like(industry.plant),
        civilian=none + 1,
        usual_men=men,
        together=held,
        usual_hands=hands_of(layout, ages, persons),
        grown=held,
        mounts=none,
        machines=held,
        cows=jnp.zeros_like(held),
        usual_draught=jnp.zeros_like(held),
        run_down=jnp.zeros_like(held),
        works=held,
        by_product=jnp.ones_like(industry.products),
        supplied=none + 1,
        camp_hunger=none,
    )
    land = world.land
    taken = {OF_OCCUPIER: jnp.zeros_like(land.harvest), OF_LOST: none, OF_FODDER: none}
    return world.with_war(opened, land.granted | taken, land.unmet | taken)
