"""What registers see of disease, by hand."""

import numpy as np
import pytest

from partystate.mechanisms.people.case_reports import seen


def test_twice_the_doctors_leave_the_square_unseen():
    assert float(seen(0.3, 1.0)) == pytest.approx(0.3)
    assert float(seen(0.3, 2.0)) == pytest.approx(1 - 0.7**2)
    assert float(seen(0.3, 0.0)) == 0


def test_cases_of_all_regions_are_registered(ground):
    persons = float(ground.world.people.persons.sum())
    view = ground.view(1, people__infected=1e-3, people__doctors=0.2 * persons / 1000)
    rule = {
        "typhus_registered": 0.3,
        "malaria_registered": 0.5,
        "cholera_registered": 1.0,
        "base_doctors": 0.2,
    }
    known = ground.propose("case_reports", view, **rule).values["information.known_cases"]
    np.testing.assert_allclose(known, persons * 1e-3 * np.array([0.3, 0.5, 1.0]))
