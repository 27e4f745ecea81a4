"""Flight by hand: who leaves, who is held, where they arrive, and that none is lost."""

import numpy as np
import pytest

from partystate.core import draws
from partystate.world import causes
from partystate.world import statuses as s
from partystate.world.accountant.people import settle_people

RULE = {"rate": 0.2, "held": 0.5, "papers": 0.25}
FLED = causes.CAUSES.index(causes.CAUSE["fled_hunger"])
OPEN = {"policy__flight_barred": 0.0, "policy__passports": 0.0}


def hazard(ground, **fields):
    """Hazard [R] of peasants; others must bear none."""
    layout = ground.setting.layout
    found = np.asarray(
        ground.propose("flight", ground.view(**fields), **RULE).hazards["fled_hunger"]
    )
    peasant = np.asarray(
        layout.is_status(s.INDIVIDUAL_PEASANT) | layout.is_status(s.COLLECTIVE_FARMER)
    )
    assert found[~peasant].max() == 0
    return np.array(
        [found[peasant & (np.asarray(layout.cell_region) == r)].max() for r in range(3)]
    )


def test_few_leave_while_hunger_is_mild(ground):
    np.testing.assert_allclose(
        hazard(ground, people__hunger_rural=[0.0, 1.0, 2.0], **OPEN), [0, 0.1, 0.2 * 8 / 9]
    )


def test_cordon_and_papers_hold_them(ground):
    fields = {"people__hunger_rural": 1.0, "policy__flight_barred": [0.0, 0.5, 1.0]}
    np.testing.assert_allclose(hazard(ground, **fields, policy__passports=0.0), [0.1, 0.075, 0.05])
    np.testing.assert_allclose(
        hazard(ground, **fields, policy__passports=1.0), np.array([0.1, 0.075, 0.05]) * 0.75
    )


def test_they_go_where_their_people_are_and_eat(ground):
    """Weights: persons of a pair, less where the town is hungry, and less where the village is."""
    layout = ground.setting.layout
    view = ground.view(people__hunger_urban=[0.0, 1.0, 0.0], people__hunger_rural=[0.0, 0.0, 2.0])
    weight = np.asarray(ground.propose("flight", view, **RULE).destinations["fled_hunger"])
    persons = np.asarray(layout.by_pair(view.world.people.persons))
    fed = np.array([1, 1 / 4, 1 / 9])[np.asarray(layout.pair_region)]
    np.testing.assert_allclose(weight, persons * fed)


@pytest.mark.parametrize("counted", [False, True])
def test_none_is_lost_on_the_way(ground, counted):
    view, layout = ground.view(people__hunger_rural=[0.0, 1.0, 3.0], **OPEN), ground.setting.layout
    after, flows = settle_people(
        view.world, ground.propose("flight", view, **RULE), layout, draws.luck(9), 1, counted
    )
    left, came = (
        np.asarray(layout.by_pair(flows.left[FLED])),
        np.asarray(layout.by_pair(flows.arrived["fled_hunger"])),
    )
    assert left.sum() > 1000
    nations = np.asarray(layout.pair_nationality)
    for n in range(len(layout.axes.nationalities)):
        assert came[nations == n].sum() == (
            left[nations == n].sum() if counted else pytest.approx(left[nations == n].sum())
        )
    towns = np.asarray(layout.pair_status) == layout.axes.statuses.labels.index(s.WORKER)
    assert came[~towns].max() == 0
    before = float(view.world.people.persons.sum())
    assert float(after.people.persons.sum()) == (before if counted else pytest.approx(before))
    assert float(after.vital.fled.sum()) == pytest.approx(left.sum())
    assert float(after.vital.arrived) == pytest.approx(left.sum())
