"""Who gets a post, by hand: scores, elections, moves and slates."""

import math

import numpy as np
import pytest

from partystate.mechanisms.power.appointments import rulers_trust
from partystate.world.power import CANDIDATE, EXPELLED, FULL, NOBODY
from tests.mechanisms.power.small_party import (
    ANN,
    ARCHIVE,
    ARMY,
    BEN,
    CAT,
    CENTRE,
    COMMITTEE,
    DAN,
    EVE,
    FOUNDER,
    INNER,
    NORTH,
    SECRETARIAT,
    SOUTH,
    full_members,
    is_frequency,
    small_party,
)

NEVER = -np.inf


def court(**fields):
    """Ann, at the centre, and Ben rule, with powers 0.3 and 0.1; all but the founder sit in the
    committee."""
    return small_party().with_(
        **{
            "ruling": {ANN: True, BEN: True},
            "own": {ANN: 0.3, BEN: 0.1, CAT: 0.9},
            "holder": {CENTRE: ANN},
            "strongest": BEN,
            "seats": full_members(ANN, BEN, CAT, DAN, EVE),
        }
        | fields
    )


def scores(case, office, **given):
    return case.propose("appointments", **given)["office_score"][office]


def test_the_trust_of_rulers_is_weighed_by_their_power():
    """(0.3 x 0.4 + 0.1 x 0.8) / 0.4 = 0.5; Cat does not rule, the dead do not count."""
    case = court(trust={(ANN, DAN): 0.4, (BEN, DAN): 0.8, (CAT, DAN): -1})
    assert float(rulers_trust(case.power)[DAN]) == pytest.approx(0.5)
    assert float(rulers_trust(case.with_(alive={ANN: False}).power)[DAN]) == pytest.approx(0.8)


def test_loyalty_to_the_rulers_and_in_posts_of_the_centre_to_its_holder():
    """Rulers trust Dan 0.5, Ann 0.4: an archive is given at 2 x 0.5, the south at
    2 (0.75 x 0.4 + 0.25 x 0.5) = 0.85, and at 1.0 where the centre is empty."""
    case = court(trust={(ANN, DAN): 0.4, (BEN, DAN): 0.8})
    given = {"loyalty": 2, "office_part": 0.75}
    assert scores(case, ARCHIVE, **given)[DAN] == pytest.approx(1.0)
    assert scores(case, SOUTH, **given)[DAN] == pytest.approx(0.85)
    headless = case.with_(holder={CENTRE: NOBODY})
    assert scores(headless, SOUTH, **given)[DAN] == pytest.approx(1.0)


def test_standing_counts_and_offices_held_weigh():
    case = court(standing={DAN: 5, EVE: 5}, holder={CENTRE: ANN, NORTH: DAN, ARMY: DAN})
    got = scores(case, ARCHIVE, standing=1, load=0.2)
    assert got[[DAN, EVE]] == pytest.approx([0.5 - 0.4, 0.5])


def test_a_ladder_leads_from_inner_bodies_to_the_rulers_own_posts():
    case = court(seats=full_members(DAN, body=SECRETARIAT) | full_members(DAN, EVE))
    assert scores(case, ARCHIVE, ladder=0.5)[[DAN, EVE]].tolist() == [0.5, 0]
    assert scores(case, SOUTH, ladder=0.5)[[DAN, EVE]].tolist() == [0, 0]


def test_who_may_have_an_office():
    """Not the founder, an opponent or one who is away; only members of the committee where the
    rulers choose; and nothing that is held."""
    case = court(opposing={CAT: True}, seats=full_members(ANN, BEN, CAT, DAN))
    case = case.told(available={DAN: False})
    got = case.propose("appointments")["office_score"]
    assert np.flatnonzero(np.isfinite(got[ARCHIVE])).tolist() == [ANN, BEN]
    assert np.flatnonzero(np.isfinite(got[SOUTH])).tolist() == [ANN, BEN, EVE]
    assert not np.isfinite(got[CENTRE]).any()


def test_who_gives():
    got = court().propose("appointments")["sponsor"]
    assert got[[SOUTH, ARCHIVE]].tolist() == [ANN, BEN]
    assert court(holder={CENTRE: NOBODY}).propose("appointments")["sponsor"][SOUTH] == BEN
    empty = court(holder={CENTRE: NOBODY}, strongest=NOBODY)
    assert empty.propose("appointments")["sponsor"][SOUTH] == FOUNDER


def test_taste_is_of_the_person_and_standard():
    """Noise 2: scores are normal of sd 2, the same for every office."""
    got = court().under_many("appointments", "office_score", noise=2, office_part=0)
    assert np.array_equal(got[:, ARCHIVE, DAN], got[:, SOUTH, DAN])
    assert is_frequency(got[:, ARCHIVE, DAN] > 2, 0.15865525)
    assert is_frequency(got[:, ARCHIVE, [DAN, EVE]].prod(1) > 0, 0.5)


def congress(**fields):
    """Two full places in the committee and one for a candidate."""
    case = small_party().with_(**fields)
    return case.told(congress=True, elapsed=1, places={(COMMITTEE, 0): 1, (COMMITTEE, 1): 2})


def test_an_election_fills_places_in_order_of_standing():
    """Ann, Ben and Cat come in, Cat as a candidate; Dan and Eve are not re-elected, and Cat loses
    her full seat."""
    case = congress(
        standing={ANN: 9, BEN: 8, CAT: 7, DAN: 6, EVE: 5},
        seats={(COMMITTEE, CAT): FULL, (COMMITTEE, DAN): FULL, (COMMITTEE, EVE): CANDIDATE},
    )
    got = case.propose("appointments", standing=1)
    full, next_ = got["seat_score"][COMMITTEE], got["candidate_score"][COMMITTEE]
    assert full.tolist() == pytest.approx([NEVER, 0.9, 0.8, NEVER, NEVER, NEVER])
    assert next_.tolist() == pytest.approx([NEVER, NEVER, NEVER, 0.7, NEVER, NEVER])
    assert np.argwhere(got["not_reelected"]).tolist() == [[0, CAT], [0, DAN], [0, EVE]]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Ann's following has 0.5 of the north, 0.3 of the delegates; she trusts Cat 0.5
        ({"delegates": 2}, {CAT: 0.3}),
        ({"incumbency": 1}, {DAN: 1, EVE: 0.5}),
        ({"penalty": 0.7}, {BEN: -0.7}),
        ({"standing": 0.5}, {ANN: 0.4}),
    ],
)
def test_each_ground_of_an_election(given, expected):
    case = congress(
        apparatus={(0, FOUNDER): 0.5},
        principal={FOUNDER: ANN},
        trust={(ANN, CAT): 0.5},
        seats={(COMMITTEE, DAN): FULL, (COMMITTEE, EVE): CANDIDATE},
        opposing={BEN: True},
        standing={ANN: 8},
    ).told(places={(COMMITTEE, 1): 6})
    got = case.propose("appointments", **given)["seat_score"][COMMITTEE]
    assert got == pytest.approx(np.array([expected.get(p, 0) for p in range(6)]))


def test_only_members_who_live_and_are_there_are_elected():
    case = congress(status={ANN: EXPELLED}, alive={BEN: False}).told(
        available={CAT: False}, places={(COMMITTEE, 1): 6}
    )
    got = case.propose("appointments")["seat_score"][COMMITTEE]
    assert np.flatnonzero(np.isfinite(got)).tolist() == [FOUNDER, DAN, EVE]


@pytest.mark.parametrize("meeting", ["plenum", "congress"])
def test_by_list_inner_bodies_are_filled_by_the_rulers_and_the_secretariat_with_the_centre(meeting):
    """Rulers trust Dan 0.5, Ann 0.4; Eve is a candidate of the secretariat: + 0.6 / 2."""
    case = court(
        trust={(ANN, DAN): 0.4, (BEN, DAN): 0.8},
        seats=full_members(ANN, BEN, DAN, EVE)
        | {(SECRETARIAT, EVE): CANDIDATE, (COMMITTEE, CAT): 0},
        opposing={BEN: True},
    ).told(**{meeting: True})
    given = {"loyalty": 1, "office_part": 0.75, "incumbency": 0.6, "list": 1}
    got = case.propose("appointments", **given)
    for name in ("seat_score", "candidate_score"):
        assert got[name][INNER] == pytest.approx(np.array([NEVER, 0, NEVER, NEVER, 0.5, 0]))
        expected = np.array([NEVER, 0, NEVER, NEVER, 0.425, 0.3])
        assert got[name][SECRETARIAT] == pytest.approx(expected)
    assert not got["not_reelected"][INNER].any()


def electorate(**fields):
    """A plenum whose committee is all but the founder: Cat follows Ben, Eve follows nobody. Dan is
    trusted 0.4 by Ann, who rules with all power, 1 by Ben, -0.5 by Cat and 0.6 by Eve."""
    case = court(
        ruling={ANN: True},
        principal={CAT: BEN},
        trust={(ANN, DAN): 0.4, (BEN, DAN): 1, (CAT, DAN): -0.5, (EVE, DAN): 0.6},
    )
    return case.with_(**fields).told(plenum=True)


def test_those_who_vote_otherwise_trust_as_they_and_their_patrons_do():
    """Ann 0.4, Ben and Cat 1 each, Dan himself 0, Eve 0.6: 3 of five, 0.6; the list gives 0.4."""
    for part, expected in ((0, 0.6), (1, 0.4), (0.25, 0.55)):
        got = electorate().propose("appointments", loyalty=1, list=part)["seat_score"]
        assert got[INNER, DAN] == pytest.approx(expected)
        assert got[SECRETARIAT, DAN] == pytest.approx(0.4)  # no vote there


def test_once_all_follow_one_the_vote_is_his_list():
    case = electorate(principal=ANN)
    for part in (0, 0.5, 1):
        got = case.propose("appointments", loyalty=1, list=part)["seat_score"]
        assert got[INNER, DAN] == pytest.approx(0.4)


def test_a_candidate_of_the_inner_body_has_no_more_than_his_standing():
    """Dan has the higher standing, Eve is a candidate: 0.8 against 0.5, by list and by vote."""
    case = electorate(
        trust=0.0,
        standing={DAN: 8, EVE: 5},
        seats=full_members(ANN, BEN, CAT, DAN, EVE) | {(INNER, EVE): CANDIDATE},
    )
    given = {"loyalty": 1, "standing": 1, "incumbency": 1}
    for part in (0, 1):
        got = case.propose("appointments", list=part, **given)["seat_score"][INNER]
        assert got[[DAN, EVE]] == pytest.approx([0.8, 0.5])


@pytest.mark.parametrize(("part", "sd"), [(0, 0.1), (1, 0.3), (0.5, 0.2)])
def test_a_vote_errs_less_than_a_list(part, sd):
    got = electorate(trust=0.0).under_many(
        "appointments", "seat_score", noise=0.3, voting_noise=0.1, list=part
    )
    assert is_frequency(got[:, INNER, EVE] > sd, 0.15865525)


def test_who_sits_when_the_leadership_enters_is_not_elected_again():
    case = congress(standing={ANN: 9}, seats=full_members(BEN)).told(elapsed=0)
    got = case.propose("appointments", standing=1)
    assert not np.isfinite(got["seat_score"][COMMITTEE]).any()
    assert not got["not_reelected"].any()
    assert np.all(got["slate"] == NOBODY)


def test_no_seat_is_filled_between_meetings_nor_of_the_committee_at_a_plenum():
    quiet = court().propose("appointments", standing=1)
    for name in ("seat_score", "candidate_score"):
        assert not np.isfinite(quiet[name]).any()
    plenum = court().told(plenum=True, places={(COMMITTEE, 1): 6}).propose("appointments")
    assert not np.isfinite(plenum["seat_score"][COMMITTEE]).any()
    assert not plenum["not_reelected"].any()


@pytest.mark.parametrize(
    ("fields", "moved"),
    [
        ({}, [NORTH, SOUTH]),
        ({"principal": {BEN: ANN}}, [SOUTH]),
        ({"seats": full_members(BEN, body=INNER)}, [SOUTH]),  # needs a vote
        ({"holder": {CENTRE: NOBODY}}, []),
    ],
)
def test_heads_of_regions_who_do_not_follow_the_centre_are_moved(fields, moved):
    case = small_party().with_(holder={CENTRE: ANN, NORTH: BEN, SOUTH: CAT, ARCHIVE: DAN})
    got = case.with_(**fields).propose("appointments", moving=1)["moved"]
    assert np.flatnonzero(got).tolist() == moved


def test_clients_fall_with_a_beaten_patron_and_he_by_the_vote_alone():
    case = small_party().with_(
        holder={CENTRE: ANN, NORTH: BEN, ARCHIVE: CAT}, principal={CAT: BEN}, beaten={BEN: True}
    )
    got = case.propose("appointments", falling=1)["moved"]
    assert np.flatnonzero(got).tolist() == [ARCHIVE]
    assert not case.with_(beaten=False).propose("appointments", falling=1)["moved"].any()


def test_moves_come_with_their_hazard():
    case = small_party().with_(holder={CENTRE: ANN, NORTH: BEN, SOUTH: CAT})
    got = case.under_many("appointments", "moved", moving=0.2)[:, [NORTH, SOUTH]]
    assert is_frequency(got, 0.2)


def test_a_newcomer_owes_his_seat_to_a_delegation():
    """Ann's delegation is 0.6 and Ben's 0.2, and Ann's trust in Dan doubles hers: of 1.2 + 0.2
    and 0.2 without a patron, three quarters, an eighth and an eighth."""
    case = congress(apparatus={(0, ANN): 1, (1, BEN): 0.5}, trust={(ANN, DAN): 0.5}).under_many(
        "appointments", "slate", delegates=2 * math.log(2)
    )
    assert is_frequency(case[:, DAN] == ANN, 0.75)
    assert is_frequency(case[:, DAN] == BEN, 0.125)
    assert is_frequency(case[:, DAN] == NOBODY, 0.125)


def test_there_are_no_slates_without_delegates_or_without_a_congress():
    assert np.all(congress().propose("appointments")["slate"] == NOBODY)
    plenum = small_party().with_(apparatus={(0, ANN): 1, (1, ANN): 1}).told(plenum=True)
    assert np.all(plenum.propose("appointments")["slate"] == NOBODY)
    assert np.all(plenum.told(congress=True, elapsed=1).propose("appointments")["slate"] == ANN)


def test_one_candidate_more_changes_nobody_elses_taste():
    with_eve = court().under_many("appointments", "office_score", runs=200, noise=1)
    without = (
        court()
        .told(available={EVE: False})
        .under_many("appointments", "office_score", runs=200, noise=1)
    )
    assert np.array_equal(with_eve[:, ARCHIVE, :EVE], without[:, ARCHIVE, :EVE])
