"""Scales without bounds: there and back."""

import numpy as np
import pytest

from partystate.reanalysis.scales import Scale, scale_of

SHARES = ("share",)


@pytest.mark.parametrize(
    ("scale", "values"),
    [
        (Scale("positive", 10.0), [0.0, 5.0, 10.0, 1e6]),
        (Scale("share"), [0.01, 0.5, 0.99]),
        (Scale("plain"), [-3.0, 0.0, 4.0]),
    ],
)
def test_there_and_back(scale, values):
    assert scale.down(scale.up(np.array(values))) == pytest.approx(values)


def test_an_amount_does_not_fall_below_nought_and_a_share_stays_inside():
    assert Scale("positive", 10.0).down(np.array([-50.0]))[0] == 0
    assert 0 < Scale("share").down(np.array([-30.0]))[0] < 1e-9


def test_the_logarithm_goes_on_straight_below_its_floor():
    """Value and slope agree at the floor."""
    scale = Scale("positive", 10.0)
    low, at, high = scale.up(np.array([9.999, 10.0, 10.001]))
    assert (high - at) / (at - low) == pytest.approx(1, abs=1e-3)


def test_a_scale_by_what_members_give():
    whole = np.array([[0.2, 0.4]])
    assert scale_of(whole, "share", SHARES).kind == "share"
    assert scale_of(10 * whole, "share", SHARES).kind == "positive"
    assert scale_of(-whole, "persons", SHARES).kind == "plain"
    assert scale_of(10 * whole, "persons", SHARES).floor == pytest.approx(0.02 * 3)
