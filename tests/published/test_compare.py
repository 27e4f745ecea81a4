"""The one place that judges an answer: by the tolerance of the case, whatever the answer is."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.verify.compare import Tolerance, agrees, plain, tolerance_of

EXACT, NEAR, IN_PART = Tolerance(), Tolerance(absolute=0.1), Tolerance(relative=0.1)


@pytest.mark.parametrize(
    ("got", "expected", "tolerance", "same"),
    [
        (1.0, 1, EXACT, True),
        (1.05, 1, NEAR, True),
        (1.15, 1, NEAR, False),
        (10.9, 10, IN_PART, True),
        (11.1, 10, IN_PART, False),
        (float("nan"), 1, NEAR, False),
        ("abc", "abc", EXACT, True),
        (0.0, "abc", EXACT, False),
        (3 / 11, "3/11", NEAR, True),
        ([1.0, 2.0], [1, 2], EXACT, True),
        ([1.0], [1, 2], EXACT, False),
        ([[1.0], [2.0, 3.0]], [[1], [2, 3]], EXACT, True),
        ([1.0, 2.2], [1, 2], NEAR, False),
        ({"a": 1.05}, {"a": 1}, NEAR, True),
        ({"a": 1.0, "b": 2.0}, {"a": 1}, NEAR, False),
        ({"a": 1.0}, {"b": 1}, NEAR, False),
        (1.0, [1], EXACT, False),
        (1.0, {"a": 1}, EXACT, False),
        (np.array([1.0, 2.0]), [1, 2], EXACT, True),
        (jnp.array([[True, False]]), [[True, False]], EXACT, True),
        ({"a": [{"b": np.float64(2.0)}]}, {"a": [{"b": 2}]}, EXACT, True),
    ],
)
def test_agreement(got, expected, tolerance, same):
    assert agrees(got, expected, tolerance) is same


def test_an_answer_brings_no_judge_of_its_own():
    class Friendly(dict):
        def __eq__(self, other):
            return True

    class Kind(float):
        def __sub__(self, other):
            return 0.0

    class Lenient(list):
        def __eq__(self, other):
            return True

    assert not agrees(Friendly(a=1.0), {"a": 2.0}, EXACT)
    assert not agrees(Kind(1.0), 2.0, EXACT)
    assert not agrees(Lenient([1.0]), [2.0], EXACT)


def test_an_answer_that_json_has_not_is_refused():
    with pytest.raises(TypeError, match="answer of type object"):
        plain(object())


@pytest.mark.parametrize(
    ("given", "absolute", "relative"),
    [
        ({}, 0, 0),
        ({"tolerance": 1e-9}, 1e-9, 0),
        ({"tolerance": {"rel": 1e-4}}, 0, 1e-4),
        ({"tolerance": {"x": 0.5}}, 0.5, 0),
        ({"tolerance": {"x": {"rel": 0.5}}}, 0, 0.5),
        ({"tolerance": {"y": 0.5}}, 0, 0),
    ],
)
def test_tolerance_of_an_output(given, absolute, relative):
    assert tolerance_of(given, "x") == Tolerance(absolute, relative)
