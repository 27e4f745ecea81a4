"""What collectors get: grain that is offered, and grain that is taken.

Equations, by region, each month; F village grain, K what the village wants to have left at the
harvest (food), k coercion, q collectivised share, b blacklisted share, w force in the line, Z seed
still to be sown, h what rulers have learned; m part of the year's collections that falls in this
month, station what is owed to the state's tractors for the year's work, taken at the threshing
floor:
    offered = willing max(F - usual hold - K, 0) (1 - b) (1 - withheld w)
    taken   = force k (1 + collective_ease q) max(F - h Z, 0)
    asked of the barns = min(due, offered + taken + m station_r)
Collection is served before seed and food where the country's order of uses says so: then force
reaches into both, until rulers have seen collections fall and tell the levy beforehand
(procurement): from then on the seed of a farm is set apart before its grain is taken.

Shapes: [R], t a month.
Assumptions: what is offered is grain above usual use to the next harvest; where prices are fixed
and goods are lacking it is held back; collectives are easier to empty than yards.
Departures: none published; our own rule.
Rival accounts: none.
Sources: our worked-out equation P3; Davies and Wheatcroft (2004) on collections from collective
farms, on seed taken in the autumn of 1932 and on seed funds from 1933 on."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import (
    collectivised_share,
    command,
    spring_seed,
    usual_hold,
)
from partystate.world.agricultural_clock import before_sowing
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    willing: Float[Array, ""]  # 1/month, share of the spare grain that is offered
    withheld: Float[Array, ""]  # share of those offers that dry up under full force
    force: Float[Array, ""]  # 1/month, share of the barn that full coercion takes
    collective_ease: Float[Array, ""]  # rise of that share where all farms are collective


def seed_set_apart(view: View):
    """Seed [R] that collectors leave until it is sown, t."""
    kept = view.world.policy.lesson * spring_seed(view)
    return jnp.where(before_sowing(view.world.month), kept, 0)


class Collection(Mechanism[Params]):
    id = "collection"
    theme = "land"
    phase = "act"
    claims = ("S059", "S061", "S154", "S160")
    citations = ("davies2004", "ours")
    directions = (Direction("force", "grain.procurement", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        policy, grain = view.world.policy, view.world.land.peasant_grain
        spare = jnp.maximum(grain - usual_hold(view) - view.world.land.reserve_wanted, 0)
        offered = (
            params.willing * spare * (1 - policy.blacklist) * (1 - params.withheld * command(view))
        )
        taken = (
            params.force
            * policy.coercion
            * (1 + params.collective_ease * collectivised_share(view))
            * jnp.maximum(grain - seed_set_apart(view), 0)
        )
        season = view.inputs.calendar
        this_month = jnp.maximum(season.collection_season - season.due_before, 0)
        owed = policy.station_due * this_month
        asked = jnp.minimum(policy.collection_due, offered + taken + owed)
        return Effect(claims={"peasant_grain.collection": asked})


MECHANISM = Collection()
