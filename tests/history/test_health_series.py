"""Cases, doctors and births in hospital of a year against made-up months."""

from types import SimpleNamespace

import numpy as np
import pytest

from partystate.history.months import Months
from partystate.history.observables.health import cases, services

MONTHS = 24
FIRST = 1900 * 12


@pytest.fixture
def kept():
    """Two years of two regions of a thousand and three thousand persons; a case of typhus to a
    hundred in the first region in each month."""
    infected = np.zeros((MONTHS, 3, 2))
    infected[:, 0, 0] = 0.01
    world = {
        "people.infected": infected,
        "information.known_cases": np.tile([4.0, 0.0, 0.0], (MONTHS, 1)),
        "people.doctors": np.arange(MONTHS) + 1.0,
        "people.hospital_births": np.repeat([0.1, 0.3], 12),
    }
    births = np.full((MONTHS, 2), 5.0)
    population = np.tile([1000.0, 3000.0], (MONTHS + 1, 1))
    return SimpleNamespace(
        months=Months(np.arange(FIRST, FIRST + MONTHS)),
        world=world,
        births=births,
        population=population,
        by_region=lambda v: v,
    )


def test_cases_of_a_year_true_and_registered(kept):
    found = {(b.level, b.groups): b for b in cases(kept)}
    groups = ("disease=typhus", "disease=malaria", "disease=cholera")
    np.testing.assert_allclose(found["truth", groups].values, [[120, 0, 0]] * 2)
    np.testing.assert_allclose(found["known", groups].values, [[48, 0, 0]] * 2)
    np.testing.assert_allclose(found["truth", ("",)].values, [[120]] * 2)
    assert found["truth", groups].times == ("1900", "1901")


def test_doctors_of_december_and_the_share_of_births(kept):
    doctors, share = services(kept)
    assert doctors.values.ravel().tolist() == [12, 24]
    np.testing.assert_allclose(share.values.ravel(), [0.1, 0.3])
