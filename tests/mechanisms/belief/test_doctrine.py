"""Doctrine by hand: it moves at meetings alone, towards what those who rule need."""

import math

import pytest

from tests.mechanisms.power.small_party import ANN, BEN, full_members, small_party


def led(**fields):
    """Ann leads and rules a committee of two, the founder gone."""
    return small_party().with_(
        **{"leader": ANN, "established": 1.0, "ruling": {ANN: True}, "threat": 0.5},
        seats=full_members(ANN, BEN),
        **fields,
    )


def test_nothing_moves_between_meetings():
    found = led().propose("doctrine", moving=1, enemies=1, remnant=1)
    assert (found["one_country"], found["licence"], found["concord"]) == (0, 0.5, False)


def test_one_country_is_the_need_of_those_who_rule_at_home():
    met = led().told(plenum=True)
    assert met.propose("doctrine", moving=0.5)["one_country"] == pytest.approx(0.25)
    present = met.with_(presence=1.0)
    assert present.propose("doctrine", moving=0.5)["one_country"] == 0


def test_a_leader_who_fears_needs_a_licence_and_loses_it_when_he_does_not():
    met = led().told(congress=True)
    need = 1 - math.exp(-2 * 0.5)
    found = met.propose("doctrine", moving=0.5, enemies=2)
    assert found["licence"] == pytest.approx(0.5 + 0.5 * (need - 0.5))
    calm = met.with_(threat=0.0).propose("doctrine", moving=0.5, enemies=2)
    assert calm["licence"] == pytest.approx(0.25)


def test_enemies_unseen_and_failures_of_society_count_where_it_is_there():
    met = led().told(conference=True).with_(threat=0.0)
    with_society = met.beside(repression={"threat": 0.3, "blame": 0.2})
    found = with_society.propose("doctrine", moving=1, hidden=2, failing=1)
    assert found["licence"] == pytest.approx(1 - math.exp(-0.8))
    assert met.propose("doctrine", moving=1, hidden=2, failing=1)["licence"] == 0


@pytest.mark.parametrize(
    ("share", "established", "declared"), [(0.8, 1.0, False), (0.95, 1.0, True), (0.95, 0.4, False)]
)
def test_classes_are_friends_once_few_are_left_outside(share, established, declared):
    known = {"known_collectivised_share": [share, share], "known_population": [1.0, 3.0]}
    met = led().with_(established=established).told(plenum=True).beside(information=known)
    assert bool(met.propose("doctrine", remnant=0.1)["concord"]) is declared


def test_what_is_declared_stays():
    assert led(concord=True).propose("doctrine")["concord"]
