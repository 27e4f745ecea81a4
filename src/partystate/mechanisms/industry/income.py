"""National income, as it was and as it was told: farms, industry and the rest of the towns at the
prices of a base year.

Equations; h harvest and a animals of the country against the usual, Y industrial output, N
townspeople and V villagers of the start:
    income    = farms [grain h + (1 - grain) a] + industry Y + rest N / V
    reported  = the same with the harvest as published, and all but farms as far above truth as the
        reports of industry
    consumed  = max(income - industry I, 0)
I what was invested in industry and transport, in the unit of its output.

Shapes: scalars; income of the base year is about 1.
Assumptions: value added follows gross output in each part; services follow the number of
townspeople.
Departures: three parts where national accounts have a dozen; no change of relative prices.
Rival accounts: weights late in the period make growth slower (Bergson 1961: 5.5 against 11.9 per
cent a year); ours are early.
Sources: Gregory (1982) and Markevich and Harrison (2011) on shares of 1913, as recalled; our own
three parts."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.industry.wages import animals
from partystate.mechanisms.quantities import LEAST, urban_population
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    farms: Float[Array, ""]  # share of farms in the income of the base year
    grain: Float[Array, ""]  # share of crops in farm income
    industry: Float[Array, ""]  # share of industry and transport
    # income of the other townspeople, times villagers of the start a townsperson
    rest: Float[Array, ""]


class Income(Mechanism[Params]):
    id = "income"
    theme = "industry"
    phase = "report"
    claims = ("S171", "S172")
    citations = ("gregory1982", "markevich2011", "bergson1961", "ours")
    directions = (Direction("industry", "income.growth", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        world, base = view.world, view.endowment
        usual = (base.land.sown_area * base.land.yield_).sum()
        rest = params.rest * urban_population(view).sum() / base.people.rural_base.sum()

        def farms(harvest):
            return params.farms * (
                params.grain * harvest.sum() / usual + (1 - params.grain) * animals(view)
            )

        output, reported = world.industry.output.sum(), world.information.reported_output
        others = params.industry * output + rest
        income = farms(world.land.harvest) + others
        return Effect(
            values={
                "industry.income": income,
                "industry.consumed": jnp.maximum(
                    income - params.industry * world.industry.invested, 0
                ),
                "information.reported_income": farms(world.information.published_harvest)
                + others * reported / jnp.maximum(output, LEAST),
            }
        )


MECHANISM = Income()
