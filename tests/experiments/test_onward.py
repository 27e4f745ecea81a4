"""A run that goes on beyond its country's end: the usual months as they were, a war after them, and
books that close."""

from dataclasses import replace

import equinox as eqx
import numpy as np
import polars as pl
import pytest

from partystate.core.errors import UserError
from partystate.core.status import RunStatus
from partystate.engine.run import run
from partystate.experiments.forks import Arm, fork
from partystate.experiments.histories import simulate
from partystate.history.series import blocks_of
from partystate.scenario.assemble import COUNTED, assemble
from partystate.scenario.parts import SOCIETY
from partystate.world.causes import CAUSES, DEATHS, WAR

ROUNDING = 1e-6  # persons, of sums of floats


@pytest.fixture(scope="module")
def long(toyland):
    return assemble(toyland, until=toyland.meta.furthest)


@pytest.fixture(scope="module")
def history(long):
    return central(long)


@pytest.fixture(scope="module")
def usual(toy_scenario):
    return central(toy_scenario)


def central(scenario):
    """The central history with its flows, so that all months up to a country's end are of one
    program."""
    return simulate(scenario, 1, flows=True, values=scenario.values("central", 1, 0)).trajectory


def started(values, like):
    """The months of the usual run, in the shape that it keeps."""
    return values[tuple(slice(0, n) for n in like.shape)]


def test_the_usual_months_are_those_of_a_usual_run(history, usual):
    for path in usual.arrays:
        before = np.asarray(usual[path])
        np.testing.assert_array_equal(started(np.asarray(history[path]), before), before, path)


def moved_by(moved, names):
    number = {cause.name: k for k, cause in enumerate(CAUSES)}
    return sum(np.asarray(moved)[:, number[name]] for name in names)


def test_books_close_through_the_war(history):
    people = np.asarray(history["persons.population"]).sum(1)
    lost = moved_by(history["moved"], DEATHS).sum(1)
    gained = np.asarray(history["persons.births"]).sum(1) - lost
    assert np.abs(np.diff(people) - gained).max() < ROUNDING


def test_the_war_moves_people_for_every_cause_and_only_in_its_months(history, toyland):
    usual = len(assemble(toyland).months)
    for cause in WAR:
        persons = moved_by(history["moved"], [cause.name])
        assert not persons[:usual].any()
        assert persons[usual:].sum() > 0, cause.name


def test_counted_people_are_whole_and_their_books_close(toyland):
    """Of society alone, as the leadership moves no people, in the months of the war: tests/world
    has those before it."""
    scenario = assemble(toyland, COUNTED, until="1934-12", parts=(SOCIETY,))
    values = scenario.values("central", 1, 0)
    world, setting = scenario.start(values, 1)
    world, at_war, setting = scenario.carry_on(world, values, setting)
    world = eqx.tree_at(lambda w: w.month, world, at_war.calendar.month[0])
    made = run(scenario.onward.rules, world, at_war, setting, keep_flows=True)
    assert RunStatus.of(int(made.status)) is RunStatus.FINISHED
    assert len(made.record["moved"]) > 6
    last = scenario.onward.layout.by_pair(made.world.people.persons)
    people = np.concatenate([made.record["persons.population"], last[None]])
    np.testing.assert_array_equal(people, np.rint(people))
    lost = moved_by(made.record["moved"], DEATHS).sum(1)
    gained = np.asarray(made.record["persons.births"]).sum(1) - lost
    np.testing.assert_array_equal(np.diff(people.sum(1)), gained)
    assert moved_by(made.record["moved"], ["killed_in_action"]).sum() > 0


def test_observables_of_the_war_are_there_in_such_runs_alone(history, long, usual, toy_scenario):
    def names(kept, scenario):
        return {b.observable for b in blocks_of(kept, scenario) if b.observable.startswith("war.")}

    assert names(usual, toy_scenario) == set()
    assert {"war.soldiers", "war.called_up", "war.killed_by_occupier"} <= names(history, long)


def test_a_country_without_a_war_goes_on_as_it_was(toyland):
    """It ends early here, and goes on for as many months: all are of the program of a short run."""
    tables = {name: table for name, table in toyland.tables.items() if name != "war"}
    meta = toyland.meta.model_copy(update={"end": "1927-03"})
    country = replace(toyland, tables=tables, meta=meta)
    quiet = assemble(country, until="1927-07", parts=(SOCIETY,))
    assert quiet.onward.rules == quiet.rules
    assert 2 * quiet.onward.at == len(quiet.months)
    kept = central(quiet)
    assert "war.captives" not in kept.arrays
    assert len(kept["land.harvest"]) == len(quiet.months)


def test_a_run_ends_by_the_month_to_which_runs_may_go_on(toyland):
    with pytest.raises(UserError, match="last month of the run"):
        assemble(toyland, until="1936-01")


def test_a_longer_run_is_not_forked_yet(long):
    with pytest.raises(UserError, match="beyond the end"):
        fork([Arm(long), Arm(long)], 3, 1, 0, "central")


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"group": "Nowhere"}, "a label"),
        ({"unit": "t"}, "another kind"),
        ({"series": "fought", "unit": "share"}, "a group where"),
    ],
)
def test_a_broken_row_of_the_war_is_told(toyland, tmp_path, changes, match):
    import shutil

    from partystate.country.country import load

    folder = tmp_path / "land"
    shutil.copytree(toyland.path, folder)
    table = pl.read_csv(folder / "war.csv", infer_schema_length=0)
    hunted = pl.col("series") == "hunted"
    for column, value in changes.items():
        table = table.with_columns(
            pl.when(hunted if column == "series" else pl.col("group") == "Cedar")
            .then(pl.lit(value))
            .otherwise(pl.col(column))
            .alias(column)
        )
    table.write_csv(folder / "war.csv")
    with pytest.raises(UserError, match=match):
        load(folder)
