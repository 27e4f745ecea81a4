"""Who is taken and what becomes of them, by hand: suspicion, accusation, arrest, verdict, terms,
ties."""

import math

import numpy as np
import pytest

from partystate.mechanisms.terror.prosecution import heat, in_politics
from partystate.world.power import BANISHED, DETAINED, EXPELLED, FREE, IMPRISONED
from tests.mechanisms.power.small_party import (
    ANN,
    ARCHIVE,
    BEN,
    CAT,
    DAN,
    EVE,
    FOUNDER,
    full_members,
    is_frequency,
    small_party,
    strengths,
)

HALF = {"half_saturation": 0.2}  # must not be zero: it divides


def terror(**fields):
    """Ann leads, at an intensity of 0.2; everybody sits in the committee."""
    return small_party().with_(
        **{"leader": ANN, "intensity": 0.2, "seats": full_members(*range(6))} | fields
    )


def share(hazard: float) -> float:
    return 1 - math.exp(-hazard)


@pytest.mark.parametrize(
    ("given", "fields", "expected"),
    [
        ({"opponents": 1.5}, {"ever_opposed": {CAT: True}}, 1.5),
        # a submission believed buys 0.6 of safety; three quarters are seen through
        (
            {"opponents": 1.5, "safety": 0.6, "insincere_detected_share": 0.75},
            {"ever_opposed": {CAT: True}, "recanted": {CAT: True}},
            1.5 * (1 - 0.6 * 0.25),
        ),
        (
            {"opponents": 1.5, "safety": 0.6, "insincere_detected_share": 1},
            {"ever_opposed": {CAT: True}, "recanted": {CAT: True}},
            1.5,
        ),
        ({"blame": 2}, {"blamed": {CAT: True}, "shock": 0.5}, 1),
        ({"tie": 0.7}, {"tied": {CAT: 2}}, 1.4),
        ({"distrust": 2}, {"trust": {(ANN, CAT): 0.5}}, -1),
        ({"distrust": 2}, {"trust": {(ANN, CAT): -0.5}}, 1),
    ],
)
def test_each_ground_of_suspicion(given, fields, expected):
    case = terror(**fields)
    got = np.asarray(heat(case.power, strengths("prosecution", given), case.world.peril.shock))
    assert got[CAT] == pytest.approx(expected)
    assert not np.delete(got, CAT).any()


def test_an_accusation_comes_with_intensity_times_suspicion():
    """Ben plain: 0.2. Cat of twice the suspicion: 0.4. Dan, a chief in disgrace: 0.2 + 0.3."""
    case = terror(ever_opposed={CAT: True}, disgraced={DAN: True})
    given = {"opponents": math.log(2), "disgrace": 0.3} | HALF
    accused = case.under_many("prosecution", "accused", **given)
    for person, hazard in ((BEN, 0.2), (CAT, 0.4), (DAN, 0.5)):
        assert is_frequency(accused[:, person], share(hazard))
    assert not accused[:, [FOUNDER, ANN]].any()


@pytest.mark.parametrize(
    "fields",
    [
        {"alive": {CAT: False}},
        {"status": {CAT: BANISHED}},
        {"leader": CAT},
        {"leader": -1},
        {"seats": full_members(FOUNDER, ANN, BEN)},  # Cat has nothing to lose
    ],
)
def test_who_cannot_be_accused(fields):
    assert not terror(intensity=100, **fields).propose("prosecution", **HALF)["accused"][CAT]


def test_nobody_is_taken_under_replay_or_before_he_enters():
    hot = terror(intensity=100)
    assert hot.propose("prosecution", **HALF)["accused"][CAT]
    for case in (hot.told(forced_dead={CAT: 0}), hot.told(available={CAT: False})):
        assert not case.propose("prosecution", **HALF)["accused"][CAT]


@pytest.mark.parametrize(
    ("fields", "is_in"),
    [
        ({}, False),
        ({"seats": full_members(CAT)}, True),
        ({"holder": {ARCHIVE: CAT}}, True),
        ({"sponsor": {CAT: BEN}}, True),
        ({"status": {CAT: EXPELLED}}, True),
        ({"ever_opposed": {CAT: True}}, True),
    ],
)
def test_who_has_something_to_lose(fields, is_in):
    got = np.asarray(in_politics(small_party().with_(**fields).power))
    assert got[CAT] == is_in
    assert not np.delete(got, CAT).any()


def test_the_accused_are_arrested():
    """1 x 0.2/(0.2 + 0.2) = 0.5; a chief in disgrace at the full 1; who is not accused, never."""
    case = terror(accused={CAT: True, DAN: True}, disgraced={DAN: True})
    arrested = case.under_many("prosecution", "arrested", arrest=1, **HALF)
    assert is_frequency(arrested[:, CAT], share(0.5))
    assert is_frequency(arrested[:, DAN], share(1))
    assert not arrested[:, [FOUNDER, ANN, BEN, EVE]].any()


def test_nobody_is_taken_in_peace():
    case = terror(intensity=0, accused=True)
    assert not case.under_many("prosecution", "arrested", runs=200, arrest=50, **HALF).any()


def test_an_arrest_detains():
    got = terror(accused={CAT: True}).propose("prosecution", arrest=1e6, **HALF)
    assert np.flatnonzero(got["arrested"]).tolist() == [CAT]
    assert got["custody"][CAT] == DETAINED


@pytest.mark.parametrize(("simplified", "hazard"), [(False, 0.5), (True, 1)])
def test_the_detained_are_judged_and_twice_as_fast_without_procedure(simplified, hazard):
    case = terror(custody={CAT: DETAINED}, simplified=simplified)
    custody = case.under_many("prosecution", "custody", judgement=0.5, **HALF)
    assert is_frequency(custody[:, CAT] == IMPRISONED, share(hazard))


def test_a_verdict_is_death_or_a_term_of_five_to_ten_years():
    """0.8 x 0.2/(0.2 + 0.2) = 0.4 are shot."""
    case = terror(custody={CAT: DETAINED})
    given = {"judgement": 1e6, "death": 0.8} | HALF
    shot = case.under_many("prosecution", "executed", **given)[:, CAT]
    away = case.under_many("prosecution", "custody", **given)[:, CAT] == IMPRISONED
    term = case.under_many("prosecution", "term", **given)[:, CAT]
    assert is_frequency(shot, 0.4)
    assert np.array_equal(shot, ~away)
    assert term[away].min() >= 60
    assert term[away].max() <= 120
    assert is_frequency(term[away] < 90, 0.5)
    assert not term[shot].any()


def test_the_firm_confess_less():
    """0.8, and 0.8 (1 - 0.5/2) = 0.6."""
    case = terror(custody={CAT: DETAINED, DAN: DETAINED}, commitment={DAN: 0.5})
    given = {"judgement": 1e6, "pressure": 0.8} | HALF
    confessed = case.under_many("prosecution", "confessed", **given)
    assert is_frequency(confessed[:, CAT], 0.8)
    assert is_frequency(confessed[:, DAN], 0.6)
    counted = case.under_many("prosecution", "confessing", **given)
    assert np.array_equal(counted, confessed.sum(1))
    assert not case.propose("prosecution", judgement=1e6, **HALF)["confessed"].any()


def test_a_term_runs_down_and_ends():
    case = terror(
        intensity=0,
        custody={CAT: IMPRISONED, DAN: IMPRISONED},
        term={CAT: 5, DAN: 1},
        accused={CAT: True, DAN: True},
    )
    got = case.propose("prosecution", **HALF)
    assert (got["custody"][CAT], got["term"][CAT], got["accused"][CAT]) == (IMPRISONED, 4, True)
    assert (got["custody"][DAN], got["term"][DAN], got["accused"][DAN]) == (FREE, 0, False)


def test_a_promise_does_not_bind():
    """Those away are tried anew: 0.5 x 0.2 x 2 = 0.2."""
    case = terror(custody={CAT: IMPRISONED}, term={CAT: 1}, ever_opposed={CAT: True})
    given = {"reopening": 0.5, "opponents": math.log(2)} | HALF
    custody = case.under_many("prosecution", "custody", **given)[:, CAT]
    assert is_frequency(custody == DETAINED, share(0.2))
    assert np.all(custody[custody != DETAINED] == FREE)  # the term of the others was over


def test_ties_to_the_fallen():
    """Cat is taken. Ben followed her, Dan had his post from her, Eve she trusted 0.3; half of
    Eve's old tie of 0.4 is forgotten, Dan was trusted too and has at most 2."""
    case = terror(
        accused={CAT: True},
        patron={BEN: CAT},
        sponsor={DAN: CAT},
        trust={(CAT, EVE): 0.3, (CAT, DAN): 0.9, (CAT, FOUNDER): -0.5},
        tied={EVE: 0.4, DAN: 0.4, CAT: 1.5},
    )
    got = case.propose("prosecution", arrest=1e6, forgetting=0.5, **HALF)["tied"]
    assert got == pytest.approx(np.array([0, 0, 1, 0, 2, 0.5]))


def test_posts_of_the_fallen_are_bereft():
    """Cat held 0.3 of the north and 0.8 of the south, of which half of 0.2 and of 0.8 was bereft
    before: 0.4, and at most all."""
    case = terror(
        accused={CAT: True}, apparatus={(0, CAT): 0.3, (1, CAT): 0.8, (0, BEN): 0.5}
    ).with_(bereft={0: 0.2, 1: 0.8})
    got = case.propose("prosecution", arrest=1e6, forgetting=0.5, **HALF)["bereft"]
    assert got == pytest.approx([0.4, 1.0])
    assert case.propose("prosecution", forgetting=0.5, **HALF)["bereft"] == pytest.approx(
        [0.1, 0.4]
    )


def test_the_taken_are_missed_in_the_committee():
    """One of four, and half of the 0.2 missed before."""
    case = terror(
        seats=full_members(ANN, BEN, CAT, DAN),
        accused={CAT: True, EVE: True},
        ever_opposed={EVE: True},
        disruption=0.2,
    )
    got = case.propose("prosecution", arrest=1e6, replacing=0.5, **HALF)
    assert got["arrested"][EVE]
    assert got["disruption"] == pytest.approx(0.35)


def test_a_murder_brings_a_simplified_procedure_which_stays():
    """0.5 x 0.6 = 0.3 a month."""
    case = terror(established=0.5, shock=0.6)
    assert is_frequency(case.under_many("prosecution", "simplified", **HALF), 0.3)
    calm = case.with_(shock=0, simplified=True)
    assert calm.under_many("prosecution", "simplified", runs=200, **HALF).all()


def test_one_more_accused_changes_nobody_elses_fate():
    case = terror(accused={CAT: True})
    both = terror(accused={CAT: True, DAN: True})
    one, two = (
        c.under_many("prosecution", "arrested", runs=500, arrest=1, **HALF) for c in (case, both)
    )
    assert np.array_equal(one[:, CAT], two[:, CAT])
