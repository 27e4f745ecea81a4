"""Ordinary births and deaths, and growing older.

Equations:
    death hazard  mu(a) level exp(-trend n), times sqrt(ratio) for men and over it for women
    births a woman and month  phi(a) level_f x (rural or urban ratio) x exp(-response U_remembered)
    ageing hazard  from the share of a band that is in its last year of age at the start
n years from the middle of the base years; U remembered hunger, months after it was felt.

Shapes: hazards and births [cells] per month.
Assumptions: one schedule for the country; Asian regions and infants were under-registered, so the level stands above
the printed rates; the fall of mortality goes on as before the start.
Departures: none of the seasonality of births is modelled.
Rival accounts: medicine, abortion rules and epidemics come with their mechanisms.
Sources: schedules in the country's vital_rates; Preston, Heuveline and Guillot (2001) ch. 3 for the life table;
Bongaarts (1980) on hunger and fertility.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Card, Direction, Mechanism
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.inputs import View


class Params(eqx.Module):
    mortality_level: Float[Array, ""]  # 1, times the printed rates
    mortality_trend: Float[Array, ""]  # 1/year, fall of log mortality
    male_ratio: Float[Array, ""]  # 1, male against female hazard of death
    fertility_level: Float[Array, ""]  # 1, times the printed rates
    rural_ratio: Float[Array, ""]  # 1, rural against mean fertility
    urban_ratio: Float[Array, ""]  # 1
    hunger_response: Float[Array, ""]  # log births per month-equivalent of hunger


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    layout, base = view.layout, view.endowment
    fall = jnp.exp(-params.mortality_trend * (view.inputs.elapsed - base.base_elapsed) / MONTHS)
    by_sex = jnp.stack([jnp.sqrt(params.male_ratio), 1 / jnp.sqrt(params.male_ratio)])
    death = base.death_rate * by_sex[None, :] * params.mortality_level * fall
    settled = jnp.where(layout.cell_urban, params.urban_ratio, params.rural_ratio)
    hunger = jnp.exp(-params.hunger_response * view.world.people.hunger_remembered)
    births = base.birth_rate[layout.cell_age] * params.fertility_level * settled * hunger[layout.cell_region]
    return Effect(
        hazards={
            "death": death[layout.cell_age, layout.cell_sex],
            "ageing": base.ageing_rate[layout.cell_age],
        },
        births={"per_woman": births},
    )


MECHANISM = Mechanism(
    Card(
        id="births_deaths",
        theme="people",
        phase="act",
        stream="births_deaths",
        reads=("people.hunger_remembered", "inputs.elapsed"),
        proposes=("hazards:death", "hazards:ageing", "births:per_woman"),
        claims=("S177",),
        sources=("Preston, Heuveline and Guillot (2001)", "Bongaarts (1980)"),
        directions=(
            Direction("mortality_level", "population.deaths", +1),
            Direction("fertility_level", "population.births", +1),
            Direction("hunger_response", "population.births", -1),
        ),
    ),
    Params,
    propose,
)
