"""What comes in of the standing crop, and weeds, by hand."""

import numpy as np
import pytest

from partystate.mechanisms.land.field_to_barn import fouled, gathered, hands, paid, waiting
from partystate.mechanisms.land.harvest import gathering
from partystate.mechanisms.quantities import collectivised_share, rural_population
from partystate.world.herds import HORSES

JULY = 7
RULE = {
    "lost": 0.1,
    "rain": 0.5,
    "beasts": 0.5,
    "hunger_loss": 0.4,
    "unpaid": 0.0,
    "upheaval_loss": 0.0,
}


def given(ground, **changes):
    return gathering(ground.params("harvest", **RULE | changes))


def as_usual(ground, **fields):
    """People, area, horses and rain as in the base years."""
    base = ground.setting.endowment
    view = ground.view(JULY)
    return ground.view(
        JULY,
        **{
            "land__sown_area": 1.0,
            "land__herds": base.land.herds,
            "endowment__ploughing": base.land.herds[HORSES],
            "land__tractor_power": 0.0,
            "people__hunger_rural": 0.0,
            "endowment__rural_base": rural_population(view),
            "inputs__wet": base.land.mean_wet,
        }
        | fields,
    )


def test_in_a_usual_year_all_that_usually_comes_in_comes_in(ground):
    np.testing.assert_allclose(gathered(as_usual(ground), given(ground)), 1)


def test_half_of_the_horses_make_the_crop_wait(ground):
    """Horses at a half, their part in the work a half: the wait is 2^.5, the loss .1 of what it is
    longer."""
    herds = ground.setting.endowment.land.herds / 2
    view = as_usual(ground, land__herds=herds)
    np.testing.assert_allclose(gathered(view, given(ground)), np.exp(-0.1 * (2**0.5 - 1)))


def test_rain_makes_it_wait_and_a_dry_year_does_not_help(ground):
    wet = ground.setting.endowment.land.mean_wet
    np.testing.assert_allclose(
        gathered(as_usual(ground, inputs__wet=wet + 2), given(ground)), np.exp(-0.1)
    )
    np.testing.assert_allclose(gathered(as_usual(ground, inputs__wet=wet - 1), given(ground)), 1)


def test_more_area_and_hunger_leave_fewer_hands(ground):
    """Twice the area halves them; hunger of one keeps a fifth away."""
    view = as_usual(ground, land__sown_area=2.0, people__hunger_rural=1.0)
    np.testing.assert_allclose(hands(view, given(ground)), 0.5 * 0.8)


def test_members_who_were_paid_nothing_hold_back(ground):
    """All that was harvested was collected: nobody was paid; separate farms work on."""
    view = as_usual(ground, land__harvest=5.0, land__collected=5.0)
    np.testing.assert_allclose(paid(view), 0)
    held_back = 0.4 * np.asarray(collectivised_share(view))
    assert held_back.max() > 0
    np.testing.assert_allclose(hands(view, given(ground, unpaid=0.4)), 1 - held_back)


def test_farms_in_upheaval_leave_work_undone(ground):
    """Two fifths of it under full upheaval, and no more beyond it."""
    view = as_usual(ground, land__disruption=[0.0, 0.5, 2.0])
    np.testing.assert_allclose(hands(view, given(ground, upheaval_loss=0.4)), [1, 0.8, 0.6])


def test_the_wait_has_an_end():
    assert waiting(0.0, 0.0, 0.5) == 4


def test_weeds_grow_where_power_lacks_and_are_cleaned():
    """A half lacking at .2 adds .1 a year; with half cleaned they settle at .2."""
    weeds = 0.0
    for _ in range(60):
        weeds = fouled(weeds, 0.5, 0.2, 0.5)
    assert float(weeds) == pytest.approx(0.2)
    assert float(fouled(0.2, 2.0, 0.2, 0.5)) == pytest.approx(0.1)
