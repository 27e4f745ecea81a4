"""Erasure by hand: who is forgotten, how fast in each medium, and who is left with the credit."""

import math

import pytest

from partystate.mechanisms.information.erasure import opening_memory
from partystate.world.power import BANISHED, EXPELLED, IMPRISONED
from tests.mechanisms.power.small_party import (
    ANN,
    BEN,
    CAT,
    DAN,
    EVE,
    FOUNDER,
    plain_facts,
    quiet_power,
    small_party,
)

HALVES = dict.fromkeys(("text", "picture", "film", "place"), math.log(2))


def fallen(**fields):
    """Ann leads, Ben has been shot, Cat banished, Dan expelled, Eve stands."""
    given = {
        "leader": ANN,
        "established": 1.0,
        "executed": {BEN: True},
        "alive": {BEN: False},
        "status": {CAT: BANISHED, DAN: EXPELLED},
    }
    return small_party().with_(**(given | fields))


def test_half_is_left_after_a_month_at_a_rate_of_log_two():
    left = fallen().propose("erasure", **HALVES)["left"]
    assert left == pytest.approx([1, 1, 0.5, 0.5, 1, 1])


def test_the_expelled_are_passed_over_more_slowly():
    left = fallen().propose("erasure", lenience=0.5, **HALVES)["left"]
    assert left[DAN] == pytest.approx(2**-0.5)
    assert left[EVE] == 1


def test_whoever_is_in_custody_is_an_enemy():
    left = fallen(custody={EVE: IMPRISONED}).propose("erasure", **HALVES)["left"]
    assert left[EVE] == pytest.approx(0.5)


def test_each_medium_has_its_own_lag():
    """A film that is cut at once is a quarter of what showed a man."""
    got = fallen().propose("erasure", film=1e9)
    assert got["trace"][BEN].tolist() == [1, 1, 0, 1]
    assert got["left"][BEN] == 0.75
    assert not got["erased"].any()


def test_erased_is_whoever_has_less_than_half_left_and_stays_so():
    got = fallen(trace={BEN: 0.9, CAT: 1.0}).propose("erasure", **HALVES)["erased"]
    assert got.tolist() == [False, False, True, False, False, False]
    again = fallen(erased={EVE: True}).propose("erasure")
    assert again["erased"].tolist() == [False] * 5 + [True]


def test_without_an_established_leader_nobody_is_forgotten():
    assert (fallen(established=0.0).propose("erasure", **HALVES)["left"] == 1).all()


def test_credit_goes_from_the_fallen_to_the_others():
    """With a risk of one for two of six and a caution of log two: 1/2 of their sixth is left, the
    others have a fifth each."""
    credit = fallen().propose("erasure", caution=math.log(2))["credit"]
    assert credit == pytest.approx([0.2, 0.2, 0.1, 0.1, 0.2, 0.2])
    assert credit.sum() == pytest.approx(1)


def test_credit_goes_to_whoever_is_praised():
    """All speech is praise, a third of it the founder's, and nobody is in danger: with an acclaim
    of log eight the leader's sixth grows fourfold, the founder's twofold."""
    party = small_party().with_(leader=ANN, established=0.0, image=1.0, founder_share=1 / 3)
    credit = party.propose("erasure", acclaim=math.log(8), caution=0.0)["credit"]
    assert credit[[ANN, FOUNDER]] == pytest.approx([4 / 10, 2 / 10])
    assert credit.sum() == pytest.approx(1)


def test_who_may_fall_is_named_less_but_for_leader_and_founder():
    """At an intensity at which half fall within the year the living lose half of a risk of one."""
    case = fallen(intensity=math.log(2) / 12)
    credit = case.propose("erasure", caution=2 * math.log(2))["credit"]
    assert credit[EVE] / credit[ANN] == pytest.approx(0.5)
    assert credit[FOUNDER] == pytest.approx(credit[ANN])
    assert credit[BEN] / credit[ANN] == pytest.approx(0.25)


def test_the_credit_of_the_first_day_follows_standing():
    power = small_party().with_(capital=[2, 1, 1, 0, 0, 0]).power
    assert opening_memory(power, plain_facts(), 1.0).credit == pytest.approx(
        [0.5, 0.25, 0.25, 0, 0, 0]
    )
    assert opening_memory(power, plain_facts(), 2.0).credit[FOUNDER] == pytest.approx(4 / 6)
    assert not opening_memory(quiet_power(), plain_facts(), 2.0).credit.any()


def test_the_men_of_one_who_is_forgotten_lose_standing():
    """Eve had her post from Ben, of whom a quarter is left; Dan from Ann."""
    case = fallen(capital=4.0, left={BEN: 0.25}, sponsor={EVE: BEN, DAN: ANN})
    capital = case.propose("standing", shame=0.1)["capital"]
    assert capital[EVE] == pytest.approx(4 * (1 - 0.1 * 0.75))
    assert capital[DAN] == 4
    assert (case.propose("standing")["capital"] == 4).all()
