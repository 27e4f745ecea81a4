"""Who is labelled a kulak, and the three fates: shot, sent to camp, deported; and ruin for those who sell up in time.

Equations, by region, of better-off peasants, a month; D drive, prio rank of a region by believed surplus:
    deported  d D prio',  camp  c D prio',  shot  x D prio',   prio' = low + (1 - low) prio
    ruined    r max(D, w / 2)          sells up or is taxed down to an ordinary farm
The deported of a nationality go where there is room for exile (a table of the country) and people of theirs can be booked.

Shapes: hazards [cells] per month; weights [Q].
Assumptions: the label falls on the better-off of the village (one status); whole families share a fate.
Departures: none published; our own rule.
Rival accounts: orders from above (the drive) alone; requests from below come with the campaigns of the terror.
Sources: decree of 30 January 1930 on three categories, as recalled; Viola (2007); claims S145-S149.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Card, Direction, Mechanism
from partystate.mechanisms.land.collectivisation import priority
from partystate.mechanisms.land.peasants import command
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.inputs import View


class Params(eqx.Module):
    deported: Float[Array, ""]  # 1/month at a full drive
    camp: Float[Array, ""]  # 1/month
    shot: Float[Array, ""]  # 1/month
    low_priority: Float[Array, ""]  # push on a region without surplus against the first
    ruined: Float[Array, ""]  # 1/month


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    layout, drive = view.layout, view.world.policy.drive
    push = drive * (params.low_priority + (1 - params.low_priority) * priority(view))
    target = layout.is_status(s.BETTER_OFF_PEASANT)
    on = lambda rate: jnp.where(target, rate, 0)  # noqa: E731
    here = push[layout.cell_region]
    return Effect(
        hazards={
            "executed": on(params.shot * here),
            "sent_to_camp": on(params.camp * here),
            "deported": on(params.deported * here),
            "ruined": on(params.ruined * jnp.maximum(drive, command(view) / 2)),
        },
        destinations={"deported": view.endowment.exile_room[layout.pair_region]},
    )


MECHANISM = Mechanism(
    Card(
        id="dekulakisation",
        theme="land",
        phase="act",
        stream="dekulakisation",
        reads=(
            "policy.drive",
            "information.expected_harvest",
            "information.known_population",
            "inputs.market_line",
        ),
        proposes=(
            "hazards:executed",
            "hazards:sent_to_camp",
            "hazards:deported",
            "hazards:ruined",
            "destinations:deported",
        ),
        claims=("S145", "S146", "S149"),
        sources=("Viola (2007)", "decree of 30 January 1930, as recalled"),
        directions=(
            Direction("deported", "dekulakisation.families", +1),
            Direction("ruined", "dekulakisation.families", -1),
        ),
    ),
    Params,
    propose,
)
