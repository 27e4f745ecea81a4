"""Who in the camps is held for politics, by hand; and on a run, that parts stay within the
whole."""

from types import SimpleNamespace

import numpy as np
import pytest

from partystate.engine.run import run
from partystate.history.observables import repression as repression_series
from partystate.history.trajectory import trajectory_of
from partystate.world.repression import CAMP, CHANNELS, ORDINARY, OUTCOMES, SIGNAL


def test_political_inmates_by_hand():
    """A hundred come, half of them for politics; a tenth leave while twenty ordinary convicts come:
    50, then 45."""
    sentences = np.zeros((2, 1, len(CHANNELS)))
    sentences[0, 0, [ORDINARY, SIGNAL]] = 50
    sentences[1, 0, ORDINARY] = 20
    verdicts = np.zeros((2, len(CHANNELS), len(OUTCOMES)))
    verdicts[:, :, CAMP] = 1
    kept = SimpleNamespace(
        population=None,
        of_status=lambda values, name: np.array([0.0, 100.0, 110.0]),
        fates={"sent_to_camp": np.zeros((2, 1))},
        confined={"convicted_camp": np.array([[100.0], [20.0]])},
        world={"repression.sentences": sentences, "repression.verdicts": verdicts},
    )
    assert repression_series.political_inmates(kept).tolist() == [0, 50, 45]


@pytest.fixture(scope="module")
def kept(toy_scenario):
    world, setting = toy_scenario.start(toy_scenario.values("central", 1, 0), 1)
    return trajectory_of(
        run(toy_scenario.rules, world, toy_scenario.inputs, setting),
        toy_scenario.layout,
        toy_scenario.months,
    )


def test_parts_stay_within_the_whole(kept):
    inside, stock = (
        repression_series.political_inmates(kept),
        kept.of_status(kept.population, "camp"),
    )
    assert (inside >= 0).all()
    assert (inside <= stock * (1 + 1e-9) + 1e-9).all()
    limits = {
        block.observable: block
        for block in repression_series.limits(kept)
        if len(block.groups) == 1
    }
    assert (
        limits["repression.limit_filled"].values
        <= limits["repression.limit"].values * (1 + 1e-9) + 1e-9
    ).all()


def test_only_those_at_liberty_are_at_risk(kept):
    by_status, by_people = repression_series.risk(kept)
    assert by_status.times == by_people.times
    assert by_status.values.max() > 0
    assert by_people.values.max() > 0
    confined = [
        by_status.groups.index(f"status={name}")
        for name in ("prisoner", "camp", "colony", "special_settler")
    ]
    assert by_status.values[:, confined].max() == 0
