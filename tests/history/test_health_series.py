"""Cases, doctors and births in hospital of a year against made-up months."""

import numpy as np
import pytest

from partystate.history.observables.about import About
from partystate.history.observables.health import cases, doctors, hospital_births
from tests.history.made_run import made_run

MONTHS = 24
FIRST = 1900 * 12


@pytest.fixture
def run():
    """Two years of two regions of a thousand and three thousand persons; a case of typhus to a
    hundred in the first region in each month."""
    infected = np.zeros((MONTHS, 3, 2))
    infected[:, 0, 0] = 0.01
    arrays = {
        "persons.population": np.tile([1000.0, 3000.0], (MONTHS + 1, 1)),
        "persons.births": np.full((MONTHS, 2), 5.0),
        "people.infected": infected,
        "information.known_cases": np.tile([4.0, 0.0, 0.0], (MONTHS, 1)),
        "people.doctors": np.arange(MONTHS) + 1.0,
        "people.hospital_births": np.repeat([0.1, 0.3], 12),
    }
    return made_run(FIRST, MONTHS, arrays)


def test_cases_of_a_year_true_and_registered(run):
    by_disease, whole = cases(run, About())
    assert by_disease.times == whole.times == ("1900", "1901")
    assert by_disease.groups == ("disease=typhus", "disease=malaria", "disease=cholera")
    np.testing.assert_allclose(by_disease.values["truth"], [[120, 0, 0]] * 2)
    np.testing.assert_allclose(by_disease.values["known"], [[48, 0, 0]] * 2)
    np.testing.assert_allclose(whole.values["truth"], [[120]] * 2)


def test_doctors_of_december_and_the_share_of_births(run):
    (at_end,), (share,) = doctors(run, About()), hospital_births(run, About())
    assert at_end.values["truth"].ravel().tolist() == [12, 24]
    np.testing.assert_allclose(share.values["truth"].ravel(), [0.1, 0.3])
