"""What every mechanism of a scenario reads and proposes, traced on its first month."""

from __future__ import annotations

from partystate.country.country import Country
from partystate.engine.run import inputs_at
from partystate.engine.step import Rules, Setting, view_of
from partystate.mechanisms.traced import Traced, trace
from partystate.scenario.assemble import assemble
from partystate.world.inputs import Inputs
from partystate.world.state import World


def traces(rules: Rules, world: World, inputs: Inputs, setting: Setting) -> dict[str, Traced]:
    """Traces by mechanism; `inputs` are those of one month."""
    return {
        m.id: trace(m, view_of(m, rules, world, inputs, setting), setting.parameters[m.id])
        for m in rules.mechanisms
    }


def traces_of(country: Country) -> dict[str, Traced]:
    """Traces of the whole catalogue in a country, at central values."""
    made = assemble(country, until=country.meta.furthest)
    values = made.values("central", 1, 0)
    world, setting = made.start(values, 1)
    found = traces(made.rules, world, inputs_at(made.inputs, 0), setting)
    if made.onward is None:
        return found
    later, rest, setting = made.carry_on(world, values, setting)
    return traces(made.onward.rules, later, inputs_at(rest, 0), setting) | found
