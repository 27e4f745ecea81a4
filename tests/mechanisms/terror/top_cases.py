"""A small party's top with a leader of long standing, to be changed field by field."""

import equinox as eqx
import jax
import jax.numpy as jnp

from partystate.core import draws
from partystate.engine.run import inputs_at
from partystate.mechanisms.registry import MECHANISMS, STREAMS
from partystate.scenario import parameters
from partystate.scenario.assemble_power import assemble_power
from partystate.world.view import View

BY_ID = {m.id: m for m in MECHANISMS}
LEADER, CLIENT, OPPONENT = 1, 2, 3


class Top:
    """`world.power` with some fields changed, and what a mechanism proposes of it."""

    def __init__(self, country, **fields):
        scenario = assemble_power(country)
        values = scenario.values("central", 1, 0)
        worlds, *_ = scenario.start([values], 1, range(1))
        world = jax.tree.map(lambda leaf: leaf[0], worlds)
        self.people = len(world.power.alive)
        self.world, self.endowment = world, scenario.endowment
        self.inputs = inputs_at(scenario.inputs, 0)
        self.trees = parameters.tree(values, scenario.rules.mechanisms)
        self.with_(leader=jnp.asarray(LEADER), committee_bloc=self.only(LEADER, 1.0), **fields)

    def only(self, who, value):
        return jnp.zeros(self.people).at[who].set(value)

    def flag(self, *who):
        return jnp.zeros(self.people, bool).at[jnp.asarray(who)].set(True)

    def with_(self, **fields):
        for name, value in fields.items():
            old = getattr(self.world.power, name)
            self.world = eqx.tree_at(
                lambda w, n=name: getattr(w.power, n),
                self.world,
                jnp.broadcast_to(jnp.asarray(value, old.dtype), old.shape),
            )
        return self

    def told(self, **inputs):
        for name, value in inputs.items():
            old = getattr(self.inputs, name)
            self.inputs = eqx.tree_at(
                lambda i, n=name: getattr(i, n), self.inputs, jnp.asarray(value, old.dtype)
            )
        return self

    def propose(self, mechanism, run=0, **changed):
        params = self.trees[mechanism]
        for name, value in changed.items():
            params = eqx.tree_at(lambda p, n=name: getattr(p, n), params, jnp.asarray(value, float))
        found = BY_ID[mechanism]
        its_own = draws.Draws(draws.luck(1, run), STREAMS[found.stream], self.world.month)
        return found.propose(View(self.world, self.inputs, self.endowment, None, its_own), params)
