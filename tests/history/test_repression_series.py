"""Who in the camps is held for politics, by hand; and on a run, that parts stay within the
whole."""

import numpy as np
import pytest

from partystate.experiments.histories import simulate
from partystate.history.observables.confinement import deported_share, political_inmates
from partystate.history.observables.observe import Selection
from partystate.history.series import blocks_of_society
from partystate.world import statuses as s
from partystate.world.repression import CAMP, CHANNELS, ORDINARY, OUTCOMES, SIGNAL
from tests.history.made_run import made_run


def test_political_inmates_by_hand():
    """A hundred come, half of them for politics; a tenth leave while twenty ordinary convicts come:
    50, then 45."""
    sentences = np.zeros((2, 1, len(CHANNELS)))
    sentences[0, 0, [ORDINARY, SIGNAL]] = 50
    sentences[1, 0, ORDINARY] = 20
    verdicts = np.zeros((2, len(CHANNELS), len(OUTCOMES)))
    verdicts[:, :, CAMP] = 1
    arrays = {
        "persons.population": np.array([[0.0, 0.0], [100.0, 0.0], [60.0, 50.0]]),
        "fates.sent_to_camp": np.zeros((2, 1)),
        "confined.convicted_camp": np.array([[100.0], [20.0]]),
        "repression.sentences": sentences,
        "repression.verdicts": verdicts,
    }
    run = made_run(1900 * 12, 2, arrays, statuses=(s.CAMP,))
    assert political_inmates(run).tolist() == [0, 50, 45]


def test_settlers_are_those_whom_no_board_exiled():
    """A hundred come, a fifth of them exiled by sentence; half leave while fifty more are deported:
    20 of 100, then 10 of 100; of births and deaths as large a share is theirs."""
    arrays = {
        "persons.population": np.array([[0.0, 0.0], [0.0, 100.0], [0.0, 100.0]]),
        "received.deported": np.array([[80.0], [50.0]]),
        "received.people_deported": np.zeros((2, 1)),
        "received.exiled": np.array([[20.0], [0.0]]),
    }
    run = made_run(1900 * 12, 2, arrays, statuses=(s.SPECIAL_SETTLER,))
    np.testing.assert_allclose(deported_share(run), [1, 0.8, 0.9])


@pytest.fixture(scope="module")
def run(toy_scenario):
    return simulate(toy_scenario, 1).trajectory


def test_parts_stay_within_the_whole(run, toy_scenario):
    inside, stock = political_inmates(run), run.of_status(run.population, s.CAMP)
    assert (inside >= 0).all()
    assert (inside <= stock * (1 + 1e-9) + 1e-9).all()
    names = frozenset({"repression.limit", "repression.limit_filled"})
    limit, filled = blocks_of_society(run, toy_scenario, (Selection(names, is_whole=True),))
    assert (filled.values <= limit.values * (1 + 1e-9) + 1e-9).all()


def test_only_those_at_liberty_are_at_risk(run, toy_scenario):
    wanted = (Selection(frozenset({"repression.risk"})),)
    by_status, by_people = blocks_of_society(run, toy_scenario, wanted)
    assert by_status.times == by_people.times
    assert by_status.values.max() > 0
    assert by_people.values.max() > 0
    confined = [
        by_status.groups.index(f"status={name}")
        for name in (s.PRISONER, s.CAMP, s.COLONY, s.SPECIAL_SETTLER)
    ]
    assert by_status.values[:, confined].max() == 0
