"""Beliefs, words and the line by hand."""

import numpy as np
import pytest

from partystate.mechanisms.power.issues import median_of, setter_of
from tests.mechanisms.power.small_party import (
    ANN,
    BEN,
    CAT,
    CENTRE,
    DAN,
    EVE,
    FOUNDER,
    MARKET,
    NORTH,
    REGIME,
    SOUTH,
    full_members,
    small_party,
)


def market(case, **given):
    return case.propose("issues", **given)["belief"][:, MARKET]


def regime(case, **given):
    return case.propose("issues", **given)["belief"][:, REGIME]


def test_a_shortfall_shakes_belief_in_the_market_where_it_is_not_firm():
    """0.1 x 0.5 = 0.05 for the open, half of it for Ann."""
    case = small_party().with_(commitment={ANN: 0.5, BEN: 1}).told(shortfall=0.5)
    assert np.allclose(market(case, shortfall=0.1), [-0.05, -0.025, 0, -0.05, -0.05, -0.05])


def test_the_head_of_a_region_answers_for_its_towns():
    """North is 0.8 urban: from 0.2 a quarter of the way to -0.8 is -0.05; south 0.3 from 0."""
    case = small_party().with_(
        holder={NORTH: ANN, SOUTH: BEN, CENTRE: CAT}, belief={(ANN, MARKET): 0.2}
    )
    assert np.allclose(market(case, interest=0.25), [0, -0.05, -0.075, 0, 0, 0])


def test_who_heads_an_organisation_without_land_has_no_interest_of_a_region():
    case = small_party().with_(holder={NORTH: ANN, SOUTH: BEN}).given(party_region={0: -1, 1: -1})
    assert np.allclose(market(case, interest=0.25), [0, 0, -0.075, 0, 0, 0])


def test_who_answers_for_two_regions_feels_the_more_urban():
    case = small_party().with_(holder={NORTH: ANN, SOUTH: ANN})
    assert market(case, interest=0.5)[ANN] == pytest.approx(-0.4)


def test_discipline_is_the_creed_of_those_who_hold_the_apparatus():
    """Ann's following holds 0.6 x 0.5 + 0.4 x 0.25 = 0.4, of which her client Ben 0.1: both go a
    tenth of the way there."""
    case = small_party().with_(
        apparatus={(0, ANN): 0.5, (1, BEN): 0.25}, principal={BEN: ANN}, ruling=True
    )
    assert np.allclose(regime(case, tactics=0.1), [0, 0.04, 0.04, 0, 0, 0])


def test_freedom_is_the_creed_of_those_shut_out():
    """Ann, with a following, does not rule: a tenth of the way to -1. Not while the founder is
    whole, and not for Ben, who has nothing to rule with."""
    case = small_party().with_(bloc={ANN: 0.3, CAT: 0.3}, ruling={CAT: True})
    assert np.allclose(regime(case, tactics=0.1), [0, -0.1, 0, 0, 0, 0])
    assert not regime(case.with_(presence=1), tactics=0.1).any()


def test_clients_come_round_to_their_patron_unless_they_are_firm():
    """From -0.5 towards 0.5, a fifth: -0.3; at commitment 0.5 a tenth: -0.4."""
    case = small_party().with_(
        belief={(ANN, MARKET): 0.5, (BEN, MARKET): -0.5, (CAT, MARKET): -0.5},
        patron={BEN: ANN, CAT: ANN},
        commitment={CAT: 0.5},
    )
    assert np.allclose(market(case, influence=0.2), [0, 0.5, -0.3, -0.4, 0, 0])


def test_rulers_speak_nearer_to_the_line_and_opponents_further_from_it():
    """Line 0.5, beliefs 0.1: Ann closes half of 0.4, Ben stands off 0.2 more; Cat, who rules and
    opposes, counts as an opponent; Dan says what he thinks."""
    case = small_party().with_(
        line={MARKET: 0.5},
        belief={(p, MARKET): 0.1 for p in (ANN, BEN, CAT, DAN)},
        ruling={ANN: True, CAT: True},
        opposing={BEN: True, CAT: True},
    )
    got = case.propose("issues", conformity=0.5, widening=0.2)
    assert np.allclose(got["position"][:, MARKET], [0, 0.3, -0.1, -0.1, 0.1, 0])
    assert np.allclose(got["belief"][:, MARKET], case.power.belief[:, MARKET])


@pytest.mark.parametrize(
    ("values", "members", "median"),
    [
        ([3.0, 1.0, 2.0], [1, 1, 1], 2),
        ([3.0, 1.0, 2.0, 4.0], [1, 1, 1, 1], 2),  # the lower of the two in the middle
        ([9.0, 1.0, 2.0, 4.0], [0, 1, 1, 1], 2),
        ([9.0, 1.0, 2.0, 4.0], [1, 0, 0, 0], 9),
    ],
)
def test_the_median(values, members, median):
    assert float(median_of(np.array(values), np.array(members, bool))) == median


@pytest.mark.parametrize(
    ("presence", "strongest", "setter"),
    [(1, ANN, FOUNDER), (0.6, ANN, FOUNDER), (0.5, ANN, ANN), (0, ANN, ANN), (0, -1, FOUNDER)],
)
def test_who_sets_the_agenda(presence, strongest, setter):
    case = small_party().with_(presence=presence, strongest=strongest)
    assert int(setter_of(case.power, case.facts)) == setter


@pytest.mark.parametrize("meeting", ["plenum", "congress", "conference"])
def test_the_line_goes_as_far_as_the_median_lets_the_setter(meeting):
    """Status quo -0.4, median 0, the setter's ideal 1: passes 0.4; half of the way there is 0.
    On discipline the setter's own -0.2 lies between 0 and twice the median -0.3: passes, -0.1."""
    case = small_party().with_(
        seats=full_members(ANN, BEN, CAT),
        strongest=EVE,
        line={MARKET: -0.4},
        belief={
            (EVE, MARKET): 1,
            (ANN, MARKET): 0.9,
            (CAT, MARKET): -0.9,
            (EVE, REGIME): -0.2,
            (ANN, REGIME): 1,
            (BEN, REGIME): -0.3,
            (CAT, REGIME): -1,
        },
    )
    assert np.allclose(case.propose("issues", moving=0.5)["line"], [-0.4, 0])
    got = case.told(**{meeting: True}).propose("issues", moving=0.5)["line"]
    assert np.allclose(got, [0.0, -0.1])


def test_the_dead_do_not_sit_at_the_median():
    case = small_party().with_(
        seats=full_members(ANN, BEN, CAT),
        strongest=EVE,
        belief={(EVE, MARKET): 1, (ANN, MARKET): 0.2, (BEN, MARKET): 0.4, (CAT, MARKET): 0.6},
    )
    meeting = case.told(plenum=True)
    assert meeting.propose("issues", moving=1)["line"][MARKET] == pytest.approx(0.8)
    less = meeting.with_(alive={CAT: False}).propose("issues", moving=1)["line"][MARKET]
    assert less == pytest.approx(0.4)


def test_without_strength_nobody_changes_his_mind_and_all_say_what_they_think():
    case = small_party().with_(
        belief={(ANN, MARKET): 0.7, (BEN, REGIME): -0.4},
        patron={BEN: ANN},
        holder={NORTH: BEN},
        opposing={ANN: True},
        line=0.2,
    )
    got = case.told(plenum=True, shortfall=1).propose("issues")
    assert np.array_equal(got["belief"], np.asarray(case.power.belief))
    assert np.array_equal(got["position"], np.asarray(case.power.belief))
    assert np.array_equal(got["line"], np.asarray(case.power.line))


def test_beliefs_have_bounds():
    case = small_party().with_(belief=-0.99).told(shortfall=1)
    assert market(case, shortfall=3).min() == -1
