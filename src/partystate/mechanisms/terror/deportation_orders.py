"""Which peoples are to leave which regions: those whose state of kin is dangerous, where they live
by the border.

Equation, by region r and people n while a mass operation is under way:
    order = clip((d_n border_r (1 - u_rn) - distrust_threshold) / distrust_width, 0, 1)
d_n danger from its state of kin (`threat`), u_rn the share of the people who live there in a
republic or region of their own name. The danger is that of one state, so that one people is moved
and another, as near to the border, is not; nobody is looked at one by one.

Shapes: [R, N]. Reads only decisions and the books of the organs.
Assumptions: a region by one border is by all of them; the same apparatus arrests and deports, so
that peoples are moved while it is at work.
Departures: none published; our own rule.
Rival accounts: deportation after an occupation comes with the war.
Sources: Martin (1998) on peoples of the border; Polian (2004), as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
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
        near = base.land.border[:, None] * (1 - base.people.own_unit)
        distrust = near * organs.kin_danger[None]
        return Effect(
            values={
                "repression.orders": organs.campaign
                * jnp.clip((distrust - params.distrust_threshold) / params.distrust_width, 0, 1)
            }
        )


MECHANISM = DeportationOrders()
