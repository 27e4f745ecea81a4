"""Who paid for what was invested: buyers abroad, the unfree, the village, and the consumers of the
towns.

Equations, of the investment I of the month, in the unit of industrial output; w force in the line:
    trade       = equipment imported,   forced = built by the unfree
    peasants    = min(I - trade - forced, wedge w grain_worth collected / usual harvest)
    consumption = what is left
collected is grain of the agricultural year so far, at a yearly rate; wedge the part of its worth
that the state does not pay, at a full line of force. Each is told as a share of all four.

Shapes: [4], shares that sum to one; all nought before anything is invested.
Assumptions: imports are paid by exports and credit; what the state keeps of the grain it takes goes
into plant first.
Departures: none published; an account of ours, which does not say where the burden came to rest.
Rival accounts: Ellman (1975) and Barsov (1969) find little net transfer from the village after what
it was sent (`wedge` near nought); Preobrazhensky wanted it large.
Sources: Ellman (1975), Millar (1974), as recalled; claim S165."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, command
from partystate.world.agricultural_clock import HARVEST, MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    wedge: Float[Array, ""]  # share of the worth of grain taken by full force that is not paid
    # worth of the harvest of the base years, in the output of industry of the base year
    grain_worth: Float[Array, ""]


class Accumulation(Mechanism[Params]):
    id = "accumulation"
    theme = "industry"
    phase = "report"
    claims = ("S165",)
    citations = ("ellman1975", "millar1974")
    directions = (Direction("wedge", "economy.accumulation_source:source=peasants", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        industry, land, base = view.world.industry, view.world.land, view.endowment
        usual = (base.land.sown_area * base.land.yield_).sum()
        passed = (view.world.month - HARVEST) % MONTHS + 1
        taken = land.collected.sum() * MONTHS / passed / usual
        rest = jnp.maximum(industry.invested - industry.imported - industry.conscripted, 0)
        village = jnp.minimum(params.wedge * command(view) * params.grain_worth * taken, rest)
        parts = jnp.stack([rest - village, village, industry.imported, industry.conscripted])
        return Effect(values={"industry.sources": parts / jnp.maximum(parts.sum(), LEAST)})


MECHANISM = Accumulation()
