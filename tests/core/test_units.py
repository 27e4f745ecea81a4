"""Units: conversion by kind, and refusal across kinds."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partystate.core import units
from partystate.core.errors import UserError
from partystate.core.units import UNITS, UnitError, check_unit, convert, dimension

NAMES = sorted(UNITS) + ["1913=1", "1913=100", "1928=100"]


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        (2, "million", "persons", 2e6),
        (147.0, "million persons", "thousand persons", 147e3),
        (22.8, "Mt", "t", 22.8e6),
        (5, "c per ha", "t/ha", 0.5),
        (34, "million head", "thousand head", 34e3),
        (57.2, "percent", "share", 0.572),
        (44, "per 1000", "percent", 4.4),
        (2, "years", "months", 24),
        (80, "million ha", "ha", 80e6),
        (85, "1913=100", "1913=1", 0.85),
        (3, "thousand km", "m", 3e6),
    ],
)
def test_conversion_against_hand_values(value, unit, wanted, expected):
    assert convert(value, unit, wanted) == pytest.approx(expected, rel=1e-14)


@given(st.floats(1e-9, 1e12), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_there_and_back_or_refused(value, one, other):
    if dimension(one) != dimension(other):
        with pytest.raises(UnitError):
            convert(value, one, other)
    else:
        assert math.isclose(convert(convert(value, one, other), other, one), value, rel_tol=1e-12)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_two_steps_equal_one(first, second, third):
    if dimension(first) == dimension(second) == dimension(third):
        assert math.isclose(
            convert(convert(1, first, second), second, third),
            convert(1, first, third),
            rel_tol=1e-12,
        )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("persons", "head"),
        ("days", "months"),
        ("share", "index 0..1"),
        ("1913=1", "1928=1"),
        ("t", "ha"),
    ],
)
def test_kinds_do_not_mix(one, other):
    with pytest.raises(UnitError, match="two units of different kinds"):
        convert(1, one, other)


@pytest.mark.parametrize("unit", ["", "furlongs", "1913=7", "thousand Mt", None])
def test_unknown_units_are_user_errors(unit):
    with pytest.raises(UserError, match="this unit is unknown"):
        check_unit(unit)


def test_every_dimension_has_a_first_unit():
    assert {kind for kind, _ in UNITS.values()} == {
        kind for kind, factor in UNITS.values() if factor == 1
    }
    assert all(check_unit(unit) == unit and units.is_unit(unit) for unit in NAMES)
