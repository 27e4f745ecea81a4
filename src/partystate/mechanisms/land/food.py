"""Grain in hand becomes food: what village and town need, eat, feed, buy and get from the state.

Equations, by region, each month; L months to the next harvest, F village grain, P_r, P_u village
people who have bread and townspeople, s season of bread, b blacklisted share, w force in the line:
    norm     n = min(need, usual use a head) / 12                              t a head and month
    village  P_r = [1 - pastoral_r h_r (1 - E_r)] villagers,
        E_r = 1 - bartered d_r [1 - (1 - trade_ban w) min(A_r d'_r, 1)],
        d_r = min(k_r / ample, 1),   d'_r = max(k_r / ample, 1)
    reserve  S = seed_defended Z until sowing, 0 after it,   Z = seed rate x area, less the seed of
        winter crops once it is in the ground
    beside   B = max(F - n P_r L, 0),   grain left when food to the harvest is set aside
    kept     K = reserve n P_r,   grain that households want to have left at the harvest
    seed     in autumn v seed rate x area, v winter crops;  in the month of sowing
        z = min{Z, max[min(seed_defended Z, F), B]}, and a loan; a month later what it lacked,
        within B and a loan
    loans    lack (1 - b), lack Z - z or what was lacking, all cut alike to what the state can
        spare to the harvest (granary) beside the relief and exports of the month, or to seed_first
        of what lies in the granary where that is more: the next harvest goes before June's rations
    eaten    min[s n P_r, stretch max(F - S, 0) / L + fresh]
    fresh    g_r s n P_r,  g_r = clip(m + 1 - first_bread - ripening (lat_r - 50), 0, 1) after
        sowing to the harvest month, m month of the year, January 0: bread of the new crop; what of
        it is eaten before the harvest month comes off the field and not into the barn (harvest)
    feed     m usual feed min[spare / (m usual feed L + K), 1] + surplus_feed max(F - hold, 0),
        spare = max(F - n P_r L - S, 0),  hold = (n P_r + usual feed) L + S + K
        m = sum_k o_k H_k / sum_k o_k H0_k, animals H by the grain o that a kind is fed
    bids     towns max(n - ration norm, 0) P_u;  villages what they lack up to the usual inflow, and
        the share `purse` of the rest, all of it (1 - b)
    shops    bread the state sells to both, and feed that villages lack and can pay for: w of what
        is asked, all cut alike to shops spare(kept_months) (granary), less the relief and exports
        of the month; bread comes off the bids
    market   market_open (1 - trade_ban w) (1 - b) max(spare - K, 0), cut to the bids
    ration   the town's norm x P_u, and what shops sell;   the confined theirs;   relief, upkeep,
        exports as decided
    supply   what is due to regions that brought grain in before (1 - b), and what shops sell
    aid      from abroad, what is offered x (1 - aid_refused w), by what was lacking
What was got is turned into hunger by `hunger`, in the same month.

pastoral is the share of the village that lived from herds, h the part of them who still do
(hunger), A animals a head against the base years, k those that a herder held then, as cattle, and
d the part of a diet of herds that they gave him: herders get their bread for animals, and E of it
as these grow few. Who had more than he lived from can lose the rest and not go hungry.

Shapes: [R]; grain in t.
Assumptions: bought grain goes to bids in proportion. A region that ate little grain in the base
years needs little. What a village has beside food and seed is shared by its animals and a reserve
against the next crop, as each wants; people eat the reserve before they go hungry.
Departures: none published for the whole; our own rule.
Rulers whose granary holds more than towns and reserve ask for let grain be sold to whoever comes:
so bread comes back to towns, and to the villages it was taken from, once collections outgrow
rations.
Rival accounts: entitlement failure (Sen 1981) enters through rations and market; hidden grain is
not modelled.
Sources: our worked-out equations P3-P4; Sen (1981) ch. 7 on herders, whose bread is what their
animals exchange for; Tolybekov (1971) and Khazanov (1984) on the smallest herd that feeds a family,
as recalled; Hopkins (1918) on four days a degree; Jasny (1949) on what
animals are fed; Sen (1981); Davies and Wheatcroft (2004) on norms of use; Davies and Khlevniuk
(1999) on open sale out of stocks, as recalled; Deaton (1991) and Park (2006) on stocks kept against
a bad year, whose rule of sharing is ours.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.granary import spare
from partystate.mechanisms.quantities import (
    LEAST,
    animals_per_head,
    command,
    confined_population,
    rural_population,
    seed_need,
    spring_seed,
    urban_population,
)
from partystate.world.agricultural_clock import (
    HARVEST,
    LATE_SOWING,
    MONTHS,
    SOWING,
    WINTER_SOWING,
    before_sowing,
    month_of_year,
    months_left,
)
from partystate.world.effect import Effect
from partystate.world.view import View

MEAN_LATITUDE = 50  # degrees north; Hopkins (1918)
# grain a head against a horse's oats: horses, cattle, pigs, sheep; rounded by us after the balances
# of the 1920s in Jasny (1949), as recalled
FEED_OF = np.array([1.0, 0.15, 0.5, 0.03])


class Params(eqx.Module):
    need: Float[Array, ""]  # t of grain a head and year when free to eat
    seed_defended: Float[Array, ""]  # share of the seed that is not eaten before sowing
    seed_first: Float[Array, ""]  # share of the granary lent for seed though rations will lack it
    stretch: Float[Array, ""]  # 1, front-loading of eating
    surplus_feed: Float[Array, ""]  # 1/month, burn of grain above the hold
    reserve: Float[Array, ""]  # months of food that households want to have left at the harvest
    market_open: Float[Array, ""]  # 1/month, share of spare grain offered under free trade
    aid_refused: Float[Array, ""]  # share of foreign aid that a line of full force turns away
    purse: Float[Array, ""]  # share of an unusual lack that a village can pay for
    trade_ban: Float[Array, ""]  # share of that trade which a line of full force stops
    first_bread: Float[Array, ""]  # months from 1 January to new bread at 50 degrees north
    ripening: Float[Array, ""]  # months later for each degree north
    bartered: Float[Array, ""]  # share of their bread that herders get for animals
    ample: Float[Array, ""]  # head of cattle that feed one who lives from herds alone
    shops: Float[Array, ""]  # 1/month, share of the granary's spare grain that shops sell
    kept_months: Float[Array, ""]  # months of needs beyond the harvest that shops do not touch


def monthly_norm(view: View, params: Params):
    """Grain a head eats in a month when free to [R], t."""
    return jnp.minimum(params.need, view.endowment.land.use_per_head) / MONTHS


def herders_animals(view: View, params: Params):
    """Animals a herder [R] against those he lived from in the base years."""
    plenty = jnp.maximum(view.endowment.land.herd_a_herder / params.ample, 1)
    return animals_per_head(view) * plenty


def herders_diet(view: View, params: Params):
    """Part [R] of a diet of herds that herders had of their own animals in the base years."""
    return jnp.minimum(view.endowment.land.herd_a_herder / params.ample, 1)


def bread_bought(view: View, params: Params):
    """Share of their usual bread [R] that herders get for the animals they have, where the line
    lets them trade."""
    animals = jnp.minimum(herders_animals(view, params), 1)
    traded = (1 - params.trade_ban * command(view)) * animals
    return 1 - params.bartered * herders_diet(view, params) * (1 - traded)


def bread_eaters(view: View, params: Params):
    """Villagers [R] who have bread: all who sow, and herders as far as their animals buy it."""
    land = view.world.land
    herders = view.endowment.land.pastoral * land.herding
    return rural_population(view) * (1 - herders * (1 - bread_bought(view, params)))


def feed_wanted(view: View, params: Params):
    """Grain feed [R] of a month at usual use, for the animals there are; t."""
    usual = view.endowment.land.use_per_head / MONTHS - monthly_norm(view, params)
    return usual * view.endowment.people.population_base * mouths(view)


def mouths(view: View):
    """Animals [R] by the grain that each kind is fed, base year = 1; tractors eat none."""
    grain = FEED_OF[:, None]
    base = (grain * view.endowment.land.herds).sum(0)
    return (grain * view.world.land.herds).sum(0) / jnp.maximum(base, LEAST)


def beyond_food(view: View, params: Params):
    """Grain [R] of the village beside its food and seed to the next harvest, t."""
    food = monthly_norm(view, params) * bread_eaters(view, params) * months_left(view.world.month)
    grain = view.world.land.peasant_grain
    return jnp.maximum(grain - food - seed_reserve(view, params), 0)


def reserve_wanted(view: View, params: Params):
    """Grain [R] that households want to have left at the harvest, t."""
    return params.reserve * monthly_norm(view, params) * bread_eaters(view, params)


def feed_given(view: View, params: Params, beside):
    """Grain feed [R] of a month that the village gives of its own, t, where the animals share what
    is beside food and seed with what is kept `beside` them [R]."""
    wanted = feed_wanted(view, params)
    both = wanted * months_left(view.world.month) + beside
    return wanted * jnp.minimum(beyond_food(view, params) / jnp.maximum(both, LEAST), 1)


def feed_of_their_own(view: View, params: Params):
    """Feed wanted [R], as far as a region's own crop gave it in the base years, t: where grain was
    brought in, animals have always lived on hay."""
    base = view.endowment
    crop = base.land.sown_area * (base.land.yield_ - base.land.seed_rate)
    own = jnp.maximum(crop / MONTHS - monthly_norm(view, params) * base.people.rural_base, 0)
    return jnp.minimum(feed_wanted(view, params), own * mouths(view))


def payable(view: View, params: Params, gap):
    """Part of a village's gap [R] that it can buy, t: what the region usually brings in, and a
    share of the rest."""
    usual = jnp.minimum(gap, view.endowment.land.inflow / MONTHS)
    return (usual + params.purse * (gap - usual)) * (1 - view.world.policy.blacklist)


def sold(view: View, params: Params, asked):
    """Grain [R] that the state's shops sell to those who would buy `asked` [R], t."""
    policy = view.world.policy
    over = params.shops * spare(view, policy.monthly_due, params.kept_months)
    may = jnp.maximum(over - policy.relief_due.sum() - policy.export_due, 0)
    return command(view) * asked * jnp.minimum(may / jnp.maximum(asked.sum(), 1), 1)


def seed_asked(view: View, params: Params, beside_food):
    """Seed put in the ground and what of it the state lends [R], t; `beside_food` is grain [R] left
    when food is set aside."""
    world, moy, need = view.world, month_of_year(view.world.month), spring_seed(view)
    policy = world.policy
    autumn = view.endowment.land.winter_share * seed_need(view)
    defended = jnp.minimum(params.seed_defended * need, world.land.peasant_grain)
    at_sowing = jnp.minimum(need, defended + jnp.maximum(beside_food - defended, 0))
    short = jnp.where(moy == SOWING, need - at_sowing, seed_lacking(view))
    wanted = short * (1 - policy.blacklist)
    may = spare(view, policy.monthly_due, 0) - policy.relief_due.sum() - policy.export_due
    may = jnp.maximum(may, params.seed_first * world.information.known_granary)
    part = jnp.clip(may / jnp.maximum(wanted.sum(), 1), 0, 1)
    is_early, is_late = moy == SOWING, moy == LATE_SOWING
    loan = jnp.where(is_early | is_late, part * wanted, 0)
    later = jnp.minimum(short, beside_food + loan)
    spring = jnp.where(is_early, at_sowing + loan, jnp.where(is_late, later, 0))
    return jnp.where(moy == WINTER_SOWING, autumn, spring), loan


def seed_lacking(view: View):
    """Seed [R] still not in the ground, t: known a month after each sowing, then kept until the
    next."""
    land, moy = view.world.land, month_of_year(view.world.month)
    found = land.granted["peasant_grain.seed"]
    first = jnp.maximum(spring_seed(view) - found, 0)
    second = jnp.maximum(land.seed_unmet - found, 0)
    return jnp.where(
        moy == SOWING + 1, first, jnp.where(moy == LATE_SOWING + 1, second, land.seed_unmet)
    )


def new_bread(view: View, params: Params):
    """Share of the month [R] in which there is bread of the new crop."""
    moy = month_of_year(view.world.month)
    start = params.first_bread + params.ripening * (view.endowment.land.latitude - MEAN_LATITUDE)
    return jnp.where((moy > SOWING) & (moy <= HARVEST), jnp.clip(moy + 1 - start, 0, 1), 0)


def eaten_wanted(view: View, params: Params, reserve):
    """Grain [R] the village eats of its own this month, if it is let, and what of it comes off
    the field before the harvest month; t."""
    month, grain = view.world.month, view.world.land.peasant_grain
    eaters = bread_eaters(view, params)
    wanted = view.inputs.calendar.bread_season * monthly_norm(view, params) * eaters
    to_hand = params.stretch * jnp.maximum(grain - reserve, 0) / months_left(month)
    fresh = new_bread(view, params) * wanted
    green = jnp.where(month_of_year(month) < HARVEST, jnp.clip(wanted - to_hand, 0, fresh), 0)
    return jnp.minimum(wanted, to_hand + fresh), green


def bids(view: View, params: Params, eaten):
    """Grain [R] that villages and towns would buy this month, t."""
    norm = monthly_norm(view, params)
    village = payable(
        view,
        params,
        jnp.maximum(
            view.inputs.calendar.bread_season * norm * bread_eaters(view, params) - eaten, 0
        ),
    )
    town = jnp.maximum(norm - view.world.policy.ration_norm, 0) * urban_population(view)
    return village, town


def claims(view: View, params: Params, eaten, bid, of_shops) -> dict[str, Array]:
    """What each use asks of the stocks this month, t; `bid` is what all would buy, `of_shops` what
    villages and towns [R] buy of the state."""
    world = view.world
    grain, left = world.land.peasant_grain, months_left(world.month)
    rural, urban = bread_eaters(view, params), urban_population(view)
    norm, kept = monthly_norm(view, params), reserve_wanted(view, params)
    usual_feed = feed_wanted(view, params)
    hold = (norm * rural + usual_feed) * left + seed_reserve(view, params) + kept
    offered = (
        params.market_open
        * (1 - params.trade_ban * command(view))
        * (1 - world.policy.blacklist)
        * jnp.maximum(beyond_food(view, params) - kept, 0)
    )
    seed, loan = seed_asked(view, params, jnp.maximum(grain - norm * rural * left, 0))
    ration = world.policy.ration_norm * urban + of_shops[1]
    supply = world.policy.supply_due * (1 - world.policy.blacklist) + of_shops[0]
    return {
        "peasant_grain.seed": seed,
        "peasant_grain.eaten": eaten,
        "peasant_grain.feed": feed_given(view, params, kept)
        + params.surplus_feed * jnp.maximum(grain - hold, 0),
        "peasant_grain.market": offered * jnp.minimum(bid / jnp.maximum(offered.sum(), LEAST), 1),
        "state_grain.ration": ration,
        "state_grain.confined": world.policy.confined_norm * confined_population(view),
        "state_grain.supply": supply,
        "state_grain.relief": world.policy.relief_due,
        "state_grain.seed_loan": loan,
        "state_grain.upkeep": world.policy.upkeep_due,
        "state_grain.export": world.policy.export_due,
    }


def seed_reserve(view: View, params: Params):
    """Seed [R] kept out of the pot until sowing, t."""
    return jnp.where(before_sowing(view.world.month), params.seed_defended * spring_seed(view), 0)


class Food(Mechanism[Params]):
    id = "food"
    theme = "land"
    phase = "act"
    claims = ("S159", "S160")
    citations = (
        "hopkins1918",
        "jasny1949",
        "sen1981",
        "tolybekov1971",
        "khazanov1984",
        "deaton1991",
        "park2006",
        "davies1999",
        "davies2004",
        "ours",
    )
    directions = (
        Direction("market_open", "famine.deaths_attributed:settlement=urban", -1),
        Direction("first_bread", "famine.deaths_attributed", +1),
        Direction("shops", "grain.state_stocks", -1),
        Direction("reserve", "famine.deaths_attributed", -1),
        Direction("bartered", "grain.relief", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        land, norm = view.world.land, monthly_norm(view, params)
        eaten, green = eaten_wanted(view, params, seed_reserve(view, params))
        moy = month_of_year(view.world.month)
        village, town = bids(view, params, eaten)
        lacking = feed_wanted(view, params) - feed_given(view, params, beside=0)
        feed = payable(view, params, lacking)
        to_village, to_town, to_animals = sold(view, params, jnp.stack([village, town, feed]))
        village, town = village - to_village, town - to_town
        of_shops = to_village + to_animals, to_town
        fed, usual = land.granted["peasant_grain.feed"], feed_of_their_own(view, params)
        accepted = (
            view.inputs.trade.foreign_aid
            * (1 - params.aid_refused * command(view))
            * land.lacked
            / jnp.maximum(land.lacked.sum(), 1)
        )
        return Effect(
            claims=claims(view, params, eaten, village.sum() + town.sum(), of_shops),
            inflows={"peasant_grain": accepted + green},
            values={
                "land.bread_bought": bread_bought(view, params),
                "land.herders_animals": herders_animals(view, params),
                "land.herders_diet": herders_diet(view, params),
                "land.needed_rural": view.inputs.calendar.bread_season
                * norm
                * bread_eaters(view, params),
                "land.needed_urban": norm * urban_population(view),
                "land.bid_rural": village,
                "land.bid_urban": town,
                "land.reserve_wanted": reserve_wanted(view, params),
                "land.eaten_green": jnp.where(moy == HARVEST, 0, land.eaten_green + green),
                "land.seed_unmet": seed_lacking(view),
                "land.fed": jnp.where(usual > 1, jnp.clip(fed / jnp.maximum(usual, 1), 0, 1), 1),
            },
        )


MECHANISM = Food()
