"""The first month of toyland in which a war may be fought, for tests to change."""

import pytest

from partystate.engine.run import inputs_at
from partystate.scenario.assemble import assemble
from tests.mechanisms.conftest import Ground


@pytest.fixture(scope="session")
def ground(toyland):
    made = assemble(toyland, until=toyland.meta.furthest)
    values = made.values("central", 1, 0)
    world, setting = made.start(values, 1)
    opened, rest, later = made.carry_on(world, values, setting)
    return Ground(opened, inputs_at(rest, 0), later)
