"""Cordons and papers by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FORCE, TRADE = -1.0, 1.0
RULE = {"tolerated": 0.01, "borne": 0.1, "strictness": 0.5, "pace": 0.4, "intent": 0.0}


def decided(ground, changes=None, **fields):
    values = ground.propose("barred_flight", ground.view(**fields), **RULE | (changes or {})).values
    return np.asarray(values["policy.flight_barred"]), float(values["policy.passports"])


def test_a_cordon_answers_to_flight(ground):
    """Flight at 0, at the tolerated share and far above it: two fifths of the way to 0, to a half,
    to 1, from 0.2."""
    cordon, _ = decided(
        ground,
        information__known_flight=[0.0, 0.01, 0.5],
        policy__flight_barred=0.2,
        policy__line=FORCE,
    )
    np.testing.assert_allclose(cordon, [0.12, 0.2 + 0.4 * 0.3, 0.2 + 0.4 * 0.8])


def test_under_free_trade_it_is_lifted(ground):
    cordon, papers = decided(
        ground,
        information__known_flight=0.5,
        policy__flight_barred=1.0,
        policy__passports=0.0,
        policy__line=TRADE,
    )
    np.testing.assert_allclose(cordon, 0.6)
    assert papers == 0


def test_not_to_hunger_unless_it_is_meant_against_a_people(ground):
    fields = {
        "information__known_flight": 0.0,
        "policy__flight_barred": 0.0,
        "policy__line": FORCE,
        "endowment__target": [0.0, 0.5, 1.0],
    }
    assert decided(ground, information__known_hunger=1e6, **fields)[0].max() == 0
    meant, _ = decided(
        ground, {"intent": 1.0, "pace": 1.0}, information__known_hunger=[1e6, 1e6, 0.0], **fields
    )
    np.testing.assert_allclose(meant, [0, 0.5, 0])


@pytest.mark.parametrize(
    ("arrivals", "line", "before", "after"),
    [(3.1e5, FORCE, 0, 1), (2.9e5, FORCE, 0, 0), (3.1e5, TRADE, 0, 0), (0.0, TRADE, 1, 1)],
)
def test_papers_come_with_arrivals_under_force_and_stay(ground, arrivals, line, before, after):
    """A tenth a year is borne by three million on the lists, whatever flight there is."""
    assert (
        decided(
            ground,
            information__known_flight=0.5,
            information__known_arrivals=arrivals,
            information__known_towns=1e6,
            policy__cover=0.9,
            policy__line=line,
            policy__passports=float(before),
        )[1]
        == after
    )


def test_while_the_granary_bears_all_hands_are_welcome(ground):
    after = decided(
        ground,
        information__known_arrivals=3.1e5,
        information__known_towns=1e6,
        policy__cover=1.0,
        policy__line=FORCE,
        policy__passports=0.0,
    )
    assert after[1] == 0


unit = st.lists(st.floats(0, 1), min_size=3, max_size=3)


@settings(deadline=None)
@given(unit, unit, st.floats(-1, 1), st.floats(0, 1), st.floats(0, 5))
def test_always_between_none_and_all(ground, before, flight, line, pace, strictness):
    given = {"pace": pace, "strictness": strictness}
    cordon, papers = decided(
        ground,
        given,
        policy__flight_barred=before,
        information__known_flight=flight,
        policy__line=line,
    )
    assert cordon.min() >= 0
    assert cordon.max() <= 1 + 1e-12
    assert papers in (0, 1)
