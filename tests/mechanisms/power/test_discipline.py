"""Voice, submission, motions and files by hand."""

import numpy as np
import pytest

from partystate.mechanisms.power.discipline import (
    LEAST_MONTHS_OUT,
    chance_of_motion,
    next_step,
    rulers_committee,
    utility_of_voice,
)
from partystate.world.power import (
    ABROAD,
    BANISHED,
    CANDIDATE,
    COMMITTEE_SEAT,
    EXILE,
    EXILED,
    EXPELLED,
    INNER_SEAT,
    MOTION_NONE,
    OFFICE,
    PARTY,
    READMISSION,
)
from tests.mechanisms.power.small_party import (
    ANN,
    ARCHIVE,
    BEN,
    CAT,
    COMMITTEE,
    DAN,
    EVE,
    INNER,
    full_members,
    is_frequency,
    small_party,
    strengths,
)


def ruled(**fields):
    """Ann leads, with Ben behind her; Cat, Dan and Eve do not rule. All but the founder sit in the
    committee."""
    return small_party().with_(
        **{
            "seats": full_members(ANN, BEN, CAT, DAN, EVE),
            "ruling": {ANN: True, BEN: True},
            "strongest": ANN,
            "committee_bloc": {ANN: 0.4},
        }
        | fields
    )


def test_the_committee_of_the_rulers():
    """Ann, Ben and Dan, whose principal rules: three of five; of four where Eve is dead."""
    case = ruled(principal={DAN: ANN})
    assert float(rulers_committee(case.power, case.facts)) == pytest.approx(0.6)
    less = case.with_(alive={EVE: False})
    assert float(rulers_committee(less.power, less.facts)) == pytest.approx(0.75)


VOICE = {
    "voice": 1,
    "voice_support": 0.1 / 0.4,  # of 0.3 for the leader and 0.1 behind Cat
    "voice_follow": 0,
    "voice_distance": 0.3,  # |0.4 - 0| and |0 - 0.2|
    "voice_trust": -0.5,
    "voice_caution": -0.2 * 3,  # after two steps
    "voice_cost": -0.4 * (1 + 0.5),  # two of five rule; a ruthless leader under the ban
}


@pytest.mark.parametrize(("name", "value"), VOICE.items())
def test_each_ground_of_voice(name, value):
    case = ruled(
        bloc={ANN: 0.3, CAT: 0.1},
        position={(CAT, 0): 0.4},
        line=np.array([0, 0.2]),
        trust={(CAT, ANN): 0.5},
        caution={CAT: 0.2},
        steps={CAT: 2},
        ruthlessness={ANN: 0.5},
        faction_ban=True,
    )
    params = strengths("discipline", {name: 1})
    got = float(utility_of_voice(case.power, case.facts, params)[CAT])
    assert got == pytest.approx(value)


def test_a_client_speaks_after_his_patron():
    case = ruled(principal={DAN: CAT}, opposing={CAT: True})
    got = utility_of_voice(case.power, case.facts, strengths("discipline", {"voice_follow": 0.5}))
    assert np.asarray(got).tolist() == [0, 0, 0, 0, 0.5, 0]


def test_support_is_of_no_use_to_followers_of_rulers():
    case = ruled(bloc={ANN: 0.3}, principal={CAT: ANN})
    got = utility_of_voice(case.power, case.facts, strengths("discipline", {"voice_support": 1}))
    assert got[CAT] == 0


def test_who_may_speak_does_as_often_as_the_logistic_says():
    """logistic(2 x 0.5) = 0.7311; rulers, the dead and those outside the committee do not."""
    case = ruled(alive={EVE: False}).with_(seats={(COMMITTEE, DAN): 0}).told(plenum=True)
    got = case.under_many("discipline", "opposing", steepness=2, voice=0.5)
    assert is_frequency(got[:, CAT], 0.7310586)
    assert not got[:, [ANN, BEN, DAN, EVE]].any()


def test_between_meetings_nobody_speaks_or_is_moved_against():
    case = ruled(opposing={CAT: True, EVE: True}, alive={EVE: False})
    got = case.propose(
        "discipline", steepness=100, voice=1, half_saturation=0.1, spoils=1, submission=9
    )
    assert np.flatnonzero(got["opposing"]).tolist() == [CAT]
    assert not got["motion"].any()


@pytest.mark.parametrize(
    ("caution", "steps", "chance"), [(0, 3, 0), (0.5, 0, 0.25), (0.5, 1, 0.5), (1, 1, 1)]
)
def test_submission_grows_with_caution_and_with_what_was_suffered(caution, steps, chance):
    case = ruled(opposing={CAT: True}, caution={CAT: caution}, steps={CAT: steps})
    case = case.told(plenum=True)
    given = {"submission": 0.5, "steepness": 100, "voice": -1}
    signed = case.under_many("discipline", "recanted", runs=2000, **given)[:, CAT]
    opposes = case.under_many("discipline", "opposing", runs=2000, **given)[:, CAT]
    assert np.array_equal(signed, ~opposes)
    assert is_frequency(signed, chance)


def test_who_comes_to_rule_opposes_no_more_and_who_speaks_again_has_not_submitted():
    case = ruled(opposing={BEN: True, CAT: True}, recanted={CAT: True, DAN: True})
    got = case.told(plenum=True).propose("discipline", steepness=100, voice=-1)
    assert np.flatnonzero(got["opposing"]).tolist() == [CAT]
    assert np.flatnonzero(got["recanted"]).tolist() == [DAN]
    assert not got["ever_opposed"][BEN]


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"holder": {ARCHIVE: CAT}}, OFFICE),
        ({"seats": full_members(CAT) | {(INNER, CAT): CANDIDATE}}, INNER_SEAT),
        ({}, COMMITTEE_SEAT),
        ({"seats": {(COMMITTEE, CAT): 0}}, PARTY),
        ({"status": {CAT: EXPELLED}}, EXILE),
        ({"status": {CAT: EXILED}}, ABROAD),
        ({"status": {CAT: BANISHED}}, MOTION_NONE),
    ],
)
def test_the_next_step_is_by_what_is_left_to_lose(fields, step):
    case = ruled(**fields)
    assert int(next_step(case.power, case.facts)[CAT]) == step


# an open opponent whom the leader distrusts by 0.4, of standing 5, holding an office; Ann has 0.4
# of the committee, so that at h = 0.4 her force is a half
GROUNDS = {
    "without_ban": 0.35,
    "distrust": 0.5,
    "spoils": 0.2,
    "half_saturation": 0.4,
    "protection": 0.6,
}


def moved_against(**fields):
    case = ruled(
        **{
            "opposing": {CAT: True},
            "holder": {ARCHIVE: CAT},
            "standing": {CAT: 5},
            "trust": {(ANN, CAT): -0.4},
        }
        | fields
    )
    chance, _ = chance_of_motion(case.power, case.facts, strengths("discipline", GROUNDS))
    return float(chance[CAT])


@pytest.mark.parametrize(
    ("fields", "chance"),
    [
        ({}, (0.35 + 0.2 + 0.2) * 0.5 * 0.7),
        ({"opposing": False}, (0.2 + 0.2) * 0.5 * 0.7),
        ({"faction_ban": True}, 1 * 0.5 * 0.7),  # 1.4, at most 1
        ({"trust": {(ANN, CAT): 0.4}}, (0.35 + 0.2) * 0.5 * 0.7),
        ({"standing": {CAT: 10}}, 0.75 * 0.5 * 0.4),
        ({"committee_bloc": {ANN: 0.8}}, 0.75 * 0.8 * 0.7),
        ({"ruling": {ANN: True, CAT: True}}, 0),
        ({"alive": {CAT: False}}, 0),
        # the severe steps are for opponents under the ban
        ({"holder": {}}, 0),
        ({"holder": {}, "faction_ban": True}, 1 * 0.5 * 0.7),
        ({"holder": {}, "faction_ban": True, "opposing": False}, 0),
        ({"status": {CAT: EXPELLED}, "faction_ban": True}, 1 * 0.5 * 0.7),
    ],
)
def test_the_chance_of_a_motion(fields, chance):
    assert moved_against(**fields) == pytest.approx(chance)


def test_motions_come_as_often_as_that():
    case = ruled(holder={ARCHIVE: CAT}, committee_bloc={ANN: 0.4}).told(plenum=True)
    given = {"spoils": 0.5, "half_saturation": 0.4, "steepness": 100, "voice": -1}
    motion = case.under_many("discipline", "motion", **given)
    assert is_frequency(motion[:, CAT] == OFFICE, 0.25)
    assert not motion[:, [ANN, BEN, DAN, EVE]].any()


@pytest.mark.parametrize(
    ("fields", "motion"),
    [
        ({}, READMISSION),
        ({"months_out": {CAT: LEAST_MONTHS_OUT - 1}}, MOTION_NONE),
        ({"recanted": False}, MOTION_NONE),
        ({"alive": {CAT: False}}, MOTION_NONE),
        ({"status": {CAT: EXILED}}, MOTION_NONE),
    ],
)
def test_who_has_submitted_is_moved_for_readmission_after_half_a_year(fields, motion):
    case = ruled(
        **{
            "status": {CAT: EXPELLED},
            "recanted": {CAT: True},
            "months_out": {CAT: LEAST_MONTHS_OUT},
        }
        | fields
    ).told(plenum=True)
    got = case.propose("discipline", readmission=1, half_saturation=0.4, steepness=100, voice=-1)
    assert got["motion"][CAT] == motion


@pytest.mark.parametrize(
    ("fields", "chance"),
    [
        ({}, 0.4 * 0.5),
        ({"belief": {(BEN, 0): 0.6}}, 0),  # 0.3 off in the mean, not more
        ({"ruling": {ANN: True}}, 0),
        ({"seats": {(COMMITTEE, BEN): 2}}, 0),
        ({"compromised": 0}, 0),
    ],
)
def test_a_ruler_who_wavers_yields_to_his_file(fields, chance):
    case = ruled(
        **{
            "seats": full_members(BEN, body=INNER),
            "belief": {(BEN, 0): 0.8},
            "compromised": {BEN: 0.5},
        }
        | fields
    ).told(plenum=True)
    yielded = case.under_many("discipline", "yielded", files=0.4, wavering=0.3, half_saturation=1)
    assert is_frequency(yielded[:, BEN], chance)


def test_recorded_opposition_has_the_last_word():
    case = ruled(opposing={CAT: True}).told(forced_opposing={CAT: 0, DAN: 1})
    got = case.propose("discipline", half_saturation=1)
    assert np.flatnonzero(got["opposing"]).tolist() == [DAN]
    assert got["ever_opposed"][DAN]
