"""Ballots, divisions, challenges and what they carry, by hand."""

import numpy as np
import pytest

from partystate.mechanisms.power.votes import carried, challenge_of, leaning, strongest_opponent
from partystate.world.power import (
    ABROAD,
    BANISHED,
    COMMITTEE_SEAT,
    EXILE,
    EXILED,
    EXPELLED,
    INNER_SEAT,
    MEMBER,
    MOTION_NONE,
    NOBODY,
    OFFICE,
    PARTY,
    READ,
    READ_TO_FEW,
    READMISSION,
    WITHHELD,
)
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
    INNER,
    POLICE,
    SECRETARIAT,
    full_members,
    is_frequency,
    small_party,
    strengths,
)

CERTAIN = 100  # a weight at which a vote is cast for sure


def chamber(**fields):
    """Ann leads and rules with Ben; Cat, whom Dan follows, opposes; Eve is nobody's. The committee
    is Ann, Ben, Cat and Dan."""
    return small_party().with_(
        **{
            "seats": full_members(ANN, BEN, CAT, DAN),
            "ruling": {ANN: True, BEN: True},
            "strongest": ANN,
            "opposing": {CAT: True},
            "principal": {DAN: CAT},
        }
        | fields
    )


def lean(case, against, **given):
    return np.asarray(leaning(case.power, case.facts, against, strengths("votes", given)))


def test_trust_in_the_leader_and_in_the_accused():
    case = chamber(trust={(DAN, ANN): -0.1, (DAN, CAT): 0.6, (BEN, ANN): 0.5})
    got = lean(case, CAT, trust=2)
    assert got[[BEN, DAN, EVE]] == pytest.approx([1.0, -1.4, 0])


def test_clients_of_rulers_for_and_those_of_the_accused_and_opponents_against():
    case = chamber(principal={DAN: CAT, EVE: ANN})
    assert lean(case, CAT, patron=1.5)[[ANN, BEN, CAT, DAN, EVE]].tolist() == [
        1.5,
        1.5,
        -1.5,
        -1.5,
        1.5,
    ]
    # an opponent is against whoever is accused; Dan, Cat's client, has nothing against Eve
    assert lean(chamber(), EVE, patron=1.5)[[CAT, DAN, EVE]].tolist() == [-1.5, 0, -1.5]


def test_nearness_to_the_accused_and_to_the_line():
    """Dan at (0.4, 0): 0.1 from Cat at (0.6, 0), 0.3 from the line at (0, 0.2)."""
    case = chamber(position={(CAT, 0): 0.6, (DAN, 0): 0.4}, line=np.array([0, 0.2]))
    assert lean(case, CAT, distance=1)[DAN] == pytest.approx(-0.2)


def test_a_majority_that_rules_pulls():
    assert np.allclose(lean(chamber(), CAT, conformity=0.8), 0.4)  # two of four


def test_a_ballot_is_counted_without_the_accused():
    """Ann and Ben for, Dan against; Cat herself does not vote: two thirds."""
    case = chamber(motion={CAT: OFFICE}).told(plenum=True)
    got = case.propose("votes", patron=CERTAIN)
    assert got["vote_for"][CAT] == pytest.approx(2 / 3)
    assert np.all(np.delete(got["vote_for"], CAT) == -1)


def test_each_voter_votes_as_often_as_the_logistic_says():
    """Ben alone votes on Cat: logistic(1.5) = 0.8176."""
    case = chamber(seats=full_members(BEN), motion={CAT: OFFICE}).told(plenum=True)
    got = case.under_many("votes", "vote_for", patron=1.5)[:, CAT]
    assert set(np.unique(got)) == {0.0, 1.0}
    assert is_frequency(got == 1, 0.8175745)


def test_one_voter_more_changes_no_other_vote():
    case = chamber(seats=full_members(BEN), motion={CAT: OFFICE}).told(plenum=True)
    alone = case.under_many("votes", "vote_for", runs=500, patron=0.1)[:, CAT]
    eve = case.with_(seats=full_members(EVE)).told(plenum=True)
    eve = eve.with_(seats={(COMMITTEE, BEN): 0}).under_many(
        "votes", "vote_for", runs=500, patron=0.1
    )[:, CAT]
    both = case.with_(seats=full_members(EVE)).under_many("votes", "vote_for", runs=500, patron=0.1)
    assert np.allclose(both[:, CAT], (alone + eve) / 2)


@pytest.mark.parametrize(
    ("motion", "share", "passes"),
    [
        (OFFICE, 0.5, False),
        (OFFICE, 0.51, True),
        (INNER_SEAT, 0.5, False),
        (INNER_SEAT, 0.51, True),
        (COMMITTEE_SEAT, 0.6, False),
        (COMMITTEE_SEAT, 2 / 3, False),
        (COMMITTEE_SEAT, 0.7, True),
        (PARTY, 0.51, True),
        (EXILE, -1, True),  # not voted on
        (ABROAD, -1, True),
        (READMISSION, -1, True),
        (MOTION_NONE, 1, False),
    ],
)
def test_what_a_motion_needs(motion, share, passes):
    assert bool(carried(np.array(motion), np.array(share))) is passes


def voted(motion, **fields):
    """What comes of a motion against Cat, who is sure to lose."""
    case = chamber(**{"motion": {CAT: motion}, "seats": full_members(ANN, BEN, CAT)} | fields)
    return case.told(plenum=True).propose("votes", patron=CERTAIN)


def test_the_heaviest_office_goes_first():
    got = voted(OFFICE, holder={POLICE: CAT, ARCHIVE: CAT, CENTRE: ANN})
    assert np.flatnonzero(got["leave_office"]).tolist() == [POLICE]
    assert not got["leave_seat"].any()


def test_an_inner_seat_goes_with_every_seat_but_the_committees():
    seats = full_members(ANN, BEN, CAT) | {(INNER, CAT): 2, (SECRETARIAT, CAT): 2}
    got = voted(INNER_SEAT, seats=seats)
    assert np.argwhere(got["leave_seat"]).tolist() == [[INNER, CAT], [SECRETARIAT, CAT]]
    got = voted(COMMITTEE_SEAT, seats=seats)
    assert got["leave_seat"][:, CAT].all()
    assert got["leave_seat"].sum() == 3
    assert not got["leave_office"].any()


@pytest.mark.parametrize(
    ("motion", "status", "beaten"),
    [
        (OFFICE, NOBODY, True),
        (PARTY, EXPELLED, True),
        (EXILE, EXILED, True),
        (ABROAD, BANISHED, True),
        (READMISSION, MEMBER, False),
    ],
)
def test_what_becomes_of_one_voted_on(motion, status, beaten):
    got = voted(motion, holder={ARCHIVE: CAT}, steps={CAT: 2})
    assert got["status"][CAT] == status
    assert got["beaten"][CAT] == beaten
    assert got["steps"][CAT] == 2 + beaten
    assert not got["beaten"][[ANN, BEN, DAN]].any()


def test_who_is_not_voted_down_keeps_everything():
    got = chamber(motion={CAT: OFFICE}, holder={ARMY: CAT}, seats=full_members(CAT, DAN, EVE, ANN))
    got = got.with_(principal={EVE: CAT}).told(plenum=True).propose("votes", patron=CERTAIN)
    assert got["vote_for"][CAT] == pytest.approx(1 / 3)
    assert not got["leave_office"].any()
    assert not got["beaten"].any()
    assert not got["steps"].any()


def test_the_strongest_opponent_stands_for_the_platform():
    """By own power and standing together, among those who live."""
    case = chamber(
        opposing={CAT: True, DAN: True, EVE: True}, standing={CAT: 3, DAN: 4}, own={CAT: 0.9}
    )
    assert int(strongest_opponent(case.power)) == DAN
    assert int(strongest_opponent(case.with_(alive={DAN: False}).power)) == CAT
    assert int(strongest_opponent(case.with_(opposing=False).power)) == NOBODY


def test_at_a_plenum_each_member_votes_on_the_line():
    """Ann and Ben for, Cat and Dan against."""
    case = chamber().told(plenum=True)
    assert case.propose("votes", patron=CERTAIN)["division"] == pytest.approx(0.5)
    without = case.with_(opposing=False).propose("votes", patron=CERTAIN)
    assert without["division"] == -1
    assert chamber().propose("votes", patron=CERTAIN)["division"] == -1


@pytest.mark.parametrize("meeting", ["congress", "conference"])
def test_delegates_go_with_their_patron(meeting):
    """Ann's people have the whole north (0.6), Cat's the whole south (0.4), at logistic(1) = 0.7311
    and logistic(-1) = 0.2689 for the rulers: 0.5462."""
    case = chamber(apparatus={(0, ANN): 0.75, (0, BEN): 0.25, (1, DAN): 1}, principal={BEN: ANN})
    case = case.with_(principal={DAN: CAT}).told(**{meeting: True})
    assert case.propose("votes", patron=1)["division"] == pytest.approx(0.5462117)


def test_delegates_of_nobody_go_with_the_committee_by_prestige():
    """Of 0.6 unattached. Ann trusts Cat 0, herself 0: one half; Ben, of standing 3 to her 1, trusts
    Ann 0.5 more: logistic(1) = 0.7311. 0.6 (0.5 + 9 x 0.7311) / 10; Ann's own 0.4 at one half."""
    case = chamber(
        seats=full_members(ANN, BEN),
        apparatus={(1, ANN): 1},
        standing={ANN: 1, BEN: 3},
        trust={(BEN, ANN): 0.5},
    ).told(congress=True)
    expected = 0.4 * 0.5 + 0.6 * (0.5 + 9 * 0.7310586) / 10
    assert case.propose("votes", trust=2)["division"] == pytest.approx(expected)


def challenge(testament=READ, **fields):
    case = small_party().with_(
        **{
            "seats": full_members(BEN, CAT, DAN),
            "holder": {CENTRE: ANN},
            "subject": ANN,
            "testament": testament,
            "principal": {CAT: ANN},
            "trust": {(DAN, ANN): 0.5},
        }
        | fields
    )
    given = strengths("votes", {"testament": 2, "trust": 2, "patron": 1, "divisive": 0.5})
    return float(challenge_of(case.power, case.told(congress=True).inputs, case.facts, given))


def test_the_vote_on_a_testament():
    """Read out: Ben logistic(2 - 0.5), Cat, a client, and Dan, who trusts, logistic(0.5). Read to
    few: a quarter of the publicity, logistic(0), logistic(-1), logistic(-1)."""
    assert challenge() == pytest.approx((0.8175745 + 2 * 0.6224593) / 3)
    assert challenge(READ_TO_FEW) == pytest.approx((0.5 + 2 * 0.2689414) / 3)


@pytest.mark.parametrize(
    "fields", [{"testament": WITHHELD}, {"subject": NOBODY}, {"holder": {CENTRE: BEN}}]
)
def test_no_vote_on_what_nobody_heard_or_on_who_holds_nothing(fields):
    assert challenge(**fields) == -1


def test_who_is_voted_out_leaves_the_office_that_fills_posts_alone():
    case = small_party().with_(
        seats=full_members(BEN), holder={CENTRE: ANN, ARMY: ANN}, subject=ANN, testament=READ
    )
    case = case.told(congress=True)
    lost = case.propose("votes", testament=CERTAIN)["leave_office"]
    assert np.flatnonzero(lost).tolist() == [CENTRE]
    assert not case.propose("votes", divisive=CERTAIN)["leave_office"].any()


def test_factions_are_banned_when_a_division_is_carried():
    case = chamber(seats=full_members(ANN, BEN, CAT)).told(plenum=True)
    assert case.propose("votes", patron=CERTAIN)["faction_ban"]
    assert not chamber().told(plenum=True).propose("votes", patron=CERTAIN)["faction_ban"]  # half
    assert not case.told(ban_barred=1).propose("votes", patron=CERTAIN)["faction_ban"]
    banned = chamber(faction_ban=True)
    assert banned.propose("votes")["faction_ban"]
    assert not banned.told(ban_barred=1).propose("votes")["faction_ban"]


@pytest.mark.parametrize(
    ("presence", "caution", "chance"), [(1, 0, 0.8), (0, 0, 0), (0, 0.5, 0.4), (0.5, 0.5, 0.6)]
)
def test_an_opponent_accepts_what_a_congress_has_voted(presence, caution, chance):
    case = chamber(presence=presence, caution={CAT: caution}, apparatus={(0, ANN): 1, (1, ANN): 1})
    given = {"patron": 1, "acceptance": 0.8}
    congress = case.told(congress=True).under_many("votes", "opposing", **given)
    assert is_frequency(~congress[:, CAT], chance)
    plenum = case.told(plenum=True).with_(seats=full_members(ANN, BEN, CAT))
    assert plenum.under_many("votes", "opposing", runs=200, **given)[:, CAT].all()


@pytest.mark.parametrize(("licence", "weight"), [(0.5, 1.0), (1.0, 1.5), (0.0, 0.5)])
def test_doctrine_of_struggle_makes_voters_conform(licence, weight):
    """The rulers have half of the committee, of whom three vote on Cat. Wrong once in a million."""
    case = chamber(motion={CAT: OFFICE}, licence=licence).told(plenum=True)
    shares = case.under_many("votes", "vote_for", conformity=1, licensed=1)[:, CAT]
    votes = np.arange(3)[None] < np.rint(3 * shares)[:, None]
    assert is_frequency(votes, 1 / (1 + np.exp(-weight / 2)))
