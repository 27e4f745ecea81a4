"""What a figure would read: exact cases."""

import numpy as np
import pytest
from scipy import stats

from partystate.scoring.reading import read_off

RUNS = 999
NINETY = [0.05, 0.5, 0.95]
Z = stats.norm.ppf(0.95)


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        ("positive", 50.0, [50 * np.exp(-0.2 * Z), 50, 50 * np.exp(0.2 * Z)]),
        ("share", 0.5, [1 / (1 + np.exp(0.2 * Z)), 0.5, 1 / (1 + np.exp(-0.2 * Z))]),
        ("signed", -3.0, [-3 - 0.2 * 4 * Z, -3, -3 + 0.2 * 4 * Z]),
        ("index", 7.0, [7 - 0.2 * 4 * Z, 7, 7 + 0.2 * 4 * Z]),
    ],
)
def test_what_is_certain_reads_normally_on_its_scale(scale, value, expected):
    read = read_off(np.full(RUNS, value), scale, 0.2, 4.0, "a")
    np.testing.assert_allclose(np.quantile(read, NINETY), expected, rtol=5e-3)


def test_nothing_reads_as_nothing_and_a_single_run_as_it_is():
    for scale in ("positive", "share"):
        np.testing.assert_allclose(read_off(np.zeros(5), scale, 0.2, 1.0, "a"), 0)
    np.testing.assert_allclose(read_off(np.ones(5), "share", 0.2, 1.0, "a"), 1)
    np.testing.assert_allclose(read_off(np.array([7.0]), "positive", 0.2, 1.0, "a"), 7)


def test_each_figure_is_misread_by_itself_and_always_alike():
    runs = np.full(RUNS, 10.0)
    one, again, other = (read_off(runs, "positive", 0.1, 1.0, name) for name in ("a", "a", "b"))
    np.testing.assert_array_equal(one, again)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.15  # four and a half standard errors
    np.testing.assert_allclose(np.sort(one), np.sort(other))
