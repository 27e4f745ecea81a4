"""Grain of the state that is lost with the land where it lies, and oats for the horses of the army.

Equations, each month; h share held and h' last month, G state granary, A horses of the army:
    lost    = (1 - carried) G sum[q_r max(h'_r - h_r, 0) / h'_r] / sum(q_r)
    fodder  = oats A / 12
q what was asked of a region for the agricultural year, which stands for what lies in store there.

Shapes: t this month.
Assumptions: the granary is one in the books and lies where it was collected; what is not carried
away is burned or left; both come before all other uses, since they ask nobody.
Departures: none published; our own rule.
Rival accounts: towns and camps hunger in a war for want of harvests (`fields_at_war`) or of stores
(`carried`).
Sources: Moskoff (1990) on grain left and carried away; DiNardo (1991) on rations of horses, as
recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.stocks import OF_FODDER, OF_LOST
from partystate.world.view import View


class Params(eqx.Module):
    carried: Float[Array, ""]  # share of the grain of lost land that is carried away
    oats: Float[Array, ""]  # t of grain a horse of the army and year


class StoresAtWar(Mechanism[Params]):
    id = "stores_at_war"
    theme = "war"
    phase = "act"
    claims = ("S136",)
    citations = ("moskoff1990", "dinardo1991", "ours")
    directions = (
        Direction("carried", "grain.state_stocks", +1),
        Direction("oats", "grain.state_stocks", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        war, held, there = view.world.at_war, view.inputs.controlled, view.world.policy.plan
        gone = jnp.maximum(war.controlled - held, 0) / jnp.maximum(war.controlled, LEAST)
        share = (there * gone).sum() / jnp.maximum(there.sum(), LEAST)
        lost = (1 - params.carried) * share * view.world.land.state_grain
        return Effect(claims={OF_LOST: lost, OF_FODDER: params.oats * war.mounts / MONTHS})


MECHANISM = StoresAtWar()
