"""Counted people against expected ones where they must agree: the same hazards and weights, so that
people are linear."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from partystate.core import draws
from partystate.engine import wrappers
from partystate.engine.run import months_of_run, run

RUNS, ALARM = 24, 1e-5
OF_PEOPLE = ("hazards:", "births:", "destinations:")
NEVER = 10**6  # a month number no run reaches
TOLD = ("hunger", "deaths", "births", "fled", "deported", "joined", "people")


def totals(outcome):
    """Persons over the run: dead of hunger and otherwise, born, fled, deported, joined, and alive
    at the end."""
    record = outcome.record
    flows = (
        record["persons.famine_deaths"],
        record["persons.deaths"],
        record["persons.births"],
        record["fates.fled_hunger"],
        record["fates.deported"],
        record["fates.joined_collective"],
    )
    return jnp.stack([*(flow.sum() for flow in flows), outcome.world.people.persons.sum()])


@pytest.fixture(scope="module")
def both(toy_society, traced):
    """Totals of the expected history, and [RUNS] of counted ones under every hazard, birth rate and
    weight it proposed. Society alone: the leadership moves no people."""
    world, setting = toy_society.start(toy_society.values("central", 1, 0), 1)
    move_people = tuple(
        m.id
        for m in toy_society.rules.mechanisms
        if any(p.startswith(OF_PEOPLE) for p in traced[m.id].proposes)
    )
    told = run(toy_society.rules, world, toy_society.inputs, setting, keep_effects=move_people)
    mechanisms = tuple(
        wrappers.replay(m, NEVER) if m.id in move_people else m
        for m in toy_society.rules.mechanisms
    )
    rules, given = (
        replace(toy_society.rules, mechanisms=mechanisms, counted=True),
        replace(setting, recorded=dict(told.effects)),
    )

    @jax.jit
    def counted(lucks):
        return jax.lax.map(
            lambda luck: totals(
                months_of_run(rules, world, toy_society.inputs, replace(given, luck=luck))
            ),
            lucks,
        )

    return np.asarray(totals(told)), np.asarray(
        counted(jnp.stack([draws.luck(1, n) for n in range(1, RUNS + 1)]))
    )


@pytest.mark.parametrize("which", range(len(TOLD)), ids=TOLD)
def test_mean_of_counted_histories(both, which):
    """Within Student's t of 24 histories at an alarm of 1e-5: 7e-5 for the seven."""
    expected, counted = both[0][which], both[1][:, which]
    error = counted.std(ddof=1) / np.sqrt(RUNS)
    assert np.array_equal(counted, np.round(counted))
    assert abs(counted.mean() - expected) < stats.t.ppf(1 - ALARM / 2, RUNS - 1) * error


def test_there_was_hunger_to_count_and_chance_in_it(both):
    expected, counted = both[0][0], both[1][:, 0]
    assert expected > 100
    assert 0 < counted.std() < 0.1 * expected
