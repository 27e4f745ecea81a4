"""Before the enemy comes, part of the townspeople is moved away.

Equation, by region r; d_r = max(held last month - held now, 0) the share lost this month:
    evacuated = -log(1 - carried d_r)   of townspeople, to towns that are wholly held, by people

Shapes: hazards [cells] per month, weights [Q].
Assumptions: villagers are not moved; those who are moved become workers where they come to.
Departures: those who were moved do not go back by a rule of their own, only as others move.
Rival accounts: none.
Sources: Manley (2009), as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, urban_population
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View

WHOLLY = 0.99  # share held, from which a region takes in those who are moved; ours


class Params(eqx.Module):
    carried: Float[Array, ""]  # share of the townspeople of lost land who are moved before


class Evacuation(Mechanism[Params]):
    id = "evacuation"
    theme = "war"
    phase = "act"
    claims = ("S136",)
    citations = ("manley2009", "ours")
    directions = (Direction("carried", "war.evacuated", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout, held = view.layout, view.inputs.controlled
        lost = jnp.maximum(view.world.at_war.controlled - held, 0)
        goes = -jnp.log1p(-jnp.clip(params.carried * lost, 0, 1 - LEAST))
        moved = jnp.where(layout.pairs_of(s.WORKER, s.TOWN_EMPLOYEE), goes[layout.pair_region], 0)
        room = urban_population(view) * (held >= WHOLLY)
        everyone = jnp.ones_like(view.endowment.people.death_rate)
        return Effect(
            hazards={"evacuated": layout.to_cells(moved, everyone)},
            destinations={"evacuated": room[layout.pair_region]},
        )


MECHANISM = Evacuation()
