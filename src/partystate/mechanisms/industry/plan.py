"""What industry is told to make, how much of it is to be invested, and what managers hold back
because of the plan.

Equations; w force in the line, R reported output, at the turn of the year:
    target  <- [T + ratchet (R - T)] (1 + ambition w)
    accumulation  = saved + squeezed w          share of output that is to be invested
    equipment <- equipment + [min(bought accumulation / saved, max_machinery_share) - equipment]
        / delivery          share of imports that is machinery
    exertion  = 1 - hidden w [1 - bonus],  bonus = 1 / (1 + ratchet / impatience)
A manager whose target follows what he makes shows less than he could; the effective bonus is
Weitzman's.

Shapes: scalars. Reads only what was reported.
Assumptions: what is imported follows what is to be invested; the line on the village stands for the
line on the economy; one plan year for all; bonuses are paid on the one target.
Departures: Weitzman's increment of the target in units of output is a rate here.
Rival accounts: truthful targets under a menu of bonuses (`published.target_menu`, Weitzman 1976)
need no ratchet.
Sources: Weitzman (1976, 1980); Hunter (1961) on taut plans; our own rule for ambition."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command
from partystate.published.ratchet import effective_bonus
from partystate.world.agricultural_clock import month_of_year
from partystate.world.effect import Effect
from partystate.world.view import View

# January: the plan year is the calendar year; that it began in October at first is left out
PLAN_MONTH = 0


class Params(eqx.Module):
    ratchet: Float[Array, ""]  # share of a surplus over the target that enters the next one
    ambition: Float[Array, ""]  # rise of the target in a year under full force
    saved: Float[Array, ""]  # share of output invested under free trade
    squeezed: Float[Array, ""]  # further share under full force
    bought: Float[Array, ""]  # share of imports that is machinery under free trade
    max_machinery_share: Float[Array, ""]  # share of imports that machinery never exceeds
    delivery: Float[Array, ""]  # months until machines that are wanted come
    # share of what they could make that managers hide where no bonus is left
    hidden: Float[Array, ""]
    impatience: Float[Array, ""]  # per year, discount rate of managers


class Plan(Mechanism[Params]):
    id = "plan"
    theme = "industry"
    phase = "decide"
    claims = ("S144", "S164", "S165")
    citations = ("weitzman1976", "weitzman1980", "hunter1961", "ours")
    directions = (
        Direction("squeezed", "industry.output_index_1913", +1),
        Direction("hidden", "industry.output_index_1913", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        policy, reported, w = (
            view.world.policy,
            view.world.information.reported_output,
            command(view),
        )
        base = policy.output_target + params.ratchet * (reported - policy.output_target)
        fresh = base * (1 + params.ambition * w)
        bonus = effective_bonus(1.0, params.ratchet, params.impatience)
        accumulation = params.saved + params.squeezed * w
        wanted = jnp.minimum(
            params.bought * accumulation / params.saved, params.max_machinery_share
        )
        return Effect(
            values={
                "policy.output_target": jnp.where(
                    month_of_year(view.world.month) == PLAN_MONTH, fresh, policy.output_target
                ),
                "policy.accumulation": accumulation,
                "policy.equipment": policy.equipment
                + (wanted - policy.equipment) / params.delivery,
                "policy.exertion": 1 - params.hidden * w * (1 - bonus),
            }
        )


MECHANISM = Plan()
