"""The books of the organs at the end of a month: cards of suspects, cases, limits filled, and what
arrests have cost.

Equations, by region:
    cases <- cases + booked - judged;   filled <- filled + booked under a limit
    cards <- [cards + watch returned + slipped (fall of the better-off)+ / household - booked under
        a limit]+ (1 - lost)
    climate <- climate (1 - calming) + political arrests a thousand people
    places <- max{places + built (camps - places)+, places + min[built (sites w I - places)+, spawn
        places], base_places}
    crowding = camps / places - 1, from 0 to 1
    fresh <- fresh (1 - easing) + (rise of settlers)+ / settlers
Barracks follow those who are sent, and what the camps are to build: under force w hands for a share
of all investment I, in the unit of industrial output. Builders make `built` of the missing places
in a month; guards, engineers and the first barracks of a new site come from the camps there are, so
that what is built for works yet to come grows by no more than `spawn` of them. Those released or
escaped are put on cards, and those who left the class of the better-off and were not sent away.

Shapes: [R]; [R, N, channels]; scalars.
Assumptions: books hold what orders brought in the mean of a month, which a counted history leaves
by its luck; no card is a forgery.
Departures: none published; our own rule.
Rival accounts: none.
Sources: Hagenloh (2009) and Shearer (2009) on police registers, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command, of_status
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.repression import FIRST, SECOND, SIGNAL
from partystate.world.view import View

THOUSAND = 1e3


class Params(eqx.Module):
    watch: Float[Array, ""]  # share of the released and escaped who are put on cards
    slipped: Float[Array, ""]  # share of those who left the better-off who stayed in reach
    household: Float[Array, ""]  # persons a card of the better-off
    lost: Float[Array, ""]  # 1/month, cards out of date
    calming: Float[Array, ""]  # 1/month, of the climate
    easing: Float[Array, ""]  # 1/month, of newcomers' hardship
    built: Float[Array, ""]  # 1/month, of the places that camps lack
    sites: Float[
        Array, ""
    ]  # persons, hands wanted for an investment of all output of the base year
    # 1/month, share of the places there are by which sites to come may add to them
    spawn: Float[Array, ""]
    base_places: Float[Array, ""]  # persons, room of camps that there is from the start


def places_after(view: View, params: Params, camps):
    """Places in camps at the end of the month, persons, of which `camps` are taken."""
    places = view.world.repression.places
    sites = params.sites * command(view) * view.world.industry.invested
    for_works = jnp.minimum(params.built * jnp.maximum(sites - places, 0), params.spawn * places)
    added = jnp.maximum(params.built * jnp.maximum(camps - places, 0), for_works)
    return jnp.maximum(places + added, params.base_places)


class Registers(Mechanism[Params]):
    id = "registers"
    theme = "terror"
    phase = "report"
    claims = ("S087", "S112")
    citations = ("hagenloh2009", "shearer2009", "ours")
    directions = (Direction("watch", "repression.limit", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout, organs, people = view.layout, view.world.repression, view.world.people
        by_limit = organs.booked[:, :, FIRST : SECOND + 1].sum(1)
        rich, settlers = of_status(view, s.BETTER_OFF_PEASANT), of_status(view, s.SPECIAL_SETTLER)
        fallen = jnp.maximum(organs.better_off - rich, 0) / params.household
        cards = (
            organs.cards
            + params.watch * organs.returned
            + params.slipped * fallen
            - by_limit.sum(1)
        )
        everyone, political = people.persons.sum(), organs.arrests[:, SIGNAL:].sum()
        employees = layout.pairs_of(s.TOWN_EMPLOYEE, s.COUNTRY_EMPLOYEE)
        working = jnp.where(employees, layout.by_pair(people.persons), 0).sum()
        camps = of_status(view, s.CAMP).sum()
        came = jnp.maximum(settlers - organs.settlers, 0)
        places = places_after(view, params, camps)
        ease = 1 - params.easing
        return Effect(
            values={
                "repression.cases": jnp.maximum(organs.cases + organs.booked - organs.judged, 0),
                "repression.filled": organs.filled + by_limit,
                "repression.cards": jnp.maximum(cards, 0) * (1 - params.lost),
                "repression.better_off": rich,
                "repression.climate": organs.climate * (1 - params.calming)
                + THOUSAND * political / everyone,
                "repression.cadres": THOUSAND
                * jnp.where(employees, organs.taken, 0).sum()
                / jnp.maximum(working, 1),
                "repression.places": places,
                "repression.crowding": jnp.clip(camps / jnp.maximum(places, 1) - 1, 0, 1),
                "repression.inmates": camps,
                "repression.settlers": settlers,
                "repression.fresh": jnp.minimum(
                    organs.fresh * ease + came / jnp.maximum(settlers, 1), 1
                ),
            }
        )


MECHANISM = Registers()
