"""Both sides kill those whom they take for enemies, the more the more they are threatened.

Equations, each month; T threat to the regime, 1 - T that to the others, P_k people on the land of a
holder in millions, t_k his terror:
    t_0 <- t_0 + quick (T - t_0),   t_k <- t_k + quick ((1 - T) - t_k) where k has an army
    executed_k = zeal t_k P_k,   of the regime zeal, of others zeal other_zeal

Shapes: t, executed [holders]; persons a month.
Assumptions: terror answers danger and not doctrine; local powers have none of their own.
Departures: villages burned and officers shot are one number; who is killed is not told.
Rival accounts: terror as a programme would not fall with the danger.
Sources: Holquist (2002) and Ryan (2012) on violence of both sides, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import (
    MILLION,
    is_other,
    is_war,
    people_held,
    uprising,
)
from partystate.world.effect import Effect
from partystate.world.revolution import REGIME
from partystate.world.view import View


class Params(eqx.Module):
    quick: Float[Array, ""]  # 1/month, at which terror comes to the danger
    zeal: Float[Array, ""]  # persons killed a month and million people under full terror
    other_zeal: Float[Array, ""]  # the same of others, against that of the regime


class Reprisals(Mechanism[Params]):
    id = "reprisals"
    theme = "revolution"
    phase = "act"
    claims = ("S015",)
    citations = ("holquist2002", "ryan2012", "ours")
    directions = (Direction("zeal", "civilwar.executions", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        now, people = uprising(view), people_held(view) / MILLION
        other = is_other(view) & (now.army > 0)
        danger = jnp.where(other, 1 - now.threat, 0).at[REGIME].set(now.threat)
        terror = now.terror + params.quick * (danger * is_war(view) - now.terror)
        zeal = jnp.where(is_other(view), params.other_zeal, 1) * params.zeal
        return Effect(
            values={"revolution.terror": terror, "revolution.executed": zeal * terror * people}
        )


MECHANISM = Reprisals()
