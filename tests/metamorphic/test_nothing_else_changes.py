"""Adding what has no effect changes no other draw; strength zero is absence; labels may be
permuted; the epoch shifted."""

from dataclasses import replace

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import polars as pl
import pytest

from partystate.core import draws
from partystate.country.country import Country
from partystate.engine import wrappers
from partystate.engine.phases import in_phase
from partystate.engine.run import inputs_at, run
from partystate.engine.step import first_pending, propose, settle, step
from partystate.mechanisms.registry import of_society
from partystate.scenario.assemble import assemble
from partystate.world.accountant.values import set_values
from partystate.world.agricultural_clock import HARVEST
from partystate.world.effect import combine

MONTHS = 20
REGION_TABLES = ("regions", "communities", "regional_land", "weather", "control")


def counted(country):
    """Society alone, in whole persons: the leadership has tests of its own."""
    return assemble(country, "counted", parts=("society",))


def short(scenario):
    return jax.tree.map(lambda leaf: leaf[:MONTHS], scenario.inputs)


def finish(scenario, seed=3):
    world, setting = scenario.start(scenario.values("central", seed, 0), seed)
    return run(scenario.rules, world, short(scenario), setting).world


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
    off = JOINS_REGIONS
    kept = tuple(wrappers.ablate(m) if m.id in off else m for m in scenario.rules.mechanisms)
    return replace(scenario, rules=replace(scenario.rules, mechanisms=kept))


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
    world, setting = scenario.start(scenario.values("central", 3, 0), 3)
    one_month = jax.tree.map(lambda leaf: leaf[:1], scenario.inputs)
    cell = int(np.argmax(np.asarray(world.people.persons)))
    more = eqx.tree_at(lambda w: w.people.persons, world, world.people.persons.at[cell].add(1))
    a = np.asarray(run(scenario.rules, world, one_month, setting).world.people.persons)
    b = np.asarray(run(scenario.rules, more, one_month, setting).world.people.persons)
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


@pytest.fixture(scope="module")
def society(toyland):
    """People moved in the mean: drawing them without compiling would take minutes."""
    return assemble(toyland, parts=("society",))


@pytest.fixture(scope="module")
def harvest_months(society):
    """(world, inputs, setting, what each mechanism proposes) of two harvest months, one after the
    other, step by step: a program of its own for every list of mechanisms would take minutes to
    compile."""
    rules = society.rules
    world, setting = society.start(society.values("central", 3, 0), 3)
    at = int(np.argmax(np.asarray(society.inputs.calendar.month) % 12 == HARVEST))
    world = eqx.tree_at(lambda w: w.month, world, society.inputs.calendar.month[at])
    found = []
    with jax.disable_jit():
        pending = first_pending(rules, world, inputs_at(society.inputs, at), setting)
        for t in (at, at + 12):
            inputs = inputs_at(society.inputs, t)
            after, pending, _, _, proposed = step(rules, world, pending, inputs, setting)
            found.append((world, inputs, setting, proposed))
            world = after
    return found


@pytest.mark.parametrize("mechanism", of_society(), ids=lambda m: m.id)
def test_zero_strength_is_absence(mechanism, society, harvest_months):
    """Scaled to nothing, a mechanism might as well not be there: what its phase does to the world
    is the same to the last bit, and with it what every later phase sees."""
    nothing = wrappers.scale(mechanism, 0)
    for world, inputs, setting, proposed in harvest_months:
        others = [
            proposed[m.id]
            for m in in_phase(society.rules.mechanisms, mechanism.phase)
            if m.id != mechanism.id
        ]
        with jax.disable_jit():
            own = propose(nothing, society.rules, world, inputs, setting)
            a, b = (
                after_phase(society, mechanism.phase, world, inputs, setting, effects)
                for effects in ([*others, own], others)
            )
        for one, other in zip(jax.tree.leaves(a), jax.tree.leaves(b), strict=True):
            assert np.array_equal(one, other)


def after_phase(scenario, phase, world, inputs, setting, effects):
    """The world once the effects of a phase are applied, and the accountant's part of it."""
    whole = combine(effects)
    after = set_values(world, whole.values)
    return settle(scenario.rules, after, whole, inputs, setting) if phase == "act" else after


def test_shifted_epoch(toyland, toy_scenario):
    """The model without noise does not know the year: the same inputs twelve years later give the
    same history."""
    values = toy_scenario.values("central", 1, 0)
    noise = {name: 0.0 for name in values if name.endswith(".drift")}
    values |= noise | {"harvest.yield_noise": 0.0}
    world, setting = toy_scenario.start(values, 1)
    inputs = short(toy_scenario)
    sure = eqx.tree_at(
        lambda i: (i.weather.drought_low, i.weather.drought_high),
        inputs,
        (inputs.weather.drought_central, inputs.weather.drought_central),
    )
    shift = jnp.int32(144)
    later = eqx.tree_at(lambda w: w.month, world, world.month + shift)
    then = eqx.tree_at(lambda i: i.calendar.month, sure, sure.calendar.month + shift)
    a = run(toy_scenario.rules, world, sure, setting).world
    b = run(toy_scenario.rules, later, then, setting).world
    assert np.array_equal(a.people.persons, b.people.persons)
    assert np.array_equal(a.land.peasant_grain, b.land.peasant_grain)


def test_draws_do_not_depend_on_the_list_they_are_in():
    from partystate.core.axes import stable_ids

    few, many = stable_ids(["a", "b"]), stable_ids(["x", "a", "y", "b", "z"])
    luck = draws.luck(5)
    short_list = draws.uniform(luck, 3, 1, 7, jnp.asarray(few))
    long_list = draws.uniform(luck, 3, 1, 7, jnp.asarray(many))
    assert np.array_equal(short_list, long_list[jnp.array([1, 3])])
