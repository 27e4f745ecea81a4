"""What war takes from farms: order where the front goes over them, and grown hands.

Equations, by region r; h held now and h' last month:
    s_r <- s_r + (1 - s_r) min{upset |h_r - h'_r|, 1}      upheaval of farms (collectivisation)
    g_r <- G_r / G_r0,   G = men + women F + young Y + old O
men, F, Y, O shares of the villagers who are grown men, grown women, youths and old people, G_r0 the
same when the war began. g cuts the hands of a village (harvest). The files on animals, machines and
fields at war beside this one have the rest.

Shapes: [R].
Assumptions: days worked rise in a war and work done in a day falls, and the one is left to stand
for the other; what was sown goes on being sown, and the loss is one of yield.
Departures: none published; our own rule.
Rival accounts: harvests of a war fall for want of men (g), of draught power (`herds_at_war`,
`machines_at_war`), of care and goods for the fields (`fields_at_war`) or of order (`upset`).
Sources: Moskoff (1990) and Nove (1992) ch. 10 on farms in the war, Chayanov (1966) on what women
and youths do of a man's work, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST
from partystate.mechanisms.war.grown_hands import hands_of
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    upset: Float[Array, ""]  # upheaval of farms a share of a region's land lost or freed
    women: Float[Array, ""]  # work of a grown woman against that of a man
    young: Float[Array, ""]  # of a youth
    old: Float[Array, ""]  # of an old person


def work(params: Params, hands) -> Float[Array, "regions"]:
    """Work [R] a villager can do, that of a grown man = 1, by shares of hands [H, R]."""
    worth = jnp.stack([jnp.ones(()), params.women, params.young, params.old])
    return jnp.maximum((worth[:, None] * hands).sum(0), LEAST)


class FarmsAtWar(Mechanism[Params]):
    id = "farms_at_war"
    theme = "war"
    phase = "report"
    claims = ("S136",)
    citations = ("moskoff1990", "nove1992", "chayanov1966", "ours")
    directions = (Direction("upset", "grain.harvest", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        war, land = view.world.at_war, view.world.land
        moved = jnp.abs(view.inputs.controlled - war.controlled)
        moved = jnp.clip(params.upset * moved, 0, 1)
        ages = view.endowment.people.mean_age
        now = hands_of(view.layout, ages, view.world.people.persons)
        return Effect(
            values={
                "land.disruption": land.disruption + (1 - land.disruption) * moved,
                "war.grown": work(params, now) / work(params, war.usual_hands),
            }
        )


MECHANISM = FarmsAtWar()
