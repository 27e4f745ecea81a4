"""Each wrapper does what its line says, and nothing else."""

from dataclasses import replace

import equinox as eqx
import jax.numpy as jnp
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


def halved(first, last, **more):
    entries = {"set": np.nan, "factor": 0.5, "first": first, "last": last} | more
    whole = ("first", "last")
    return wrappers.Change(
        **{k: jnp.asarray(v, jnp.int32 if k in whole else float) for k, v in entries.items()}
    )


def test_a_parameter_of_some_months_is_another_in_those_alone(toy):
    """Fertility halved in the second month, and by the last word a third in the third: births per
    woman are those of a run with such a parameter, to the last bit, and else as they were."""
    scenario, world, setting, inputs = toy
    births, month = mechanism(scenario, BIRTHS), int(world.month)
    own = setting.parameters["births_deaths"]
    changes = [
        ("fertility_level", halved(month + 1, month + 2)),
        ("fertility_level", halved(month + 2, month + 5, set=own.fertility_level / 3)),
    ]
    dated = wrappers.for_months(births, changes)
    wanted = [1.0, 0.5, 1 / 3]
    for at, factor in enumerate(wanted):
        now = eqx.tree_at(lambda w: w.month, world, world.month + at)

        def told(params, how, now=now):
            given = {**setting.parameters, "births_deaths": params}
            return propose(
                how, scenario.rules, now, inputs_at(inputs, 0), replace(setting, parameters=given)
            ).births["per_woman"]

        level = own.fertility_level * factor if factor != wanted[2] else own.fertility_level / 3
        np.testing.assert_array_equal(
            told(wrappers.given(dated, own), dated),
            told(replace(own, fertility_level=level), births),
        )


def test_dated_changes_share_one_program(toy):
    """Neither values nor months are part of what is compiled, but which parameters are."""
    births = mechanism(toy[0], BIRTHS)
    one = wrappers.for_months(births, [("fertility_level", halved(1, 2))])
    two = wrappers.for_months(births, [("fertility_level", halved(3, 4, set=0.7))])
    other = wrappers.for_months(births, [("mortality_level", halved(1, 2))])
    assert one == two
    assert hash(one) == hash(two)
    assert one != other
    assert wrappers.scale(one, 0.5) == wrappers.scale(two, 0.5) != wrappers.scale(one, 0.6)
    assert wrappers.given(wrappers.scale(two, 0.5), "own") == ("own", two.changes)
