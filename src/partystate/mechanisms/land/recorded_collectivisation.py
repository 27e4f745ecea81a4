"""Peasants join and leave collective farms at the pace recorded: what the collectivisation mechanism will decide.

Equations, with k the share of peasants in collectives and K the recorded one at the month's end:
    join hazard  -ln(1 - max(K - k, 0) / (1 - k))    of individual peasants
    exit hazard  -ln(1 - max(k - K, 0) / k)          of members
so that the expected share meets the record in every region alike. Shares are of persons; the record counts households.

Shapes: hazards [cells] per month.
Assumptions: one national pace; household size is the same inside and outside collectives.
Rival accounts: none modelled; this is a stand-in.
Sources: recorded share: Davies (1980), table 17, as recalled.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp

from partystate.mechanisms.contract import Card, Mechanism
from partystate.mechanisms.land.peasants import collectivised_share
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.inputs import View

MOST = 0.999  # share of a group that can move in a month; keeps the hazard finite


class Params(eqx.Module):
    pass


def hazard_to_move(share):
    """Monthly hazard under which `share` of a group moves."""
    return -jnp.log1p(-jnp.clip(share, 0, MOST))


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    layout = view.layout
    now, goal = collectivised_share(view), view.inputs.collectivised_share
    join = hazard_to_move(jnp.maximum(goal - now, 0) / jnp.maximum(1 - now, 1 - MOST))
    leave = hazard_to_move(jnp.maximum(now - goal, 0) / jnp.maximum(now, 1 - MOST))
    region = layout.cell_region
    return Effect(
        hazards={
            "joined_collective": jnp.where(layout.is_status(s.INDIVIDUAL_PEASANT), join[region], 0),
            "left_collective": jnp.where(layout.is_status(s.COLLECTIVE_FARMER), leave[region], 0),
        }
    )


MECHANISM = Mechanism(
    Card(
        id="recorded_collectivisation",
        theme="land",
        phase="act",
        stream="recorded_collectivisation",
        reads=("people.persons", "inputs.collectivised_share"),
        proposes=("hazards:joined_collective", "hazards:left_collective"),
        claims=("S151",),
        sources=("Davies (1980)",),
        status="replay",
    ),
    Params,
    propose,
)
