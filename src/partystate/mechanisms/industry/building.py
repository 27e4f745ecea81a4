"""Railways that are built, engineers who are hired abroad, and what forced labour adds to building.

Equations; I invested, M imports of machinery in million USD a year, e foreign engineers, w force in
the line:
    railways   km <- km + laid I / 12
    engineers  e <- e + (hired w M - home e) / 12      each machine brings its fitters, until own
        ones are trained
    forced     hands = able (those in camps and colonies) + settled (exile settlers),   persons of
        workers' households they stand for

Shapes: scalars.
Assumptions: a share of what is invested is track; settlers and prisoners build what the plan
builds.
Departures: none published; our own accounts.
Rival accounts: none modelled.
Sources: Westwood (1982) on railways, Sutton (1971) on engineers, Gregory and Lazarev (2003) on
forced labour, as recalled; claims S167, S204, S205."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command, of_status
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View

MILLION = 1e6


class Params(eqx.Module):
    laid: Float[Array, ""]  # thousand km, for an investment of all output of the base year
    hired: Float[Array, ""]  # persons a year and million USD of machinery under full force
    home: Float[Array, ""]  # per year, go home or are replaced
    able: Float[Array, ""]  # persons of workers' households that a prisoner stands for
    settled: Float[Array, ""]  # the same of a person in an exile settlement


class Building(Mechanism[Params]):
    id = "building"
    theme = "industry"
    phase = "report"
    claims = ("S167", "S204", "S205")
    citations = ("westwood1982", "sutton1971", "gregory2003")
    directions = (
        Direction("laid", "industry.railway_km", +1),
        Direction("hired", "industry.foreign_specialists", +1),
        Direction("able", "labour.forced_share", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        industry, policy, inputs = view.world.industry, view.world.policy, view.inputs
        came = params.hired * command(view) * policy.equipment * inputs.trade.imports / MILLION
        prisoners, settlers = (
            of_status(view, s.CAMP, s.COLONY).sum(),
            of_status(view, s.SPECIAL_SETTLER).sum(),
        )
        return Effect(
            values={
                "industry.railways": industry.railways + params.laid * industry.invested / MONTHS,
                "industry.engineers": industry.engineers
                + (came - params.home * industry.engineers) / MONTHS,
                "industry.forced": params.able * prisoners + params.settled * settlers,
            }
        )


MECHANISM = Building()
