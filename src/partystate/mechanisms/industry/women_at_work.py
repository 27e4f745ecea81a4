"""Women of workers' households take paid work, as wages fall and as the plan calls for hands.

Equation; q share of women among those at work, W real wage, W_r what was earned before, w force in
the line:
    q <- q + [need max(1 - W / W_r, 0) + called w] (max_women_share - q) / 12,
    W_r <- W_r + (W - W_r) forgetting / 12
A household whose wage falls sends one more of its members to work; its hands are (1 - q_0) / (1 -
q) of those of the base year.

Shapes: scalars.
Assumptions: men's work a household stays as it is; who has gone to work stays.
Departures: none published; our own rule.
Rival accounts: need (`need`) against mobilisation by the plan (`called`).
Sources: Goldman (2002) on women in the first plans, as recalled; our own formalisation; claim S176.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, command
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    need: Float[Array, ""]  # per year, where the wage has gone
    called: Float[Array, ""]  # per year, under full force
    max_women_share: Float[Array, ""]  # share of women among those at work, at most
    forgetting: Float[Array, ""]  # per year, at which households get used to a wage


def more_hands(women, women_before):
    """Hands a household against the base year, when the men of it work as before."""
    return (1 - women_before) / jnp.maximum(1 - women, LEAST)


class WomenAtWork(Mechanism[Params]):
    id = "women_at_work"
    theme = "industry"
    phase = "act"
    claims = ("S176",)
    citations = ("goldman2002", "ours")
    directions = (Direction("called", "society.women_employment_share", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        industry = view.world.industry
        fallen = jnp.maximum(1 - industry.wage / jnp.maximum(industry.usual_wage, LEAST), 0)
        going = jnp.minimum((params.need * fallen + params.called * command(view)) / MONTHS, 1)
        return Effect(
            values={
                "industry.women": industry.women
                + going * jnp.maximum(params.max_women_share - industry.women, 0),
                "industry.usual_wage": industry.usual_wage
                + params.forgetting / MONTHS * (industry.wage - industry.usual_wage),
            }
        )


MECHANISM = WomenAtWork()
