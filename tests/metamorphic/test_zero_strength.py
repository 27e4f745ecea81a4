"""Strength zero is absence: of every mechanism of society, in two months of harvest, the second
one of war, with people moved in the mean (drawing them without compiling would take minutes)."""

import equinox as eqx
import jax
import numpy as np
import pytest

from partystate.engine import wrappers
from partystate.engine.phases import in_phase
from partystate.engine.run import inputs_at
from partystate.engine.step import first_pending, propose, settle, step
from partystate.mechanisms.registry import of_society
from partystate.scenario.assemble import assemble
from partystate.world.accountant.values import set_values
from partystate.world.agricultural_clock import HARVEST
from partystate.world.effect import combine


@pytest.fixture(scope="module")
def whole(toyland):
    """With the leadership, which some mechanisms of society need, and a war."""
    return assemble(toyland, until=toyland.meta.furthest)


@pytest.fixture(scope="module")
def harvest_months(whole):
    """(rules, world, inputs, setting, what each mechanism proposes) of two harvest months, one
    after the other, step by step: a program of its own for every list of mechanisms would take
    minutes to compile."""
    values = whole.values("central", 3, 0)
    world, setting = whole.start(values, 3)
    found = []
    with jax.disable_jit():
        world = _one_month(whole.rules, world, whole.inputs, setting, found)
        world, at_war, setting = whole.carry_on(world, values, setting)
        _one_month(whole.onward.rules, world, at_war, setting, found)
    return found


def _one_month(rules, world, months, setting, found):
    """The world after the first month of harvest of some months; what was seen joins `found`."""
    at = int(np.argmax(np.asarray(months.calendar.month) % 12 == HARVEST))
    world = eqx.tree_at(lambda w: w.month, world, months.calendar.month[at])
    inputs = inputs_at(months, at)
    pending = first_pending(rules, world, inputs, setting)
    after, _, _, _, proposed = step(rules, world, pending, inputs, setting)
    found.append((rules, world, inputs, setting, proposed))
    return after


@pytest.mark.parametrize("mechanism", of_society(), ids=lambda m: m.id)
def test_zero_strength_is_absence(mechanism, harvest_months):
    """Scaled to nothing, a mechanism might as well not be there: what its phase does to the world
    is the same to the last bit, and with it what every later phase sees."""
    nothing = wrappers.scale(mechanism, 0)
    seen = [month for month in harvest_months if mechanism in month[0].mechanisms]
    assert seen
    for rules, world, inputs, setting, proposed in seen:
        asked = {
            post: wanted
            for m in rules.mechanisms
            if m.phase in ("perceive", "decide") and m.phase != mechanism.phase
            for post, wanted in proposed[m.id].posts.items()
        }
        others = [
            proposed[m.id]
            for m in in_phase(rules.mechanisms, mechanism.phase)
            if m.id != mechanism.id
        ]
        with jax.disable_jit():
            own = propose(nothing, rules, world, inputs, setting)
            a, b = (
                after_phase(rules, mechanism.phase, world, inputs, setting, effects, asked)
                for effects in ([*others, own], others)
            )
        for one, other in zip(jax.tree.leaves(a), jax.tree.leaves(b), strict=True):
            assert np.array_equal(one, other)


def after_phase(rules, phase, world, inputs, setting, effects, asked):
    """The world once the effects of a phase are applied, and the accountant's part of it, with the
    posts asked for before."""
    whole = combine(effects)
    after = set_values(world, whole.values)
    if phase != "act":
        return after
    whole = eqx.tree_at(lambda e: e.posts, whole, asked | whole.posts)
    return settle(rules, after, whole, inputs, setting)
