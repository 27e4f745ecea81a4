"""One history however it is computed: scan = loop = resume = side by side on two devices, and the
order of mechanisms is nothing. Of counted people, where a draw may not move;
`python -m verification.one_history` has each way by itself, and expected people."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jax
import numpy as np
import pytest

from partystate.engine.run import Outcome, program, run
from verification.one_history import PIECES, Opened, opened

ROOT = Path(__file__).parents[2]


def leaves(tree):
    return [np.asarray(leaf) for leaf in jax.tree.leaves(tree)]


@pytest.fixture(scope="module")
def ready(counted_scenario) -> Opened:
    return opened(counted_scenario)


@pytest.fixture(scope="module")
def first(ready) -> Outcome:
    """The first piece in one go."""
    return ready.scanned()


def test_a_loop_of_months_with_mechanisms_in_the_reverse_order(ready, first):
    """Two things at once, as each would be a program to compile."""
    world = ready.looped(ready.turned)
    for a, b in zip(leaves(world), leaves(first.world), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-9)
    assert np.array_equal(world.people.persons, first.world.people.persons)


def test_resume(ready, first):
    """Cut four times, in pieces of one length, which are one program with the first."""
    assert ready.length * PIECES == len(ready.scenario.months)
    whole = run(ready.rules, ready.world, ready.scenario.inputs, ready.setting)
    compiled = program(ready.rules)._cache_size()
    end = ready.resumed(first)
    assert program(ready.rules)._cache_size() == compiled
    for a, b in zip(leaves(end), leaves(whole.world), strict=True):
        assert np.array_equal(a, b)


SHARDED = """
import sys, jax, numpy as np
import partystate
partystate.configure()
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from partystate.country.country import load
from partystate.scenario.assemble import assemble
from verification.one_history import opened
assert len(jax.devices()) == 2
ready = opened(assemble(load("toyland"), "counted"))
mesh = Mesh(np.array(jax.devices()), ("run",))
lucks = jax.device_put(ready.lucks, NamedSharding(mesh, PartitionSpec("run")))
both = ready.side_by_side(lucks).people.persons
assert len(both.sharding.device_set) == 2
np.save(sys.argv[1], both)
"""


def test_shard(ready, first, tmp_path):
    """The same whole persons when two runs, side by side in one program, are spread over two
    devices, as one after the other."""
    second = replace(ready, setting=replace(ready.setting, luck=ready.lucks[1])).scanned()
    alone = np.stack([o.world.people.persons for o in (first, second)])
    flags = f"{os.environ.get('XLA_FLAGS', '')} --xla_force_host_platform_device_count=2"
    env = os.environ | {"XLA_FLAGS": flags}
    out = tmp_path / "persons.npy"
    command = [sys.executable, "-c", SHARDED, str(out)]
    done = subprocess.run(
        command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert np.array_equal(np.load(out), alone)
