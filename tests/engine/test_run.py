"""Which months a run has is no part of what is compiled."""

import jax
import numpy as np
import pytest

from partystate.engine.run import inputs_at, joined, months_of_run, program, run

MONTHS, CUTS = 30, (7, 18)


@pytest.fixture(scope="module")
def toy(toy_society):
    """Society alone, opened, and a run of its first months."""
    world, setting = toy_society.start(toy_society.values("central", 1, 0), 1)
    given = (toy_society.inputs, setting)
    return toy_society.rules, world, given, run(toy_society.rules, world, *given)


def same(one, other):
    """To the last bit; what is not a number is the same in both."""
    ours, theirs = jax.tree.leaves(one), jax.tree.leaves(other)
    return all(
        np.array_equal(a, b, equal_nan=np.issubdtype(np.asarray(a).dtype, np.floating))
        for a, b in zip(ours, theirs, strict=True)
    )


def test_a_run_that_is_cut_is_the_run_to_the_last_bit_under_one_program(toy):
    rules, world, (inputs, setting), whole = toy
    compiled = program(rules)._cache_size()
    months, parts, pending = len(inputs.calendar.month), [], None
    for ends in ((0, CUTS[0]), CUTS, (CUTS[1], months)):
        parts.append(run(rules, world, inputs, setting, pending, ends))
        world, pending = parts[-1].world, parts[-1].pending
    assert program(rules)._cache_size() == compiled
    again = joined(*parts)
    assert same(
        (whole.world, whole.record, whole.status), (again.world, again.record, again.status)
    )


def test_months_that_are_not_run_are_not_kept(toy):
    rules, world, (inputs, setting), whole = toy
    none, some = (run(rules, world, inputs, setting, None, (0, n)) for n in (0, CUTS[0]))
    assert same(none.world, world)
    for name, rows in whole.record.items():
        assert none.record[name].shape == (0, *rows.shape[1:])
        np.testing.assert_array_equal(some.record[name], rows[: CUTS[0]])
        assert some.record[name].base is None  # nothing of other months is held with them
    plain = months_of_run(rules, world, inputs, setting, None, (0, 1))
    assert not any(np.any(rows[1:]) for rows in plain.record.values())


def test_inputs_of_a_month_are_those_of_its_row(toy):
    inputs = toy[2][0]
    for t in (0, MONTHS):
        assert same(inputs_at(inputs, t), jax.tree.map(lambda a, t=t: a[t], inputs))
