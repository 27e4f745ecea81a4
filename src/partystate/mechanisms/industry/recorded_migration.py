"""Peasants move to the towns of their region at the pace recorded: what the labour mechanism will decide.

Equation: hazard = -ln(1 - M / P) of every peasant, M recorded net migrants of the month, P peasants of the country.

Shapes: hazards [cells] per month.
Assumptions: one national rate; migrants stay in their region and nationality and become workers.
Rival accounts: none modelled; this is a stand-in.
Sources: recorded series of net migration to towns, as in the country's inputs.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp

from partystate.mechanisms.contract import Card, Mechanism
from partystate.mechanisms.land.peasants import of_status
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
    peasant = layout.is_status(s.INDIVIDUAL_PEASANT) | layout.is_status(s.COLLECTIVE_FARMER)
    peasants = of_status(view, s.INDIVIDUAL_PEASANT, s.COLLECTIVE_FARMER).sum()
    rate = hazard_to_move(view.inputs.town_migration / jnp.maximum(peasants, 1))
    return Effect(hazards={"moved_to_town": jnp.where(peasant, rate, 0)})


MECHANISM = Mechanism(
    Card(
        id="recorded_migration",
        theme="industry",
        phase="act",
        stream="recorded_migration",
        reads=("people.persons", "inputs.town_migration"),
        proposes=("hazards:moved_to_town",),
        claims=("S166",),
        sources=("the record's series of net migration to towns",),
        status="replay",
    ),
    Params,
    propose,
)
