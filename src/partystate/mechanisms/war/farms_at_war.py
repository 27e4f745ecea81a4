"""What war takes from farms: horses for the army, animals the enemy drives away, order where the
front goes over them, and grown hands.

Equations, by kind k and region r; c share of the people called this month, h held now and h' last
month:
    H_k <- H_k (1 - drafted c [k = horses]) exp(-driven_k (1 - h_r))
    s_r <- s_r + (1 - s_r) min{upset |h_r - h'_r|, 1}      upheaval of farms (collectivisation)
    g_r <- G_r / G_r0        G share of the villagers who are of working age, G_r0 when war began
`driven` is an act of the enemy, and given. g cuts the hands of a village (harvest).

Shapes: [herds, R]; [R].
Assumptions: a horse goes with a man; the enemy takes animals at one pace wherever he is; what was
sown goes on being sown, and the loss is one of yield.
Departures: none published; our own rule.
Rival accounts: harvests of a war fall for want of men (g), of draught power (`drafted`, driven) or
of order (`upset`).
Sources: Moskoff (1990) and Nove (1992) ch. 10 on farms in the war, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.war.grown_hands import grown_share
from partystate.world.effect import Effect
from partystate.world.herds import HORSES
from partystate.world.view import View


class Params(eqx.Module):
    drafted: Float[Array, ""]  # share of horses taken for each share of the people called
    upset: Float[Array, ""]  # upheaval of farms a share of a region's land lost or freed


class FarmsAtWar(Mechanism[Params]):
    id = "farms_at_war"
    theme = "war"
    phase = "report"
    claims = ("S136",)
    citations = ("moskoff1990", "nove1992", "ours")
    directions = (
        Direction("drafted", "livestock.horses", -1),
        Direction("upset", "grain.harvest", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        war, given, land = view.world.at_war, view.inputs.war, view.world.land
        held = view.inputs.controlled
        herds = land.herds * jnp.exp(-given.driven[:, None] * (1 - held)[None])
        left = 1 - jnp.clip(params.drafted * given.called, 0, 1)
        moved = jnp.clip(params.upset * jnp.abs(held - war.controlled), 0, 1)
        grown = grown_share(view.layout, view.endowment.people.mean_age, view.world.people.persons)
        return Effect(
            values={
                "land.herds": herds.at[HORSES].multiply(left),
                "land.disruption": land.disruption + (1 - land.disruption) * moved,
                "war.grown": grown / war.usual_grown,
            }
        )


MECHANISM = FarmsAtWar()
