"""Fields run down in a war, and come back slowly.

Equation, each month, by region r; k share of its usual part of output that is not for arms (arms),
q draught power a unit of area, and q0 that when the war began:
    goal_r = unsupplied (1 - k) + neglected max(1 - q_r / q0_r, 0)
    L_r <- L_r + (goal_r - L_r) / (12 slow)
L is taken off the log of yield (harvest), beside what late work and weeds of the year cost.

Shapes: [R].
Assumptions: what a region had before the war is what its yields rest on; a farm whose power does
not suffice gives up first what does not show in the same year: fallow and its tilling, autumn
ploughing deep enough, turns of crops, dung carted out, seed sorted and renewed; what industry sends
(fertiliser, dressings for seed, parts for drills and sorters) stops with its civil output.
Departures: trials on single fields stand for farms; our own rule.
Rival accounts: none.
Sources: Johnston and Poulton (2018) on plots of one farm without dung and fertiliser; Oerke (2006)
on what weeds take; Volin (1970) and Moskoff (1990) on turns of crops, fallow and seed in the war,
as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, draught
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    unsupplied: Float[Array, ""]  # log yield lost in the end where industry sends farms nothing
    neglected: Float[Array, ""]  # the same where no draught power is left
    slow: Float[Array, ""]  # years in which fields run down and come back


class FieldsAtWar(Mechanism[Params]):
    id = "fields_at_war"
    theme = "war"
    phase = "report"
    claims = ("S136",)
    citations = ("johnston2018", "oerke2006", "volin1970", "moskoff1990", "ours")
    directions = (Direction("neglected", "grain.harvest", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        war = view.world.at_war
        power = draught(view)
        usual = jnp.where(war.usual_draught > 0, war.usual_draught, power)
        lacking = jnp.maximum(1 - power / jnp.maximum(usual, LEAST), 0)
        goal = params.unsupplied * (1 - war.civilian) + params.neglected * lacking
        return Effect(
            values={
                "war.run_down": war.run_down + (goal - war.run_down) / (MONTHS * params.slow),
                "war.usual_draught": usual,
            }
        )


MECHANISM = FieldsAtWar()
