"""What the tractors of farms do in a war: the army has some, fuel and parts go to arms, and drivers
are called up.

Equation, by region r; k share of its usual part of output that is not for arms (arms):
    w_r = k (1 - towing S / P) [1 - unskilled (1 - m_r)]
w share of their usual work that tractors do, S men under arms without prisoners, P people when the
war began, m grown men of the village now against then. Draught power (quantities) counts tractors
by it.

Shapes: [R].
Assumptions: fuel and parts for farms are cut as all other civil use of industry; the army has
tractors and lorries by its size, and gives them back as it shrinks; who drives in their stead does
part of the work.
Departures: none published; our own rule.
Rival accounts: none.
Sources: Moskoff (1990), Nove (1992) and Volin (1970) on machines and drivers in the war, as
recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.war.grown_hands import hands_of, men_left
from partystate.mechanisms.war.soldiers import captive_share, enlisted
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    towing: Float[Array, ""]  # share of the tractors with an army of all the people
    unskilled: Float[Array, ""]  # share of the work that is not done without men to drive


class MachinesAtWar(Mechanism[Params]):
    id = "machines_at_war"
    theme = "war"
    phase = "report"
    claims = ("S136",)
    citations = ("moskoff1990", "nove1992", "volin1970", "ours")
    directions = (Direction("unskilled", "grain.harvest", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        war = view.world.at_war
        army = enlisted(view) * (1 - captive_share(view)) / jnp.maximum(war.people, 1)
        left = 1 - jnp.clip(params.towing * army, 0, 1)
        ages, persons = view.endowment.people.mean_age, view.world.people.persons
        now = hands_of(view.layout, ages, persons)
        skilled = 1 - params.unskilled * (1 - men_left(war.usual_hands, now))
        return Effect(values={"war.machines": war.civilian * left * skilled})


MECHANISM = MachinesAtWar()
