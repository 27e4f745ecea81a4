"""Histories that part at a month, on toyland. Seeds are fixed, so no test fails by chance."""

import numpy as np
import pytest
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.core import dates, draws
from partystate.core.errors import UserError
from partystate.country.what_ifs import Edit, WhatIf
from partystate.experiments.compare import compare
from partystate.experiments.effects import decorrelated
from partystate.experiments.forks import (
    FRESH,
    SAME,
    Arm,
    apart_from,
    arms_of,
    fork,
    place_of,
)
from partystate.experiments.gathering import gather_forked
from partystate.experiments.histories import simulate
from partystate.scenario.scenario import Scenario

PARTS = ("society",)
UNTIL, FORK = "1933-11", "1930-06"
NOTHING = WhatIf(title="nothing", edit=[], name="nothing")
FORCE = Edit(target="parameter", name="collection.force", scale=0.5)
MIXED = WhatIf(  # what no date stands in: without a fork each acts from the first month on
    title="mixed",
    name="mixed",
    edit=[
        FORCE,
        Edit(target="mechanism", name="flight", change="ablate"),
        Edit(target="mechanism", name="sowing", change="scale", scale=0.5),
        Edit(
            target="mechanism",
            name="state_trade",
            change="clamp",
            entry="values:policy.export_due",
            set=0.0,
        ),
        Edit(target="mechanism", name="relief", change="delay", months=3),
        Edit(target="input", name="imports", set=0.0),
    ],
)
TRUST = WhatIf(
    title="trust", name="trust", edit=[Edit(target="parameter", name="votes.trust", scale=0.2)]
)


def arrays(made):
    return dict(made.trajectory.arrays)


def months_same(one, other):
    """Months from the first on in which all that is kept is the same to the last bit."""
    a, b = arrays(one), arrays(other)
    length = min(len(x) for x in a.values())
    same = np.all(
        [np.array([np.array_equal(a[k][t], b[k][t]) for t in range(length)]) for k in a], axis=0
    )
    return length if same.all() else int(np.argmin(same))


def forced(toyland):
    """The scenario under the one edit of force."""
    return Scenario(
        toyland, what_ifs=[WhatIf(title="x", edit=[FORCE], name="x")], parts=PARTS, until=UNTIL
    )


@pytest.fixture(scope="module")
def base(toyland):
    return Scenario(toyland, parts=PARTS, until=UNTIL).assembled


@pytest.fixture(scope="module")
def mixed(toyland):
    return Scenario(toyland, what_ifs=[MIXED], parts=PARTS, until=UNTIL).assembled


@pytest.fixture(scope="module")
def at(base, mixed):
    return place_of(FORK, base.months, mixed.what_ifs)


@pytest.fixture(scope="module")
def forked(base, mixed, at):
    """Without, with, and with a luck drawn anew."""
    return fork(arms_of(base, mixed, FRESH), at, 1, 0, "prior")


@pytest.fixture(scope="module")
def mixed_throughout(mixed):
    return simulate(mixed, 1, 0, "prior")


def test_before_the_fork_nothing_differs_and_after_it_something_does(base, at, forked):
    one, other, fresh = forked
    assert base.months[at] == dates.month_number(FORK)
    for a, b in ((one, other), (one, fresh), (other, fresh)):
        assert at <= months_same(a, b) < len(base.months)


def test_a_fork_with_an_empty_what_if_is_the_history_that_never_forked(toyland, base, at):
    """The months before and after are two runs of one program: to the last bit the one run of
    both."""
    whole = simulate(base, 1, 0, "prior")
    sides = fork(
        arms_of(
            base, Scenario(toyland, what_ifs=[NOTHING], parts=PARTS, until=UNTIL).assembled, SAME
        ),
        at,
        1,
        0,
        "prior",
    )
    assert [months_same(whole, side) for side in sides] == [len(base.months)] * 2
    assert all(np.array_equal(whole.society.population, side.society.population) for side in sides)


def test_a_fork_at_the_first_month_is_the_plain_what_if(base, mixed, mixed_throughout):
    plain = [simulate(base, 1, 0, "prior"), mixed_throughout]
    found = fork(arms_of(base, mixed, SAME), 0, 1, 0, "prior")
    assert [months_same(a, b) for a, b in zip(found, plain, strict=True)] == [len(base.months)] * 2


def test_a_mechanism_delayed_before_the_fork_stays_so(mixed, mixed_throughout, at):
    """What is under way at the fork still arrives: a delay on both sides is the delayed history."""
    sides = fork([Arm(mixed), Arm(mixed)], at, 1, 0, "prior")
    assert [months_same(mixed_throughout, side) for side in sides] == [len(mixed.months)] * 2


def test_a_fork_and_a_date_are_two_ways_to_the_same_numbers(toyland, base, at):
    throughout, dated = (
        Scenario(
            toyland, what_ifs=[WhatIf(title="x", edit=edits, name="x")], parts=PARTS, until=UNTIL
        ).assembled
        for edits in ([FORCE], [FORCE.model_copy(update={"start": FORK})])
    )
    plain, by_fork = fork([Arm(base), Arm(throughout)], at, 1, 0, "prior")
    by_date = simulate(dated, 1, 0, "prior")
    assert months_same(plain, by_fork) < len(base.months)
    for key, values in arrays(by_fork).items():
        np.testing.assert_allclose(values, arrays(by_date)[key], rtol=1e-9, atol=1e-9, err_msg=key)


def test_a_fresh_luck_is_nobody_elses():
    luck = draws.luck(1)
    keys = [
        luck,
        draws.luck(1, 1),
        draws.renewed(luck, 5),
        draws.renewed(luck, 6),
        draws.renewed(draws.luck(1, 1), 5),
    ]
    assert len({tuple(np.asarray(k).tolist()) for k in keys}) == len(keys)


def test_the_leadership_forks_too(toyland):
    """A past in common and two lucks after it; what was changed shows after the fork alone."""
    base = Scenario(toyland, parts=("leadership",), until=UNTIL).assembled
    changed = Scenario(toyland, what_ifs=[TRUST], parts=("leadership",), until=UNTIL).assembled
    at = place_of(FORK, base.months, changed.what_ifs)
    made = fork(arms_of(base, changed, FRESH), at, 1, 0, "prior")
    one, other, fresh = (m.leadership for m in made)
    for field, values in one.fields.items():
        for side in (other, fresh):
            assert np.array_equal(values[:, :at], side.fields[field][:, :at]), field
    for side in (other, fresh):
        assert any(
            not np.array_equal(values[:, at:], side.fields[field][:, at:])
            for field, values in one.fields.items()
        )
    whole = simulate(base, 1, 0, "prior").leadership
    assert all(np.array_equal(v, one.fields[field]) for field, v in whole.fields.items())
    assert all(np.array_equal(v, one.before[field]) for field, v in whole.before.items())


def test_both_effects_are_told_and_an_empty_fork_has_none_under_the_same_luck(toyland):
    plain = Scenario(toyland, parts=PARTS, until=UNTIL)
    found = compare(plain, plain.edited(NOTHING), 3, fork=FORK, luck=FRESH)
    assert len(found.effects) == len(found.uncoupled)
    assert all(e.effect == 0 for e in found.effects)
    assert any(e.effect for e in found.uncoupled if e.question)
    assert (found.fork, found.luck) == (FORK, FRESH)


def test_strangers_by_hand():
    """Unlike above one half to the end, or as unlike as those under two lucks; what comes together
    again has not parted."""
    assert apart_from(np.array([0.0, 0.2, 0.6, 0.7])) == 2
    assert apart_from(np.array([0.0, 0.9, 0.4, 0.7])) == 3
    assert apart_from(np.array([0.0, 0.2, 0.4])) is None
    assert apart_from(np.array([0.0, 0.1, 0.3, 0.3]), np.array([0.0, 0.2, 0.3, 0.3])) == 2
    assert apart_from(np.zeros(3), np.zeros(3)) is None


def test_pairs_under_two_lucks_are_strangers_and_pairs_under_one_are_not(base, at):
    one, same, fresh = (
        g.society
        for g in gather_forked([Arm(base), Arm(base), Arm(base, True)], at, 1, 10, "prior", [])
    )
    assert decorrelated(one, same, fresh) is None
    month = decorrelated(one, fresh, fresh)
    assert month
    assert dates.month_number(month) >= base.months[at]


def test_what_is_averaged_is_said(toyland):
    found = compare(Scenario(toyland, parts=PARTS, until=UNTIL), forced(toyland), 2, fork=FORK)
    assert not any(found.is_average(e) for e in found.effects)
    late = type(found)(**(vars(found) | {"decorrelated": FORK}))
    told = {e["time"]: e["is_average"] for e in late.as_json()["effects"]}
    assert any(told.values())
    assert all(told[t] == (dates.parse(t).end >= dates.parse(FORK).start) for t in told)


def test_a_fork_must_be_possible(base):
    def made(**edit):
        return WhatIf(title="x", edit=[Edit(**edit)], name="x")

    opening = made(target="parameter", name="opening.horses", set=1.0)
    ended = made(target="input", name="imports", set=0.0, until="1929-01")
    with pytest.raises(UserError, match="outside the months"):
        place_of("1960-01", base.months, ())
    with pytest.raises(UserError, match="start cannot change"):
        place_of(FORK, base.months, (opening,))
    with pytest.raises(UserError, match="ends before the fork"):
        place_of(FORK, base.months, (ended,))
    with pytest.raises(UserError, match="unknown luck"):
        arms_of(base, base, "good")
    assert place_of(None, base.months, (opening,)) == 0


def test_command(tmp_path):
    def call(*words):
        return CliRunner().invoke(app, ["compare", "toyland", *map(str, words)])

    words = ("--what-if", "no_exports", "--parts", "society", "--from", FORK)
    done = call(*words, "--luck", "fresh", "--runs", 2, "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert f"one until {FORK}" in done.output
    assert "another luck" in done.output
    assert call("--what-if", "no_exports", "--from", "soon", "--runs", 2).exit_code == 2
    assert call("--thesis", "a", "--thesis", "b", "--from", FORK).exit_code == 2
