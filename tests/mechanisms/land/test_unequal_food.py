"""Fifths of unequal households against 200,000 simulated ones, and the put they add up to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from partystate.mechanisms.land.unequal_food import (
    CUTS,
    lack_of_fifths,
    ranked_anew,
    shares_of_food,
)

HOUSEHOLDS = 200_000


def lack(mean, threshold, spread):
    return np.asarray(lack_of_fifths(np.array(mean), threshold, np.array(spread)))


def village(mean, spread):
    """Food of simulated households, ranked, by fifths."""
    draws = np.random.default_rng(1).standard_normal(HOUSEHOLDS)
    food = np.sort(mean * np.exp(spread * draws - spread**2 / 2))
    return food.reshape(5, -1)


def test_the_cuts_are_fifths_of_the_normal_distribution():
    np.testing.assert_allclose(norm.cdf(CUTS[1:-1]), [0.2, 0.4, 0.6, 0.8], atol=1e-12)


@pytest.mark.parametrize(
    ("mean", "threshold", "spread"),
    [(0.3, 0.8, 0.4), (0.7, 0.8, 0.2), (1.0, 0.8, 0.25), (1.1, 0.9, 0.5)],
)
def test_fifths_of_a_simulated_village(mean, threshold, spread):
    """The food of each fifth and what it lacks, within 1 per cent of the mean: cuts between
    sampled fifths stray by 1/300 of the log at most, six times in ten thousand tries."""
    food = village(mean, spread)
    np.testing.assert_allclose(
        shares_of_food(np.array(spread)) * mean, food.mean(1), atol=0.01 * mean
    )
    np.testing.assert_allclose(
        lack(mean, threshold, spread), np.maximum(threshold - food, 0).mean(1), atol=0.01 * mean
    )


@settings(deadline=None)
@given(st.floats(1e-2, 3), st.floats(0.05, 1.5))
def test_fifths_add_up_to_the_price_of_a_put_option(mean, spread):
    """Black and Scholes (1973), with no interest and a year to run."""
    d = (np.log(0.8 / mean) + spread**2 / 2) / spread
    price = 0.8 * norm.cdf(d) - mean * norm.cdf(d - spread)
    assert lack(mean, 0.8, spread).mean() == pytest.approx(price, abs=1e-9)
    assert np.asarray(shares_of_food(np.array(spread))).mean() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("mean", [0.01, 0.4, 0.79, 0.81, 1.0, 2.0])
def test_equal_households_lack_what_the_mean_lacks(mean):
    np.testing.assert_allclose(lack(mean, 0.8, 1e-4), max(0.8 - mean, 0), atol=1e-3)


@settings(deadline=None)
@given(st.floats(1e-2, 3), st.floats(1e-2, 3), st.floats(0.05, 1), st.floats(0.05, 1))
def test_inequality_can_only_add_to_the_lack(mean, other, spread, more):
    """Jensen: at least what the mean lacks, at most the threshold; rising with inequality, falling
    with food and from fifth to fifth."""
    fifths = lack(mean, 0.8, spread)
    few = fifths.mean()
    assert max(0.8 - mean, 0) - 1e-9 <= few <= 0.8
    assert few <= lack(mean, 0.8, spread + more).mean() + 1e-9
    assert (lack(other, 0.8, spread).mean() - few) * (other - mean) <= 1e-9
    assert (np.diff(fifths) <= 1e-9).all()


@settings(deadline=None)
@given(st.lists(st.floats(0, 6), min_size=5, max_size=5), st.floats(0, 0.9))
def test_ranking_anew_keeps_the_hunger_of_those_who_are_left(hunger, part):
    values, left = (
        np.array(hunger)[:, None],
        1 - part * np.array([[1.0], [0.5], [0.2], [0.0], [0.0]]),
    )
    found = np.asarray(ranked_anew(values, left))
    assert found.mean() == pytest.approx((values * left).sum() / left.sum(), abs=1e-9)
    np.testing.assert_allclose(ranked_anew(values, np.ones_like(left)), values, atol=1e-12)
