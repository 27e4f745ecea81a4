"""A month of toyland that a test may change, and one mechanism at work in it."""

from dataclasses import dataclass, replace

import equinox as eqx
import jax.numpy as jnp
import pytest

from partystate.core import dates, draws
from partystate.engine.run import inputs_at
from partystate.engine.step import Setting
from partystate.mechanisms.registry import MECHANISMS, STREAMS
from partystate.world.effect import Effect
from partystate.world.state import World
from partystate.world.view import View

BY_ID = {m.id: m for m in MECHANISMS}
JANUARY = dates.month_number("1930-01")
MEAN_MONTH = {
    "inputs__bread_season": 1.0,
    "inputs__garden_season": 1.0,
    "inputs__animal_season": 1.0,
}
PARTS = ("inputs", "endowment", "layout")


def home_of(tree, field):
    """The tree that has a field: itself, or one of its parts."""
    if hasattr(tree, field):
        return tree
    parts = (getattr(tree, name) for name in tree.__dataclass_fields__)
    return next(part for part in parts if hasattr(part, field))


@dataclass(frozen=True)
class Ground:
    """The first world of toyland at central values; lists are by region: a port, a middle and a
    steppe."""

    world: World
    inputs: object
    setting: Setting

    def view(self, month: int = 1, **fields) -> View:
        """The view in `month` (January 1), with fields set as `part__name`; a number fills the
        shape of the field. The diet is that of the mean month unless its seasons are given."""
        fields = MEAN_MONTH | fields
        month_number = jnp.int32(JANUARY + month - 1)
        nobody = draws.Draws(self.setting.luck, 0, self.world.month)
        view = View(self.world, self.inputs, self.setting.endowment, self.setting.layout, nobody)
        view = eqx.tree_at(
            lambda v: (v.world.month, v.inputs.calendar.month), view, (month_number, month_number)
        )
        for name, value in fields.items():
            part, field = name.split("__")

            def path(v, p=part, f=field):
                return getattr(home_of(getattr(v if p in PARTS else v.world, p), f), f)

            view = eqx.tree_at(
                path, view, jnp.broadcast_to(jnp.asarray(value, path(view).dtype), path(view).shape)
            )
        return view

    def granted(self, **uses) -> dict:
        """Field `land__granted` with some uses set, as `stock__use`."""
        given = dict(self.world.land.granted)
        for name, value in uses.items():
            key = name.replace("__", ".")
            given[key] = jnp.broadcast_to(jnp.asarray(value, float), given[key].shape)
        return given

    def view_after(self, granted: dict, month: int = 1, **fields) -> View:
        """As `view`, after a month in which the uses of grain got `granted`."""
        return eqx.tree_at(lambda v: v.world.land.granted, self.view(month, **fields), granted)

    def params(self, name: str, **changes):
        """Central parameters of a mechanism, some of them changed."""
        return replace(
            self.setting.parameters[name], **{k: jnp.asarray(v, float) for k, v in changes.items()}
        )

    def propose(self, name: str, view: View, luck=None, **changes) -> Effect:
        """What a mechanism proposes in a view."""
        luck = self.setting.luck if luck is None else luck
        found = BY_ID[name]
        its_own = draws.Draws(luck, STREAMS[found.stream], view.world.month)
        return found.propose(replace(view, draws=its_own), self.params(name, **changes))

    def peasants_all(self, status: str, persons: float = 100.0):
        """Persons [cells]: `persons` in every cell of one status, and nobody else."""
        return jnp.where(self.setting.layout.is_status(status), persons, 0.0)


@pytest.fixture(scope="session")
def ground(toy_scenario):
    world, setting = toy_scenario.start(toy_scenario.values("central", 1, 0), 1)
    return Ground(world, inputs_at(toy_scenario.inputs, 0), setting)
