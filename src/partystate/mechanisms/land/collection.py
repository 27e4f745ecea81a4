"""What collectors get: grain that is offered, and grain that is taken.

Equations, by region, each month; F village grain, k coercion, q collectivised share, b blacklisted
share, w force in the line; m part of the year's collections that falls in this month, station what
is owed to the state's tractors for the year's work, taken at the threshing floor:
    offered = willing max(F - usual hold, 0) (1 - b) (1 - withheld w)
    taken   = force k (1 + collective_ease q) F
    asked of the barns = min(due, offered + taken + m station_r)
Collection is served before seed and food where the country's order of uses says so: then force
reaches into both.

Shapes: [R], t a month.
Assumptions: what is offered is grain above usual use to the next harvest; where prices are fixed
and goods are lacking it is held back; collectives are easier to empty than yards.
Departures: none published; our own rule.
Rival accounts: none.
Sources: our worked-out equation P3; Davies and Wheatcroft (2004) on collections from collective
farms."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import collectivised_share, command, usual_hold
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    willing: Float[Array, ""]  # 1/month, share of the spare grain that is offered
    withheld: Float[Array, ""]  # share of those offers that dry up under full force
    force: Float[Array, ""]  # 1/month, share of the barn that full coercion takes
    collective_ease: Float[Array, ""]  # rise of that share where all farms are collective


class Collection(Mechanism[Params]):
    id = "collection"
    theme = "land"
    phase = "act"
    claims = ("S059", "S061", "S154", "S160")
    citations = ("davies2004", "ours")
    directions = (Direction("force", "grain.procurement", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        policy, grain = view.world.policy, view.world.land.peasant_grain
        spare = jnp.maximum(grain - usual_hold(view), 0)
        offered = (
            params.willing * spare * (1 - policy.blacklist) * (1 - params.withheld * command(view))
        )
        taken = (
            params.force
            * policy.coercion
            * (1 + params.collective_ease * collectivised_share(view))
            * grain
        )
        season = view.inputs.calendar
        this_month = jnp.maximum(season.collection_season - season.due_before, 0)
        owed = policy.station_due * this_month
        asked = jnp.minimum(policy.collection_due, offered + taken + owed)
        return Effect(claims={"peasant_grain.collection": asked})


MECHANISM = Collection()
