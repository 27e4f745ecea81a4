"""Peoples are moved: everyone of a people in a region, children and old with the rest, to where
there is room for exile.

Equation: hazard = pace x order of the region and people, for all at liberty. Those moved join
settlers of their people elsewhere, by room for exile.

Shapes: hazards [cells] per month; weights [Q].
Assumptions: a people without a place that can take it stays; deaths on the way are those of
newcomers in `camps`.
Departures: none published; our own rule.
Rival accounts: none.
Sources: Polian (2004), as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    pace: Float[Array, ""]  # 1/month under a full order


class Deportation(Mechanism[Params]):
    id = "deportation"
    theme = "terror"
    phase = "act"
    claims = ("S138", "S139", "S197", "S198")
    citations = ("polian2004", "ours")
    directions = (Direction("pace", "deportation.deported", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout = view.layout
        here = view.world.repression.orders[layout.pair_region, layout.pair_nationality]
        moved = jnp.where(layout.pairs_of(*s.FREE), params.pace * here, 0)
        return Effect(
            hazards={
                "people_deported": layout.to_cells(
                    moved, jnp.ones_like(view.endowment.people.death_rate)
                )
            },
            destinations={"people_deported": view.endowment.land.exile_room[layout.pair_region]},
        )


MECHANISM = Deportation()
