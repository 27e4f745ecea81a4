"""Published models: exact cases beyond the shipped ones, and the compiled game against the exact
one."""

import random
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.power.coalition import ruling_coalition
from partystate.published.agenda_setter import outcome
from partystate.published.coalition_game import self_enforcing
from partystate.published.ultimate_ruling_coalition import (
    coalition_powers,
    self_enforcing_coalitions,
    ultimate_ruling_coalitions,
    whole_numbers,
)

HALF = Fraction(1, 2)


def test_the_strongest_man_is_left_out():
    assert ultimate_ruling_coalitions([3, 4, 5, 10]) == [(0, 1, 2)]
    assert ultimate_ruling_coalitions([3, 4, 5, 10, 20]) == [(0, 1, 2, 3, 4)]
    assert ultimate_ruling_coalitions([3, 4, 5, 20]) == [(3,)]


def test_ties_are_ties():
    assert len(ultimate_ruling_coalitions([2, 2, 4, 4])) == 3
    assert ultimate_ruling_coalitions([Fraction(1, 3), Fraction(1, 3)]) == [(0, 1)]


def test_players_permute():
    rng = random.Random(1)
    for _ in range(30):
        powers = rng.sample(range(1, 500), 6)
        order = rng.sample(range(6), 6)
        one = {frozenset(powers[i] for i in c) for c in ultimate_ruling_coalitions(powers)}
        other = {
            frozenset([powers[k] for k in order][i] for i in c)
            for c in ultimate_ruling_coalitions([powers[k] for k in order])
        }
        assert one == other


@pytest.mark.parametrize("n", [3, 5, 7])
def test_the_compiled_game_is_the_exact_one(n):
    rng = random.Random(n)
    game = jax.jit(self_enforcing, static_argnames=())
    for _ in range(60):
        powers = [rng.randint(1, 1000) for _ in range(n)]
        exact = self_enforcing_coalitions(coalition_powers(whole_numbers(powers, HALF)), HALF)
        assert np.array_equal(np.asarray(game(jnp.array(powers, float), 0.5))[1:], exact[1:])


def test_fifteen_players():
    members = ultimate_ruling_coalitions(
        [random.Random(2).randint(1, 10**6) + i for i in range(15)]
    )[0]
    assert 1 <= len(members) <= 15


@pytest.mark.parametrize("powers", [[], [0, 1], [-1, 2]])
def test_powers_that_are_none_are_refused(powers):
    with pytest.raises(ValueError, match="positive"):
        ultimate_ruling_coalitions(powers)


def test_without_our_additions_the_coalition_is_the_published_one():
    """Trust, distance, safety and costs at zero: the lightest winning self-enforcing coalition of
    the exact cases."""

    class Plain:
        majority, share, safety, doubt, trust, distance, breaking, inertia = (
            0.5,
            1.0,
            0.0,
            0.1,
            0.0,
            0.0,
            0.0,
            0.0,
        )

    rng = random.Random(7)
    for powers in [
        [3, 4, 5, 10],
        [3, 4, 5, 2],
        [10, 11, 12, 13, 14],
        *([rng.sample(range(1, 300), 5) for _ in range(20)]),
    ]:
        weight = jnp.array(powers, float)
        none = jnp.zeros((len(powers),) * 2)
        got = np.asarray(ruling_coalition(weight, none, none, jnp.zeros(len(powers), bool), Plain))
        exact = ultimate_ruling_coalitions(powers)
        assert tuple(np.flatnonzero(got)) in exact, powers


def test_the_agenda_setter_goes_as_far_as_the_median_lets_him():
    quo, ideal, median = (
        jnp.array(v, float) for v in ([-0.8, 0.3, -2.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0])
    )
    assert np.allclose(outcome(quo, ideal, median), [0.8, 0.3, 1.0])
