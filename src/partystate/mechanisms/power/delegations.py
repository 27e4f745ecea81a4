"""Delegates of congresses come from the party in the regions, which grows with their towns.

Equation, by region g of the party, each month once the leadership has entered:
    G_g <- G_g + following (T_g - G_g),   T_g = d_g [1 + growth (N_g / N0_g - 1)]+ / sum of the same
G share of a congress by party region, d the recorded share at the start, N townspeople on the
ration lists of the regions it holds, N0 those of the first month known. A party region that holds
no region (an army) keeps its weight.

Shapes: G regions of the party. Units: share.
Assumptions: members are townspeople in the main, admitted in proportion.
Departures: none published; ours.
Rival accounts: sizes of delegations as a tool of the appointments office (`following` = 0 leaves
them as recorded).
Sources: claims S018, S036; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.quantities import LEAST
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    following: Float[Array, ""]  # per month
    growth: Float[Array, ""]  # 1, rise of members with townspeople


def townspeople(view: View) -> Float[Array, "regions_of_party"]:
    """Townspeople known, by region of the party."""
    region, known = view.endowment.party.party_region, view.world.information.known_towns
    parts = len(view.endowment.party.delegates)
    return jnp.zeros(parts).at[jnp.where(region >= 0, region, parts)].add(known, mode="drop")


class Delegations(Mechanism[Params]):
    id = "delegations"
    theme = "power"
    phase = "report"
    claims = ("S018", "S036")
    citations = ("ours",)

    def propose(self, view: View, params: Params) -> Effect:
        power, base = view.world.power, view.endowment.party
        now = townspeople(view)
        first = jnp.where(power.townspeople > 0, power.townspeople, now)
        grown = jnp.where(first > 0, now / jnp.maximum(first, LEAST), 1)
        wanted = base.delegates * jnp.maximum(1 + params.growth * (grown - 1), 0)
        wanted = wanted / jnp.maximum(wanted.sum(), LEAST) * base.delegates.sum()
        moved = power.delegates + params.following * (wanted - power.delegates)
        return Effect(
            values={
                "power.delegates": jnp.where(view.inputs.party.seated, moved, power.delegates),
                "power.townspeople": first,
            }
        )


MECHANISM = Delegations()
