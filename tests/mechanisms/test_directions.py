"""Each direction a mechanism declares: the low and the high end of a parameter's prior move the
observable as it says."""

import polars as pl
import pytest

from partystate.engine.run import run
from partystate.history.series import blocks_of
from partystate.history.trajectory import trajectory_of
from partystate.mechanisms.registry import MECHANISMS, is_of_the_leadership

DECLARED = [(m.id, d) for m in MECHANISMS for d in m.directions]


def total(scenario, values, observable):
    """Sum over the run of an observable's finest series: `name`, with `:group` or `@level` where
    they are not the whole or the truth."""
    name, _, level = observable.partition("@")
    name, _, group = name.partition(":")
    world, setting = scenario.start(values, 1)
    outcome = run(scenario.rules, world, scenario.inputs, setting)
    made = trajectory_of(outcome, scenario.layout, scenario.months, world)
    blocks = blocks_of(made, scenario)
    found = [
        b
        for b in blocks
        if b.observable == name and b.level == (level or "truth") and group in b.groups
    ]
    return float(found[-1].values[:, found[-1].groups.index(group)].sum())


@pytest.mark.parametrize(
    ("mechanism", "direction"), DECLARED, ids=lambda x: x if isinstance(x, str) else x.parameter
)
def test_declared_direction(mechanism, direction, toy_scenario):
    name = f"{mechanism}.{direction.parameter}"
    row = (
        toy_scenario.country.tables["parameters"]
        .filter(pl.col("parameter") == name)
        .row(0, named=True)
    )
    central = toy_scenario.values("central", 1, 0)
    low, high = (
        total(toy_scenario, central | {name: row[end]}, direction.observable)
        for end in ("low", "high")
    )
    assert (high - low) * direction.sign > 0, (
        f"{name}: {direction.observable} goes from {low:g} to {high:g}"
    )


def test_every_mechanism_with_parameters_declares_a_direction():
    silent = [
        m.id for m in MECHANISMS if m.parameters and not is_of_the_leadership(m) and not m.directions
    ]
    assert not silent
