"""Tractors that industry makes or buys abroad and sends to the village.

Equations; T tractors, I invested, w force in the line:
    T <- T + [sent I (market + (1 - market) w) - wear T] / 12,   power = horses T
Tractors go where farms are joined: stations of the state hold them, and a market sells few to small
farms.

Shapes: scalars; power in horses.
Assumptions: a fixed part of what is invested; one kind of tractor.
Departures: none published; our own rule, in place of the trial's P7.
Rival accounts: none modelled.
Sources: Miller (1970) on machine-tractor stations, as recalled; our trial, P7."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    # tractors, for an investment of all output of the base year, under full force
    sent: Float[Array, ""]
    market: Float[Array, ""]  # share of it under free trade
    wear: Float[Array, ""]  # per year
    horses: Float[Array, ""]  # horses that a tractor stands for


class Tractors(Mechanism[Params]):
    id = "tractors"
    theme = "industry"
    phase = "report"
    claims = ("S165",)
    citations = ("miller1970", "ours")
    directions = (Direction("sent", "tractors.stock", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        had, w = view.world.land.tractors, command(view)
        made = (
            params.sent * view.world.industry.invested * (params.market + (1 - params.market) * w)
        )
        tractors = had + (made - params.wear * had) / MONTHS
        return Effect(
            values={"land.tractors": tractors, "land.tractor_power": params.horses * tractors}
        )


MECHANISM = Tractors()
