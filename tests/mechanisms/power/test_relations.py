"""Trust by hand: each ground alone, how far it moves at a meeting, and between which bounds."""

import numpy as np
import pytest

from partystate.mechanisms.power.relations import closeness, served_together
from partystate.world.power import FULL
from tests.mechanisms.power.small_party import (
    ANN,
    BEN,
    CAT,
    COMMITTEE,
    DAN,
    EVE,
    FOUNDER,
    INNER,
    SECRETARIAT,
    full_members,
    small_party,
)

ALL = {"settling": 1}  # trust becomes its target at one meeting


def met(case, **given):
    """Trust [P, P] after a plenum at which it settles wholly."""
    return case.told(plenum=True).propose("relations", **(ALL | given))["trust"]


def test_a_dated_tie_halves_in_four_years():
    """0.8 after 48 months: 0.4, and half of the way there at a meeting: 0.2."""
    case = small_party().given(ties={(ANN, BEN): 0.8}).told(elapsed=48.0)
    got = met(case)
    assert got[ANN, BEN] == pytest.approx(0.4)
    assert got[BEN, ANN] == 0
    assert met(case, settling=0.5)[ANN, BEN] == pytest.approx(0.2)


def test_service_in_small_bodies_binds():
    """Five of the inner body: 4/5; two of the secretariat: 1; the committee does not count."""
    case = small_party().with_(
        seats=full_members(ANN, BEN, CAT, DAN, EVE, body=INNER)
        | full_members(ANN, BEN, body=SECRETARIAT)
        | full_members(FOUNDER, ANN, body=COMMITTEE)
    )
    got = met(case, service=0.5)
    assert got[ANN, CAT] == pytest.approx(0.4)
    assert got[ANN, BEN] == got[BEN, ANN] == pytest.approx(0.9)
    assert got[ANN, FOUNDER] == 0


def test_a_body_of_four_is_small_and_candidates_do_not_serve():
    seats = np.zeros((3, 6), int)
    seats[INNER, :4] = FULL
    seats[INNER, EVE] = 1
    together = np.asarray(served_together(seats))
    assert together[0, 3] == 1
    assert together[0, EVE] == 0


def test_a_post_given_binds_both():
    got = met(small_party().with_(sponsor={BEN: ANN}), patronage=0.4)
    assert got[ANN, BEN] == got[BEN, ANN] == pytest.approx(0.4)
    assert np.count_nonzero(got) == 2


def test_distance_on_issues_parts():
    """|0.5 - (-0.5)| and |0 - 0.5| are 0.75 in the mean; times 0.4 is 0.3."""
    case = small_party().with_(position={(ANN, 0): 0.5, (BEN, 0): -0.5, (BEN, 1): 0.5})
    got = met(case, distance=0.4)
    assert got[ANN, BEN] == got[BEN, ANN] == pytest.approx(-0.3)
    assert got[CAT, DAN] == 0


def test_two_men_near_first_place_fear_each_other():
    """Nearness: 1, sqrt(1/4) = 1/2, sqrt(1/16) = 1/4, nothing."""
    own = {ANN: 0.4, BEN: 0.1, CAT: 0.025}
    case = small_party().with_(own=own)
    assert np.allclose(closeness(case.power.own), [0, 1, 0.5, 0.25, 0, 0])
    got = met(case, rivalry=0.8)
    assert got[ANN, BEN] == got[BEN, ANN] == pytest.approx(-0.4)
    assert got[BEN, CAT] == pytest.approx(-0.1)
    assert got[ANN, DAN] == 0
    followed = met(case.with_(principal={BEN: ANN}), rivalry=0.8)
    assert followed[ANN, BEN] == 0
    assert followed[BEN, CAT] == pytest.approx(-0.1)


def test_opponents_hold_together_and_quarrel_with_rulers():
    case = small_party().with_(
        opposing={ANN: True, BEN: True}, ruling={CAT: True, DAN: True, BEN: True}
    )
    got = met(case, alliance=0.2, quarrel=0.5)
    assert got[ANN, BEN] == pytest.approx(0.2)  # who opposes is no ruler, whatever he is called
    assert got[ANN, CAT] == got[CAT, ANN] == got[BEN, DAN] == pytest.approx(-0.5)
    assert got[CAT, DAN] == got[ANN, EVE] == 0


def test_grounds_add_and_trust_has_bounds():
    case = small_party().with_(sponsor={BEN: ANN}, opposing={ANN: True}, ruling={BEN: True})
    assert met(case, patronage=0.4, quarrel=0.6)[ANN, BEN] == pytest.approx(-0.2)
    assert met(case, patronage=0.4, quarrel=3)[ANN, BEN] == -1
    assert met(case, patronage=3)[ANN, BEN] == 1


@pytest.mark.parametrize("meeting", ["plenum", "congress", "conference"])
def test_trust_moves_at_meetings_alone(meeting):
    case = small_party().with_(trust={(ANN, BEN): 0.6}, sponsor={BEN: ANN})
    still = case.propose("relations", settling=0.5, patronage=1)["trust"]
    assert np.array_equal(still, np.asarray(case.power.trust))
    moved = case.told(**{meeting: True}).propose("relations", settling=0.5, patronage=1)["trust"]
    assert moved[ANN, BEN] == pytest.approx(0.8)  # half of the way from 0.6 to 1
