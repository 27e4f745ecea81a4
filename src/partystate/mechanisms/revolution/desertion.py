"""Soldiers of the regime run home, and are frightened or forgiven back.

Equations, each month; A the regime's army, P its people, D deserters at large, F fear of the
penalty, h 1 in months of field work, L share of the country's people on land of those who would
bring back the old owners:
    o = A / (supplied P)
    d = leaving (1 + crowding max(o - 1, 0)) (1 + field h) (1 - landlord L) exp(-deterrence F)
    deserted = A (1 - exp(-d))
    returned = D (found + forgiven F) (1 - h)
    D <- D + deserted - returned - lost D                            (`muster`)
    F <- F + sternness (1{deserted > tolerated A} - F),   deserted of the month before
F is the state's `deterrence`: public executions and hunting parties, then weeks of amnesty.

Shapes: all [], persons; F 0..1.
Assumptions: an army beyond what can be fed runs away; men go home for the harvest; they stay where
the enemy would bring back the landlords; commissions against desertion begin where it is more than
is tolerated, and those who fear them come back when they are forgiven, outside the season.
Departures: Becker's chance and size of the penalty are one number, fear; no soldier knows another.
Rival accounts: fear (`deterrence`) against land (`landlord`) against bread (`crowding`).
Sources: Becker (1968); Figes (1990) on desertion and the peasants' choice, as recalled; our own
rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import is_war, people_held, uprising
from partystate.world.agricultural_clock import HARVEST, WINTER_SOWING, month_of_year
from partystate.world.effect import Effect
from partystate.world.revolution import REGIME
from partystate.world.view import View


class Params(eqx.Module):
    leaving: Float[Array, ""]  # 1/month, where men are fed, out of season and unafraid
    supplied: Float[Array, ""]  # share of its people whom the regime can keep under arms
    crowding: Float[Array, ""]  # rise where an army is twice as large
    field: Float[Array, ""]  # rise in months of field work
    landlord: Float[Array, ""]  # fall where all land is under those who bring back the owners
    deterrence: Float[Array, ""]  # 1, fall of the log rate under full fear
    sternness: Float[Array, ""]  # 1/month, at which fear comes to what is done
    tolerated: Float[Array, ""]  # share of the army that may run away in a month
    found: Float[Array, ""]  # 1/month, of those at large who are found or come back anyway
    forgiven: Float[Array, ""]  # 1/month, of those who come back to an amnesty under full fear


class Desertion(Mechanism[Params]):
    id = "desertion"
    theme = "revolution"
    phase = "act"
    claims = ("S016",)
    citations = ("becker1968", "figes1990", "ours")
    directions = (
        Direction("deterrence", "civilwar.desertions", -1),
        Direction("field", "civilwar.desertions", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        now, facts = uprising(view), view.endowment.revolution
        people = people_held(view)
        army, month = now.army[REGIME], month_of_year(view.world.month)
        season = ((month >= HARVEST) & (month <= WINTER_SOWING)) * 1.0
        owners = (people * facts.landlords).sum() / facts.population.sum()
        beyond = army / jnp.maximum(params.supplied * people[REGIME], 1) - 1
        rate = (
            params.leaving
            * (1 + params.crowding * jnp.maximum(beyond, 0))
            * (1 + params.field * season)
            * (1 - params.landlord * owners)
            * jnp.exp(-params.deterrence * now.deterrence)
        )
        back = (params.found + params.forgiven * now.deterrence) * (1 - season)
        alarm = (now.deserted > params.tolerated * army) * is_war(view)
        fear = now.deterrence + params.sternness * (alarm - now.deterrence)
        return Effect(
            values={
                "revolution.deserted": -jnp.expm1(-rate) * army,
                "revolution.returned": -jnp.expm1(-back) * now.at_large,
                "revolution.deterrence": fear,
            }
        )


MECHANISM = Desertion()
