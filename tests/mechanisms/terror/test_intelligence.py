"""Networks abroad by hand: contact, believers, terror at home, and the fall of a chief."""

import math

import pytest

from partystate.world.power import BEHIND
from tests.mechanisms.power.small_party import small_party

HALF = math.log(2)


def test_a_network_grows_by_contact_alone_where_nobody_believes():
    got = small_party().told(contact=[1, 0]).propose("intelligence", by_contact=HALF)
    assert got["strength"] == pytest.approx([0.5, 0])
    assert got["networks"] == pytest.approx(0.5)


def test_believers_work_where_there_is_no_mission():
    case = small_party().with_(conformity=0.5).told(contact=[1, 0])
    got = case.propose("intelligence", by_contact=HALF, by_belief=2 * HALF)
    assert got["strength"] == pytest.approx([0.75, 0.5])


def test_terror_takes_those_who_run_the_networks():
    """Of whole networks half is left at intensity 0.1, and half of what is missing is built."""
    case = small_party().with_(strength=1.0, intensity=0.1).told(contact=[1, 0])
    got = case.propose("intelligence", exposure=10 * HALF, by_contact=HALF)
    assert got["strength"] == pytest.approx([0.75, 0.5])
    assert got["networks"] == pytest.approx(1.25)


def test_the_men_of_a_fallen_chief_are_called_home():
    case = small_party().with_(strength=1.0, chief_left=BEHIND)
    assert case.propose("intelligence", recall=HALF)["strength"] == pytest.approx([0.5, 0.5])
    stays = small_party().with_(strength=1.0)
    assert stays.propose("intelligence", recall=HALF)["strength"] == pytest.approx([1, 1])


def test_no_network_is_more_than_whole():
    case = small_party().with_(strength=1.0, conformity=1.0).told(contact=1.0)
    got = case.propose("intelligence", by_contact=100, by_belief=100)
    assert got["strength"] == pytest.approx([1, 1])
