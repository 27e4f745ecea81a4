"""The ultimate ruling coalition beyond its shipped cases, and the compiled game against the exact
one."""

import random
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.published.catalogue import CASES, MODELS
from partystate.published.coalition_game import self_enforcing
from partystate.published.ultimate_ruling_coalition import (
    coalition_powers,
    nearly_equal,
    self_enforcing_coalitions,
    ultimate_ruling_coalitions,
    whole_numbers,
)
from partystate.verify.cases import load_cases

HALF = Fraction(1, 2)
MOST_COMPILED = 8  # players; the compiled game has a table of pairs of coalitions
RULING = [model for name, model in MODELS.items() if name.startswith("URC")]


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


def shipped_games():
    """(powers, alpha) of every shipped case of the ruling coalition, those of one to twelve players
    up to `MOST_COMPILED`."""
    for case in load_cases(CASES):
        if MODELS.get(case["model"]) not in RULING:
            continue
        alpha, powers = Fraction(case["inputs"].get("alpha", HALF)), case["inputs"].get("powers")
        if isinstance(powers, list):
            yield powers, alpha
            continue
        for n in range(1, MOST_COMPILED + 1):
            yield (nearly_equal(n) if powers else [1] * n), alpha


def random_games():
    for n in (3, 5, 7):
        rng = random.Random(n)
        yield from (([rng.randint(1, 1000) for _ in range(n)], HALF) for _ in range(60))


@pytest.mark.parametrize("games", [shipped_games, random_games])
def test_the_compiled_game_is_the_exact_one(games):
    game, seen = jax.jit(self_enforcing), 0
    for powers, alpha in games():
        exact = self_enforcing_coalitions(coalition_powers(whole_numbers(powers, alpha)), alpha)
        compiled = np.asarray(game(jnp.array(powers, float), float(alpha)))
        assert np.array_equal(compiled[1:], exact[1:]), (powers, alpha)
        seen += 1
    assert seen > 20


def test_fifteen_players():
    members = ultimate_ruling_coalitions(
        [random.Random(2).randint(1, 10**6) + i for i in range(15)]
    )[0]
    assert 1 <= len(members) <= 15


@pytest.mark.parametrize("powers", [[], [0, 1], [-1, 2]])
def test_powers_that_are_none_are_refused(powers):
    with pytest.raises(ValueError, match="positive"):
        ultimate_ruling_coalitions(powers)
