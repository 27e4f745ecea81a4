"""Officers by rank and what they cost; networks, foreign parties and exiles. By hand."""

import math

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.couplings import closeness, experience_lost
from partystate.world.power import BANISHED, EXILED
from tests.mechanisms.power.small_party import (
    ANN,
    ARMY,
    BEN,
    CAT,
    DAN,
    is_frequency,
    small_party,
)


def test_the_higher_the_rank_the_greater_the_danger():
    """Intensity 0.1 reaches 1, sqrt(1/4) and 1/4 of the way down: of 10, 100 and 1000."""
    assert closeness(3).tolist() == [1, 0.5, 0]
    got = small_party().with_(intensity=0.1).propose("officers", reach=0.25)
    share = 1 - np.exp([-0.1, -0.05, -0.025])
    assert got["officers_arrested"] == pytest.approx(share * [10, 100, 1000])
    assert got["officers_left"] == pytest.approx(share * [10, 100, 1000])


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({"tied": {CAT: 1}}, 2),
        ({"trust": {(ANN, CAT): -1}}, 2),
        ({"trust": {(ANN, CAT): 1}}, 0.5),
        ({"tied": {CAT: 0.5}, "trust": {(ANN, CAT): -0.5}}, 2),
        ({"tied": {CAT: 1}, "holder": {}}, 1),  # nobody heads the army
        ({"tied": {BEN: 1}}, 1),
    ],
)
def test_suspicion_of_the_head_of_the_army_falls_on_all(fields, times):
    """exp(x ln 2)."""
    case = small_party().with_(**{"intensity": 0.1, "leader": ANN, "holder": {ARMY: CAT}} | fields)
    got = case.propose("officers", reach=1, suspicion=math.log(2))["officers_arrested"]
    assert got == pytest.approx((1 - math.exp(-0.1 * times)) * np.array([10, 100, 1000]))


def test_for_each_arrested_some_are_discharged_and_all_of_them_at_most():
    """A share of 0.2 arrested, one and a half times as many discharged: 0.5; at 0.6 everybody."""
    given = {"reach": 1, "discharged": 1.5}
    case = small_party().with_(intensity=-math.log(0.8))
    assert case.propose("officers", **given)["officers_left"] == pytest.approx([5, 50, 500])
    harsh = small_party().with_(intensity=-math.log(0.4))
    assert harsh.propose("officers", **given)["officers_left"] == pytest.approx([10, 100, 1000])


def test_experience_goes_with_them_and_comes_back():
    """Half of 0.8 is left, and a tenth of what is missing is learnt: 0.4 + 0.06."""
    case = small_party().with_(intensity=-math.log(0.8), experience=0.8)
    got = case.propose("officers", reach=1, discharged=1.5, learning=0.1)["experience"]
    assert got == pytest.approx([0.46, 0.46, 0.46])
    peace = case.with_(intensity=0).propose("officers", reach=1, learning=0.1)
    assert peace["experience"] == pytest.approx([0.82, 0.82, 0.82])
    assert not peace["officers_arrested"].any()


@pytest.mark.parametrize(
    ("experience", "lost"),
    [([1, 1, 1], 0), ([0, 0, 0], 1), ([0, 1, 1], 2 / 4.5), ([1, 1, 0], 1 / 4.5)],
)
def test_fighting_power_counts_the_high_twice(experience, lost):
    assert float(experience_lost(jnp.array(experience, float))) == pytest.approx(lost)


def test_foreign_parties_follow_who_controls_the_party_and_are_purged():
    """Half of the way from 0.2 to 0.8, then half of what is missing."""
    case = small_party().with_(conformity=0.2, established=0.8, intensity=0.1)
    given = {"control": 0.5}
    assert case.propose("abroad", **given)["conformity"] == pytest.approx(0.5)
    purged = case.propose("abroad", purge=10 * math.log(2), **given)
    assert purged["conformity"] == pytest.approx(0.75)


def exiled(**fields):
    """Cat and Dan banished; networks in one of two powers, the leader is half established."""
    return small_party().with_(
        **{
            "status": {CAT: BANISHED, DAN: BANISHED, BEN: EXILED},
            "standing": {BEN: 10, CAT: 5, DAN: 10, ANN: 10},
            "networks": 1,
            "established": 0.5,
            "threat": 0.8,
        }
        | fields
    )


def test_the_banished_are_hunted_by_their_standing():
    """2 x 0.5 x 0.8 x 0.5 is 0.4 at full standing, 0.2 at a half."""
    killed = exiled().under_many("abroad", "killed_abroad", hunting=2)
    assert is_frequency(killed[:, DAN], 1 - math.exp(-0.4))
    assert is_frequency(killed[:, CAT], 1 - math.exp(-0.2))
    assert not killed[:, [0, ANN, BEN, 5]].any()


@pytest.mark.parametrize(
    "fields",
    [{"established": 0}, {"threat": 0}, {"networks": 0}, {"standing": 0}, {"alive": False}],
)
def test_nobody_is_hunted_without(fields):
    got = exiled(**fields).propose("abroad", hunting=1e9)
    assert not got["killed_abroad"].any()
