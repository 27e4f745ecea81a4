"""One history however it is computed: scan = loop = vmap = shard = resume, and the order of
mechanisms is nothing."""

import os
import subprocess
import sys
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.engine.run import inputs_at, run
from partystate.engine.step import first_pending, step

MONTHS = 14


def leaves(tree):
    return [np.asarray(leaf) for leaf in jax.tree.leaves(tree)]


def same(a, b):
    return all(np.array_equal(x, y) for x, y in zip(leaves(a), leaves(b), strict=True))


def cut(inputs, a, b):
    return jax.tree.map(lambda leaf: leaf[a:b], inputs)


@pytest.fixture(scope="module", params=["expected", "counted"])
def ready(request, toy_scenario, counted_scenario):
    scenario = toy_scenario if request.param == "expected" else counted_scenario
    world, setting = scenario.start(scenario.values("central", 1, 0), 1)
    inputs = cut(scenario.inputs, 0, MONTHS)
    return scenario, world, setting, inputs, run(scenario.rules, world, inputs, setting)


def test_loop(ready):
    scenario, world, setting, inputs, whole = ready
    pending = first_pending(scenario.rules, world, inputs_at(inputs, 0), setting)
    one_month = jax.jit(lambda w, p, i: step(scenario.rules, w, p, i, setting)[:2])
    for t in range(MONTHS):
        world, pending = one_month(world, pending, inputs_at(inputs, t))
    for a, b in zip(leaves(world), leaves(whole.world), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-9)
    if scenario.rules.counted:
        assert np.array_equal(world.people.persons, whole.world.people.persons)


def test_resume(ready):
    scenario, world, setting, inputs, whole = ready
    half = run(scenario.rules, world, cut(inputs, 0, 5), setting)
    rest = run(scenario.rules, half.world, cut(inputs, 5, MONTHS), setting, half.pending)
    assert same(rest.world, whole.world)


def test_vmap(ready):
    """Runs side by side equal runs one by one, in whole persons where people are counted."""
    scenario, world, setting, inputs, whole = ready
    lucks = jnp.stack([setting.luck, setting.luck + jnp.uint32(1)])

    def with_luck(luck):
        return run(scenario.rules, world, inputs, replace(setting, luck=luck)).world.people.persons

    both = jax.vmap(with_luck)(lucks)
    np.testing.assert_allclose(both[0], whole.world.people.persons, rtol=1e-12, atol=1e-9)
    alone = with_luck(lucks[1])
    np.testing.assert_allclose(both[1], alone, rtol=1e-12, atol=1e-9)
    if scenario.rules.counted:
        assert np.array_equal(both[0], whole.world.people.persons)


def test_order_of_mechanisms(ready):
    scenario, world, setting, inputs, whole = ready
    turned = replace(scenario.rules, mechanisms=scenario.rules.mechanisms[::-1])
    other = run(turned, world, inputs, setting)
    for a, b in zip(leaves(other.world), leaves(whole.world), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-9)


SHARDED = """
import jax, numpy as np, jax.numpy as jnp
from dataclasses import replace
from jax.sharding import Mesh, NamedSharding, PartitionSpec
import partystate
partystate.configure()
from partystate.engine.run import months_of_run, run
from partystate.scenario.assemble import assemble
from partystate.country.country import load
assert len(jax.devices()) == 2
scenario = assemble(load("toyland"), "counted", until="1927-08")
world, setting = scenario.start(scenario.values("central", 1, 0), 1)
alone = run(scenario.rules, world, scenario.inputs, setting).world.people.persons
lucks = jnp.stack([setting.luck, setting.luck + jnp.uint32(7)])
mesh = Mesh(np.array(jax.devices()), ("run",))
lucks = jax.device_put(lucks, NamedSharding(mesh, PartitionSpec("run")))

def persons(luck):
    setting_of_one = replace(setting, luck=luck)
    whole = months_of_run(scenario.rules, world, scenario.inputs, setting_of_one)
    return whole.world.people.persons

both = jax.jit(jax.vmap(persons))(lucks)
assert len(both.sharding.device_set) == 2
assert np.array_equal(both[0], alone), abs(np.asarray(both[0]) - alone).max()
print("same")
"""


def test_shard():
    """The same whole persons when runs are spread over two devices."""
    env = os.environ | {"XLA_FLAGS": "--xla_force_host_platform_device_count=2"}
    done = subprocess.run(
        [sys.executable, "-c", SHARDED], env=env, capture_output=True, text=True, timeout=300
    )
    assert done.stdout.strip().endswith("same"), done.stderr[-2000:]
