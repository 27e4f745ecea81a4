"""What the tractors of farms do in a war: the army has some, fuel and parts go to arms, and drivers
are called up; and cows that are put into harness.

Equations, by region r; k share of its usual part of output that is not for arms (arms):
    w_r = k (1 - towing S / P) [1 - unskilled (1 - m_r)]
    o_r = harnessed max(1 - q_r / q0_r, 0) C_r / (H0_r A_r)
w share of their usual work that tractors do, S men under arms without prisoners, P people when the
war began, m grown men of the village now against then. o power of cows in harness a unit of area: C
cattle, H0 horses of the base years of those who sow, A sown area, q draught power a unit of area
without them and q0 that when the war began (`fields_at_war`). Draught power (quantities) counts
both.

Shapes: [R].
Assumptions: fuel and parts for farms are cut as all other civil use of industry; the army has
tractors and lorries by its size, and gives them back as it shrinks; who drives in their stead does
part of the work; cows work as far as horses and tractors lack, and give no less milk for it.
Departures: none published; our own rule.
Rival accounts: none.
Sources: Moskoff (1990), Nove (1992) and Volin (1970) on machines and drivers in the war, as
recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, draught
from partystate.mechanisms.war.grown_hands import hands_of, men_left
from partystate.mechanisms.war.soldiers import captive_share, enlisted
from partystate.world.effect import Effect
from partystate.world.herds import HERDS
from partystate.world.view import View

CATTLE = HERDS.index("cattle")


class Params(eqx.Module):
    towing: Float[Array, ""]  # share of the tractors with an army of all the people
    unskilled: Float[Array, ""]  # share of the work that is not done without men to drive
    harnessed: Float[Array, ""]  # horses that a head of cattle stands for where no other power is


def in_harness(view: View, params: Params) -> Float[Array, "regions"]:
    """Power of cows in harness a unit of area [R], that of the horses of the base years = 1."""
    war, land, base = view.world.at_war, view.world.land, view.endowment.land
    left = (draught(view) - war.cows) / jnp.maximum(war.usual_draught, LEAST)
    lacking = jnp.where(war.usual_draught > 0, jnp.maximum(1 - left, 0), 0)
    cattle = land.herds[CATTLE] / jnp.maximum(base.ploughing * land.sown_area, LEAST)
    return params.harnessed * lacking * cattle


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
        machines = war.civilian * left * skilled
        return Effect(values={"war.machines": machines, "war.cows": in_harness(view, params)})


MECHANISM = MachinesAtWar()
