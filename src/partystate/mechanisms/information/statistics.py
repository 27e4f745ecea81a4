"""What is counted, and what of it reaches the centre and the public.

Equations, one line a quantity (x true, k known, p published); w force in the line, g the share of
bad news that flattery keeps back, h = w + (1 - w) g:
    population  k <- max[k + births_registered B - deaths_registered exp(-collapse U) D, 0]
    harvest     in the harvest month, k = [x + hiding h max(E (1 - v) - x, 0)] (1 + harvest_bias),
        v share of the crop that drought took, as gauges tell (harvest);
        p = k (1 + harvest_gloss) [1 + w lesson (S / x - 1)],   S the crop as it stands: a levy by
        force that is announced by area is reckoned on what grows, and so is what is printed
    expected harvest   in the same month, E <- E + learning (k - E), for next year's plan
    townspeople on the lists, grain in state hands   k = x
    those confined and under arms   k = x
    hunger      k = lack (1 - silence h)(1 - s), s what secrecy leaves unsaid;  flight  k = x
    unrest      k <- k + unrest_heard [x (1 - g) - k],   all of it, and that over farms
    arrivals    k <- k + (12 x - k) / 6, persons a year who come to towns
    collections k = x; shortfall f = max(1 - k / k12, 0) against the same month a year before, told
        once half of the year's is due, kept till then
    collective share, and the share of the crop that drought took, k = x
    herds       k <- k + herds_counted (x - k), on which quotas are set
B births and D deaths of the month, U hunger of the village. A low harvest is not reported where it
is punished, nor all of it where everybody praises; but a drought is seen by everybody, and nobody
is punished for what it took. Excess deaths inherit the completeness of
deaths. What is preserved is what was known, until archives are modelled.

Shapes: [R].
Assumptions: registration of deaths falls with hunger, since those who register die and flee too. A
herd that is smaller at the next count is taken for one that is hidden, so that counts are believed
late.
Departures: completeness is otherwise constant. Who moves is not registered where he comes to: a
region into which people come to die is known as empty, and not to hold fewer than nobody.
Rival accounts: none; archives and secrecy come as mechanisms of their own.
Sources: Andreev, Darskii and Kharkova (1993) on completeness; Wheatcroft and Davies (1994) on
harvest corrections; Jasny (1949) on harvests that are reckoned on the stalk once deliveries are due
by area; Pianciola (2004) on meat quotas set on herds that were gone, as recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import gloss, unsaid
from partystate.mechanisms.quantities import (
    collectivised_share,
    command,
    confined_population,
    rural_population,
    urban_population,
)
from partystate.world.agricultural_clock import HARVEST, MONTHS, month_of_year
from partystate.world.effect import Effect
from partystate.world.view import View

LATELY = 6  # months over which arrivals are counted; ours
HALF = 1 / 2  # share of the year's collections due, from which a shortfall is told


class Params(eqx.Module):
    births_registered: Float[Array, ""]  # share
    deaths_registered: Float[Array, ""]  # share
    # log of the share of deaths registered, per month-equivalent of hunger
    collapse: Float[Array, ""]
    # share of what a harvest fell short of by no drought that is hidden under full force
    hiding: Float[Array, ""]
    learning: Float[Array, ""]  # share of the way from the expected harvest to the reported one
    unrest_heard: Float[Array, ""]  # 1/month, at which reports of unrest catch up with it
    silence: Float[Array, ""]  # share of hunger that is not reported under full force
    # 1/month, at which the herds on which quotas are set follow those there are
    herds_counted: Float[Array, ""]
    harvest_bias: Float[Array, ""]  # known over true, less 1
    harvest_gloss: Float[Array, ""]  # published over known, less 1


def shortfall(view: View, collected):
    """Share by which collections fall short of the same month a year before; as last told where
    less than half of the year's is due yet."""
    known, inputs = view.world.information, view.inputs
    before = known.collected_by_month[month_of_year(view.world.month)]
    is_told = (inputs.calendar.collection_season >= HALF) & (before > 0)
    now = jnp.maximum(1 - collected / jnp.maximum(before, 1), 0)
    return jnp.where(is_told, now, known.known_shortfall)


def on_the_stalk(view: View):
    """What is counted as harvest over the barn's [R]: the crop in the field where levies by force
    are announced by area, else that in the barn."""
    land, w = view.world.land, command(view)
    grown = jnp.maximum(land.standing / jnp.maximum(land.harvest, 1), 1)
    return 1 + w * view.world.policy.lesson * (grown - 1)


class Statistics(Mechanism[Params]):
    id = "statistics"
    theme = "information"
    phase = "report"
    claims = ("S128",)
    citations = ("andreev1993", "wheatcroft1994", "jasny1949", "pianciola2004")
    directions = (
        Direction("harvest_gloss", "grain.harvest@published", +1),
        Direction("herds_counted", "livestock.cattle", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        world, known = view.world, view.world.information
        births = world.vital.births * params.births_registered
        deaths = (
            world.vital.deaths
            * params.deaths_registered
            * jnp.exp(-params.collapse * world.people.hunger_rural)
        )
        is_harvest = month_of_year(world.month) == HARVEST
        expected, kept_back = known.expected_harvest, gloss(view)
        force = command(view) + (1 - command(view)) * kept_back
        blamed = jnp.maximum(expected * (1 - world.land.struck) - world.land.harvest, 0)
        told = world.land.harvest + params.hiding * force * blamed
        harvest = jnp.where(is_harvest, told * (1 + params.harvest_bias), known.known_harvest)
        learned = jnp.where(is_harvest, expected + params.learning * (harvest - expected), expected)
        people = known.known_population
        collected = world.land.collected.sum()
        shares = people / jnp.maximum(people.sum(), 1)

        def heard(before, unrest):
            told = (unrest * shares).sum() * (1 - kept_back)
            return before + params.unrest_heard * (told - before)

        return Effect(
            values={
                "information.known_population": jnp.maximum(people + births - deaths, 0),
                "information.known_births": births,
                "information.known_towns": urban_population(view),
                "information.known_confined": confined_population(view).sum(),
                "information.known_granary": world.land.state_grain,
                "information.known_deaths": deaths,
                "information.known_harvest": harvest,
                "information.expected_harvest": learned,
                "information.published_harvest": harvest
                * (1 + params.harvest_gloss)
                * on_the_stalk(view),
                "information.known_collected": world.land.collected,
                "information.collected_by_month": known.collected_by_month.at[
                    month_of_year(world.month)
                ].set(collected),
                "information.known_shortfall": shortfall(view, collected),
                "information.known_collectivised_share": collectivised_share(view),
                "information.known_hunger": world.land.lacked
                * (1 - params.silence * force)
                * (1 - unsaid(view)),
                "information.known_struck": world.land.struck,
                "information.known_herds": known.known_herds
                + params.herds_counted * (world.land.herds - known.known_herds),
                "information.known_unrest": heard(known.known_unrest, world.land.unrest),
                "information.known_unrest_over_farms": heard(
                    known.known_unrest_over_farms, world.land.unrest_over_farms
                ),
                "information.known_arrivals": known.known_arrivals
                + (MONTHS * world.vital.arrived - known.known_arrivals) / LATELY,
                "information.known_flight": world.vital.fled
                / jnp.maximum(rural_population(view), 1),
            }
        )


MECHANISM = Statistics()
