"""Under an enemy: peoples he hunts, civilians he kills, grain he takes, tractors that are lost.

Equations, by region r and people n; o_r = 1 - controlled_r the share he holds:
    killed_by_occupier = o_r (hunted_n + reprisals)
    levy = o_r taken H_r / 12   t a month of a harvest H
    tractors  T <- T [1 - wrecked sum_r t_r max(o_r - o'_r, 0)]     t_r share of them that stand
        there, o' last month
Hunted and reprisals are his acts, and given. His levy comes before all others; towns he holds get
nothing from the state, so that they hunger.

Shapes: hazards [cells] per month; claims [R] t a month.
Assumptions: he kills wherever he is, at one rate; whom he hunts cannot hide, and cannot leave but
by evacuation before he comes; tractors of freed land come from other regions.
Departures: risings behind the front are not modelled, nor labour taken to his country: those people
stay where they are in the books.
Rival accounts: none.
Sources: Arad (2009), Snyder (2010), as recalled; Gerlach (1999) on the levy, as recalled; our own
rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import tractors_stand
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.stocks import OF_OCCUPIER
from partystate.world.view import View


class Params(eqx.Module):
    taken: Float[Array, ""]  # share of the harvest of occupied land that the enemy takes
    wrecked: Float[Array, ""]  # share of the tractors of land that is lost which are lost with it


class Occupation(Mechanism[Params]):
    id = "occupation"
    theme = "war"
    phase = "act"
    claims = ("S136",)
    citations = ("arad2009", "snyder2010", "gerlach1999", "ours")
    directions = (
        Direction("taken", "famine.deaths_attributed", +1),
        Direction("wrecked", "tractors.stock", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, given = view.layout, view.inputs.war
        under, land = 1 - view.inputs.controlled, view.world.land
        lost = jnp.maximum(under - (1 - view.world.at_war.controlled), 0)
        gone = params.wrecked * (tractors_stand(view) * lost).sum()
        rate = given.hunted[layout.pair_nationality] + given.reprisals
        rate = jnp.where(layout.pairs_of(*s.FREE), under[layout.pair_region] * rate, 0)
        everyone = jnp.ones_like(view.endowment.people.death_rate)
        return Effect(
            hazards={"killed_by_occupier": layout.to_cells(rate, everyone)},
            values={"land.tractors": land.tractors * (1 - gone)},
            claims={OF_OCCUPIER: under * params.taken * land.harvest / MONTHS},
        )


MECHANISM = Occupation()
