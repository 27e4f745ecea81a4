"""A month of toyland's revolution that a test may change, and one mechanism at work in it."""

from dataclasses import dataclass, replace

import equinox as eqx
import jax.numpy as jnp
import pytest

from partystate.core import dates, draws
from partystate.engine.run import inputs_at
from partystate.engine.step import Setting
from partystate.mechanisms.registry import MECHANISMS, STREAMS
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import REVOLUTION
from partystate.world.effect import Effect
from partystate.world.state import World
from partystate.world.view import View

BY_ID = {m.id: m for m in MECHANISMS}
YEAR = dates.month_number("1918-01")


@dataclass(frozen=True)
class Rising:
    """The first world of toyland's revolution at central values. Lists are by region (a port, a
    middle and a steppe), by holder (the regime, local powers, two armies), by voter (five)."""

    world: World
    inputs: object
    setting: Setting

    def view(self, month: int = 1, given=None, facts=None, **state) -> View:
        """The view in `month` (January 1) with fields of the state, of what is given and of facts
        set; a number fills the shape of the field."""
        view = View(
            self.world,
            self.inputs,
            self.setting.endowment,
            self.setting.layout,
            draws.Draws(self.setting.luck, 0, self.world.month),
        )
        view = eqx.tree_at(lambda v: v.world.month, view, jnp.int32(YEAR + month - 1))
        for of, fields in (
            (lambda v: v.world.revolution, state),
            (lambda v: v.inputs.revolution, given or {}),
            (lambda v: v.endowment.revolution, facts or {}),
        ):
            for name, value in fields.items():
                old = getattr(of(view), name)
                new = jnp.broadcast_to(jnp.asarray(value, old.dtype), old.shape)
                view = eqx.tree_at(lambda v, o=of, n=name: getattr(o(v), n), view, new)
        return view

    def propose(self, name: str, view: View, luck=None, **changes) -> Effect:
        """What a mechanism proposes in a view, some of its central parameters changed."""
        found = BY_ID[name]
        luck = self.setting.luck if luck is None else luck
        own = draws.Draws(luck, STREAMS[found.stream], view.world.month)
        params = replace(
            self.setting.parameters[name], **{k: jnp.asarray(v, float) for k, v in changes.items()}
        )
        return found.propose(replace(view, draws=own), params)

    def values(self, name: str, view: View, luck=None, **changes) -> dict:
        """Its values, by field."""
        found = self.propose(name, view, luck, **changes).values
        return {path.removeprefix("revolution."): value for path, value in found.items()}


@pytest.fixture(scope="session")
def toy_revolution(toyland):
    return assemble(toyland, parts=(REVOLUTION,))


@pytest.fixture(scope="session")
def rising(toy_revolution):
    world, setting = toy_revolution.start(toy_revolution.values("central", 1, 0), 1)
    return Rising(world, inputs_at(toy_revolution.inputs, 0), setting)
