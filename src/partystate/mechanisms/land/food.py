"""Grain in hand becomes food a head: eating, feed, a market, rations, relief, milk and meat, and hunger that remembers.

Equations, by region, each month (L months to the next harvest, F village grain, P persons, r rural, u urban):
    norm   n = min(need, usual use a head) / 12                                    [t a head and month]
    seed reserve S = defended x seed rate x area, until sowing
    asked: seed = min(need, what is defended + what is left when food to the harvest is set aside), in the sowing month;
           its lack again a month later, with a loan of the state
           eaten = min(n P_r, stretch max(F - S, 0) / L)
           feed = usual feed (while the hold is whole) + burn x max(F - hold, 0),  hold = (n P_r + feed) L + S
           market = open (1 - ban w) x max(F - n P_r L - S, 0), cut to what others lack and can pay: towns all,
           villages their usual inflow and a share `purse` of the rest; a blacklisted share neither sells nor buys
           of the state: ration = norm of the town x P_u;  supply = max(part x base inflow / 12 - ration, 0) (1 - b) to regions
           that brought grain in before;  relief, exports as decided;  other = release x max(G - months x (ration + supply), 0), G the granary
    grain   g_r = (eaten + bought + aid) / (n P_r),  g_u = (ration + bought) / (n P_u)    last month's grants
    intake  f = (1 - a) [c g + (1 - c)] + a min(A, 1 + plenty),  a share of milk and meat, A animals a head, c share of grain
            in the rest (garden and gathered food is the other part)
    hunger  U <- U [1 - rec (0.4 + 0.6 min(f, 1))] + E[(thr - x)+],  x lognormal with mean f and spread sigma
The expectation is that of a put option: thr Phi(d) - f Phi(d - sigma), d = [ln(thr / f) + sigma^2/2] / sigma.

Shapes: [R]; grain in t, hunger in month-equivalents of full deficit.
Assumptions: households of a village differ in grain by a lognormal factor; bought grain goes to gaps in proportion.
Departures: the heterogeneity term replaces the single village household of the trial, in which food ran out for all
at once. A region that ate little grain in the base years needs little.
Rival accounts: entitlement failure (Sen 1981) enters through rations and market; hidden grain is not modelled. What stands
in the granary above its reserve goes to fodder, industry and the army.
Sources: our worked-out equations P3-P4; Sen (1981); Davies and Wheatcroft (2004) on norms of use.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Card, Direction, Mechanism
from partystate.mechanisms.land.peasants import (
    LEAST,
    animals_per_head,
    command,
    draught,
    rural_population,
    seed_need,
    urban_population,
)
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
PLENTY = 0.15  # share by which more animals than in the base years still add food; ours


class Params(eqx.Module):
    need: Float[Array, ""]  # t of grain a head and year when free to eat
    seed_defended: Float[Array, ""]  # share of the seed that is not eaten before sowing
    stretch: Float[Array, ""]  # 1, front-loading of eating
    surplus_feed: Float[Array, ""]  # 1/month, burn of grain above the hold
    market_open: Float[Array, ""]  # 1/month, share of spare grain offered under free trade
    aid_refused: Float[Array, ""]  # share of foreign aid that a line of full force turns away
    purse: Float[Array, ""]  # share of an unusual lack that a village can pay for
    trade_ban: Float[Array, ""]  # share of that trade which a line of full force stops
    animal_food: Float[Array, ""]  # share of food from animals in the base years, where fields feed the village
    pastoral_food: Float[Array, ""]  # the same where all live from herds
    grain_food: Float[Array, ""]  # share of grain in the rest
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
    """Intake of village and town [R] as ratios of the usual, from last month's grants."""
    rural, urban = grain_ratios(view, params)
    share = params.animal_food + (params.pastoral_food - params.animal_food) * view.endowment.pastoral
    animals = jnp.minimum(animals_per_head(view), 1 + PLENTY)
    rest = lambda grain: params.grain_food * grain + 1 - params.grain_food  # noqa: E731
    town_animals = (animals * rural_population(view)).sum() / jnp.maximum(rural_population(view).sum(), 1)
    village = (1 - share) * rest(rural) + share * animals
    town = (1 - params.animal_food) * rest(urban) + params.animal_food * town_animals
    return village, town


def grain_ratios(view: View, params: Params):
    """Grain eaten in village and town [R] as ratios of the norm, from last month's grants."""
    granted = view.world.land.granted
    norm = monthly_norm(view, params)
    need_rural, need_urban = norm * rural_population(view), norm * urban_population(view)
    gap_rural = payable(view, params, jnp.maximum(need_rural - granted["peasant_grain.eaten"], 0))
    gap_urban = jnp.maximum(need_urban - granted["state_grain.ration"], 0)
    gap = (gap_rural + gap_urban).sum()
    filled = jnp.minimum(granted["peasant_grain.market"].sum() / jnp.maximum(gap, LEAST), 1)
    rural = (granted["peasant_grain.eaten"] + filled * gap_rural) / jnp.maximum(need_rural, LEAST)
    urban = (granted["state_grain.ration"] + filled * gap_urban) / jnp.maximum(need_urban, LEAST)
    return rural, urban


def feed_wanted(view: View, params: Params):
    """Grain feed [R] of a month at usual use a head, for the horses and tractors there are; t."""
    people = rural_population(view) + urban_population(view)
    usual = view.endowment.use_per_head / MONTHS - monthly_norm(view, params)
    return usual * people * draught(view) * view.world.land.sown_area


def payable(view: View, params: Params, gap):
    """Part of a village's gap [R] that it can buy, t: what the region usually brings in, and a share of the rest."""
    usual = jnp.minimum(gap, view.endowment.inflow / MONTHS)
    return (usual + params.purse * (gap - usual)) * (1 - view.world.policy.blacklist)


def lacked(view: View, params: Params):
    """Grain [R] the village lacked last month against the norm, t."""
    rural, _ = grain_ratios(view, params)
    return jnp.maximum(1 - rural, 0) * monthly_norm(view, params) * rural_population(view)


def seed_asked(view: View, params: Params, beside_food):
    """Seed asked of the barn and of the state [R], t; `beside_food` is grain [R] left when food is set aside."""
    world, moy, need = view.world, month_of_year(view.world.month), seed_need(view)
    defended = jnp.minimum(params.seed_defended * need, world.land.peasant_grain)
    at_sowing = jnp.minimum(need, defended + jnp.maximum(beside_food - defended, 0))
    is_late = moy == LATE_SOWING
    short = seed_lacking(view)
    loan = jnp.where(is_late, short * (1 - world.policy.blacklist), 0)
    later = jnp.minimum(short, beside_food + loan)
    return jnp.where(moy == SOWING, at_sowing, jnp.where(is_late, later, 0)), loan


def seed_lacking(view: View):
    """Seed [R] still not in the ground, t: known a month after each sowing, then kept until the next."""
    land, moy = view.world.land, month_of_year(view.world.month)
    found = land.granted["peasant_grain.seed"]
    first = jnp.maximum(seed_need(view) - found, 0)
    second = jnp.maximum(land.seed_unmet - found, 0)
    return jnp.where(moy == SOWING + 1, first, jnp.where(moy == LATE_SOWING + 1, second, land.seed_unmet))


def claims(view: View, params: Params) -> dict[str, Array]:
    """What each use asks of the stocks this month, t."""
    world, base = view.world, view.endowment
    grain, left = world.land.peasant_grain, months_left(world.month)
    rural, urban = rural_population(view), urban_population(view)
    norm = monthly_norm(view, params)
    reserve = jnp.where(before_sowing(world.month), params.seed_defended * seed_need(view), 0)
    eaten = jnp.minimum(norm * rural, params.stretch * jnp.maximum(grain - reserve, 0) / left)
    usual_feed = feed_wanted(view, params)
    spare = jnp.maximum(grain - norm * rural * left - reserve, 0)
    hold = (norm * rural + usual_feed) * left + reserve
    open_ = params.market_open * (1 - params.trade_ban * command(view)) * (1 - world.policy.blacklist)
    offered = open_ * spare
    wanted = payable(view, params, jnp.maximum(norm * rural - eaten, 0)) + jnp.maximum(norm - world.policy.ration_norm, 0) * urban
    lacking = wanted.sum()
    seed, loan = seed_asked(view, params, jnp.maximum(grain - norm * rural * left, 0))
    ration = world.policy.ration_norm * urban
    supply = jnp.maximum(world.policy.supply_part * base.inflow / MONTHS - ration, 0) * (1 - world.policy.blacklist)
    above = world.land.state_grain - params.reserve_months * (ration + supply).sum()
    return {
        "peasant_grain.seed": seed,
        "peasant_grain.eaten": eaten,
        "peasant_grain.feed": jnp.minimum(usual_feed, spare / left) + params.surplus_feed * jnp.maximum(grain - hold, 0),
        "peasant_grain.market": offered * jnp.minimum(lacking / jnp.maximum(offered.sum(), LEAST), 1),
        "state_grain.ration": ration,
        "state_grain.supply": supply,
        "state_grain.relief": world.policy.relief_due,
        "state_grain.seed_loan": loan,
        "state_grain.export": world.policy.export_due,
        "state_grain.other": params.release * jnp.maximum(above, 0),
    }


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    people = view.world.people
    rural, urban = intakes(view, params)
    total = rural_population(view) + urban_population(view)
    felt = people.hunger_rural * rural_population(view) + people.hunger_urban * urban_population(view)
    felt = felt / jnp.maximum(total, 1)
    lack, fed = lacked(view, params), view.world.land.granted["peasant_grain.feed"]
    accepted = view.inputs.foreign_aid * (1 - params.aid_refused * command(view)) * lack / jnp.maximum(lack.sum(), 1)
    return Effect(
        claims=claims(view, params),
        inflows={"peasant_grain": accepted},
        values={
            "people.hunger_rural": next_hunger(people.hunger_rural, rural, params),
            "people.hunger_urban": next_hunger(people.hunger_urban, urban, params),
            "people.hunger_remembered": people.hunger_remembered
            + params.memory * (felt - people.hunger_remembered),
            "land.seed_unmet": seed_lacking(view),
            "land.lacked": lack,
            "land.fed": jnp.clip(fed / jnp.maximum(feed_wanted(view, params), 1), 0, 1),
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
            "land.sown_area",
            "land.seed_unmet",
            "land.herds",
            "land.granted",
            "policy.blacklist",
            "policy.relief_due",
            "policy.supply_part",
            "policy.export_due",
            "policy.ration_norm",
            "inputs.tractor_power",
            "inputs.market_line",
            "inputs.foreign_aid",
        ),
        proposes=(
            "inflows:peasant_grain",
            "claims:peasant_grain.seed",
            "claims:peasant_grain.eaten",
            "claims:peasant_grain.feed",
            "claims:peasant_grain.market",
            "claims:state_grain.ration",
            "claims:state_grain.supply",
            "claims:state_grain.relief",
            "claims:state_grain.seed_loan",
            "claims:state_grain.export",
            "claims:state_grain.other",
            "values:people.hunger_rural",
            "values:people.hunger_urban",
            "values:people.hunger_remembered",
            "values:land.seed_unmet",
            "values:land.lacked",
            "values:land.fed",
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
