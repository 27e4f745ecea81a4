"""What was eaten becomes hunger, which the body remembers.

Equations, by region, from what was granted this month:
    got        g_r = (eaten + f bid_r) / needed_r,  g_u = (ration + f bid_u) / needed_u,  f the
        share of all bids that the market filled
    village    x = (1 - a) [grain_food s g_r + (1 - grain_food) s']
        + A [a + animal_food (1 - a) / (1 - animal_food) (s'' - 1)],
        a = animal_food + (pastoral_food - animal_food) pastoral_r h_r
    livelihood h <- h + adapt (min(A, 1) - h),   share of herders who still live from herds
    town       x = (1 - animal_food) (grain_food g_u + 1 - grain_food) + animal_food (mean A)
    hunger     U <- U [1 - recovery (0.4 + 0.6 min(x, 1))] + max[E(x) - E0(1), 0]
    spread     of the village, min[spread / (1 - o_r), widest],   o = C (1 - k) / (H + I):
        a levy that does not follow each farm's crop leaves the same differences on less grain
    fines      s' and A of a village fall by the share `fined` of those who are blacklisted
    put        E(x) = threshold Phi(d) - x Phi(d - spread),
        d = ln(threshold / x) / spread + spread / 2
    remembered V <- V + memory (mean U of village and town - V)
    lacked     max(needed_r - what the village got, 0), t
x intake against the usual; a share of milk and meat in it, A animals a head, at most 1.15; s, s',
s'' seasons of bread, garden, milk and meat, which make up a whole diet in every month. E(x) is what
households lack below the threshold when intake is lognormal with mean x: the price of a put option.
E0 is E where nothing is taken: what the poor of a village lack when its diet is whole and its grain
its own is in the ordinary death rates already, what they lack more under a levy is not. C is what
was collected of the harvest H, k the part of the levy that is a share of each crop (payment to
stations for their tractors), I what the state sends in a year.

Shapes: [R]; hunger in month-equivalents of full deficit.
Assumptions: households of a village differ in food by a lognormal factor; the sparing of the body
from one month to the next is of the mean.
Departures: the heterogeneity term replaces the single village household of the trial, in which food
ran out for all at once.
Rival accounts: none.
Sources: our worked-out equation P4; Meng, Qian and Yared (2015) on levies that do not follow the
crop; Black and Scholes (1973) for the closed form; Osmani (1991) and
Ravallion (1997) on famine with unequal food, as recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import (
    LEAST,
    animals_per_head,
    rural_population,
    urban_population,
)
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View

RECOVERY_FLOOR = 0.4  # part of recovery that needs no food; our worked-out equation P4
PLENTY = 0.15  # share by which more animals than in the base years still add food; ours


class Params(eqx.Module):
    # share of food from animals in the base years, where fields feed the village
    animal_food: Float[Array, ""]
    pastoral_food: Float[Array, ""]  # the same where all live from herds
    grain_food: Float[Array, ""]  # share of grain in the rest
    adapt: Float[Array, ""]  # 1/month, at which the diet of herders follows their herds
    threshold: Float[Array, ""]  # intake below which deficit counts
    spread: Float[Array, ""]  # sd of log intake between households where nothing is taken
    widest: Float[Array, ""]  # the same at most
    fined: Float[Array, ""]  # share of gardens, milk and meat taken where a village is blacklisted
    recovery: Float[Array, ""]  # 1/month
    memory: Float[Array, ""]  # 1/month, at which remembered hunger follows


def shortfall(mean, threshold, spread):
    """E[(threshold - y)+] for y lognormal with this mean and sd of log y."""
    mean = jnp.maximum(mean, LEAST)
    d = (jnp.log(threshold / mean) + spread * spread / 2) / spread
    return threshold * gaussian.cdf(d) - mean * gaussian.cdf(d - spread)


def spread_left(view: View, params: Params):
    """Sd of log intake between households of the village [R]."""
    land, policy = view.world.land, view.world.policy
    asked = jnp.maximum(policy.plan + policy.station_due, LEAST)
    fixed = land.collected * (1 - policy.station_due / asked)
    grain = jnp.maximum(land.harvest + MONTHS * policy.supply_due, 1)
    left = 1 - jnp.clip(fixed / grain, 0, 1)
    return jnp.minimum(params.spread / jnp.maximum(left, LEAST), params.widest)


def next_hunger(hunger, intake, spread, params: Params):
    """Hunger a month later, where households differ by `spread`, and by the parameter of that name
    in ordinary years."""
    healing = params.recovery * (RECOVERY_FLOOR + (1 - RECOVERY_FLOOR) * jnp.minimum(intake, 1))
    ordinary = shortfall(1.0, params.threshold, params.spread)
    lack = shortfall(intake, params.threshold, spread) - ordinary
    return hunger * (1 - healing) + jnp.maximum(lack, 0)


def got(view: View):
    """Grain [R] that village and town ate this month, t."""
    land = view.world.land
    asked = (land.bid_rural + land.bid_urban).sum()
    filled = jnp.minimum(land.granted["peasant_grain.market"].sum() / jnp.maximum(asked, LEAST), 1)
    return land.granted["peasant_grain.eaten"] + filled * land.bid_rural, land.granted[
        "state_grain.ration"
    ] + filled * land.bid_urban


def intakes(view: View, params: Params):
    """Intake of village and town [R] as ratios of the usual."""
    land = view.world.land
    village, town = got(view)
    rural, urban = (
        village / jnp.maximum(land.needed_rural, LEAST),
        town / jnp.maximum(land.needed_urban, LEAST),
    )
    base = params.animal_food
    share = base + (params.pastoral_food - base) * view.endowment.land.pastoral * land.herding
    animals, season = jnp.minimum(animals_per_head(view), 1 + PLENTY), view.inputs
    town_animals = (animals * rural_population(view)).sum() / jnp.maximum(
        rural_population(view).sum(), 1
    )
    grain, garden = params.grain_food, 1 - params.grain_food
    left = 1 - params.fined * view.world.policy.blacklist
    fields = (1 - share) * (
        grain * season.calendar.bread_season * rural + left * garden * season.calendar.garden_season
    )
    herds = (
        left
        * animals
        * (share + base * (1 - share) / (1 - base) * (season.calendar.animal_season - 1))
    )
    return fields + herds, (1 - base) * (grain * urban + garden) + base * town_animals


class Hunger(Mechanism[Params]):
    id = "hunger"
    theme = "land"
    phase = "report"
    claims = ("S159", "S202")
    citations = ("black1973", "osmani1991", "ravallion1997", "meng2015", "ours")
    directions = (
        Direction("recovery", "famine.deaths_attributed", -1),
        Direction("threshold", "famine.deaths_attributed", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        people, land = view.world.people, view.world.land
        rural, urban = (
            next_hunger(h, x, spread, params)
            for h, x, spread in zip(
                (people.hunger_rural, people.hunger_urban),
                intakes(view, params),
                (spread_left(view, params), params.spread),
                strict=True,
            )
        )
        persons = rural_population(view), urban_population(view)
        felt = (rural * persons[0] + urban * persons[1]) / jnp.maximum(sum(persons), 1)
        return Effect(
            values={
                "people.hunger_rural": rural,
                "people.hunger_urban": urban,
                "people.hunger_remembered": people.hunger_remembered
                + params.memory * (felt - people.hunger_remembered),
                "land.herding": land.herding
                + params.adapt * (jnp.minimum(animals_per_head(view), 1) - land.herding),
                "land.lacked": jnp.maximum(land.needed_rural - got(view)[0], 0),
            }
        )


MECHANISM = Hunger()
