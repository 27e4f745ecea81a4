"""Area sown, by hand, in the sowing month alone."""

import numpy as np
import pytest

from partystate.world.herds import HORSES

FORCE, TRADE = -1.0, 1.0
RULE = {
    "order": 0.1,
    "area_response": 1.0,
    "spared": 0.2,
    "bound": 0.0,
    "pull": 0.5,
    "speed": 0.5,
    "stretch": 1.5,
}
APRIL = 4


def sown(ground, month=APRIL, rule=None, **fields):
    return np.asarray(
        ground.propose("sowing", ground.view(month, **fields), **RULE | (rule or {})).values[
            "land.sown_area"
        ]
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
        "endowment__ploughing": herds[HORSES],
    }
    return sown(ground, **given | {"land__collected": 0.0} | fields)


TAKEN = {"land__harvest": 1000.0, "land__collected": [0.0, 200.0, 500.0]}


def test_free_peasants_sow_less_where_a_quota_is_open_above(ground):
    """Borne up to a fifth of the harvest; half taken cuts the goal by exp(-0.3) under full force,
    and by half of that exponent where force and trade are even."""
    for line, part in ((FORCE, 1), (0.0, 0.5)):
        area = free(ground, **TAKEN, policy__line=line, policy__lesson=0.0)
        np.testing.assert_allclose(area, [1, 1, 1 + 0.5 * (np.exp(-0.3 * part) - 1)])


def test_a_levy_told_beforehand_costs_no_area(ground):
    for line, lesson in ((TRADE, 0.0), (FORCE, 1.0)):
        area = free(ground, **TAKEN, policy__line=line, policy__lesson=lesson)
        np.testing.assert_allclose(area, 1)


@pytest.mark.parametrize("status", ["individual_peasant", "collective_farmer"])
def test_the_base_year_is_a_fixed_point(ground, status):
    """Free trade, the herds of the base year and a tax as it was: nothing moves, whoever sows."""
    people = ground.peasants_all(status)
    np.testing.assert_allclose(
        free(ground, rule={"bound": 0.5}, people__persons=people, **TAKEN), 1, rtol=1e-12
    )


def test_sowing_plans_bind_a_part_of_separate_farms_under_force(ground):
    """Three fifths sow a tenth more to order, the others what they fear to lose; half of that at
    half of force, and nobody under trade."""
    rule = {"bound": 0.6}
    for line, bound, order, feared in ((FORCE, 0.6, 1.1, 0.3), (0.0, 0.3, 1.05, 0.15)):
        goal = bound * order + (1 - bound) * np.exp(-feared)
        area = free(ground, rule=rule, **TAKEN, policy__line=line, policy__lesson=0.0)
        np.testing.assert_allclose(area[2], 1 + 0.5 * (goal - 1))
    few = 0.25 * ground.setting.endowment.land.herds
    np.testing.assert_allclose(free(ground, rule=rule, land__herds=few), 1 + 0.5 * (0.5 - 1))


def test_and_where_horses_are_few(ground):
    few = 0.25 * ground.setting.endowment.land.herds
    np.testing.assert_allclose(free(ground, land__herds=few), 1 + 0.5 * (0.25**0.5 - 1))
    np.testing.assert_allclose(free(ground, land__herds=2 * ground.setting.endowment.land.herds), 1)


@pytest.mark.parametrize("month", [1, 3, 5, 7, 12])
def test_only_in_the_sowing_month(ground, month):
    np.testing.assert_allclose(
        free(ground, month=month, land__collected=1e9, land__sown_area=0.7), 0.7
    )


def test_what_cannot_be_tilled_is_not_sown(ground):
    """A month after the sowing: work of autumn and spring that takes up to half as long again is
    done, what would take longer is not, by winter and spring crops alike."""
    fields = {
        "land__sown_area": 0.8,
        "land__done_in_autumn": [1.0, 1.0, 0.5],
        "land__done_in_spring": [0.7, 0.4, 0.4],
        "endowment__winter_share": 0.25,
    }
    np.testing.assert_allclose(
        sown(ground, month=APRIL + 1, **fields),
        0.8 * np.array([1, 0.25 + 0.75 * 0.6, 0.25 * 0.75 + 0.75 * 0.6]),
    )
    np.testing.assert_allclose(sown(ground, month=APRIL + 2, **fields), 0.8)
