"""The accountant of posts on a hand-made top of five persons, two offices and two bodies."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.scenario.assemble import assemble
from partystate.scenario.parts import LEADERSHIP
from partystate.world.accountant.posts import settle_posts
from partystate.world.effect import Effect
from partystate.world.power import EXPELLED, FULL, NOBODY, VACATED

NEVER = -jnp.inf


@pytest.fixture
def case(toyland):
    """(world, inputs of a plenum month, posts that ask for nothing)."""
    top = assemble(toyland, parts=(LEADERSHIP,))
    world, _ = top.start(top.values("central", 1, 0), 1)
    inputs = jax.tree.map(lambda leaf: leaf[8], top.inputs)
    inputs = eqx.tree_at(lambda i: i.party.plenum, inputs, jnp.asarray(True))
    people, offices = len(world.power.alive), len(world.power.holder)
    bodies = world.power.seats.shape[0]
    posts = {
        "deaths": jnp.zeros(people, bool),
        "status": jnp.full(people, NOBODY),
        "leave_office": jnp.zeros(offices, bool),
        "moved": jnp.zeros(offices, bool),
        "leave_seat": jnp.zeros((bodies, people), bool),
        "not_reelected": jnp.zeros((bodies, people), bool),
        "office_score": jnp.full((offices, people), NEVER),
        "seat_score": jnp.full((bodies, people), NEVER),
        "candidate_score": jnp.full((bodies, people), NEVER),
        "sponsor": jnp.full(offices, NOBODY),
        "arrested": jnp.zeros(people, bool),
        "executed": jnp.zeros(people, bool),
        "killed_abroad": jnp.zeros(people, bool),
        "dismissed": jnp.zeros(offices, bool),
        "sideways": jnp.full(offices, NOBODY),
        "chief_score": jnp.full(people, NEVER),
        "slate": jnp.full(people, NOBODY),
    }
    return world, inputs, posts


def settle(case, **posts):
    world, inputs, nothing = case
    return settle_posts(world, Effect(posts=nothing | posts), inputs).power


def test_nothing_asked_is_nothing_changed(case):
    after, before = settle(case), case[0].power
    assert np.array_equal(after.holder, before.holder)
    assert np.array_equal(after.seats, before.seats)


def test_the_dead_hold_nothing(case):
    who = int(case[0].power.holder[0])
    after = settle(case, deaths=jnp.arange(len(case[0].power.alive)) == who)
    assert who not in np.asarray(after.holder)
    assert not after.seats[:, who].any()
    assert not after.alive[who]


def test_the_expelled_lose_every_post_and_an_expulsion_comes_before_an_appointment(case):
    world, _, posts = case
    who, vacant = (
        int(world.power.holder[1]),
        int(np.flatnonzero(np.asarray(world.power.holder) < 0)[0]),
    )
    score = posts["office_score"].at[vacant, who].set(9.0)
    after = settle(case, status=posts["status"].at[who].set(EXPELLED), office_score=score)
    assert int(after.status[who]) == EXPELLED
    assert who not in np.asarray(after.holder)
    assert not after.seats[:, who].any()


def test_a_vacancy_goes_to_the_best_score_and_never_to_nobody(case):
    world, inputs, posts = case
    vacant = int(
        np.flatnonzero((np.asarray(world.power.holder) < 0) & np.asarray(inputs.party.office_open))[
            0
        ]
    )
    score = posts["office_score"].at[vacant, 2].set(0.5).at[vacant, 4].set(0.7)
    after = settle(case, office_score=score, sponsor=posts["sponsor"].at[vacant].set(3))
    assert int(after.holder[vacant]) == 4
    assert int(after.sponsor[4]) == 3
    assert int(settle(case).holder[vacant]) == NOBODY


def test_an_office_that_is_held_is_not_given_away(case):
    score = case[2]["office_score"].at[0, 4].set(9.0)
    assert int(settle(case, office_score=score).holder[0]) == int(case[0].power.holder[0])


def test_a_removal_leaves_a_vacancy_to_the_next_month(case):
    leave = case[2]["leave_office"].at[0].set(True)
    score = case[2]["office_score"].at[0, 4].set(9.0)
    assert int(settle(case, leave_office=leave, office_score=score).holder[0]) == NOBODY


def test_seats_are_filled_by_score_up_to_the_places(case):
    world, inputs, posts = case
    body = 1
    inputs = eqx.tree_at(lambda i: i.party.places, inputs, inputs.party.places.at[body, 1].set(6.0))
    score = posts["seat_score"].at[body, 7].set(1.0).at[body, 8].set(2.0).at[body, 9].set(0.5)
    after = settle((world, inputs, posts), seat_score=score)
    full = np.flatnonzero(np.asarray(after.seats[body]) == FULL)
    assert len(full) == 6
    assert 8 in full
    assert 7 not in full


def test_nobody_sits_down_outside_a_meeting(case):
    world, inputs, posts = case
    quiet = eqx.tree_at(
        lambda i: (i.party.plenum, i.party.congress),
        inputs,
        (jnp.asarray(False), jnp.asarray(False)),
    )
    score = posts["seat_score"].at[1].set(1.0)
    assert np.array_equal(settle((world, quiet, posts), seat_score=score).seats, world.power.seats)


def test_recorded_posts_have_the_last_word(case):
    world, inputs, posts = case
    forced = eqx.tree_at(
        lambda i: i.forced.posts.holder,
        inputs,
        inputs.forced.posts.holder.at[0].set(5).at[1].set(VACATED),
    )
    after = settle((world, forced, posts))
    assert int(after.holder[0]) == 5
    assert int(after.holder[1]) == NOBODY


def test_a_kind_nobody_declared_is_refused(case):
    with pytest.raises(ValueError, match="nobody declared"):
        settle(case, promotions=jnp.zeros(1))
