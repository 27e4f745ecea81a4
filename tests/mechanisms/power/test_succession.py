"""Deaths, the founder's presence and a testament, by hand."""

import math

import numpy as np
import pytest

from partystate.mechanisms.power.succession import hazard_of_death, next_testament
from partystate.world.power import NOBODY, READ, READ_TO_FEW, UNWRITTEN, WITHHELD, WRITTEN
from tests.mechanisms.power.small_party import (
    ANN,
    BEN,
    CAT,
    CENTRE,
    FOUNDER,
    NORTH,
    is_frequency,
    small_party,
)

DOUBLING_IN_TEN_YEARS = math.log(2) / 10


@pytest.mark.parametrize(("age", "expected"), [(45, 0.001), (55, 0.002), (65, 0.004), (35, 0.0005)])
def test_the_hazard_of_death_doubles_in_ten_years(age, expected):
    assert hazard_of_death(age, 0.001, DOUBLING_IN_TEN_YEARS) == pytest.approx(expected)


def test_a_hazard_of_a_tenth_takes_its_share_and_spares_the_founder():
    """1 - exp(-0.1) = 0.0952 of those of 45."""
    deaths = small_party().under_many("succession", "deaths", mortality=0.1)
    assert not deaths[:, FOUNDER].any()
    assert is_frequency(deaths[:, ANN:], 1 - math.exp(-0.1))


def test_people_grow_older_during_a_run():
    """120 months on, those of 45 are 55: the hazard is 0.2, the share 0.1813."""
    old = small_party().told(elapsed=120.0)
    deaths = old.under_many("succession", "deaths", mortality=0.1, ageing=DOUBLING_IN_TEN_YEARS)
    assert is_frequency(deaths[:, ANN:], 1 - math.exp(-0.2))


def test_nobody_dies_without_mortality_a_murder_or_the_dated_death():
    assert not small_party().propose("succession")["deaths"].any()


def test_a_murder_takes_the_holder_of_the_exposed_office_alone():
    case = small_party().with_(holder={NORTH: BEN, CENTRE: ANN}).told(murder=1)
    assert np.flatnonzero(case.propose("succession")["deaths"]).tolist() == [BEN]
    assert not small_party().told(murder=1).propose("succession")["deaths"].any()


def test_the_founder_dies_on_the_day_given_and_nobody_dies_twice():
    case = small_party().told(founder_dies=1)
    assert np.flatnonzero(case.propose("succession")["deaths"]).tolist() == [FOUNDER]
    dead = case.with_(alive={FOUNDER: False, ANN: False})
    assert np.flatnonzero(dead.propose("succession", mortality=50)["deaths"]).tolist() == [
        2,
        3,
        4,
        5,
    ]


def test_recorded_deaths_replace_natural_ones():
    case = small_party().told(forced_dead={ANN: 1, BEN: 0})
    assert np.flatnonzero(case.propose("succession")["deaths"]).tolist() == [ANN]
    assert not case.propose("succession", mortality=50)["deaths"][BEN]


def test_presence_is_what_is_given_while_the_founder_lives():
    case = small_party().told(founder_capacity=0.4)
    assert case.propose("succession")["presence"] == pytest.approx(0.4)
    assert case.with_(alive={FOUNDER: False}).propose("succession")["presence"] == 0


@pytest.mark.parametrize(
    ("state", "written", "against_ruler", "meets", "must_read", "expected"),
    [
        (UNWRITTEN, False, False, True, False, UNWRITTEN),
        (UNWRITTEN, True, False, False, False, WRITTEN),
        (UNWRITTEN, True, True, True, False, WITHHELD),
        (WRITTEN, False, True, False, False, WRITTEN),
        (WRITTEN, False, True, True, False, WITHHELD),
        (WRITTEN, False, False, True, False, READ),
        (WRITTEN, False, True, True, True, READ),
        (WITHHELD, False, True, False, False, WITHHELD),
        (WITHHELD, False, True, True, False, READ_TO_FEW),
        (WITHHELD, False, False, True, False, READ),
        (WITHHELD, False, True, True, True, READ),
        (READ_TO_FEW, False, True, True, False, READ_TO_FEW),
        (READ, True, True, True, False, READ),
    ],
)
def test_the_way_of_a_testament(state, written, against_ruler, meets, must_read, expected):
    assert int(next_testament(state, written, against_ruler, meets, must_read)) == expected


def ailing(**fields):
    """The founder half present, Ann at the centre, a testament written for certain."""
    return small_party().with_(holder={CENTRE: ANN}, **fields).told(founder_capacity=0.5)


@pytest.mark.parametrize(("trust", "subject"), [(0.1, ANN), (-0.5, ANN), (0.3, NOBODY)])
def test_it_would_remove_a_holder_the_founder_trusts_too_little(trust, subject):
    got = ailing(trust={(FOUNDER, ANN): trust}).propose("succession", writing=1, trust_limit=0.2)
    assert (got["testament"], got["subject"]) == (WRITTEN, subject)


def test_it_is_of_nobody_where_the_office_is_vacant():
    got = ailing().with_(holder=NOBODY).propose("succession", writing=1, trust_limit=0.2)
    assert (got["testament"], got["subject"]) == (WRITTEN, NOBODY)


@pytest.mark.parametrize("capacity", [0.0, 1.0])
def test_none_is_written_by_the_well_or_the_absent(capacity):
    case = ailing().told(founder_capacity=capacity)
    assert case.propose("succession", writing=1)["testament"] == UNWRITTEN


def test_it_is_written_with_its_hazard():
    written = ailing().under_many("succession", "testament", writing=0.25) == WRITTEN
    assert is_frequency(written, 0.25)


def test_rulers_withhold_one_against_a_ruler_who_lives():
    case = ailing(testament=WRITTEN, subject=ANN, ruling={ANN: True}).told(congress=True)
    assert case.propose("succession")["testament"] == WITHHELD
    assert case.with_(ruling=False).propose("succession")["testament"] == READ
    assert case.with_(alive={ANN: False}).propose("succession")["testament"] == READ
    assert case.told(testament_read=1).propose("succession")["testament"] == READ


@pytest.mark.parametrize("state", [READ_TO_FEW, READ])
def test_what_is_known_once_is_spent(state):
    case = ailing(testament=state, subject=ANN)
    assert case.propose("succession")["subject"] == NOBODY
    assert case.with_(testament=WITHHELD).propose("succession")["subject"] == ANN


def test_nobodys_death_depends_on_who_else_is_there():
    """Ben's draw is his own: without Cat he dies in the same histories."""
    case = small_party()
    whole = case.under_many("succession", "deaths", mortality=0.5)
    without = case.with_(alive={CAT: False}).under_many("succession", "deaths", mortality=0.5)
    assert np.array_equal(whole[:, BEN], without[:, BEN])
