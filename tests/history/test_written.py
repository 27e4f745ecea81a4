"""`written.csv` says exactly what a run writes."""

import polars as pl
import pytest

from partystate.core.axes import parse_group
from partystate.history.series import emitted
from partystate.history.written import KINDS, forms, times_of

# toyland has no dated division on the platforms
NOT_IN_TOYLAND = {"vote.trade_unions"}
# and its usual run ends before its war
NOT_IN_TOYLAND |= {name for name in emitted() if name.startswith("war.")}


@pytest.fixture(scope="module")
def keys(toy_run):
    """(observable, level, axes) -> times of a run of all parts."""
    found = {}
    series = pl.read_parquet(toy_run / "series.parquet")
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
        for name, of in forms().items()
        for form in of
        for level in form.levels
        for axes in form.axes
        if name not in NOT_IN_TOYLAND
    }
    assert told == set(keys)


def test_times_are_those_of_a_run(keys, toyland):
    """Every time of a run is of a kind that is told, and every kind that is told is met."""
    for name, of in forms().items():
        for form in of:
            for level in form.levels:
                for axes in form.axes:
                    if name in NOT_IN_TOYLAND:
                        continue
                    times = [set(times_of(kind, toyland)) for kind in form.times]
                    written = keys[name, level, axes]
                    assert written <= set.union(*times), (name, written - set.union(*times))
                    assert all(written & kind for kind in times), (name, form.times)
