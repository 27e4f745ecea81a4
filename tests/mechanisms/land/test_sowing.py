"""Area sown, by hand, in the sowing month alone."""

import numpy as np
import pytest

FORCE, TRADE = -1.0, 1.0
RULE = {"order": 0.1, "area_response": 1.0, "spared": 0.2, "pull": 0.5, "speed": 0.5}
APRIL = 4


def sown(ground, month=APRIL, **fields):
    return np.asarray(
        ground.propose("sowing", ground.view(month, **fields), **RULE).values["land.sown_area"]
    )


def test_collectives_sow_to_order(ground):
    members = ground.peasants_all("collective_farmer")
    area = sown(
        ground,
        people__persons=members,
        policy__line=FORCE,
        land__sown_area=0.8,
        land__herds=0.0,
    )
    np.testing.assert_allclose(area, 0.8 + 0.5 * (1.1 - 0.8))


def free(ground, **fields):
    peasants = ground.peasants_all("individual_peasant")
    herds = ground.setting.endowment.land.herds
    given = {
        "people__persons": peasants,
        "policy__line": TRADE,
        "land__tractor_power": 0.0,
        "land__sown_area": 1.0,
        "land__herds": herds,
    }
    return sown(ground, **given | {"land__collected": 0.0} | fields)


def test_free_peasants_sow_less_where_much_was_taken(ground):
    """Borne up to a fifth of the harvest; half taken cuts the goal by exp(-0.3)."""
    np.testing.assert_allclose(free(ground), 1)
    area = free(ground, land__harvest=1000.0, land__collected=[0.0, 200.0, 500.0])
    np.testing.assert_allclose(area, [1, 1, 1 + 0.5 * (np.exp(-0.3) - 1)])


def test_and_where_horses_are_few(ground):
    few = 0.25 * ground.setting.endowment.land.herds
    np.testing.assert_allclose(free(ground, land__herds=few), 1 + 0.5 * (0.25**0.5 - 1))
    np.testing.assert_allclose(free(ground, land__herds=2 * ground.setting.endowment.land.herds), 1)


@pytest.mark.parametrize("month", [1, 3, 5, 7, 12])
def test_only_in_the_sowing_month(ground, month):
    np.testing.assert_allclose(
        free(ground, month=month, land__collected=1e9, land__sown_area=0.7), 0.7
    )
