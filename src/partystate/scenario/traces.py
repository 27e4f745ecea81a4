"""What every mechanism of a scenario reads and proposes, traced on its first month."""

from __future__ import annotations

from partystate.country.country import Country
from partystate.engine.run import inputs_at
from partystate.engine.step import Rules, Setting, view_of
from partystate.mechanisms.traced import Traced, trace
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import REVOLUTION
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
    if made.onward is not None:
        later, rest, setting = made.carry_on(world, values, setting)
        found = traces(made.onward.rules, later, inputs_at(rest, 0), setting) | found
    return found | _of_revolution(country, values)


def _of_revolution(country: Country, values: dict[str, float]) -> dict[str, Traced]:
    """Traces of what runs by itself; none where the country has no revolution."""
    if country.meta.revolution is None:
        return {}
    made = assemble(country, parts=(REVOLUTION,))
    world, setting = made.start(values, 1)
    return traces(made.rules, world, inputs_at(made.inputs, 0), setting)
