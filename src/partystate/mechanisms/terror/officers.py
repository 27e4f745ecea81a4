"""The army under terror: officers as a pool by rank, and what it costs in experience.

Equations, by rank r (closeness q_r from 1 at the top to 0 at the bottom):
    arrested    a share a_r = 1 - exp[-I reach^(1 - q_r) exp(suspicion x)] a month
    experience  X_r <- M + learning (1 - M),   M = X_r {1 - min[(1 + discharged) a_r, 1]}
    loss of fighting power = 1 - mean of X_r weighted by 1 + q_r
I intensity, x the suspicion that lies on the army: distrust of the holder of its office, and his
tie to the fallen; reach that of the terror at the bottom.

Shapes: ranks R. Units: persons, shares.
Assumptions: places are filled at once by men of no experience; officers on the party's bodies are
persons and counted there.
Departures: all equations are ours.
Rival accounts: Reese (1996) counts far fewer lost than the older books: what differs is the reach
at the bottom.
Sources: Conquest (1968), Reese (1996), Suvenirov (1998), as recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import closeness
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    reach: Float[Array, ""]  # of the lowest rank, against the highest
    suspicion: Float[Array, ""]
    discharged: Float[Array, ""]  # for each arrested
    learning: Float[Array, ""]  # share of lost experience regained a month


def share_taken(intensity, suspected, ranks: int, params: Params):
    """Share [R] arrested in a month."""
    reach = params.reach ** (1 - closeness(ranks))
    return -jnp.expm1(-intensity * reach * jnp.exp(params.suspicion * suspected))


class Officers(Mechanism[Params]):
    id = "officers"
    theme = "terror"
    phase = "act"
    claims = ("S114",)
    citations = ("conquest1968", "reese1996", "suvenirov1998", "ours")
    directions = (Direction("reach", "repression.officers", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, base = view.world.power, view.endowment.party
        holder = jnp.where(base.army >= 0, power.holder[base.army], -1)
        leader = jnp.maximum(power.leader, 0)
        suspected = jnp.where(holder >= 0, power.tied[holder] - power.trust[leader, holder], 0)
        share = share_taken(power.intensity, suspected, len(base.officers), params)
        left = jnp.minimum((1 + params.discharged) * share, 1)
        experience = power.experience * (1 - left)
        return Effect(
            values={
                "power.officers_arrested": (share * base.officers).astype(
                    power.officers_arrested.dtype
                ),
                "power.officers_left": (left * base.officers).astype(power.officers_left.dtype),
                "power.experience": (experience + params.learning * (1 - experience)).astype(
                    power.experience.dtype
                ),
            }
        )


MECHANISM = Officers()
