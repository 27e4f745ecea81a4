"""The chief of the police by hand: his pace, his fall, where he is put, and his successor."""

import numpy as np
import pytest

from partystate.mechanisms.terror.police_chief import hazards, lighter_office
from partystate.world.power import BEHIND, BLAMED, CANDIDATE, EXPELLED, NOBODY, STAYS
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
    POLICE,
    full_members,
    is_frequency,
    small_party,
    strengths,
)

# what must not be zero: it divides
STEADY = {"lag": 4, "half_saturation": 0.4}


def watched(**fields):
    """Ann leads and is established; Ben is the chief, of zeal 0.5."""
    return small_party().with_(
        **{"leader": ANN, "established": 1, "holder": {POLICE: BEN}, "ruthlessness": {BEN: 0.5}}
        | fields
    )


def test_intensity_follows_what_is_wanted_at_the_chiefs_pace():
    """A quarter of the way from 0.2 to 0.5 x 0.6."""
    case = watched(wanted=0.6, intensity=0.2)
    assert case.propose("police_chief", **STEADY)["intensity"] == pytest.approx(0.225)


def test_the_office_goes_on_without_a_chief():
    """At a zeal of 0.25: a quarter of the way from 0.2 to 0.15."""
    case = watched(wanted=0.6, intensity=0.2, holder={POLICE: NOBODY})
    got = case.propose("police_chief", idle=0.25, **STEADY)
    assert got["intensity"] == pytest.approx(0.1875)


@pytest.mark.parametrize(
    ("given", "fields", "expected"),
    [
        # E 0.5, zeal 0.25, I* 0.4
        ({"impatience": 2}, {}, (0.5 * 2 * 0.75 * 0.4, 0)),
        ({"grudge": 0.6}, {}, (0.5 * 0.6 * 0.5 * 0.5, 0)),  # distrust 0.5, half called for
        ({"blame": 0.8}, {}, (0, 0)),  # I* is as much as half of I
        ({"blame": 0.8}, {"wanted": 0.1}, (0, 0.5 * 0.8 * 0.6)),  # 0.3 of the committee taken
        ({"blame": 0.8}, {"wanted": 0.1, "disruption": 0.9}, (0, 0.5 * 0.8)),
        ({"impatience": 2, "grudge": 0.6, "blame": 0.8}, {"established": 0}, (0, 0)),
    ],
)
def test_the_hazards_of_dismissal(given, fields, expected):
    state = {"established": 0.5, "wanted": 0.4, "intensity": 0.8, "disruption": 0.3}
    power = watched(**(state | fields)).power
    got = hazards(power, strengths("police_chief", STEADY | given), 0.25, -0.5)
    assert [float(h) for h in got] == pytest.approx(expected)


def test_he_is_dropped_with_his_hazard():
    """2 x 0.5 x 0.4 = 0.4."""
    case = watched(wanted=0.4)
    left = case.under_many("police_chief", "dismissed", impatience=2, **STEADY)
    assert is_frequency(left[:, POLICE], 1 - np.exp(-0.4))
    assert not np.delete(left, POLICE, axis=1).any()


def test_the_reason_is_by_the_share_of_each_hazard():
    """Behind 1 x 0.5 x 0.1 x 6 = 0.3, to blame 1 x min(1, 2 x 0.05) x 9 = 0.9: three quarters."""
    case = watched(wanted=0.1, intensity=0.8, disruption=0.05)
    how = case.under_many("police_chief", "chief_left", impatience=6, blame=9, **STEADY)
    assert is_frequency(how != STAYS, 1 - np.exp(-1.2))
    assert is_frequency(how[how != STAYS] == BLAMED, 0.75)
    assert set(np.unique(how)) == {STAYS, BEHIND, BLAMED}


@pytest.mark.parametrize(
    "case",
    [
        watched(wanted=1, holder={POLICE: NOBODY}),
        watched(wanted=1, leader=BEN),  # the leader does not drop himself
        watched(wanted=1).told(forced_holder={POLICE: BEN}),  # as recorded
        watched(wanted=1, established=0),
    ],
)
def test_who_cannot_be_dropped(case):
    got = case.propose("police_chief", impatience=1e6, **STEADY)
    assert not got["dismissed"].any()
    assert not got["disgraced"].any()
    assert np.all(got["sideways"] == NOBODY)


def test_he_is_moved_aside_and_is_in_disgrace():
    got = watched(wanted=1).propose("police_chief", impatience=1e6, **STEADY)
    assert np.flatnonzero(got["dismissed"]).tolist() == [POLICE]
    assert np.flatnonzero(got["disgraced"]).tolist() == [BEN]
    assert np.flatnonzero(got["sideways"] == BEN).tolist() == [ARCHIVE]
    assert (got["sideways"] != BEN).sum() == 5
    assert got["chief_left"] == BEHIND


@pytest.mark.parametrize(
    ("fields", "told", "office"),
    [
        ({}, {}, ARCHIVE),
        ({"holder": {ARCHIVE: CAT}}, {}, ARCHIVE),
        ({"holder": {ARCHIVE: CAT}, "seats": {(INNER, CAT): CANDIDATE}}, {}, ARMY),
        ({"holder": {ARCHIVE: ANN}}, {}, ARMY),  # the leader's own
        ({}, {"office_open": {ARCHIVE: False}}, ARMY),
        ({"holder": {ARCHIVE: ANN}}, {"office_open": {ARMY: False}}, NOBODY),
    ],
)
def test_the_lightest_office_without_a_region(fields, told, office):
    case = watched(**fields).told(**told)
    assert int(lighter_office(case.power, case.inputs, case.facts)) == office


def candidates(**fields):
    """A committee of all but the founder; Ann trusts Cat 0.5; Dan is of zeal 0.8. I* 0.4 is called
    for by half."""
    return watched(
        **{
            "seats": full_members(ANN, BEN, CAT, DAN, EVE),
            "trust": {(ANN, CAT): 0.5},
            "ruthlessness": {DAN: 0.8},
            "wanted": 0.4,
        }
        | fields
    )


@pytest.mark.parametrize(
    ("competence", "cat", "dan"), [(0, 0.5, 0), (0.5, 0.25, 0.2), (0.6, 0.2, 0.24), (1, 0, 0.4)]
)
def test_loyalty_alone_or_competence_too(competence, cat, dan):
    got = candidates().propose("police_chief", competence=competence, **STEADY)["chief_score"]
    assert got[[CAT, DAN]] == pytest.approx([cat, dan])


@pytest.mark.parametrize(
    "fields",
    [
        {"alive": {CAT: False}},
        {"status": {CAT: EXPELLED}},
        {"opposing": {CAT: True}},
        {"disgraced": {CAT: True}},
        {"accused": {CAT: True}},
    ],
)
def test_who_may_succeed(fields):
    def able(case):
        got = case.propose("police_chief", **STEADY)["chief_score"]
        return np.flatnonzero(np.isfinite(got)).tolist()

    assert able(candidates()) == [BEN, CAT, DAN, EVE]  # neither the leader nor the founder
    assert able(candidates(**fields)) == [BEN, DAN, EVE]


def test_a_leader_chooses_once_he_is_established_and_not_of_the_inner_body():
    def able(case):
        got = case.propose("police_chief", **STEADY)["chief_score"]
        return np.flatnonzero(np.isfinite(got)).tolist()

    assert able(candidates(established=0.5)) == []
    assert able(candidates().with_(seats={(INNER, DAN): 2})) == [BEN, CAT, EVE]
    assert able(candidates().with_(seats={(COMMITTEE, DAN): CANDIDATE})) == [BEN, CAT, DAN, EVE]
    assert able(candidates().told(available={DAN: False})) == [BEN, CAT, EVE]


@pytest.mark.parametrize(
    ("wanted", "disruption", "brakes"), [(0.1, 0.5, True), (0.2, 0.5, False), (0.1, 0.3, False)]
)
def test_terror_is_called_off_where_it_has_cost_more_than_is_wanted(wanted, disruption, brakes):
    """Intensity 0.4: wanted less than half of it, and a greater share of the committee gone."""
    case = watched(wanted=wanted, intensity=0.4, disruption=disruption)
    assert bool(case.propose("police_chief", **STEADY)["braking"]) is brakes


def test_without_strength_nobody_is_dropped_and_intensity_is_never_negative():
    case = watched(wanted=1, intensity=0.5, disruption=1, trust=-1)
    runs = case.under_many("police_chief", "dismissed", runs=200, **STEADY)
    assert not runs.any()
    fast = case.with_(wanted=0).propose("police_chief", lag=0.5, half_saturation=0.4)
    assert fast["intensity"] == 0


def test_the_place_of_the_centre_and_of_regions_is_not_for_the_fallen():
    """The archive and the army closed: what is left are the centre and the regions."""
    case = watched(holder={CENTRE: FOUNDER}).told(office_open={ARCHIVE: False, ARMY: False})
    assert int(lighter_office(case.power, case.inputs, case.facts)) == NOBODY
