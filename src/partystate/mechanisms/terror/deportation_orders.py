"""Which peoples are to leave which regions: those whose state of kin is dangerous, where they live
by the border.

Equation, by region r and people n while a mass operation is under way or a war is fought; f 1 while
one is:
    order = clip((d_n max(border_r, f) [1 - u_rn (1 - f)] - distrust_threshold) / distrust_width,
        0, 1)
d_n danger from its state of kin (`threat`), u_rn the share of the people who live there in a
republic or region of their own name. The danger is that of one state, so that one people is moved
and another, as near to the border, is not; nobody is looked at one by one. In a war the border is
everywhere, and a republic of its own is no shelter for a people whose state of kin is the enemy.

Shapes: [R, N]. Reads only decisions and the books of the organs.
Assumptions: a region by one border is by all of them; the same apparatus arrests and deports, so
that peoples are moved while it is at work.
Departures: none published; our own rule.
Rival accounts: peoples are moved for what they did under an occupation, or for risings: neither is
modelled, and those without a dangerous state of kin stay.
Sources: Martin (1998) on peoples of the border; Polian (2004), as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import fought
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    distrust_threshold: Float[Array, ""]  # danger by the border at which a people is moved
    distrust_width: Float[Array, ""]  # more of it at which all are


class DeportationOrders(Mechanism[Params]):
    id = "deportation_orders"
    theme = "terror"
    phase = "decide"
    claims = ("S138", "S197")
    citations = ("martin1998", "polian2004", "ours")
    directions = (Direction("distrust_threshold", "deportation.deported", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        organs, base = view.world.repression, view.endowment
        war = fought(view)
        near = jnp.maximum(base.land.border, war)[:, None]
        distrust = near * (1 - base.people.own_unit * (1 - war)) * organs.kin_danger[None]
        wanted = jnp.clip((distrust - params.distrust_threshold) / params.distrust_width, 0, 1)
        return Effect(values={"repression.orders": jnp.maximum(organs.campaign, war) * wanted})


MECHANISM = DeportationOrders()
