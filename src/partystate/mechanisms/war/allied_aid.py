"""Grain that allies send enters the state granary.

Equation: state_grain <- state_grain + grain_worth aid   t this month, beside what is collected.

Shapes: scalar.
Assumptions: food of any kind stands at its weight as grain; it comes to the granary and goes where
the state sends it.
Departures: aid in arms, vehicles and metals is not modelled.
Rival accounts: none; `arms` without aid is the what-if of no allies.
Sources: Harrison (1996) on aid and food, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    grain_worth: Float[Array, ""]  # t of grain that a t of food from allies stands for


class AlliedAid(Mechanism[Params]):
    id = "allied_aid"
    theme = "war"
    phase = "act"
    claims = ("S155",)
    citations = ("harrison1996", "ours")
    directions = (Direction("grain_worth", "grain.state_stocks", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        return Effect(inflows={"state_grain": params.grain_worth * view.inputs.war.aid})


MECHANISM = AlliedAid()
