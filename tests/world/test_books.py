"""The account of random worlds closes, and finds what is wrong. Seeds are fixed, so no test fails
by chance."""

import equinox as eqx
import numpy as np
import pytest

from partystate.world.power import CANDIDATE, FULL
from verification.books import GRAIN, NAMES, PERSONS, POSTS, Books, grain, posts
from verification.random_worlds import random_case

MONTHS = 2


@pytest.fixture(scope="module")
def books(counted_scenario):
    return Books(counted_scenario)


@pytest.fixture(scope="module")
def month(books):
    """One month: the worlds before and after, flows of people, inflows of stocks."""
    world, (inputs,), luck = random_case(books.scenario, books.start, 7)
    return next(books.months(world, [inputs], luck))


@pytest.mark.parametrize("seed", range(3))
def test_the_books_of_a_random_world_close(books, seed):
    worst = books.run(seed, MONTHS)
    assert set(worst) == set(NAMES)
    assert all(gap <= (1 if account in GRAIN else 0) for account, gap in worst.items()), worst


def test_one_person_too_many_is_found(books, month):
    before, after, flows, _ = month
    cell = int(np.argmax(np.asarray(after.people.persons)))
    wrong = eqx.tree_at(lambda w: w.people.persons, after, after.people.persons.at[cell].add(1))
    found = books.persons(before, wrong, flows)
    assert [found[name] for name in PERSONS[:3]] == [1, 1, 1]
    assert found["persons: not whole"] == 0


def test_one_person_lost_on_the_way_is_found(books, month):
    before, after, flows, _ = month
    name, came = next((n, c) for n, c in flows.came.items() if float(c.sum()) > 0)
    cell = np.unravel_index(np.argmax(np.asarray(came)), came.shape)
    wrong = eqx.tree_at(lambda f: f.came[name], flows, came.at[cell].add(-1))
    found = books.persons(before, after, wrong)
    assert found["persons: lost in a pool"] == 1
    assert found["persons: cells"] == 1


def test_a_tonne_from_nowhere_is_found(month):
    before, after, _, came = month
    wrong = eqx.tree_at(
        lambda w: w.land.peasant_grain, after, after.land.peasant_grain.at[0].add(1.0)
    )
    assert (
        grain(before, wrong, came)["grain: barns"] > 1 >= grain(before, after, came)["grain: barns"]
    )


def test_posts_that_nobody_should_hold_are_found(books, month):
    """Each account of posts finds the one mistake that is of its kind; there are as many places as
    are taken."""
    before, after = (world.power for world in month[:2])
    places = np.stack([(np.asarray(after.seats) == k).sum(1) for k in (CANDIDATE, FULL)], 1)
    dead = int(np.argmin(np.asarray(after.alive)))
    assert not after.alive[dead]
    sitting = posts(before, after, places)
    wrong = {
        POSTS[0]: eqx.tree_at(lambda p: p.holder, after, after.holder.at[0].set(dead)),
        POSTS[1]: eqx.tree_at(lambda p: p.holder, after, after.holder.at[0].set(-2)),
        POSTS[2]: eqx.tree_at(lambda p: p.seats, after, np.where(after.alive, FULL, after.seats)),
        POSTS[3]: eqx.tree_at(lambda p: p.alive, after, after.alive.at[dead].set(True)),
        POSTS[4]: eqx.tree_at(lambda p: p.executed, after, after.executed | after.alive),
    }
    assert not any(sitting.values())
    for account, power in wrong.items():
        assert posts(before, power, places)[account] > 0, account
