"""How much land is sown.

Equations, in the sowing month, A sown area (base year = 1), c share of the last harvest collected,
q collectivised share:
    goal  A* = q (1 + order w) + (1 - q) exp(-area_response max(c - spared, 0)) min(1, D)^pull
    A    <- A + speed (A* - A)                                  D horses and tractors for the base
        area
Free peasants sow less where much was taken or horses are few; collectives sow to order, and badly
(harvest: draught power).

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
)
from partystate.world.agricultural_clock import SOWING, month_of_year
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    order: Float[Array, ""]  # rise of the area sown to order under full force
    area_response: Float[Array, ""]  # log area per unit share collected above the one that is borne
    spared: Float[Array, ""]  # share of the harvest that is borne
    pull: Float[Array, ""]  # elasticity of area to draught power where it is short
    speed: Float[Array, ""]  # share of the way in a year


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
        power = jnp.minimum(draught(view) * land.sown_area, 1) ** params.pull
        free = (
            jnp.exp(-params.area_response * jnp.maximum(collected_share(view) - params.spared, 0))
            * power
        )
        goal = joined * (1 + params.order * command(view)) + (1 - joined) * free
        area = jnp.where(
            moy == SOWING, land.sown_area + params.speed * (goal - land.sown_area), land.sown_area
        )
        return Effect(values={"land.sown_area": area})


MECHANISM = Sowing()
