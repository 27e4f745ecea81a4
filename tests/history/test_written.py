"""`written.csv` says exactly what a run writes."""

import polars as pl
import pytest

from partystate.core.axes import parse_group
from partystate.experiments.histories import run_and_write
from partystate.history.series import emitted
from partystate.history.written import KINDS, forms, times_of
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import REVOLUTION

# toyland has no dated division on the platforms
NOT_IN_TOYLAND = {"vote.trade_unions"}
# and its usual run ends before its war
NOT_IN_TOYLAND |= {name for name in emitted() if name.startswith("war.")}


# kinds of times of the run of the revolution, which is another
BY_ITSELF = {kind for kind in KINDS if kind.endswith("of the revolution")}


def usual_forms():
    """(name, form) of every series of a run of all parts."""
    return [
        (name, form)
        for name, of in forms().items()
        for form in of
        if not BY_ITSELF & set(form.times) and name not in NOT_IN_TOYLAND
    ]


@pytest.fixture(scope="module")
def keys(toy_run):
    """(observable, level, axes) -> times of a run of all parts."""
    return keys_of(toy_run)


def keys_of(folder):
    found = {}
    series = pl.read_parquet(folder / "series.parquet")
    for observable, level, group, time in series.select(
        "observable", "level", "group", "time"
    ).iter_rows():
        axes = frozenset(parse_group(group)) if group else frozenset()
        found.setdefault((observable, level, axes), set()).add(time)
    return found


def test_every_observable_has_its_forms():
    assert set(forms()) == set(emitted())
    assert {kind for of in forms().values() for form in of for kind in form.times} <= set(KINDS)


def test_levels_and_groups_are_those_of_a_run(keys):
    told = {
        (name, level, axes)
        for name, form in usual_forms()
        for level in form.levels
        for axes in form.axes
    }
    assert told == set(keys)


def test_the_revolution_writes_what_is_told(toyland, tmp_path):
    alone = assemble(toyland, parts=(REVOLUTION,))
    written = keys_of(run_and_write(alone, 1, tmp_path / "revolution"))
    told = {
        (name, level, axes): set().union(*(times_of(kind, toyland) for kind in form.times))
        for name, of in forms().items()
        for form in of
        if BY_ITSELF & set(form.times)
        for level in form.levels
        for axes in form.axes
    }
    assert written == told


def test_times_are_those_of_a_run(keys, toyland):
    """Every time of a run is of a kind that is told, and every kind that is told is met."""
    for name, form in usual_forms():
        for level in form.levels:
            for axes in form.axes:
                times = [set(times_of(kind, toyland)) for kind in form.times]
                written = keys[name, level, axes]
                assert written <= set.union(*times), (name, written - set.union(*times))
                assert all(written & kind for kind in times), (name, form.times)
