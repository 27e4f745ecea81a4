"""Whether the state feeds the hungry out of its own stock: a decision that reads hunger as
reported.

Equations, by region:
    asked_r  = generosity belief_r lack_r (1 - denial target_r),
    belief_r = 1 - suspicion w k_r (1 - v_r)
    relief_r = asked_r, all of them cut alike to open_share spare(floor_months)   (granary)
lack is what the village is reported to lack this month, k coercion, w force in the line, v
the share of the last crop that drought took (harvest). A region that is pressed hard is believed
least, since grain is presumed hidden there; where gauges told of drought it is believed more.

Shapes: [R], t a month. Reads only what was known from earlier months.
Assumptions: relief goes in proportion to what is asked when it does not suffice.
Departures: none published; our own rule.
Rival accounts: denial to a people (thesis of intent) through `denial` and `target`; by default
nobody is the target.
Sources: Davies and Wheatcroft (2004) on aid decisions of 1932-33; Sen (1981); our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.granary import spare
from partystate.mechanisms.quantities import command
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    generosity: Float[Array, ""]  # share of a believed lack that is to be filled
    # share of a report that is not believed under full force and coercion, where no drought was
    suspicion: Float[Array, ""]
    floor_months: Float[Array, ""]  # months of needs beyond the harvest that are not touched
    open_share: Float[Array, ""]  # 1/month, share of the stock above the floor that may go
    denial: Float[Array, ""]  # share refused to a region all of whose people are the target


class Relief(Mechanism[Params]):
    id = "relief"
    theme = "land"
    phase = "decide"
    claims = ("S155", "S157", "S160")
    citations = ("davies2004", "sen1981", "ours")
    directions = (Direction("generosity", "famine.deaths_attributed", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        world, base = view.world, view.endowment
        pressed = command(view) * world.policy.coercion * (1 - world.information.known_struck)
        believed = 1 - params.suspicion * pressed
        asked = (
            params.generosity
            * believed
            * world.information.known_hunger
            * (1 - params.denial * base.land.target)
        )
        may = params.open_share * spare(view, world.policy.monthly_due, params.floor_months)
        part = jnp.minimum(may / jnp.maximum(asked.sum(), 1), 1)
        return Effect(values={"policy.relief_due": asked * part})


MECHANISM = Relief()
