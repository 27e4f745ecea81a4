"""How much land is sown.

Equations, in the sowing month, A sown area (base year = 1), c share of the last harvest collected,
q collectivised share, w force in the line, f firmness of the state's word (procurement):
    goal  A* = b (1 + order w)
            + (1 - b) exp[-area_response (1 - f) max(c - spared, 0)] min(1, D)^pull,
        b = q + (1 - q) bound w
    A    <- A + speed (A* - A)                                  D horses and tractors for the base
        area
    a month later, A <- A [v min(1, stretch a) + (1 - v) min(1, stretch t)],   v winter crops, a and
        t shares of the work of autumn and spring that were done in time (fields)
Collectives sow to order, and so, under force, do households that are handed a sowing plan. Free
peasants sow less where more may be taken than was said, or where horses are few. A tax told
beforehand costs no area: the base year is a fixed point. Work goes on after its time, for no longer
than `stretch` of it; what is not tilled by then is not sown, whatever was ordered.

Shapes: [R].
Assumptions: half of a change of plan is carried out in a year; seed that is not found is left to
food and harvest.
Departures: none published for the region level; our own rule.
Rival accounts: none.
Sources: our worked-out equations P1; Kondratiev (1922) on the fall of sowings under requisition, as
recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import (
    collected_share,
    collectivised_share,
    command,
    draught,
    firmness,
)
from partystate.world.agricultural_clock import SOWING, month_of_year
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    order: Float[Array, ""]  # rise of the area sown to order under full force
    area_response: Float[Array, ""]  # log area per unit share collected above the one that is borne
    spared: Float[Array, ""]  # share of the harvest that is borne
    bound: Float[Array, ""]  # share of separate farms whom sowing plans bind under full force
    pull: Float[Array, ""]  # elasticity of area to draught power where it is short
    speed: Float[Array, ""]  # share of the way in a year
    stretch: Float[Array, ""]  # 1, longest that field work can go on over its usual time


def tilled(view: View, params: Params):
    """Share [R] of the area to be sown that could be tilled before it was too late."""
    land, winter = view.world.land, view.endowment.land.winter_share
    of_winter = jnp.minimum(params.stretch * land.done_in_autumn, 1)
    return winter * of_winter + (1 - winter) * jnp.minimum(params.stretch * land.done_in_spring, 1)


class Sowing(Mechanism[Params]):
    id = "sowing"
    theme = "land"
    phase = "act"
    claims = ("S147", "S154")
    citations = ("kondratiev1922", "ours")
    directions = (Direction("area_response", "grain.sown_area", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        land, moy, joined = (
            view.world.land,
            month_of_year(view.world.month),
            collectivised_share(view),
        )
        w = command(view)
        bound = joined + (1 - joined) * params.bound * w
        power = jnp.minimum(draught(view) * land.sown_area, 1) ** params.pull
        feared = (1 - firmness(view)) * jnp.maximum(collected_share(view) - params.spared, 0)
        goal = (
            bound * (1 + params.order * w)
            + (1 - bound) * jnp.exp(-params.area_response * feared) * power
        )
        sown = land.sown_area + params.speed * (goal - land.sown_area)
        left = jnp.where(moy == SOWING + 1, land.sown_area * tilled(view, params), land.sown_area)
        area = jnp.where(moy == SOWING, sown, left)
        return Effect(values={"land.sown_area": area})


MECHANISM = Sowing()
