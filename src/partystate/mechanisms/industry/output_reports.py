"""What industry says it made: reports drift above output as plans are taut and as new products are
priced by their makers.

Equations; Y output, z log of reported over true, T target, w force in the line:
    z <- z + w [padding max(ln T - ln(Y e^z), 0) + novelty max(min(I / Y, 1) - ordinary, 0)] / 12
    reported = Y e^z
The next plan starts from the report, so that what was padded once is carried on: reported growth
runs away from growth by small steps, none of which is large.

Shapes: scalars.
Assumptions: padding is what is lacking to the target, in part; prices of new products are set high
where investment is high. Tonnes of single products are reported as they are.
Departures: Harrison (2011) has padding of a few per cent where audit is weak; audit is inside
`padding` here.
Rival accounts: fixed prices of an early year alone (`novelty`), or padding alone.
Sources: Harrison (2011); Nutter (1962) and Bergson (1961) on weights and new products; our own
formalisation."""

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
    padding: Float[Array, ""]  # per year, share of what is lacking to the target
    novelty: Float[Array, ""]  # log points a year, at an investment of all output
    # share of output invested at which no more new products come than are priced well
    ordinary: Float[Array, ""]


class OutputReports(Mechanism[Params]):
    id = "output_reports"
    theme = "industry"
    phase = "report"
    claims = ("S171", "S172")
    citations = ("harrison2011", "nutter1962", "bergson1961", "ours")
    directions = (Direction("padding", "industry.output_index_1913@published", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        world, known = view.world, view.world.information
        output = jnp.maximum(world.industry.output.sum(), LEAST)
        told = output * jnp.exp(known.report_excess)
        lacking = jnp.maximum(jnp.log(jnp.maximum(world.policy.output_target, LEAST) / told), 0)
        new = jnp.maximum(jnp.minimum(world.industry.invested / output, 1) - params.ordinary, 0)
        excess = (
            known.report_excess
            + command(view) * (params.padding * lacking + params.novelty * new) / MONTHS
        )
        return Effect(
            values={
                "information.report_excess": excess,
                "information.reported_output": output * jnp.exp(excess),
            }
        )


MECHANISM = OutputReports()
