"""The rulers' line on the village follows the party's own line.

Equation, at the end of each month once the leadership has entered:
    L <- L + following (l - L)
l the party's line on the peasant market. What officials do in the village this month is what was
decided by the end of the last.

Shapes: scalars. Units: index -1 (force) to 1 (free trade).
Assumptions: whoever carries the line out knows it within a month.
Departures: ours; models of delegation let the agent choose, ours only lags.
Rival accounts: regions that run ahead of the line, which the drive has of its own.
Sources: claims S050, S058; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Mechanism
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    following: Float[Array, ""]  # share of the way to the party's line, a month


class VillageLine(Mechanism[Params]):
    id = "village_line"
    theme = "power"
    phase = "report"
    claims = ("S050", "S058")
    citations = ("ours",)

    def propose(self, view: View, params: Params) -> Effect:
        line, party = view.world.policy.line, view.inputs.party
        decided = view.world.power.line[view.endowment.party.market]
        moved = line + params.following * (decided - line)
        return Effect(values={"policy.line": jnp.where(party.seated, moved, line)})


MECHANISM = VillageLine()
