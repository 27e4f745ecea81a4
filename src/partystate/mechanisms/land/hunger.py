"""What was eaten becomes hunger, which the body remembers.

Equations, by region, from what was granted this month:
    got        g_r = (eaten + feed + f bid_r) / needed_r,  g_u = (ration + f bid_u) / needed_u,  f
        the share of all bids that the market filled: who sows and lacks bread eats what his animals
        would get; of herders, whose feed it is not, g_r has no feed
    village    x = (1 - a) [grain_food s g_r E + (1 - grain_food) G_r s']
        + A [a + animal_food (1 - a) / (1 - animal_food) (s'' - 1)] + M_r / (diet P_r),
        a = animal_food + (pastoral_food - animal_food) d_r pastoral_r h_r
    livelihood h <- h + (min(A', 1) - h) / fieldless,   share of herders who still live from herds
    town       x = (1 - animal_food) (grain_food g_u + 1 - grain_food) + animal_food (mean A)
    fifths     of households, k, that with least food first; they get x_k = f_k(s) x (unequal food)
    hunger     U_k <- (1 - mixing) A_k + mixing mean A,   r_k = recovery [0.4 + 0.6 min(x_k, 1)],
        A_k = (1 - r_k) U_k + max[E_k(x, s) - E_k(1, spread), 0];   hunger of village or town is
        the mean over k of U_k
    ranks      where some died of hunger, those who are left are ranked anew (unequal food)
    spread     of the village, s^2 = min[spread / (1 - o_r), widest]^2 + v (1 - v) ln(x_h / x_s)^2,
        o = C (1 - k) / (H + I): a levy that does not follow each farm's crop leaves the same
        differences on less grain;   v = pastoral_r h_r;   x_h and x_s are x of those who live from
        herds (a = pastoral_food) and of those who sow (a = animal_food): a loss of herds is a
        hunger of herders, and no scarcity of all;   of the town, s = spread
    fines      s', A and M of a village fall by the share `fined` of those who are blacklisted
    remembered V <- V + memory (mean U of village and town - V)
    lacked     max(needed_r / [1 - v (1 - E)] - what the village ate, 0), t: herders who can buy no
        bread lack it too
x intake against the usual; a share of milk and meat in it, A animals a head, at most 1.15; G food
from gardens (private plots); M food of animals that were killed beyond the usual (herds); E the
share of their bread that those who live from herds still get for animals (food), 1 of those who
sow; s, s', s'' seasons of bread, garden, milk and meat, which make up a whole diet in every month.
E_k(x, s) is what households of a fifth lack below `threshold` when intake is lognormal with mean x
and sd s of its log. What the poor of a village lack when its diet is whole and its grain its own,
E_k(1, spread), their bodies are used to, and the ordinary death rates hold it; what they lack more
under a levy is hunger. C is what was collected of the harvest H, k the part of the levy that is a
share of each crop (payment to stations for their tractors), I what the state sends in a year. Who
is hungry in one month is hungry in the next: it is a household that starves, not a village on the
mean.

Shapes: [R], of fifths [2, 5, R]; hunger in month-equivalents of full deficit.
Assumptions: households of a place differ in food by a lognormal factor and keep their rank but for
`mixing`; so they do of two livelihoods together, with the variance of both. What the poor eat of
the feed is not taken from the animals, whose share of it (herds) is that of the mean.
Departures: none published; before, hunger of unequal households was pooled into a mean, and the
mean killed, so that a village a third of which starved died like one that was a little hungry.
Rival accounts: none.
Sources: our worked-out equation P4; Meng, Qian and Yared (2015) on levies that do not follow the
crop; Osmani (1991) and Ravallion (1997) on famine with unequal food, as recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.unequal_food import lack_of_fifths, ranked_anew, shares_of_food
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
DIET = 0.3 / MONTHS  # t of grain, whole food of a head in a month: 2,800 kcal a day
BARE = 0.1  # of the usual, which everybody finds somewhere; keeps a ratio of livelihoods sane; ours
PLENTY = 0.15  # share by which more animals than in the base years still add food; ours


class Params(eqx.Module):
    # share of food from animals in the base years, where fields feed the village
    animal_food: Float[Array, ""]
    pastoral_food: Float[Array, ""]  # the same where all live from herds
    grain_food: Float[Array, ""]  # share of grain in the rest
    fieldless: Float[Array, ""]  # months until herders who lost their herds live from fields
    threshold: Float[Array, ""]  # intake below which deficit counts
    spread: Float[Array, ""]  # sd of log intake between households where nothing is taken
    widest: Float[Array, ""]  # the same at most
    fined: Float[Array, ""]  # share of gardens, milk and meat taken where a village is blacklisted
    recovery: Float[Array, ""]  # 1/month
    mixing: Float[Array, ""]  # 1/month, at which differences of hunger between fifths even out
    memory: Float[Array, ""]  # 1/month, at which remembered hunger follows


def spread_left(view: View, params: Params):
    """Sd of log intake between households of one livelihood [R]."""
    land, policy = view.world.land, view.world.policy
    asked = jnp.maximum(policy.plan + policy.station_due, LEAST)
    fixed = land.collected * (1 - policy.station_due / asked)
    grain = jnp.maximum(land.harvest + MONTHS * policy.supply_due, 1)
    left = 1 - jnp.clip(fixed / grain, 0, 1)
    return jnp.minimum(params.spread / jnp.maximum(left, LEAST), params.widest)


def next_hunger(hunger, intake, spread, params: Params):
    """Hunger of fifths [fifths, R] a month later, where households differ by `spread` [R], and by
    the parameter of that name in ordinary years."""
    eaten = jnp.minimum(intake[None] * shares_of_food(spread), 1)
    healed = params.recovery * (RECOVERY_FLOOR + (1 - RECOVERY_FLOOR) * eaten)
    usual = lack_of_fifths(jnp.ones(()), params.threshold, params.spread)
    lack = lack_of_fifths(intake, params.threshold, spread) - usual[:, None]
    after = hunger * (1 - healed) + jnp.maximum(lack, 0)
    return after + params.mixing * (after.mean(0)[None] - after)


def got(view: View):
    """Grain [R] that village and town ate this month, t."""
    land = view.world.land
    asked = (land.bid_rural + land.bid_urban).sum()
    filled = jnp.minimum(land.granted["peasant_grain.market"].sum() / jnp.maximum(asked, LEAST), 1)
    return land.granted["peasant_grain.eaten"] + filled * land.bid_rural, land.granted[
        "state_grain.ration"
    ] + filled * land.bid_urban


def intake_of(view: View, params: Params, share, animals, rural):
    """Intake [R] of villagers of whose food in the base years `share` came from animals, as a ratio
    of the usual, where they have `animals` [R] against those years and `rural` [R] of the usual
    grain was got; less what animals killed gave."""
    base, season = params.animal_food, view.inputs.calendar
    animals = jnp.minimum(animals, 1 + PLENTY)
    grain, garden = params.grain_food, 1 - params.grain_food
    left = 1 - params.fined * view.world.policy.blacklist
    gardens = left * garden * view.world.land.gardens * season.garden_season
    fields = (1 - share) * (grain * season.bread_season * rural + gardens)
    milk = share + base * (1 - share) / (1 - base) * (season.animal_season - 1)
    return fields + left * animals * milk


def of_livelihoods(view: View, params: Params):
    """Intake [R] of villagers who live from herds and of those who sow, and of the town, as ratios
    of the usual."""
    land, persons = view.world.land, rural_population(view)
    village, town = got(view)
    needed = jnp.maximum(land.needed_rural, LEAST)
    bread, feed = village / needed, land.granted["peasant_grain.feed"] / needed
    urban = town / jnp.maximum(land.needed_urban, LEAST)
    base, grain = params.animal_food, params.grain_food
    of_herds = base + (params.pastoral_food - base) * land.herders_diet
    animals = jnp.minimum(animals_per_head(view), 1 + PLENTY)
    town_animals = (animals * persons).sum() / jnp.maximum(persons.sum(), 1)
    left = 1 - params.fined * view.world.policy.blacklist
    meat = left * land.meat_eaten / jnp.maximum(DIET * persons, LEAST)
    in_town = (1 - base) * (grain * urban + 1 - grain) + base * town_animals
    return (
        intake_of(view, params, of_herds, land.herders_animals, bread * land.bread_bought) + meat,
        intake_of(view, params, base, animals_per_head(view), bread + feed) + meat,
        in_town,
    )


def from_herds(view: View):
    """Share [R] of the village that still lives from herds."""
    return view.endowment.land.pastoral * view.world.land.herding


def bread_of_all(view: View):
    """Grain [R] that the village would eat this month if its herders could buy theirs, t."""
    land = view.world.land
    have = 1 - from_herds(view) * (1 - land.bread_bought)
    return land.needed_rural / jnp.maximum(have, LEAST)


def intakes(view: View, params: Params):
    """Intake of village and town [R] as ratios of the usual."""
    herding, sowing, town = of_livelihoods(view, params)
    herders = from_herds(view)
    return herders * herding + (1 - herders) * sowing, town


def between_livelihoods(view: View, params: Params):
    """Variance [R] of log intake between villagers who live from herds and those who sow."""
    herding, sowing, _ = of_livelihoods(view, params)
    ratio = jnp.maximum(herding, BARE) / jnp.maximum(sowing, BARE)
    herders = from_herds(view)
    return herders * (1 - herders) * jnp.log(ratio) ** 2


class Hunger(Mechanism[Params]):
    id = "hunger"
    theme = "land"
    phase = "report"
    claims = ("S159", "S202")
    citations = ("aitchison1957", "black1973", "osmani1991", "ravallion1997", "meng2015", "ours")
    directions = (
        Direction("recovery", "famine.deaths_attributed", -1),
        Direction("threshold", "famine.deaths_attributed", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        people, land = view.world.people, view.world.land
        between = between_livelihoods(view, params)
        spreads = (
            jnp.sqrt(spread_left(view, params) ** 2 + between),
            jnp.full_like(land.harvest, params.spread),
        )
        fifths = jnp.stack(
            [
                next_hunger(ranked_anew(hunger, 1 - starved), intake, spread, params)
                for hunger, starved, intake, spread in zip(
                    people.hunger_fifths,
                    people.starved,
                    intakes(view, params),
                    spreads,
                    strict=True,
                )
            ]
        )
        rural, urban = fifths.mean(1)
        persons = rural_population(view), urban_population(view)
        felt = (rural * persons[0] + urban * persons[1]) / jnp.maximum(sum(persons), 1)
        return Effect(
            values={
                "people.hunger_rural": rural,
                "people.hunger_urban": urban,
                "people.hunger_fifths": fifths,
                "people.hunger_remembered": people.hunger_remembered
                + params.memory * (felt - people.hunger_remembered),
                "land.herding": land.herding
                + (jnp.minimum(land.herders_animals, 1) - land.herding) / params.fieldless,
                "land.lacked": jnp.maximum(bread_of_all(view) - got(view)[0], 0),
            }
        )


MECHANISM = Hunger()
