"""Intervals of a mean over pairs: none for few, Student's for some, the bootstrap for many."""

from __future__ import annotations

import numpy as np
import pytest

from partystate.core import intervals
from partystate.experiments.paired import paired_effect, words_on


@pytest.mark.parametrize("pairs", [1, 2, 3, 4])
def test_few_pairs_have_no_interval_and_nothing_is_clear(pairs):
    found = paired_effect("x", np.zeros(pairs), np.full(pairs, 7.0))
    assert (found.low, found.high, found.interval) == (None, None, "none")
    assert not found.is_clear
    assert found.effect == 7
    assert "no interval" in words_on(pairs)


def test_five_pairs_by_hand():
    """Differences 1 to 5: mean 3, error sqrt(2.5 / 5), and 2.776 of it to either side."""
    found = intervals.of_mean(np.arange(1.0, 6.0), seed=1)
    assert found.kind == "t"
    assert (found.low, found.high) == pytest.approx((3 - 1.9632, 3 + 1.9632), abs=1e-3)
    assert found.is_clear
    assert "Student" in words_on(5)


def test_from_thirty_pairs_it_is_the_bootstrap():
    differences = np.random.default_rng(3).normal(1, 1, 30)
    assert intervals.of_mean(differences[:29], 1).kind == "t"
    found = intervals.of_mean(differences, 1)
    assert found.kind == "bootstrap"
    assert found.low < differences.mean() < found.high
    assert words_on(30) == ""


@pytest.mark.parametrize("pairs", [5, 12, 29])
def test_where_nothing_differs_one_in_twenty_is_clear(pairs):
    """4,000 intervals of pairs without an effect. The seed is fixed; under another the share of
    clear ones leaves 0.036 to 0.064 in 5e-5 of the cases (binomial)."""
    rng = np.random.default_rng(pairs)
    clear = [intervals.of_mean(rng.normal(size=pairs), 1).is_clear for _ in range(4000)]
    assert 0.036 < np.mean(clear) < 0.064
