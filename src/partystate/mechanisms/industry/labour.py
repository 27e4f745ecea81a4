"""Who leaves the village for the towns and who goes back, how many find work there, and how often
they change it.

Equations; W real wage, V standard of the village, L persons of workers' households, K plant, w
force in the line, D drive, U hunger, p passports:
    V     = crops max(harvest - plan, 0) / usual + (1 - crops) animals,   each a villager, base year
        = 1
    s     = standard (W employed / L) / V                                  town against village
    crew  = crew_0 K,  soft = soft_market + (soft_command - soft_market) w
    employed = soft L + (1 - soft) min(L, crew)
    jobs  = min([crew (1 + appetite soft) / L]^openness, max_jobs)
    to town, a year      = [max(.01875 s - .018375, 0) jobs + (fear D prio + hungry U / (1 + U))
        min(jobs, 1)] (1 - papers p)
    of them `far` to the towns of other regions, by the workers who are there
    back to the village  = back max(1 - s, 0)
    turnover, a year     = [restless + new_worker_turnover (L - X)+ / L] min(jobs, 1)
        (1 - bound w p)
X experienced workers. The line in s is Allen's (his equations 49-51); fear, hunger, jobs, papers
and the way back are ours. A firm with a hard budget hires up to the crew at which another hand
makes what the wage of the base year costs; with a soft one it takes whoever comes.

Shapes: hazards [cells] per month, weights [Q], scalars.
Assumptions: people of workers' households stand for workers; those who move become workers; one
national standard of the village, for crops after the plan that is asked of it; no wages on farms.
Departures: Allen's farm consumption counts manufactures too.
Rival accounts: pull alone (`fear`, `hungry` = 0) against push (Lewin 1985); hard budgets under the
market (`soft_market` = 0).
Sources: Allen (2003) ch. 8 and app. B; Kornai (1980), Dewatripont and Maskin (1995) on soft
budgets; Harris and Todaro (1970) on the chance of work; our trial, P8."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.industry.wages import animals
from partystate.mechanisms.land.collectivisation import priority
from partystate.mechanisms.quantities import LEAST, command, of_status, rural_population
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View

SLOPE, INTERCEPT = 0.01875, 0.018375  # a year, of the rural population: Allen (2003), eq. 50


class Params(eqx.Module):
    standard: Float[Array, ""]  # 1, town against village when both are as in the base year
    crops: Float[Array, ""]  # share of crops in the standard of the village
    soft_market: Float[Array, ""]  # 0..1, softness of budgets under free trade
    soft_command: Float[Array, ""]  # 0..1, the same under full force
    appetite: Float[Array, ""]  # hands sought beyond the crew under a soft budget
    openness: Float[Array, ""]  # 1
    max_jobs: Float[Array, ""]  # jobs at most
    fear: Float[Array, ""]  # per year, of the peasants under a full drive
    hungry: Float[Array, ""]  # per year, of the starving
    papers: Float[Array, ""]  # share whom passports keep out
    far: Float[Array, ""]  # share who go to another region
    back: Float[Array, ""]  # per year, of workers, where the town offers nothing
    restless: Float[Array, ""]  # per year, leave their work when there is work elsewhere
    new_worker_turnover: Float[Array, ""]  # per year, the same of new workers
    bound: Float[Array, ""]  # share of it that work papers and penalties stop


def allen_rate(relative_standard):
    """Share of the rural population that moves in a year: Allen (2003), eq. 50."""
    return jnp.maximum(SLOPE * relative_standard - INTERCEPT, 0)


def village_standard(view: View, crops):
    """What a villager has, base year = 1."""
    base, world = view.endowment, view.world
    usual = (base.land.sown_area * base.land.yield_).sum() / jnp.maximum(
        base.people.rural_base.sum(), 1
    )
    people = jnp.maximum(rural_population(view).sum(), 1)
    left = jnp.maximum(world.land.harvest - world.policy.plan, 0).sum() / people
    beasts = animals(view) * base.people.rural_base.sum() / people
    return crops * left / usual + (1 - crops) * beasts


def softness(view: View, params: Params):
    """Softness of budgets, 0 (hard) to 1."""
    return params.soft_market + (params.soft_command - params.soft_market) * command(view)


def employed(workers, crew, soft):
    """Persons of workers' households who have work."""
    return soft * workers + (1 - soft) * jnp.minimum(workers, crew)


def openings(workers, crew, soft, params: Params):
    """Jobs against those who seek them, 1 when balanced."""
    ratio = crew * (1 + params.appetite * soft) / jnp.maximum(workers, 1)
    return jnp.minimum(ratio**params.openness, params.max_jobs)


def leaving(view: View, params: Params, relative, jobs):
    """Yearly rate [R] at which peasants leave for towns."""
    policy, hunger = view.world.policy, view.world.people.hunger_rural
    push = params.fear * policy.drive * priority(view) + params.hungry * hunger / (1 + hunger)
    return (allen_rate(relative) * jobs + push * jnp.minimum(jobs, 1)) * (
        1 - params.papers * policy.passports
    )


class Labour(Mechanism[Params]):
    id = "labour"
    theme = "industry"
    phase = "act"
    claims = ("S166", "S167")
    citations = ("allen2003", "kornai1980", "dewatripont1995", "harris1970", "ours")
    directions = (
        Direction("fear", "migration.rural_outflow", +1),
        Direction("standard", "population.urban", +1),
        Direction("soft_market", "industry.output_index_1913", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, industry, policy = view.layout, view.world.industry, view.world.policy
        of_towns = of_status(view, s.WORKER)
        workers, soft = of_towns.sum(), softness(view, params)
        busy = employed(workers, industry.crew, soft)
        jobs = openings(workers, industry.crew, soft, params)
        relative = (
            params.standard
            * industry.wage
            * busy
            / jnp.maximum(workers, 1)
            / jnp.maximum(village_standard(view, params.crops), LEAST)
        )
        rate = leaving(view, params, relative, jobs)[layout.cell_region] / MONTHS
        peasant = layout.is_status(s.INDIVIDUAL_PEASANT) | layout.is_status(s.COLLECTIVE_FARMER)
        home = params.back * jnp.maximum(1 - relative, 0) / MONTHS
        fresh = jnp.maximum(workers - industry.seasoned, 0) / jnp.maximum(workers, 1)
        quits = (
            (params.restless + params.new_worker_turnover * fresh)
            * jnp.minimum(jobs, 1)
            * (1 - params.bound * command(view) * policy.passports)
        )
        return Effect(
            hazards={
                "moved_to_town": jnp.where(peasant, (1 - params.far) * rate, 0),
                "hired_far": jnp.where(peasant, params.far * rate, 0),
                "back_to_village": jnp.where(layout.is_status(s.WORKER), home, 0),
            },
            destinations={"hired_far": of_towns[layout.pair_region]},
            values={"industry.employed": busy, "industry.turnover": quits},
        )


MECHANISM = Labour()
