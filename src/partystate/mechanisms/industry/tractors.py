"""Tractors that industry makes or buys abroad and sends to the village.

Equations; T tractors, I invested, w force in the line:
    T <- T + [sent I (market + (1 - market) w) - wear T] / 12,   power = horses T
    paid in kind, by region r:  payment w q_r min(serves T_r / A_r, 1) H_r
Tractors go where farms are joined: stations of the state hold them, and a market sells few to small
farms. T_r are those of a region, by its area and its joined farms; A area sown [ha], q share of the
peasants who have joined, H harvest. What members owe for the work is a share of the crop and taken
at the threshing floor.

Shapes: scalars; power in horses; payment [R] t of grain a year.
Assumptions: a fixed part of what is invested; one kind of tractor; payment in kind in all years in
which farms are joined by force.
Departures: none published; our own rule, in place of the trial's P7.
Rival accounts: none modelled.
Sources: Miller (1970) on machine-tractor stations, as recalled; our trial, P7."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import collectivised_share, command, tractors_stand
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    # tractors, for an investment of all output of the base year, under full force
    sent: Float[Array, ""]
    market: Float[Array, ""]  # share of it under free trade
    wear: Float[Array, ""]  # per year
    horses: Float[Array, ""]  # horses that a tractor stands for
    serves: Float[Array, ""]  # ha of grain a tractor works in a year
    payment: Float[Array, ""]  # share of the crop owed where all work is done by stations


def owed(view: View, params: Params):
    """Grain [R] owed in kind to the stations of the state for the work of a year, t."""
    land, base = view.world.land, view.endowment.land
    there = land.tractors * tractors_stand(view)
    area = jnp.maximum(base.sown_area * land.sown_area, 1)
    served = jnp.minimum(params.serves * there / area, 1) * collectivised_share(view)
    return params.payment * command(view) * served * land.harvest


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
            values={
                "land.tractors": tractors,
                "land.tractor_power": params.horses * tractors,
                "policy.station_due": owed(view, params),
            }
        )


MECHANISM = Tractors()
