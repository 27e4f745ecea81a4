"""A mechanism that does not act is as if it were not in the list; a switch that is on does
nothing."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.engine import wrappers
from partystate.engine.run import inputs_at, months_between, program, run
from partystate.engine.step import propose
from partystate.engine.switch import if_acting

MONTHS = 30
# of people, land, terror and both; each lists what it proposes that others do not
LEFT_OUT = ("relief", "flight", "threat")


def opened(scenario):
    world, setting = scenario.start(scenario.values("central", 1, 0), 1)
    return scenario.rules, world, months_between(scenario.inputs, 0, MONTHS), setting


@pytest.fixture(scope="module")
def whole(toy_scenario):
    """Both parts of the model, of which one month is asked."""
    return opened(toy_scenario)


@pytest.fixture(scope="module")
def toy(toy_society):
    """Society alone, of which months on end are run: tests/metamorphic/test_power.py has the
    leadership's."""
    return opened(toy_society)


def switched(setting, rules, *off):
    acting = {m.id: jnp.asarray(m.id not in off) for m in rules.mechanisms}
    return replace(setting, acting=acting)


def test_what_does_not_act_proposes_nothing(whole):
    """Of every mechanism: no hazard, birth, inflow or claim, no post, values as they are, weights
    even; and as it was, to the bit, of one that acts. One wrapped to do nothing proposes the same,
    but for the weights by which nobody then is sent."""
    rules, world, inputs, setting = whole
    now = inputs_at(inputs, 0)
    effects, ablated = jax.jit(
        lambda world, now, setting: [
            {m.id: propose(how(m), rules, world, now, setting) for m in rules.mechanisms}
            for how in (lambda m: m, wrappers.ablate)
        ]
    )(world, now, setting)
    assert set(effects) == {m.id for m in rules.mechanisms}
    for mechanism in rules.mechanisms:
        effect = effects[mechanism.id]
        off = if_acting(mechanism, effect, world, {mechanism.id: jnp.asarray(False)})
        on = if_acting(mechanism, effect, world, {mechanism.id: jnp.asarray(True)})
        assert set(off.entries()) == set(effect.entries())
        for kind in ("hazards", "births", "inflows", "claims"):
            assert not any(np.any(v) for v in getattr(off, kind).values())
        for path, value in off.values.items():
            part, field = path.split(".")
            np.testing.assert_array_equal(value, getattr(getattr(world, part), field))
        for kind, post in off.posts.items():
            np.testing.assert_array_equal(post, wrappers.nothing_of(effect.posts[kind]))
        assert all(np.all(weight == 1) for weight in off.destinations.values())
        for name, value in on.entries().items():
            np.testing.assert_array_equal(value, effect.entries()[name])
        wrapped = ablated[mechanism.id].entries()
        for name, value in off.entries().items():
            if not name.startswith("destinations:"):
                np.testing.assert_array_equal(wrapped[name], value, err_msg=name)


def test_without_a_switch_nothing_is_asked(whole):
    rules, world, inputs, setting = whole
    mechanism = rules.mechanisms[0]
    effect = propose(mechanism, rules, world, inputs_at(inputs, 0), setting)
    assert if_acting(mechanism, effect, world, None) is effect
    assert if_acting(mechanism, effect, world, {"another": jnp.asarray(False)}) is effect


def late(rules):
    """With one of them delayed: nothing may come after the delay either, and values must not be
    those of months ago."""
    delayed = (wrappers.delay(m, 2) if m.id == LEFT_OUT[-1] else m for m in rules.mechanisms)
    return replace(rules, mechanisms=tuple(delayed))


def test_a_switch_is_as_leaving_out(toy):
    """The record of 30 months with some switched off is that of a list without them."""
    rules, world, inputs, setting = toy
    kept = tuple(m for m in rules.mechanisms if m.id not in LEFT_OUT)
    without = run(replace(rules, mechanisms=kept), world, inputs, setting)
    off = run(late(rules), world, inputs, switched(setting, rules, *LEFT_OUT))
    on = run(late(rules), world, inputs, switched(setting, rules))
    moved = 0
    for name, value in without.record.items():
        # what is left over of millions of tonnes is right to a billionth of a tonne, and no further
        np.testing.assert_allclose(off.record[name], value, rtol=1e-12, atol=1e-9, err_msg=name)
        moved += not np.allclose(on.record[name], value, rtol=1e-6, atol=1e-9)
    assert moved > 10


def test_arms_share_one_program(toy):
    """Which mechanisms act is no part of what is compiled."""
    rules, world, inputs, setting = toy
    rules = late(rules)
    run(rules, world, inputs, switched(setting, rules))
    compiled = program(rules)._cache_size()
    for mechanism in ("births_deaths", "harvest"):
        run(rules, world, inputs, switched(setting, rules, mechanism))
    assert program(rules)._cache_size() == compiled
