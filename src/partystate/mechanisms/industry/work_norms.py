"""Norms of piece work, those who beat them, and what they do to the next norms.

Equations; a log output a hand, n log norm, W real wage, W_r the usual one, w force in the line:
    share = w Phi([a - n - margin + lure (W / W_r - 1)] / spread)                 shock workers
    n <- n + follow [a + raised share - n]                                     when the year's norms
        are set
The more there is to buy beyond the usual the more workers work for a bonus; the norms that follow
take the bonus away (the ratchet of the plan, one floor down). What they make more is `growth`'s.

Shapes: scalars.
Assumptions: one norm; skill differs between workers by a normal spread of logs.
Departures: Weitzman's (1980) ratchet is for a firm.
Rival accounts: campaign without incentive (`lure` = 0).
Sources: Siegelbaum (1988) on shock work and norms, as recalled; Weitzman (1980); our own
formalisation; claim S181."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.industry.plan import PLAN_MONTH
from partystate.mechanisms.quantities import LEAST, command
from partystate.world.agricultural_clock import month_of_year
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    margin: Float[Array, ""]  # log points beyond the norm that make a shock worker
    lure: Float[Array, ""]  # log points of effort for a wage that buys twice the usual
    spread: Float[Array, ""]  # sd of log output between workers
    follow: Float[Array, ""]  # share of the way norms go to what was made
    raised: Float[Array, ""]  # log points beyond it, where all are shock workers


def beating(above, spread):
    """Share of workers whose log output stands above a mark `above` the mean."""
    return gaussian.cdf(-above / spread)


class WorkNorms(Mechanism[Params]):
    id = "work_norms"
    theme = "industry"
    phase = "report"
    claims = ("S181",)
    citations = ("siegelbaum1988", "weitzman1980", "ours")
    directions = (Direction("margin", "labour.shock_worker_share", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        industry = view.world.industry
        made = jnp.log(
            jnp.maximum(industry.output.sum(), LEAST)
            / jnp.maximum(industry.employed / view.endowment.people.rural_base.sum(), LEAST)
        )
        bonus = params.lure * (industry.wage / jnp.maximum(industry.usual_wage, LEAST) - 1)
        share = command(view) * beating(industry.norm + params.margin - made - bonus, params.spread)
        fresh = industry.norm + params.follow * (made + params.raised * share - industry.norm)
        return Effect(
            values={
                "industry.shock_workers": share,
                "industry.norm": jnp.where(
                    month_of_year(view.world.month) == PLAN_MONTH, fresh, industry.norm
                ),
            }
        )


MECHANISM = WorkNorms()
