"""The registry of observables: names and units of the evidence, one function a name; what is
compiled is what the functions say, and asking for less changes nothing."""

import jax
import numpy as np
import pytest

from partystate.country.country import load
from partystate.engine.run import months_of_run
from partystate.evidence import load_observables
from partystate.experiments.histories import simulate
from partystate.history.observables.about import About, about_of
from partystate.history.observables.observe import (
    Selection,
    blocks_of_run,
    flat,
    observe,
)
from partystate.history.observables.registry import LEVELS, observable, registered
from partystate.history.trajectory import traced, where_they_are
from partystate.scenario.parts import LEADERSHIP, REVOLUTION, SOCIETY

# sums in another order: a share of the largest value of the series
ROUNDING = 1e-12


@pytest.fixture(scope="module")
def scenario(toy_scenario):
    return toy_scenario


@pytest.fixture(scope="module")
def made(scenario):
    return simulate(scenario, 1).trajectory


@pytest.fixture(scope="module")
def whole(made, scenario):
    return observe(made, about_of(scenario))


def same(one, other):
    """Whether two blocks are of one thing and hold the same values."""
    most = np.abs(one.values).max(initial=0)
    return one.label == other.label and np.allclose(
        one.values, other.values, rtol=ROUNDING, atol=ROUNDING * most
    )


def test_every_name_is_defined_in_the_evidence_in_the_same_unit():
    known = load_observables(load("ussr").path / "evidence")
    assert {o.name: o.unit for o in registered()} == {
        o.name: known[o.name].unit for o in registered()
    }


def test_a_name_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        observable("grain.harvest", unit="Mt")(lambda run, about: [])


def test_levels_and_axes_are_as_declared(whole):
    found = {o.name: (set(), set()) for o in registered()}
    for label in whole.labels:
        levels, axes = found[label.observable]
        levels.add(label.level)
        axes |= {part.partition("=")[0] for group in label.groups for part in group.split(";")}
    # toyland has no recorded division on a platform, its war lies beyond the usual end, and its
    # revolution is a run by itself
    silent = {name for name, (levels, _) in found.items() if not levels}
    alone = {one.name for one in registered() if one.part == REVOLUTION}
    assert {n for n in silent - alone if not n.startswith("war.")} == {"vote.trade_unions"}
    for one in registered():
        levels, axes = found[one.name]
        assert levels in (set(one.levels), set()), one.name
        assert axes - {""} in (set(one.axes), set()), one.name
        assert set(one.levels) <= set(LEVELS), one.name


def test_no_series_stands_twice(whole):
    keys = [
        (label.observable, label.level, time, group)
        for label in whole.labels
        for time in label.times
        for group in label.groups
    ]
    assert len(keys) == len(set(keys)) == len(whole.values)


def test_compiled_is_what_the_functions_say(made, scenario, whole):
    """Each function run by itself, step by step."""
    one_by_one = flat(blocks_of_run(made, about_of(scenario))).blocks()
    pairs = list(zip(whole.blocks(), one_by_one, strict=True))
    assert len(pairs) > 200
    assert not [one.label for one, other in pairs if not same(one, other)]


@pytest.mark.parametrize(
    "wanted",
    [
        (Selection(frozenset({"gulag.political_share", "elite.standing"})),),
        (Selection(levels=frozenset({"published"}), is_whole=True),),
        (
            Selection(frozenset({"population.total"})),
            Selection(levels=frozenset({"truth"}), is_whole=True),
        ),
    ],
)
def test_asking_for_less_changes_nothing(made, scenario, whole, wanted):
    found = observe(made, about_of(scenario), wanted).blocks()
    expected = [b for b in whole.blocks() if any(some.takes(b) for some in wanted)]
    assert 0 < len(found) < len(whole.labels)
    assert all(same(one, other) for one, other in zip(found, expected, strict=True))


def test_what_is_not_asked_for_is_not_reckoned(made, scenario):
    """The graph of one observable reads its own arrays alone."""
    about, wanted = about_of(scenario), (Selection(frozenset({"grain.state_stocks"})),)
    arrays = where_they_are(made.arrays)

    def of(given):
        return flat(blocks_of_run(type(made)(made.months, made.layout, given, {}), about, wanted))

    graph = jax.make_jaxpr(lambda given: of(given).values)(arrays).jaxpr
    read = {v for equation in graph.eqns for v in equation.invars if not hasattr(v, "val")}
    names = [str(path[0].key) for path, _ in jax.tree_util.tree_leaves_with_path(arrays)]
    assert [n for n, v in zip(names, graph.invars, strict=True) if v in read] == [
        "land.state_grain"
    ]


def test_observables_stand_in_one_graph_with_the_run(scenario):
    """A run and its series trace as one function, so that nothing else need leave it."""
    about = about_of(scenario)
    world, setting = scenario.start(scenario.values("central", 1, 0), 1)

    def history(world):
        outcome = months_of_run(scenario.rules, world, scenario.inputs, setting)
        run = traced(outcome, scenario.layout, scenario.months, world)
        return flat(blocks_of_run(run, about))

    shape = jax.eval_shape(history, world)
    assert shape.values.shape == (sum(label.size for label in shape.labels),)
    assert {label.observable for label in shape.labels} >= {"population.total", "elite.standing"}


def test_a_part_that_is_left_out_has_no_series(made, scenario):
    about, parts = about_of(scenario), {o.name: o.part for o in registered()}
    for part in (SOCIETY, LEADERSHIP):
        alone = About(**{part: getattr(about, part)})
        labels = jax.eval_shape(lambda a=alone: flat(blocks_of_run(made, a))).labels
        assert {parts[label.observable] for label in labels} == {part}
