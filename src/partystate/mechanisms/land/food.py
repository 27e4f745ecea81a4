"""Grain in hand becomes food a head: collections, seed, eating, feed, a thin market, rations, and hunger that remembers.

Equations, by region, each month (L months to the next harvest, F village grain, P persons, r rural, u urban):
    norm   n = min(need, usual use a head) / 12                                    [t a head and month]
    seed reserve S = defended x seed rate x area, until sowing
    asked: collection = due; seed = rate x area at sowing, its lack again a month later; seed loan = that lack
           eaten = min(n P_r, stretch max(F - S, 0) / L)
           feed = usual feed (while the hold is whole) + burn x max(F - hold, 0),  hold = (n P_r + feed) L + S
           market = open x max(F - n P_r L - S, 0), cut to what the hungry of the country lack
           of the state: ration = norm of the town x P_u;  supply = max(base inflow / 12 - ration, 0) to regions that
           brought grain in before;  other = release x max(G - months x (ration + supply), 0), G the granary
    intake  f_r = (eaten + bought) / (n P_r),  f_u = (ration + bought) / (n P_u)    last month's grants
    hunger  U <- U [1 - rec (0.4 + 0.6 min(f, 1))] + E[(thr - x)+],  x lognormal with mean f and spread sigma
The expectation is that of a put option: thr Phi(d) - f Phi(d - sigma), d = [ln(thr / f) + sigma^2/2] / sigma.

Shapes: [R]; grain in t, hunger in month-equivalents of full deficit.
Assumptions: households of a village differ in grain by a lognormal factor; bought grain goes to gaps in proportion.
Departures: the heterogeneity term replaces the single village household of the trial, in which food ran out for all
at once. Non-grain food is inside "usual use": a region that ate little grain in the base years needs little.
Rival accounts: entitlement failure (Sen 1981) enters through rations and market; hidden grain is not modelled, nor relief of
the hungry out of state stocks: what stands above the reserve goes to fodder, industry and the army.
Sources: our worked-out equations P3-P4; Sen (1981); Davies and Wheatcroft (2004) on norms of use.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Card, Direction, Mechanism
from partystate.mechanisms.land.peasants import rural_population, urban_population
from partystate.world.agricultural_clock import (
    LATE_SOWING,
    MONTHS,
    SOWING,
    before_sowing,
    month_of_year,
    months_left,
)
from partystate.world.effect import Effect
from partystate.world.inputs import View

RECOVERY_FLOOR = 0.4  # part of recovery that needs no food; our worked-out equation P4
LEAST = 1e-6  # keeps ratios finite where nobody lives or nothing is eaten


class Params(eqx.Module):
    need: Float[Array, ""]  # t of grain a head and year when free to eat
    seed_defended: Float[Array, ""]  # share of the seed that is not eaten before sowing
    stretch: Float[Array, ""]  # 1, front-loading of eating
    surplus_feed: Float[Array, ""]  # 1/month, burn of grain above the hold
    market_open: Float[Array, ""]  # 1/month, share of spare grain offered
    reserve_months: Float[Array, ""]  # months of rations and supply the granary keeps
    release: Float[Array, ""]  # 1/month, share of what stands above the reserve that goes to other uses
    threshold: Float[Array, ""]  # intake below which deficit counts
    spread: Float[Array, ""]  # sd of log intake between households
    recovery: Float[Array, ""]  # 1/month
    memory: Float[Array, ""]  # 1/month, at which remembered hunger follows


def shortfall(mean, threshold, spread):
    """E[(threshold - x)+] for x lognormal with this mean and sd of log x."""
    mean = jnp.maximum(mean, LEAST)
    d = (jnp.log(threshold / mean) + spread * spread / 2) / spread
    return threshold * gaussian.cdf(d) - mean * gaussian.cdf(d - spread)


def next_hunger(hunger, intake, params: Params):
    """Hunger a month later."""
    healing = params.recovery * (RECOVERY_FLOOR + (1 - RECOVERY_FLOOR) * jnp.minimum(intake, 1))
    return hunger * (1 - healing) + shortfall(intake, params.threshold, params.spread)


def monthly_norm(view: View, params: Params):
    """Grain a head eats in a month when free to [R], t."""
    return jnp.minimum(params.need, view.endowment.use_per_head) / MONTHS


def intakes(view: View, params: Params):
    """Intake of village and town [R] as ratios of the norm, from last month's grants."""
    granted = view.world.land.granted
    norm = monthly_norm(view, params)
    need_rural, need_urban = norm * rural_population(view), norm * urban_population(view)
    gap_rural = jnp.maximum(need_rural - granted["peasant_grain.eaten"], 0)
    gap_urban = jnp.maximum(need_urban - granted["state_grain.ration"], 0)
    gap = (gap_rural + gap_urban).sum()
    filled = jnp.minimum(granted["peasant_grain.market"].sum() / jnp.maximum(gap, LEAST), 1)
    rural = (granted["peasant_grain.eaten"] + filled * gap_rural) / jnp.maximum(need_rural, LEAST)
    urban = (granted["state_grain.ration"] + filled * gap_urban) / jnp.maximum(need_urban, LEAST)
    return rural, urban


def claims(view: View, params: Params) -> dict[str, Array]:
    """What each use asks of the stocks this month, t."""
    world, inputs, base = view.world, view.inputs, view.endowment
    grain, left = world.land.peasant_grain, months_left(world.month)
    moy = month_of_year(world.month)
    rural, urban = rural_population(view), urban_population(view)
    norm = monthly_norm(view, params)
    seed = base.seed_rate * base.sown_area * inputs.sown_area
    reserve = jnp.where(before_sowing(world.month), params.seed_defended * seed, 0)
    eaten = jnp.minimum(norm * rural, params.stretch * jnp.maximum(grain - reserve, 0) / left)
    usual_feed = (base.use_per_head / MONTHS - norm) * (rural + urban) * inputs.draught
    spare = jnp.maximum(grain - norm * rural * left - reserve, 0)
    hold = (norm * rural + usual_feed) * left + reserve
    offered = params.market_open * spare
    lacking = (jnp.maximum(norm * rural - eaten, 0) + jnp.maximum(norm - world.policy.ration_norm, 0) * urban).sum()
    short = world.land.seed_unmet
    ration = world.policy.ration_norm * urban
    supply = jnp.maximum(base.inflow / MONTHS - ration, 0)
    above = world.land.state_grain - params.reserve_months * (ration + supply).sum()
    return {
        "peasant_grain.collection": world.policy.collection_due,
        "peasant_grain.seed": jnp.where(moy == SOWING, seed, jnp.where(moy == LATE_SOWING, short, 0)),
        "peasant_grain.eaten": eaten,
        "peasant_grain.feed": jnp.minimum(usual_feed, spare / left) + params.surplus_feed * jnp.maximum(grain - hold, 0),
        "peasant_grain.market": offered * jnp.minimum(lacking / jnp.maximum(offered.sum(), LEAST), 1),
        "state_grain.ration": ration,
        "state_grain.supply": supply,
        "state_grain.seed_loan": jnp.where(moy == LATE_SOWING, short, 0),
        "state_grain.export": world.policy.export_due,
        "state_grain.other": params.release * jnp.maximum(above, 0),
    }


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    people, land = view.world.people, view.world.land
    rural, urban = intakes(view, params)
    total = rural_population(view) + urban_population(view)
    felt = people.hunger_rural * rural_population(view) + people.hunger_urban * urban_population(view)
    felt = felt / jnp.maximum(total, 1)
    return Effect(
        claims=claims(view, params),
        values={
            "people.hunger_rural": next_hunger(people.hunger_rural, rural, params),
            "people.hunger_urban": next_hunger(people.hunger_urban, urban, params),
            "people.hunger_remembered": people.hunger_remembered
            + params.memory * (felt - people.hunger_remembered),
            "land.seed_unmet": land.unmet["peasant_grain.seed"],
        },
    )


MECHANISM = Mechanism(
    Card(
        id="food",
        theme="land",
        phase="act",
        stream="food",
        reads=(
            "month",
            "people.persons",
            "people.hunger_rural",
            "people.hunger_urban",
            "people.hunger_remembered",
            "land.peasant_grain",
            "land.state_grain",
            "land.seed_unmet",
            "land.granted",
            "land.unmet",
            "policy.collection_due",
            "policy.export_due",
            "policy.ration_norm",
            "inputs.draught",
            "inputs.sown_area",
        ),
        proposes=(
            "claims:peasant_grain.collection",
            "claims:peasant_grain.seed",
            "claims:peasant_grain.eaten",
            "claims:peasant_grain.feed",
            "claims:peasant_grain.market",
            "claims:state_grain.ration",
            "claims:state_grain.supply",
            "claims:state_grain.seed_loan",
            "claims:state_grain.export",
            "claims:state_grain.other",
            "values:people.hunger_rural",
            "values:people.hunger_urban",
            "values:people.hunger_remembered",
            "values:land.seed_unmet",
        ),
        claims=("S159", "S160"),
        sources=("Sen (1981)", "Davies and Wheatcroft (2004)"),
        directions=(
            Direction("market_open", "famine.deaths_attributed", -1),
            Direction("recovery", "famine.deaths_attributed", -1),
            Direction("threshold", "famine.deaths_attributed", +1),
        ),
    ),
    Params,
    propose,
)
