"""Terror abroad: foreign parties kept in line, exiles hunted.

Equations; I intensity of terror at the top, E establishment of the leader, N the networks
(`intelligence`) and n the great powers:
    conformity  1 - Y <- [1 - Y - control (E - Y)] exp(-purge I): who controls the party controls
        those who live by it, and the purge of their exiles does the rest
    killing     of somebody banished, hazard a month
        hunting E threat N / n standing / 10

Shapes: scalars; persons P. Units: share; hazard a month.
Assumptions: reach abroad goes with the networks; no asylum stops them.
Departures: all equations are ours.
Rival accounts: foreign parties followed because they agreed (`control` small).
Sources: McDermott and Agnew (1996), Andrew and Mitrokhin (1999), as recalled; claims S089-S090."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.power import BANISHED
from partystate.world.view import View

KILLING = 1
TOP = 10.0


class Params(eqx.Module):
    control: Float[Array, ""]  # per month
    purge: Float[Array, ""]  # of foreign parties, against the elite
    hunting: Float[Array, ""]  # hazard of an exile of full standing at full threat


class Abroad(Mechanism[Params]):
    id = "abroad"
    theme = "terror"
    phase = "act"
    claims = ("S089", "S090")
    citations = ("mcdermott1996", "andrew1999", "ours")
    directions = (Direction("control", "comintern.conformity", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, base = view.world.power, view.endowment.party
        conformity = power.conformity + params.control * (power.established - power.conformity)
        conformity = 1 - (1 - conformity) * jnp.exp(-params.purge * power.intensity)
        powers = view.inputs.foreign.contact.shape[-1]
        reach = power.networks / max(powers, 1)
        hazard = params.hunting * power.established * power.threat * reach * power.standing / TOP
        u = view.draws.uniform(KILLING, base.person_ids)
        killed = power.alive & (power.status == BANISHED) & (u < -jnp.expm1(-hazard))
        return Effect(
            values={
                "power.conformity": conformity.astype(power.conformity.dtype),
            },
            posts={"killed_abroad": killed},
        )


MECHANISM = Abroad()
