"""Whatever the world: nothing negative or undefined is proposed, what is a share stays one, and a
month closes its books."""

from dataclasses import replace

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partystate.engine.step import propose
from partystate.mechanisms.registry import of_society
from partystate.world.stocks import RECEIVED_BY
from verification.books import Books, posts
from verification.random_worlds import SHARES, leaf_names, random_case

WORLDS = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def toy(counted_scenario):
    world, setting = counted_scenario.start(counted_scenario.values("central", 1, 0), 1)
    return counted_scenario, world, setting


@pytest.fixture(scope="module")
def books(counted_scenario):
    """A month of any world, in the program that tests/world/test_books.py compiles too."""
    return Books(counted_scenario)


@pytest.fixture(scope="module")
def proposals(toy):
    """A function of a world and inputs: what each mechanism proposes, compiled once."""
    scenario, _, setting = toy

    @jax.jit
    def all_of(world, inputs, luck):
        now = replace(setting, luck=luck)
        return {
            m.id: propose(m, scenario.rules, world, inputs, now)
            for m in scenario.rules.mechanisms
            if m in of_society() and m.id != "births_deaths"
        }

    return all_of


def case(toy, seed):
    """A random world, the inputs of any month of the run, and luck."""
    scenario, start, _ = toy
    world, (inputs,), luck = random_case(scenario, start, seed)
    return world, inputs, luck


# more may be registered dead than were known; a norm is a log, a line goes from force to trade
BELOW_NOUGHT = (
    "values:information.known_population",
    "values:secrets.population",
    "values:industry.norm",
    "values:membership.line_before",
)


@WORLDS
@given(seed=st.integers(0, 2**31))
def test_nothing_negative_or_undefined_is_proposed(toy, proposals, seed):
    world, inputs, luck = case(toy, seed)
    for name, effect in proposals(world, inputs, luck).items():
        for entry, value in effect.entries().items():
            low = float(np.min(value)) if np.size(value) else 0.0
            assert np.isfinite(value).all(), (name, entry)
            assert entry in BELOW_NOUGHT or low >= -1e-9, (name, entry, low)


@WORLDS
@given(seed=st.integers(0, 2**31))
def test_a_share_stays_a_share(toy, proposals, seed):
    world, inputs, luck = case(toy, seed)
    proposed = {
        entry: value
        for effect in proposals(world, inputs, luck).values()
        for entry, value in effect.entries().items()
    }
    # of births and deaths, which `proposals` leaves out
    for field in set(SHARES) - {"people.abortion"}:
        value = np.asarray(proposed[f"values:{field}"])
        assert value.min() >= 0, field
        assert value.max() <= 1 + 1e-12, field


@WORLDS
@given(seed=st.integers(0, 2**31))
def test_the_state_asks_for_no_more_than_it_believes_there_is(toy, proposals, seed):
    """Collections due are within the plan of the country and what is owed to the stations, and by
    region within its plan, or the cap that others' burdens end at, and that; relief, exports and
    loans within the granary as known."""
    world, inputs, luck = case(toy, seed)
    found = proposals(world, inputs, luck)
    plan, due = (
        np.asarray(found["procurement"].values[f"policy.{name}"])
        for name in ("plan", "collection_due")
    )
    owed = np.asarray(world.policy.station_due)
    assert due.sum() <= (plan + owed).sum() * (1 + 1e-9) + 1e-6
    cap = np.asarray(
        toy[2].parameters["procurement"].region_cap * world.information.expected_harvest
    )
    assert (due <= (np.maximum(plan, cap) + owed) * (1 + 1e-9) + 1e-6).all()
    assert (
        float(found["relief"].values["policy.relief_due"].sum())
        <= float(world.information.known_granary) + 1e-6
    )
    granary = float(world.information.known_granary)
    assert float(found["state_trade"].values["policy.export_due"]) <= granary * (1 + 1e-9) + 1e-6
    assert float(found["food"].claims["state_grain.seed_loan"].sum()) <= granary * (1 + 1e-9) + 1e-6
    barn = np.asarray(found["collection"].claims["peasant_grain.collection"])
    assert (barn <= np.asarray(world.policy.collection_due) + 1e-6).all()


@WORLDS
@given(seed=st.integers(0, 2**31))
def test_a_month_closes_its_books(toy, books, seed):
    """People to the person; grain to 1e-6 t, or to what a float holds of the largest stock; posts
    to the seat."""
    world, inputs, luck = case(toy, seed)
    _, after, flows, came = next(books.months(world, [inputs], luck))
    persons = np.asarray(after.people.persons)
    assert np.array_equal(persons, np.round(persons))
    assert persons.min() >= 0
    assert persons.sum() == float(
        world.people.persons.sum() + after.vital.births.sum() - after.vital.deaths.sum()
    )
    left, arrived = np.asarray(flows.left), sum(float(a.sum()) for a in flows.arrived.values())
    assert (left.sum(0) <= np.asarray(world.people.persons)).all()
    assert arrived <= left.sum()
    grown = sum(float(np.sum(t)) for stocks in came.values() for t in stocks.values())
    consumed = sum(
        float(after.land.granted[use].sum()) for use, to in RECEIVED_BY.items() if to is None
    )
    before = float(world.land.peasant_grain.sum() + world.land.state_grain)
    closing = float(after.land.peasant_grain.sum() + after.land.state_grain)
    largest = before + grown
    assert abs(before + grown - consumed - closing) <= max(1e-6, 1e-12 * largest)
    assert float(after.land.peasant_grain.min()) >= 0
    assert float(after.land.state_grain) >= 0
    off = posts(world.power, after.power, np.asarray(inputs.party.places))
    assert not any(off.values()), off
    leaves = zip(leaf_names(after), jax.tree.leaves(after), strict=True)
    undefined = [name for name, leaf in leaves if not np.isfinite(leaf).all()]
    assert not undefined
