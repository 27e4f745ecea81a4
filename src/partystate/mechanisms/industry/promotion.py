"""Workers rise into desks: posts that plants and offices add, and posts that fall vacant.

Equations; E persons of employees' households in towns, L of workers', w force in the line:
    wanted = desks (1 + planned w) L,   vacant = max(wanted - E, 0)
    hazard of a worker = filled vacant / L,  a month
A desk that is filled from below leaves no vacancy among desks: a chain (White 1970) has one link
here.

Shapes: hazards [cells] per month.
Assumptions: desks go with workers; who is promoted takes his household along; nobody is sent back
to the bench.
Departures: White's many strata are two here.
Rival accounts: promotion by new posts against promotion into posts emptied by arrest: both fill
what is lacking, and arrests come with the terror.
Sources: White (1970); Fitzpatrick (1979) on promoted workers, as recalled; claim S180."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command, of_status
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    # persons of employees' households a person of workers' ones, under free trade
    desks: Float[Array, ""]
    planned: Float[Array, ""]  # further share of desks under full force
    filled: Float[Array, ""]  # per month, of what is vacant


class Promotion(Mechanism[Params]):
    id = "promotion"
    theme = "industry"
    phase = "act"
    claims = ("S180",)
    citations = ("white1970", "fitzpatrick1979")
    directions = (Direction("planned", "industry.output_index_1913", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        workers, staff = of_status(view, s.WORKER), of_status(view, s.TOWN_EMPLOYEE)
        wanted = params.desks * (1 + params.planned * command(view)) * workers
        rise = params.filled * jnp.maximum(wanted - staff, 0) / jnp.maximum(workers, 1)
        layout = view.layout
        return Effect(
            hazards={"promoted": jnp.where(layout.is_status(s.WORKER), rise[layout.cell_region], 0)}
        )


MECHANISM = Promotion()
