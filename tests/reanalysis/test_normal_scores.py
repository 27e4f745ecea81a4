"""Normal scores of members: exact cases."""

import numpy as np
import pytest
from scipy import stats

from partystate.reanalysis.normal_scores import normal_scores, on_scores, scores_of
from partystate.reanalysis.update import Observed
from tests.reanalysis.test_update import HERE


def test_scores_of_ranks_and_of_members_that_are_alike():
    third = stats.norm.ppf([1 / 6, 1 / 2, 5 / 6])
    np.testing.assert_allclose(scores_of(np.array([[10.0, -5.0, 20.0]]))[0], third[[1, 0, 2]])
    np.testing.assert_allclose(scores_of(np.array([[7.0, 7.0, 7.0]]))[0], 0)


def test_up_and_down_by_hand():
    """Members 0, 10, 30: halfway between two members halfway between their scores; a sd beyond the
    last one a score of one more."""
    by = normal_scores(np.array([[30.0, 0.0, 10.0]]))
    low, middle, high = stats.norm.ppf([1 / 6, 1 / 2, 5 / 6])
    sd = np.std([0, 10, 30])
    values = np.array([[0.0, 5.0, 10.0, 20.0, 30.0 + sd, -2 * sd]])
    scores = [low, (low + middle) / 2, middle, (middle + high) / 2, high + 1, low - 2]
    np.testing.assert_allclose(by.up(values)[0], scores)
    np.testing.assert_allclose(by.down(by.up(values)), values)


@pytest.mark.parametrize("scale", [np.exp, np.cbrt, lambda x: 3 * x - 7])
def test_scores_are_the_same_on_every_scale(scale):
    members = np.random.default_rng(0).normal(size=(4, 50))
    np.testing.assert_allclose(scores_of(scale(members)), scores_of(members))


def test_nobody_is_moved_between_two_heaps():
    """Half of the members at about 0 and half at about 10, the target 10: scores of the low half
    come to lie among those of the high one, and none reads between the heaps."""
    n = 200
    members = np.concatenate([np.linspace(-1, 1, n // 2), np.linspace(9, 11, n // 2)])
    observed = Observed(members[:, None], HERE, np.array([10.0]), np.array([0.01]))
    scored, by = on_scores(observed)
    pulled = scored.figures + 1 / (1 + scored.variance) * (scored.middle - scored.figures)
    read = by.down(pulled.T)[0]
    assert np.all((read > 8.9) & (read < 11.1))


def test_the_error_of_a_target_on_scores():
    """Of normal members the sd of a target against theirs; never finer than members are apart."""
    members = stats.norm.ppf((np.arange(999) + 0.5) / 999)[:, None]
    for variance, expected in ((0.25, 0.25), (1e-12, 1e-4)):
        observed = Observed(members, HERE, np.zeros(1), np.array([variance]))
        np.testing.assert_allclose(on_scores(observed)[0].variance, expected, rtol=1e-2)
