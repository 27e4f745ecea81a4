"""Each wrapper does what its line says, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from partystate.core.errors import UserError
from partystate.engine import wrappers
from partystate.engine.run import inputs_at, run
from partystate.engine.step import propose

BIRTHS = "births_deaths"


@pytest.fixture(scope="module")
def toy(toy_society):
    """Society alone, opened."""
    world, setting = toy_society.start(toy_society.values("central", 1, 0), 1)
    return toy_society, world, setting, toy_society.inputs


@pytest.fixture(scope="module")
def alone(toy):
    """Births and deaths by themselves, whose programs take a third as long to compile, and what
    they proposed in all months."""
    scenario, world, setting, inputs = toy
    rules = replace(scenario.rules, mechanisms=(mechanism(scenario, BIRTHS),))
    return rules, run(rules, world, inputs, setting, keep_effects=(BIRTHS,))


def mechanism(scenario, name):
    return next(m for m in scenario.rules.mechanisms if m.id == name)


def per_month(outcome):
    return np.asarray(outcome.record["persons.births"].sum(1))


def test_scale_halves_hazards(toy):
    scenario, world, setting, inputs = toy
    births = mechanism(scenario, BIRTHS)
    whole = propose(births, scenario.rules, world, inputs_at(inputs, 0), setting)
    half = propose(
        wrappers.scale(births, 0.5), scenario.rules, world, inputs_at(inputs, 0), setting
    )
    np.testing.assert_allclose(half.hazards["death"], whole.hazards["death"] / 2)
    np.testing.assert_allclose(half.births["per_woman"], whole.births["per_woman"] / 2)


def test_ablated_births_and_deaths_are_no_hazard_and_no_birth(toy):
    """Of every mechanism: test_switch.py; that nobody is then born or dies: test_accountant.py."""
    scenario, world, setting, inputs = toy
    births = mechanism(scenario, BIRTHS)
    now = inputs_at(inputs, 0)
    assert propose(births, scenario.rules, world, now, setting).hazards["death"].any()
    found = propose(wrappers.ablate(births), scenario.rules, world, now, setting)
    assert not any(np.any(value) for value in (*found.hazards.values(), *found.births.values()))


def test_clamp_fixes_one_entry(toy):
    scenario, world, setting, inputs = toy
    clamped = wrappers.clamp(mechanism(scenario, BIRTHS), "hazards:death", 0.25)
    effect = propose(clamped, scenario.rules, world, inputs_at(inputs, 0), setting)
    assert set(np.unique(effect.hazards["death"])) == {0.25}
    unknown = wrappers.clamp(clamped, "hazards:dragons", 1)
    with pytest.raises(UserError, match="does not propose"):
        propose(unknown, scenario.rules, world, inputs_at(inputs, 0), setting)


def test_delay_waits_and_then_does_the_same(toy, alone):
    """Births and deaths three months late: none for three months, then those proposed at first."""
    scenario, world, setting, inputs = toy
    rules, prompt = alone
    late = replace(rules, mechanisms=(wrappers.delay(mechanism(scenario, BIRTHS), 3),))
    births = per_month(run(late, world, inputs, setting))
    assert (births[:3] == 0).all()
    assert (births[3:] > 0).all()
    assert births[3] == pytest.approx(per_month(prompt)[0], rel=0.02)


def test_replay_forces_what_was_recorded_and_then_lets_go(toy, alone):
    """Recorded under a high birth rate, replayed in a run with a low one for six months."""
    scenario, world, setting, inputs = toy
    rules, many = alone
    few = dict(setting.parameters)
    own = few[BIRTHS]
    few[BIRTHS] = replace(own, fertility_level=own.fertility_level / 2)
    until = int(inputs.calendar.month[6])
    replayed = replace(rules, mechanisms=(wrappers.replay(mechanism(scenario, BIRTHS), until),))
    forced = run(
        replayed, world, inputs, replace(setting, parameters=few, recorded=dict(many.effects))
    )
    low = run(rules, world, inputs, replace(setting, parameters=few), keep_effects=(BIRTHS,))

    np.testing.assert_allclose(per_month(forced)[:6], per_month(many)[:6], rtol=1e-12)
    assert per_month(forced)[6] < 0.6 * per_month(many)[6]
    assert per_month(low)[0] < 0.6 * per_month(many)[0]
