"""Adding what has no effect changes no other draw; labels may be permuted; the epoch shifted."""

from dataclasses import replace
from functools import cache

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import polars as pl

from partystate.core import draws
from partystate.country.country import Country
from partystate.engine.run import inputs_at, run
from partystate.engine.step import first_pending, step
from partystate.scenario.assemble import assemble

MONTHS = 20
REGION_TABLES = ("regions", "communities", "regional_land", "weather", "control")


def counted(country):
    """Society alone, in whole persons: the leadership has tests of its own. Every mechanism has a
    switch, so that what is isolated and what is not are one program."""
    made = assemble(country, "counted", parts=("society",))
    return replace(made, acting={m.id: True for m in made.rules.mechanisms})


@cache
def one_month(rules):
    """A month of these rules, compiled: run again and again, it serves any number of months."""
    return jax.jit(lambda w, p, i, s: step(rules, w, p, i, s)[:2])


def finish(scenario, seed=3, months=MONTHS, opening=lambda world: world):
    """The world after some months, from an opening that may be changed."""
    world, setting = scenario.start(scenario.values("central", seed, 0), seed)
    world, inputs = opening(world), scenario.inputs
    pending = first_pending(scenario.rules, world, inputs_at(inputs, 0), setting)
    on = one_month(scenario.rules)
    for month in range(months):
        world, pending = on(world, pending, inputs_at(inputs, month), setting)
    return world


def persons_by_name(scenario, world):
    """Persons of each (region, nationality, status, age, sex), by label."""
    axes = scenario.layout.axes
    pairs, ages, sexes = axes.sizes
    grid = np.asarray(world.people.persons).reshape(pairs, ages, sexes)
    return {
        (*axes.communities[c], axes.statuses.labels[s]): grid[q]
        for q, (c, s) in enumerate(axes.pairs)
    }


def with_tables(country: Country, **tables) -> Country:
    return replace(country, tables=country.tables | tables)


JOINS_REGIONS = {
    "procurement",
    "state_trade",
    "relief",
    "collectivisation_drive",
    "collectivisation",
    "dekulakisation",
    "flight",
    "barred_flight",
    "labour",
    "food",
    "famine_mortality",
    "sowing",
    "harvest",
    "herds",
    "epidemics",
}


def isolated(scenario):
    """Mechanisms that join regions (a common market, a country's total of collections) switched
    off."""
    return replace(scenario, acting=scenario.acting | dict.fromkeys(JOINS_REGIONS, False))


def test_an_empty_region_more_changes_nothing_else(toyland):
    """A region without people or land leaves every cell of the others as it was, in whole
    persons."""
    before = isolated(counted(toyland))
    first = toyland.tables["regions"]["region"][0]
    tables = {}
    for name in REGION_TABLES:
        table = toyland.tables[name]
        copy = table.filter(pl.col("region") == first).with_columns(
            pl.lit("Newland").alias("region")
        )
        if name == "regions":
            columns = ("population", "population_low", "population_high")
            copy = copy.with_columns([pl.lit(0).cast(table.schema[c]).alias(c) for c in columns])
        tables[name] = pl.concat([copy, table])
    after = isolated(counted(with_tables(toyland, **tables)))
    old, new = persons_by_name(before, finish(before)), persons_by_name(after, finish(after))
    assert set(old) < set(new)
    for name in old:
        assert np.array_equal(old[name], new[name]), name


def test_one_person_more_changes_only_the_cell_he_is_in(toyland):
    """Ordinary life only: other cells draw the same counts."""
    scenario = isolated(counted(toyland))
    world, _ = scenario.start(scenario.values("central", 3, 0), 3)
    cell = int(np.argmax(np.asarray(world.people.persons)))

    def more(world):
        return eqx.tree_at(lambda w: w.people.persons, world, world.people.persons.at[cell].add(1))

    a, b = (
        np.asarray(finish(scenario, 3, 1, opening).people.persons)
        for opening in (lambda world: world, more)
    )
    pair = np.asarray(scenario.layout.cell_pair)
    elsewhere = pair != pair[cell]
    assert np.array_equal(a[elsewhere], b[elsewhere])
    assert abs((b - a).sum() - 1) <= 3


def test_permuted_regions_permute_the_result_and_nothing_else(toyland):
    before = counted(toyland)
    tables = {name: toyland.tables[name].reverse() for name in (*REGION_TABLES, "nationalities")}
    after = counted(with_tables(toyland, **tables))
    assert before.layout.axes.regions.labels != after.layout.axes.regions.labels
    old, new = persons_by_name(before, finish(before)), persons_by_name(after, finish(after))
    assert set(old) == set(new)
    # sums over regions add in another order, so a draw can turn on the last bit of a float: whole
    # persons, within one in a million
    apart = sum(np.abs(old[name] - new[name]).sum() for name in old)
    assert apart <= 1e-6 * sum(v.sum() for v in old.values())


def test_shifted_epoch(toy_society):
    """The model without noise does not know the year: the same inputs twelve years later give the
    same months. (Later ones have mass operations, which are drawn.)"""
    values = toy_society.values("central", 1, 0)
    noise = {name: 0.0 for name in values if name.endswith(".drift")}
    values |= noise | {"harvest.yield_noise": 0.0}
    world, setting = toy_society.start(values, 1)
    inputs = toy_society.inputs
    sure = eqx.tree_at(
        lambda i: (i.weather.drought_low, i.weather.drought_high),
        inputs,
        (inputs.weather.drought_central, inputs.weather.drought_central),
    )
    shift = jnp.int32(144)
    later = eqx.tree_at(lambda w: w.month, world, world.month + shift)
    then = eqx.tree_at(lambda i: i.calendar.month, sure, sure.calendar.month + shift)
    a = run(toy_society.rules, world, sure, setting).record
    b = run(toy_society.rules, later, then, setting).record
    for name, values in a.items():
        assert np.array_equal(values[:MONTHS], b[name][:MONTHS]), name


def test_draws_do_not_depend_on_the_list_they_are_in():
    from partystate.core.axes import stable_ids

    few, many = stable_ids(["a", "b"]), stable_ids(["x", "a", "y", "b", "z"])
    luck = draws.luck(5)
    short_list = draws.uniform(luck, 3, 1, 7, jnp.asarray(few))
    long_list = draws.uniform(luck, 3, 1, 7, jnp.asarray(many))
    assert np.array_equal(short_list, long_list[jnp.array([1, 3])])
