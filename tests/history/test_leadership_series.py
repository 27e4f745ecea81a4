"""Observables of the leadership against a body of four persons over two months."""

import numpy as np
import pytest

from partystate.history.observables import leadership, leadership_terror
from partystate.history.observables.about import About, LeadershipFacts
from partystate.history.observables.registry import registered
from partystate.world.power import CANDIDATE, FULL, NO_SEAT
from tests.history.made_run import made_run

FIRST = 1900 * 12
COMMITTEE, INNER = range(2)
FACTS = LeadershipFacts(
    first=FIRST,
    persons=("founder", "leader", "client", "reserve member 1"),
    named=3,
    shown=(0, 1, 2),
    founder=0,
    committee=COMMITTEE,
    inner=INNER,
    issues=("market",),
    congresses=((FIRST + 1, "1900-02-10"),),
    divisions=((FIRST, "1900-01-05"), (FIRST + 1, "1900-02-10")),
    platform_division=(FIRST, "1900-01-05"),
)
ABOUT = About(leadership=FACTS)


@pytest.fixture
def run():
    """All four sit in the inner body; in the second month the client loses his seat there, and the
    fourth falls ill and dies. The committee of three keeps two and takes in the fourth."""
    inner = np.array([[FULL] * 4, [FULL, FULL, NO_SEAT, NO_SEAT]])
    committee = np.array([[FULL, FULL, FULL, NO_SEAT], [FULL, FULL, NO_SEAT, CANDIDATE]])
    arrays = {
        "power.seats": np.stack([committee, inner], 1),
        "power.strongest": np.array([1, 1]),
        "power.principal": np.array([[0, 1, 1, 0], [0, 1, 1, 0]]),
        "power.alive": np.array([[True] * 4, [True, True, True, False]]),
        "power.division": np.array([0.75, -1.0]),
        "power.opposing": np.array([[True, False, False, False]] * 2),
        "power.accused": np.array([[False, True, False, True], [False, True, True, True]]),
    }
    opening = {
        "power.seats": np.stack([committee[0], inner[0]]),
        "power.accused": np.array([False, False, False, False]),
    }
    return made_run(FIRST, 2, arrays, opening=opening)


def values(function, run):
    return [cut.values["truth"].ravel().tolist() for cut in function(run, ABOUT)]


def test_of_three_others_one_follows_the_strongest(run):
    """The strongest himself does not count; in the second month only the founder sits beside
    him."""
    assert values(leadership.leader_client_share, run) == [[1 / 3, 0]]


def test_a_seat_is_removed_from_the_living_alone(run):
    assert values(leadership.removed, run) == [[0, 1]]


def test_a_congress_elects_a_committee_of_three_and_two_of_them_again(run):
    assert values(leadership.committee_size, run) == [[3]]
    assert values(leadership.committee_reelected, run) == [[2 / 3]]


def test_clients_are_counted_without_their_patron_and_the_dead(run):
    """The founder and the fourth, then the founder alone; the leader and his client; the client of
    nobody."""
    assert values(leadership.clients, run) == [[1, 1, 0, 0, 1, 0]]


def test_factions_are_shares_of_the_full_members_of_the_committee(run):
    (shares,) = values(leadership.factions, run)
    assert shares == pytest.approx([2 / 3, 1 / 3, 1 / 2, 1 / 2])


def test_a_meeting_without_a_division_is_unanimous(run):
    assert values(leadership.votes, run) == [[0.75], [1]]
    assert values(leadership.platform_vote, run) == [[0.75]]


def test_the_newly_accused_of_record(run):
    """Who is accused already is not accused anew, and the reserve does not count."""
    assert values(leadership_terror.accused, run) == [[1, 1]]


def test_months_before_it_enters_are_left_out(run):
    """Entering in the second month, it opens with the first."""
    late = About(leadership=LeadershipFacts(**vars(FACTS) | {"first": FIRST + 1}))
    (accused,) = [o for o in registered() if o.name == "elite.accused"]
    (block,) = accused.blocks(run, late)
    assert block.times == ("1900-02",)
    assert block.values.tolist() == [[1]]
    assert accused.blocks(run, About()) == []
