"""The books of the granary by hand: what must last to the harvest is not to spare."""

import pytest

from partystate.mechanisms.land.granary import counted_on, spare, still_to_come

# month -> months to the next harvest, that one included
LEFT = {8: 12, 11: 9, 1: 7, 4: 4, 6: 2, 7: 1}


def held(ground, month, grain, **fields):
    given = {
        "information__known_granary": grain,
        "information__known_collected": 0.0,
        "policy__plan": 0.0,
    }
    return ground.view(month, **given | fields)


@pytest.mark.parametrize(("month", "left"), LEFT.items())
def test_the_reserve_is_the_months_to_the_harvest(ground, month, left):
    """100 t a month are owed: of 1,500 t that is spare which the months left, and two kept beyond
    them, do not need."""
    view = held(ground, month, 1500.0)
    assert float(spare(view, 100.0, 0)) == pytest.approx(1500 - 100 * left)
    assert float(spare(view, 100.0, 2)) == pytest.approx(1500 - 100 * left - 200)
    assert float(spare(view, 1000.0, 5)) == 0


def test_what_is_still_to_come_counts_as_far_as_the_plan_was_met(ground):
    """Of a plan of 900 t a third is due and half of that has come: of the 600 t to come 300 are
    counted on."""
    fields = {
        "policy__plan": 300.0,
        "information__known_collected": 50.0,
        "inputs__due_before": 1 / 3,
    }
    view = held(ground, 11, 1000.0, **fields)
    assert float(still_to_come(view)) == pytest.approx(300)
    assert float(counted_on(view)) == pytest.approx(1300)
    assert float(spare(view, 100.0, 0)) == pytest.approx(1300 - 900)


def test_nothing_goes_that_does_not_lie_there_yet(ground):
    """All that is to come is to spare, and 10 t lie there."""
    fields = {
        "policy__plan": 300.0,
        "information__known_collected": 150.0,
        "inputs__due_before": 0.5,
    }
    view = held(ground, 11, 10.0, **fields)
    assert float(counted_on(view)) == pytest.approx(460)
    assert float(spare(view, 0.0, 0)) == pytest.approx(10)
