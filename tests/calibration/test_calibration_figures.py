"""The scale on which figures are fitted: the log, and its tangent where a history has hardly
anything of what was recorded."""

import numpy as np
import pytest

from partystate.calibration.figures import stretched_log


def test_above_the_floor_it_is_the_log():
    np.testing.assert_allclose(stretched_log([2.0, 5.0], 2.0), np.log([2.0, 5.0]))


def test_nothing_is_a_whole_unit_below_the_floor_and_less_than_nothing_further():
    np.testing.assert_allclose(stretched_log([0.0, -2.0], 2.0), np.log(2.0) - np.array([1.0, 2.0]))


@pytest.mark.parametrize("floor", [0.01, 1.0, 1e6])
def test_it_has_no_corner(floor):
    step = floor * 1e-6
    below, at, above = stretched_log(floor + np.array([-step, 0, step]), floor)
    assert (above - at) / (at - below) == pytest.approx(1, rel=1e-4)
