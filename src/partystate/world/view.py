"""All that a mechanism may look at, and its draws of this month."""

from __future__ import annotations

import equinox as eqx

from partystate.core.draws import Draws
from partystate.world.endowment import Endowment
from partystate.world.inputs import Inputs
from partystate.world.layout import Layout
from partystate.world.state import World


class View(eqx.Module):
    """The world, this month's inputs, fixed facts, the layout of people, and draws."""

    world: World
    inputs: Inputs
    endowment: Endowment
    layout: Layout
    draws: Draws
