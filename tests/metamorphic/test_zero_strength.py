"""Strength zero is absence: of every mechanism of society, in two months of harvest, with people
moved in the mean (drawing them without compiling would take minutes)."""

import equinox as eqx
import jax
import numpy as np
import pytest

from partystate.engine import wrappers
from partystate.engine.phases import in_phase
from partystate.engine.run import inputs_at
from partystate.engine.step import first_pending, propose, settle, step
from partystate.mechanisms.registry import of_society
from partystate.world.accountant.values import set_values
from partystate.world.agricultural_clock import HARVEST
from partystate.world.effect import combine


@pytest.fixture(scope="module")
def harvest_months(toy_society):
    """(world, inputs, setting, what each mechanism proposes) of two harvest months, one after the
    other, step by step: a program of its own for every list of mechanisms would take minutes to
    compile."""
    rules = toy_society.rules
    world, setting = toy_society.start(toy_society.values("central", 3, 0), 3)
    at = int(np.argmax(np.asarray(toy_society.inputs.calendar.month) % 12 == HARVEST))
    world = eqx.tree_at(lambda w: w.month, world, toy_society.inputs.calendar.month[at])
    found = []
    with jax.disable_jit():
        pending = first_pending(rules, world, inputs_at(toy_society.inputs, at), setting)
        for t in (at, at + 12):
            inputs = inputs_at(toy_society.inputs, t)
            after, pending, _, _, proposed = step(rules, world, pending, inputs, setting)
            found.append((world, inputs, setting, proposed))
            world = after
    return found


@pytest.mark.parametrize("mechanism", of_society(), ids=lambda m: m.id)
def test_zero_strength_is_absence(mechanism, toy_society, harvest_months):
    """Scaled to nothing, a mechanism might as well not be there: what its phase does to the world
    is the same to the last bit, and with it what every later phase sees."""
    nothing = wrappers.scale(mechanism, 0)
    for world, inputs, setting, proposed in harvest_months:
        others = [
            proposed[m.id]
            for m in in_phase(toy_society.rules.mechanisms, mechanism.phase)
            if m.id != mechanism.id
        ]
        with jax.disable_jit():
            own = propose(nothing, toy_society.rules, world, inputs, setting)
            a, b = (
                after_phase(toy_society, mechanism.phase, world, inputs, setting, effects)
                for effects in ([*others, own], others)
            )
        for one, other in zip(jax.tree.leaves(a), jax.tree.leaves(b), strict=True):
            assert np.array_equal(one, other)


def after_phase(scenario, phase, world, inputs, setting, effects):
    """The world once the effects of a phase are applied, and the accountant's part of it."""
    whole = combine(effects)
    after = set_values(world, whole.values)
    return settle(scenario.rules, after, whole, inputs, setting) if phase == "act" else after
