"""Typhus, malaria and cholera spread, leave people immune and kill; hunger, movement and upheaval
carry them, doctors hold them.

Equations, by disease d and region r, a month; i new cases a head, m immune share, U hunger of the
region, c doctors a head against base_doctors:
    spread   R = [calm + hungry U / (1 + U) + unsettled (D + moved F)] c^(-medicine) season
    force    f = R [(1 - mixing) i_r + mixing i] + seed
    cases    i <- (1 - m) (1 - exp(-f))
    immune   m <- m (1 - waning) + i
    hazard of death of age a = sum over d of o / (1 + o) i,
             o = fatality / (1 - fatality) exp[steepness (a - 30) / 10],   i the new cases
D upheaval that is not mended, F share of the region's people who fled last month, i without index
the mean of the country. Less than one case in a region is none. The seed of a disease from abroad
ends `abroad` months after the start; that of the others is the few who carry it on between
outbreaks. Each disease has numbers of its own:
    typhus_calm, typhus_hungry, typhus_unsettled, typhus_medicine, typhus_waning, typhus_seed,
        typhus_fatality, typhus_steepness
    malaria_calm, malaria_hungry, malaria_unsettled, malaria_medicine, malaria_waning, malaria_seed,
        malaria_fatality, malaria_steepness
    cholera_calm, cholera_hungry, cholera_unsettled, cholera_medicine, cholera_waning, cholera_seed,
        cholera_fatality, cholera_steepness

Shapes: [D, R]; hazard [cells] per month.
Assumptions: a month is one generation; a case is over within it, dead or immune; nobody is born
immune, and births thin out the immune with `waning`; towns, villages and camps of a region are
alike; malaria, which needs warm marshes, is everywhere alike; louse-borne relapsing fever,
dysentery and influenza are not there.
Departures: the chain binomial of Reed and Frost in its mean, with shares of a region for its
persons; the terms of hunger and upheaval are ours.
Rival accounts: hunger alone (`famine_mortality`); disease as the main killer of famines (Mokyr and
O Grada 2002) is `hungry` at its high end.
Sources: Abbey (1952) on the chain binomial; Kermack and McKendrick (1927); Murchison (1873) on
typhus by age; Tarassevitch (1922), Patterson (1993), Zurbrigg (1994), as recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.health_rates import care
from partystate.mechanisms.quantities import rural_population, urban_population
from partystate.world.diseases import DISEASES, FROM_ABROAD
from partystate.world.effect import Effect
from partystate.world.view import View

GROWN = 30.0  # years, the age whose fatality is the parameter; ours
DECADE = 10.0  # years, unit of steepness


class Params(eqx.Module):
    # 1, new cases a case and month, fed, settled and with the doctors of the base
    typhus_calm: Float[Array, ""]
    malaria_calm: Float[Array, ""]
    cholera_calm: Float[Array, ""]
    typhus_hungry: Float[Array, ""]  # 1, further ones in extreme hunger
    malaria_hungry: Float[Array, ""]
    cholera_hungry: Float[Array, ""]
    typhus_unsettled: Float[Array, ""]  # 1, further ones under full upheaval
    malaria_unsettled: Float[Array, ""]
    cholera_unsettled: Float[Array, ""]
    typhus_medicine: Float[Array, ""]  # 1, elasticity of spread to doctors a head, sign turned
    malaria_medicine: Float[Array, ""]
    cholera_medicine: Float[Array, ""]
    typhus_waning: Float[Array, ""]  # 1/month
    malaria_waning: Float[Array, ""]
    cholera_waning: Float[Array, ""]
    typhus_seed: Float[Array, ""]  # cases a head and month that come of no other
    malaria_seed: Float[Array, ""]
    cholera_seed: Float[Array, ""]
    typhus_fatality: Float[Array, ""]  # share of cases at thirty who die
    malaria_fatality: Float[Array, ""]
    cholera_fatality: Float[Array, ""]
    typhus_steepness: Float[Array, ""]  # log odds of dying a decade of age
    malaria_steepness: Float[Array, ""]
    cholera_steepness: Float[Array, ""]
    moved: Float[Array, ""]  # 1, upheaval that flight of all in a month would be
    mixing: Float[Array, ""]  # share of contacts beyond the region
    abroad: Float[Array, ""]  # months from the start for which carriers come from abroad
    base_doctors: Float[Array, ""]  # a thousand persons, where `calm` holds


def next_cases(cases, immune, spread, seed):
    """New cases a head from those of last month, the immune share, spread and seed."""
    return (1 - immune) * -jnp.expm1(-(spread * cases + seed))


def fatal(fatality, steepness, age):
    """Share of cases that die, [D, A]: its odds change by `steepness` in logs a decade of age from
    those at thirty."""
    odds = (fatality / (1 - fatality))[:, None] * jnp.exp(
        steepness[:, None] * (age[None] - GROWN) / DECADE
    )
    return odds / (1 + odds)


def spread(view: View, params: Params):
    """New cases a case [D, R] where nobody is immune, by `next_cases` with the season in."""
    world, of = view.world, by_disease(params)
    people, land = world.people, world.land
    villages, towns = rural_population(view), urban_population(view)
    persons = jnp.maximum(villages + towns, 1)
    hunger = (people.hunger_rural * villages + people.hunger_urban * towns) / persons
    upheaval = land.disruption + params.moved * world.vital.fled / persons
    bare = (
        of("calm")[:, None]
        + of("hungry")[:, None] * (hunger / (1 + hunger))[None]
        + of("unsettled")[:, None] * upheaval[None]
    )
    held = care(view, params.base_doctors) ** -of("medicine")
    return bare * (held * view.inputs.calendar.disease_season)[:, None]


def by_disease(params: Params):
    """Reader of one parameter of every disease, [D]."""
    return lambda what: jnp.stack([getattr(params, f"{disease}_{what}") for disease in DISEASES])


class Epidemics(Mechanism[Params]):
    id = "epidemics"
    theme = "people"
    phase = "act"
    claims = ("S177",)
    citations = (
        "abbey1952",
        "kermack1927",
        "murchison1873",
        "tarassevitch1922",
        "patterson1993",
        "zurbrigg1994",
    )
    directions = (
        Direction("typhus_calm", "population.deaths", +1),
        Direction("typhus_hungry", "population.deaths", +1),
        Direction("malaria_medicine", "population.deaths", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        people, layout, of = view.world.people, view.layout, by_disease(params)
        persons = layout.by_region(people.persons)[None]
        cases = jnp.where(people.infected * persons >= 1, people.infected, 0)
        mean = (cases * persons).sum(1, keepdims=True) / jnp.maximum(persons.sum(), 1)
        met = (1 - params.mixing) * cases + params.mixing * mean
        border = jnp.where(
            view.inputs.calendar.elapsed < params.abroad, 1, 1 - jnp.array(FROM_ABROAD)
        )
        fresh = next_cases(met, people.immune, spread(view, params), (of("seed") * border)[:, None])
        dying = fatal(of("fatality"), of("steepness"), view.endowment.people.mean_age).T @ fresh
        return Effect(
            hazards={"epidemic_death": dying[layout.cell_age, layout.cell_region]},
            values={
                "people.infected": fresh,
                "people.immune": people.immune * (1 - of("waning")[:, None]) + fresh,
            },
        )


MECHANISM = Epidemics()
