"""Who is labelled a kulak, and the three fates: shot, sent to camp, deported; and ruin for those
who sell up in time.

Equations, by region and month; D drive, p its pace after pauses, prio rank of a region by believed
surplus, q share in collectives, w force in the line:
    orders    deported O s,  camp O s,  shot O s,   shares of the peasants,
              O = carried_out (B + D / p),   B <- B + D / p - O,
              s = prio' max[1 - (q / done)^4, 0] / mean prio',
              prio' = low_priority + (1 - low_priority) prio
    met first from the better-off, whose share of the peasants is b:
              hazard min(order / b, at_most)
    what is lacking falls on peasants who farm alone, whose share is i:
              hazard min[(order - met)+ / i, at_most]
    ruined    hazard ruined max(D, w / 2)      sells up or is taxed down to an ordinary farm
O is what is carried out in the month and B what has been ordered and is not yet, both in months of
a full drive: what a drive orders is carried out once, however long that takes. The mean of prio' is
over country people as known, so that the centre's quota for the country is shared out by priority.
done is the share of members at which the work counts as over. The deported
of a nationality go where there is room for exile (a table of the country) and people of theirs can
be booked.

Shapes: hazards [cells] per month; weights [Q].
Assumptions: orders come as numbers for the country, shared among regions, and what is in train is
carried out while the drive rests, as trains, guards and places come; the label moves down when the
better-off run out; whole families are deported; where most have joined, the work is done and orders
lapse. A rising makes rulers pause and then push peasants into farms with less haste; it does not
make them ask for fewer of those who lead it, whom the police take by quota.
Departures: none published; our own rule, written when it was known that a second wave of
deportations had been larger than the first.
Rival accounts: orders from above (the drive) alone; requests from below come with the campaigns of
the terror.
Sources: decree of 30 January 1930 on three categories and quotas by region, as recalled; Viola
(2007); claims S145-S149.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.collectivisation import priority, still_to_do
from partystate.mechanisms.quantities import (
    LEAST,
    collectivised_share,
    command,
    known_villagers,
    of_status,
)
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View

# Share in collectives at which a region draws no more orders: the centre of
# `collectivisation.enough`, a figure of the same rule.
DONE = 0.72


class Params(eqx.Module):
    deported: Float[Array, ""]  # 1/month at a full drive, of all peasants of the country
    camp: Float[Array, ""]  # 1/month, the same
    shot: Float[Array, ""]  # 1/month, the same
    at_most: Float[Array, ""]  # 1/month, no group is taken faster
    carried_out: Float[Array, ""]  # 1/month, share of the orders in train
    low_priority: Float[Array, ""]  # push on a region without surplus against the first
    ruined: Float[Array, ""]  # 1/month


def in_train(view: View):
    """What has been ordered and is not yet carried out, in months of a full drive."""
    policy = view.world.policy
    return policy.deporting + policy.drive / jnp.maximum(policy.pace, LEAST)


def quota(view: View, carried, low_priority):
    """What regions [R] are asked for in a month of what is `carried` out, against what a full drive
    asks of the country."""
    village = known_villagers(view)
    rank = low_priority + (1 - low_priority) * priority(view)
    mean = (rank * village).sum() / jnp.maximum(village.sum(), 1)
    left = still_to_do(collectivised_share(view), DONE)
    return carried * left * rank / jnp.maximum(mean, LEAST)


def hazards_of(order, better_off, alone, at_most):
    """Monthly hazards of the better-off and of those who farm alone under an order, a share of the
    peasants; `better_off` and `alone` are theirs."""
    first = jnp.minimum(order / jnp.maximum(better_off, LEAST), at_most)
    lacking = jnp.maximum(order - first * better_off, 0)
    return first, jnp.minimum(lacking / jnp.maximum(alone, LEAST), at_most)


class Dekulakisation(Mechanism[Params]):
    id = "dekulakisation"
    theme = "land"
    phase = "act"
    claims = ("S145", "S146", "S149")
    citations = ("viola2007", "decree_categories")
    directions = (
        Direction("deported", "dekulakisation.families", +1),
        Direction("carried_out", "dekulakisation.families", +1),
        Direction("ruined", "dekulakisation.families", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, drive = view.layout, view.world.policy.drive
        ordered = in_train(view)
        carried = params.carried_out * ordered
        push = quota(view, carried, params.low_priority)
        better_off, alone = (
            of_status(view, s.BETTER_OFF_PEASANT),
            of_status(view, s.INDIVIDUAL_PEASANT),
        )
        peasants = jnp.maximum(better_off + alone + of_status(view, s.COLLECTIVE_FARMER), 1)
        is_rich, is_alone = (
            layout.is_status(s.BETTER_OFF_PEASANT),
            layout.is_status(s.INDIVIDUAL_PEASANT),
        )

        def under(order):
            rich, rest = hazards_of(order, better_off / peasants, alone / peasants, params.at_most)
            return jnp.where(
                is_rich, rich[layout.cell_region], jnp.where(is_alone, rest[layout.cell_region], 0)
            )

        ruined = params.ruined * jnp.maximum(drive, command(view) / 2)
        return Effect(
            values={"policy.deporting": ordered - carried},
            hazards={
                "executed": under(params.shot * push),
                "sent_to_camp": under(params.camp * push),
                "deported": under(params.deported * push),
                "ruined": jnp.where(is_rich, ruined, 0),
            },
            destinations={"deported": view.endowment.land.exile_room[layout.pair_region]},
        )


MECHANISM = Dekulakisation()
