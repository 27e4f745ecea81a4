"""Networks in the great powers: they grow by contact and by believers, and terror at home takes
those who run them.

Equations, each month and for each power; I intensity of terror at the top, Y conformity of foreign
parties, c contact with the power (1 where there is an embassy, 0 where there is nothing):
    kept      M = N exp(-exposure I - recall [the chief of the police has just been dropped])
    strength  N <- 1 - (1 - M) exp(-by_contact c - by_belief Y)
    networks  the sum of N over the powers: countries, each by how far its network works
A network needs somebody to run it under cover of a mission, or believers who work for it where
there is none; the men of a fallen chief are called home, as are those whom terror at the top
reaches.

Shapes: powers. Units: shares; rates a month; countries.
Assumptions: officers abroad are as exposed as the party's elite; all powers are as hard to work in;
what was built is not lost by itself.
Departures: all equations are ours. With the same c and no believers, chief or powers to tell apart
it is the rule of version 0.6, which `abroad` had.
Rival accounts: networks lived by believers and needed no missions (`by_contact` = 0); by missions
alone (`by_belief` = 0).
Sources: Andrew and Mitrokhin (1999), as recalled, on residencies, agents of belief and the recalls
of the 1930s; claims S087-S088, S090."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.power import STAYS
from partystate.world.view import View


class Params(eqx.Module):
    by_contact: Float[Array, ""]  # per month, with an embassy
    by_belief: Float[Array, ""]  # per month, with parties that follow in all
    exposure: Float[Array, ""]  # of those who run them, against the elite
    # log of what is lost of networks at the fall of a chief of the police: exp(-recall) is left
    recall: Float[Array, ""]


class IntelligenceAbroad(Mechanism[Params]):
    id = "intelligence"
    theme = "terror"
    phase = "act"
    claims = ("S087", "S088", "S090")
    citations = ("andrew1999", "ours")
    directions = (
        Direction("by_contact", "intelligence.networks", +1),
        Direction("exposure", "intelligence.networks", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        power, before = view.world.power, view.world.intelligence
        fell = power.chief_left != STAYS
        lost = params.exposure * power.intensity + params.recall * fell
        kept = before.strength * jnp.exp(-lost)
        gained = params.by_contact * view.inputs.foreign.contact + (
            params.by_belief * power.conformity
        )
        strength = 1 - (1 - kept) * jnp.exp(-gained)
        return Effect(
            values={
                "intelligence.strength": strength,
                "power.networks": strength.sum().astype(power.networks.dtype),
            }
        )


MECHANISM = IntelligenceAbroad()
