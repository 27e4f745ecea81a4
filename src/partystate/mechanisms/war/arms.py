"""War takes output from the consumer and from investment, and brings women and the young to work.

Equations; f 1 while a war is fought:
    civilian   k <- k + (1 - squeezed f - k) / turning
    women      q <- q + called f max(most_women - q, 0) / 12
k share of its usual part of output that is not for arms: what is invested and what households get
of industry are cut to it (growth, wages).

Shapes: scalars.
Assumptions: plant turns from one use to the other at no loss; aid in kind other than food is left
out, and what arms do at the front is in the front's own rule.
Departures: Harrison reckons real defence outlays; here a share moves.
Rival accounts: none.
Sources: Harrison (1996) on the share of defence; Barber and Harrison (1991) on women and the young
at work, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    squeezed: Float[Array, ""]  # share of output for other uses that arms take in a long war
    turning: Float[Array, ""]  # months in which industry turns
    called: Float[Array, ""]  # per year, women who go to work in war
    most_women: Float[Array, ""]  # share of women among those at work, at most, in war


class Arms(Mechanism[Params]):
    id = "arms"
    theme = "war"
    phase = "report"
    claims = ("S176",)
    citations = ("harrison1996", "barber1991", "ours")
    directions = (Direction("squeezed", "wages.real_index_1926", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        war, given, industry = view.world.at_war, view.inputs.war, view.world.industry
        goal = 1 - params.squeezed * given.fought
        more = jnp.maximum(params.most_women - industry.women, 0)
        return Effect(
            values={
                "war.civilian": war.civilian + (goal - war.civilian) / params.turning,
                "industry.women": industry.women + params.called * given.fought * more / MONTHS,
            }
        )


MECHANISM = Arms()
