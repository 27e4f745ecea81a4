"""Who is taken: capacity, weights, lines, chains, and the young who are not."""

import jax.numpy as jnp
import pytest

from partystate.mechanisms.terror.arrests import suspected
from partystate.world.repression import FIRST, NATIONAL, SECOND, SIGNAL

QUIET = {
    "repression__pressure": 0.0,
    "repression__staff": 1000.0,
    "land__unrest": 0.0,
    "people__hunger_rural": 0.0,
    "people__hunger_urban": 0.0,
    "policy__line": 1.0,
}


def proposed(ground, fields=None, **changes):
    plain = {"crime": 0.0, "denounced_per_arrest": 0.0, "panic": 0.0}
    return ground.propose("arrests", ground.view(**(QUIET | (fields or {}))), **(plain | changes))


def arrests(effect):
    return effect.values["repression.arrests"].sum(0)


def test_signal_arrests_are_what_officers_make(ground):
    found = arrests(proposed(ground, quiet_arrests_per_officer=0.5))
    assert float(found[SIGNAL]) == pytest.approx(500)
    assert float(found.sum()) == pytest.approx(500)


def test_chains_multiply_by_one_over_one_less_r(ground):
    assert float(
        arrests(proposed(ground, quiet_arrests_per_officer=0.5, denounced_per_arrest=0.5))[SIGNAL]
    ) == pytest.approx(1000)


def test_limits_fill_at_their_pace_and_chains_do_not_pass_them(ground):
    fields = {
        "repression__campaign": 1.0,
        "repression__limit": jnp.array([[100.0, 40.0]] * 3),
        "repression__filled": 20.0,
        "repression__staff": 1e6,
    }
    found = arrests(
        proposed(ground, fields, quiet_arrests_per_officer=0.0, pace=0.5, panic=0.3, zeal=0.0)
    )
    assert float(found[FIRST]) == pytest.approx(3 * 40)
    assert float(found[SECOND]) == pytest.approx(3 * 10)


def test_officers_bound_everything(ground):
    fields = {"repression__campaign": 1.0, "repression__limit": 1e6, "repression__staff": 10.0}
    assert float(
        arrests(proposed(ground, fields, max_arrests_per_officer=3.0)).sum()
    ) == pytest.approx(30)


def test_a_line_takes_its_people(ground):
    line = jnp.zeros(len(ground.setting.layout.axes.nationalities.labels)).at[2].set(1.0)
    fields = {"repression__line": line, "repression__staff": 1e6}
    booked = proposed(ground, fields, quiet_arrests_per_officer=0.0).values["repression.arrests"]
    assert float(booked[2, NATIONAL]) > 0
    assert float(booked[jnp.array([0, 1, 3])].sum()) == pytest.approx(0)


def test_hazards_take_as_many_as_were_booked(ground):
    """Sum of hazard times persons is what the books say; children are left alone."""
    effect = proposed(ground, quiet_arrests_per_officer=0.5, crime=0.001)
    hazard, persons = effect.hazards["arrested"], ground.world.people.persons
    assert float((hazard * persons).sum()) == pytest.approx(float(arrests(effect).sum()), rel=1e-9)
    young = ground.setting.endowment.people.grown[ground.setting.layout.cell_age] == 0
    assert float(jnp.where(young, hazard, 0).sum()) == 0


def test_categories_take_more_of_the_innocent_than_a_signal(ground):
    quiet = proposed(ground, quiet_arrests_per_officer=0.05, sight=2.0).values["belief.innocent"]
    fields = {"repression__campaign": 1.0, "repression__limit": 1e4}
    assert float(
        proposed(ground, fields, quiet_arrests_per_officer=0.05, sight=2.0).values[
            "belief.innocent"
        ]
    ) > float(quiet)


def test_a_people_at_home_is_not_foreign(ground):
    """Where half of it lives in a republic of its own half as many are taken in its operation, and
    its weight in ordinary work rises by half as much."""
    people = ground.setting.layout.axes.nationalities.labels
    line = jnp.zeros(len(people)).at[2].set(1.0)
    found = []
    for share in (0.0, 0.5):
        fields = {"repression__line": line, "repression__distrust_people": line}
        fields |= {"endowment__own_unit": share, "repression__staff": 1e6}
        effect = proposed(ground, fields, quiet_arrests_per_officer=0.0, zeal=0.0)
        found.append(float(arrests(effect)[NATIONAL]))
    assert found[1] == pytest.approx(found[0] / 2)
    assert found[0] > 0
    view = ground.view(repression__distrust_people=line, endowment__own_unit=0.5)
    of = ground.setting.layout.pair_nationality == 2
    assert suspected(view)[of].tolist() == pytest.approx([0.5] * int(of.sum()))
