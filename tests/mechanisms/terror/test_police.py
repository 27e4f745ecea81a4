"""Staff follows what is wanted: by people, fear and results."""

import pytest


def staff(ground, **fields):
    still = {
        "repression__staff": 0.0,
        "repression__threat": 0.0,
        "repression__pressure": 0.0,
        "repression__climate": 0.0,
        "information__known_population": 1e6,
    }
    changes = {"density": 0.2, "hiring": 0.5, "growth": 1.0, "results": 1.0}
    return float(
        ground.propose("police", ground.view(**(still | fields)), **changes).values[
            "repression.staff"
        ]
    )


def test_by_hand(ground):
    """Three million people, 0.2 in a thousand, half of it hired: 300; twice that where fear is one,
    or cases without end."""
    assert staff(ground) == pytest.approx(300)
    assert staff(ground, repression__threat=1.0) == pytest.approx(600)
    assert staff(ground, repression__climate=1e9) == pytest.approx(600)
