"""Who rules, by hand: the gain of breaking a coalition up, small games, and how a leader is
settled."""

import math

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.power.coalition import (
    SETTLED_MONTHS,
    at_stake,
    gain_of_breaking,
    lent_power,
    players_of,
)
from partystate.published.coalition_game import masks
from partystate.world.power import EXPELLED, NOBODY
from tests.mechanisms.power.small_party import (
    ANN,
    BEN,
    CAT,
    DAN,
    EVE,
    FOUNDER,
    INNER,
    full_members,
    is_frequency,
    small_party,
    strengths,
)

# the published game: a majority of power, the log of one's share, and nothing else
GAME = {"majority": 0.5, "share_weight": 1, "doubt": 0.1}


def inner(bloc: dict, **fields):
    """A plenum without the founder, of the inner body whose members have followings of their
    own."""
    case = small_party().with_(seats=full_members(*bloc, body=INNER), bloc=bloc, **fields)
    return case.told(plenum=True)


def rulers(case, **given) -> list[int]:
    """Who rules, of the inner body."""
    ruling = case.propose("coalition", **(GAME | given))["ruling"]
    return np.flatnonzero(ruling & (np.asarray(case.power.seats[INNER]) > 0)).tolist()


PARTS = {
    "share_weight": math.log(1 / 0.6),
    # ln of the chances that a share of 0.6 or 1 is more than a half, with an error of 0.1
    "safety": math.log(0.8413447460685429) - math.log(0.9999997133484281),
    "trust": 0.5 - (0.6 * 0.5 + 0.4 * -0.3),
    "distance": 0.4 * 0.8,
    "breaking": -0.4,
}


@pytest.mark.parametrize(("name", "value"), PARTS.items())
def test_each_part_of_the_gain_of_going_on_alone(name, value):
    """Two players of 0.6 and 0.4; the stronger trusts the other -0.3, himself 0.5, and stands 0.8
    off: what he gains by leaving the other out."""
    weight, trust = jnp.array([0.6, 0.4]), jnp.array([[0.5, -0.3], [0.0, 0.5]])
    distance = jnp.array([[0.0, 0.8], [0.8, 0.0]])
    params = strengths("coalition", {"majority": 0.5, "doubt": 0.1, name: 1})
    gain = gain_of_breaking(weight, trust, distance, jnp.asarray(masks(2), float), params)
    alone, both = 0b01, 0b11
    assert float(gain[alone, both]) == pytest.approx(value)
    assert float(gain[both, both]) == pytest.approx(0)


SHARES = jnp.array([0.45, 0.35, 0.2])
THREE = jnp.asarray(masks(3), float)


@pytest.mark.parametrize(
    ("outlook", "stake"),
    [
        ([1.2, 0.8, 0.9], [0, 0.07, 0.02]),  # two together have 0.55 of the whole
        ([1.2, 0.8, 1.0], [0, 0.07, 0]),
        ([1.2, 0.8, 1.1], [0, 0.07, 0]),  # the third gains, less than the first
        ([0.8, 1.2, 0.9], [0.09, 0, 0.02]),  # the second rises; 0.65 without him
        ([1, 1, 1], [0, 0, 0]),
        ([0.9, 0.9, 0.9], [0, 0, 0]),  # nobody rises
    ],
)
def test_what_is_at_stake_is_what_will_pass_from_those_who_can_still_fight(outlook, stake):
    got, rising = at_stake(SHARES, jnp.array(outlook), THREE, 0.5)
    assert np.allclose(got, stake)
    assert np.asarray(rising).tolist() == [max(outlook) > 1 and o == max(outlook) for o in outlook]


def test_nothing_is_at_stake_where_nobody_can_win_without_him():
    """A majority of 0.6: the two others have 0.55."""
    got, _ = at_stake(SHARES, jnp.array([1.2, 0.8, 0.9]), THREE, 0.6)
    assert not np.asarray(got).any()


def test_who_is_not_needed_for_it_has_nothing_to_fight_with():
    """Ben's 0.5 wins without Cat's 0.05; Ann, of 0.4, rises."""
    weight, outlook = jnp.array([0.4, 0.5, 0.05]), jnp.array([1.2, 0.8, 0.5])
    got, _ = at_stake(weight, outlook, THREE, 0.5)
    assert np.allclose(got, [0, 0.1, 0])


@pytest.mark.parametrize(
    ("alone", "gain"),
    [
        (0b101, 0.07),  # the first and third drop the second
        (0b011, 0.02),
        (0b001, 0.09),
        (0b110, 0.09),  # those from whom it passes drop him first
        (0b010, 0.07),
        (0b111, 0),
    ],
)
def test_the_fear_of_what_partners_can_still_do_is_gained_by_striking_first(alone, gain):
    params = strengths("coalition", {"majority": 0.5, "doubt": 0.1, "commitment": 2})
    none, outlook = jnp.zeros((3, 3)), jnp.array([1.2, 0.8, 0.9])
    got = gain_of_breaking(SHARES, none, none, THREE, params, outlook)
    assert float(got[alone, 0b111]) == pytest.approx(2 * gain)
    still = gain_of_breaking(SHARES, none, none, THREE, params)
    assert not np.asarray(still).any()


def test_a_partner_is_dropped_for_what_he_will_lose():
    """Ann 0.45, Ben 0.35, Cat 0.2 rule together for habit. Ben's following is about to pass to Ann,
    and with Cat he could still win: Ann and Cat go on without him. Where it will not pass, or Ben
    could not win, all three stay."""
    powers = {ANN: 0.45, BEN: 0.35, CAT: 0.2}
    case = inner(powers, outlook={ANN: 0.6, BEN: 0.2, CAT: 0.2}, ruling=dict.fromkeys(powers, True))
    habit = {"share_weight": 0, "breaking": 0.2, "commitment": 1, "safety": 0}
    assert rulers(case, **habit) == [ANN, CAT]
    assert rulers(case, **(habit | {"commitment": 0})) == [ANN, BEN, CAT]
    assert rulers(case.with_(outlook=powers), **habit) == [ANN, BEN, CAT]
    assert rulers(case, majority=0.6, **habit) == [ANN, BEN, CAT]


@pytest.mark.parametrize(
    ("bloc", "expected"),
    [
        ({ANN: 0.3, BEN: 0.4, CAT: 0.5}, [ANN, BEN, CAT]),  # each pair would break up in turn
        ({ANN: 0.3, BEN: 0.4, CAT: 0.5, DAN: 1.0}, [ANN, BEN, CAT]),  # the strongest is left out
        ({ANN: 0.3, BEN: 0.4, CAT: 0.5, DAN: 2.0}, [DAN]),
        ({ANN: 0.6, BEN: 0.4}, [ANN]),
        ({ANN: 0.5, BEN: 0.5}, [ANN, BEN]),  # half is not more than half
    ],
)
def test_the_published_game_through_the_mechanism(bloc, expected):
    assert rulers(inner(bloc)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [ANN]),
        ({"breaking": 1}, [ANN]),  # 0.51 gained, 0.40 lost
        ({"breaking": 2}, [ANN, BEN]),  # 0.80 lost
        ({"safety": 1}, [ANN]),  # 0.17 lost
        ({"safety": 4}, [ANN, BEN]),  # 0.69 lost
        ({"trust": 1}, [ANN]),  # 0.4 x 0.9 = 0.36 lost
        ({"trust": 2}, [ANN, BEN]),
        ({"trust": 2, "own_following_trust": 0.9}, [ANN]),  # he trusts himself no less
        ({"trust": 2, "distance": 1}, [ANN]),  # 0.72 lost, 0.4 x 0.6 = 0.24 gained
    ],
)
def test_what_keeps_the_weaker_of_two_in(given, expected):
    case = inner(
        {ANN: 0.6, BEN: 0.4}, trust={(ANN, BEN): 0.9}, position={(ANN, 0): 0.6, (ANN, 1): 0.6}
    )
    assert rulers(case, **given) == expected


def test_rulers_stay_while_they_win_and_little_is_to_be_gained():
    """Ann rules with Ben's 0.4; she would gain 0.51 - 0.40 = 0.11 alone."""
    case = inner({ANN: 0.6, BEN: 0.4}, ruling={ANN: True, BEN: True})
    assert rulers(case, breaking=1, inertia=0.12) == [ANN, BEN]
    assert rulers(case, breaking=1, inertia=0.10) == [ANN]
    lost = case.with_(ruling={ANN: False})  # Ben alone does not win: no inertia saves him
    assert rulers(lost, breaking=1, inertia=9) == [ANN]


def test_players_are_principals_of_the_inner_body_who_are_there():
    """Of six: the founder does not play, Cat follows Ben, Dan is expelled, Eve dead."""
    case = inner(
        dict.fromkeys(range(6), 0.2),
        principal={CAT: BEN},
        status={DAN: EXPELLED},
        alive={EVE: False},
    )
    person, plays = players_of(case.power, case.facts)
    assert sorted(np.asarray(person)[np.asarray(plays)].tolist()) == [ANN, BEN]


def test_followings_outside_lend_a_part_to_whom_they_trust_most():
    """Cat lends half of 0.2 to Ben, Dan, who trusts no player, nothing."""
    case = inner({ANN: 0.4, BEN: 0.2}).with_(
        bloc={CAT: 0.2, DAN: 0.2},
        trust={(CAT, ANN): 0.1, (CAT, BEN): 0.3, (DAN, ANN): -0.2, (DAN, BEN): -0.1},
    )
    params = strengths("coalition", {"lending": 0.5})
    person, plays = players_of(case.power, case.facts)
    power = np.asarray(lent_power(case.power, case.facts, person, plays, params))
    got = dict(zip(np.asarray(person).tolist(), power.tolist(), strict=True))
    assert (got[ANN], got[BEN]) == pytest.approx((0.4, 0.3))
    assert sum(got.values()) == pytest.approx(0.7)


def test_clients_go_with_their_patron_and_others_with_the_rulers_but_for_a_margin():
    """Ann rules and Ben is dropped; Cat follows Ben, Dan Ann; Eve trusts Ben more by 0.3."""
    case = inner({ANN: 0.6, BEN: 0.4}).with_(
        principal={CAT: BEN, DAN: ANN}, trust={(EVE, ANN): 0.1, (EVE, BEN): 0.4}
    )
    narrow = case.propose("coalition", margin=0.2, **GAME)["ruling"]
    assert np.flatnonzero(narrow).tolist() == [FOUNDER, ANN, DAN]
    wide = case.propose("coalition", margin=0.4, **GAME)["ruling"]
    assert np.flatnonzero(wide).tolist() == [FOUNDER, ANN, DAN, EVE]


def test_while_the_founder_is_present_all_rule_who_do_not_oppose():
    case = inner({ANN: 0.6, BEN: 0.4}, presence=1, opposing={CAT: True}, status={DAN: EXPELLED})
    got = case.propose("coalition", **GAME)["ruling"]
    assert np.flatnonzero(got).tolist() == [FOUNDER, ANN, BEN, EVE]


def test_the_game_is_played_as_often_as_he_is_absent():
    case = inner({ANN: 0.6, BEN: 0.4}, presence=0.7)
    ben = case.under_many("coalition", "ruling", runs=2000, **GAME)[:, BEN]
    assert is_frequency(ben, 0.7)


def test_nothing_changes_between_meetings_but_by_death_and_expulsion():
    case = inner({ANN: 0.6, BEN: 0.4}, ruling={BEN: True, CAT: True, DAN: True}).told(plenum=False)
    case = case.with_(alive={CAT: False}, status={DAN: EXPELLED})
    assert np.flatnonzero(case.propose("coalition", **GAME)["ruling"]).tolist() == [BEN]


def test_recorded_rule_has_the_last_word():
    case = inner({ANN: 0.6, BEN: 0.4}).told(forced_ruling={ANN: 0, BEN: 1})
    assert rulers(case) == [BEN]


def test_power_is_seen_with_an_error():
    """Ann's 0.51 is more than Ben's 0.49 if her log error is not 0.04 below his: with errors of sd
    1 the difference has sd sqrt 2, and N(0.0283) = 0.5113."""
    case = inner({ANN: 0.51, BEN: 0.49})
    ann = case.under_many("coalition", "ruling", runs=2000, misjudging=1, **GAME)[:, ANN]
    assert is_frequency(ann, 0.5113)
    assert rulers(case) == [ANN]


@pytest.mark.parametrize(
    ("before", "months", "leader", "expected"),
    [
        (ANN, SETTLED_MONTHS - 2, NOBODY, (ANN, SETTLED_MONTHS - 1, NOBODY)),
        (ANN, SETTLED_MONTHS - 1, NOBODY, (ANN, SETTLED_MONTHS, ANN)),
        (BEN, 40, BEN, (ANN, 1, NOBODY)),  # a new man must settle first
        (ANN, 1, ANN, (ANN, 2, ANN)),  # who leads and is the strongest stays the leader
    ],
)
def test_the_strongest_of_the_rulers_six_months_running_leads(before, months, leader, expected):
    case = inner({ANN: 0.6, BEN: 0.4}, strongest=before, leading_months=months, leader=leader)
    got = case.propose("coalition", **GAME)
    assert (got["strongest"], got["leading_months"], got["leader"]) == expected


def test_nobody_is_the_strongest_of_no_rulers():
    got = small_party().propose("coalition", **GAME)
    assert (got["strongest"], got["leader"]) == (NOBODY, NOBODY)
