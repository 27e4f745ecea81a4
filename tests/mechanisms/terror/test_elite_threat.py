"""What a leader fears at the party's top, by hand: each fear alone, whom of his own he doubts, when
he gives an order, and whom he blames."""

import math

import numpy as np
import pytest

from partystate.mechanisms.terror.elite_threat import ordered
from tests.mechanisms.power.small_party import (
    ANN,
    BEN,
    CAT,
    DAN,
    EVE,
    FOUNDER,
    REGIME,
    full_members,
    is_frequency,
    small_party,
    strengths,
)

# what must not be zero: it divides
WIDE = {"width": 0.1, "crowd": 0.5}


def led(**fields):
    """Ann leads, of a doctrine that licenses everything, with half of the committee behind her."""
    return small_party().with_(
        **{
            "leader": ANN,
            "line": {REGIME: 1},
            "committee_bloc": {ANN: 0.5},
            "bloc": {ANN: 0.4},
            "ruthlessness": {ANN: 0.8},
        }
        | fields
    )


def fear(case, name="threat", **given) -> float:
    return float(case.propose("elite_threat", **(WIDE | given))[name])


@pytest.mark.parametrize(
    ("share", "established"), [(0.5, 0.5), (0.6, 0.7310586), (0.3, 0.1192029), (1.0, 0.9933071)]
)
def test_a_leader_is_established_by_his_share_of_the_committee(share, established):
    """logistic of (share - 0.5) / 0.1."""
    case = led(committee_bloc={ANN: share})
    assert fear(case, "established", established=0.5) == pytest.approx(established)


def test_nobody_is_established_without_a_leader_and_wants_nothing():
    case = doubting(leader=-1, order=3)
    assert fear(case, "established", **DOUBT) == 0
    assert fear(case, "order", **DOUBT) == 0
    assert fear(case, "wanted", **DOUBT) == 0


@pytest.mark.parametrize(
    ("fields", "rivals"),
    [
        ({"bloc": {ANN: 0.4, CAT: 0.1, DAN: 0.08}}, 0.25),
        ({"bloc": {ANN: 0.4, CAT: 0.8}}, 1),
        ({"bloc": {ANN: 0.4, CAT: 0.1}, "principal": {CAT: ANN}}, 0),
        ({"bloc": {ANN: 0.4, CAT: 0.1}, "alive": {CAT: False}}, 0),
    ],
)
def test_rivals_are_the_largest_following_but_his_own(fields, rivals):
    assert fear(led(**fields), rivals=1) == pytest.approx(rivals)


def test_former_opponents_by_their_standing():
    """Cat of standing 5, half a person of full standing: 1 - exp(-0.5/0.5). Dan is dead, and Eve
    follows the leader."""
    case = led(
        ever_opposed={CAT: True, DAN: True, EVE: True},
        standing={CAT: 5, DAN: 5, EVE: 5},
        alive={DAN: False},
        principal={EVE: ANN},
    )
    assert fear(case, opponents=1) == pytest.approx(1 - math.exp(-1))


@pytest.mark.parametrize(("points", "index"), [(0, 0), (4, 0.4), (10, 1), (40, 1)])
def test_danger_from_abroad_is_as_the_index_defines_it(points, index):
    """Half of the points, at most 5, of 5."""
    assert fear(led(danger=points), foreign=1) == pytest.approx(index)


def test_a_murder_is_remembered():
    assert fear(led(shock=1.75), murder=0.5) == pytest.approx(0.875)


def test_names_confessed_are_remembered():
    """Half of two, and a tenth for each of five confessions: 1.5."""
    case = led(names=2, confessing=5)
    given = {"memory": 0.5, "naming": 0.1}
    assert fear(case, "names", **given) == pytest.approx(1.5)
    assert fear(case, confessions=1, **given) == pytest.approx(1 - math.exp(-1.5))
    assert fear(case, "names", memory=0.5) == pytest.approx(1)


HEARD = {"known_unrest": 0.3, "known_support": 0.6, "reported_output": 1.5}


@pytest.mark.parametrize(
    ("given", "fears"),
    [({"unrest": 2}, 0.6), ({"silence": 0.5}, 0.2), ({"output": 1}, 0.25)],
)
def test_what_is_reported_of_society_is_feared(given, fears):
    """Unrest 0.3, two fifths who do not support, 1.5 of 2 produced; nothing where no society is."""
    case = led().beside(information=HEARD, policy={"output_target": 2.0})
    assert fear(case, **given) == pytest.approx(fears)
    assert fear(led(), **given) == 0


def test_output_above_the_plan_is_no_comfort():
    case = led().beside(information=HEARD, policy={"output_target": 1.0})
    assert fear(case, output=1) == 0


def test_fears_add_and_doctrine_licenses():
    """0.25 of rivals, 1 of a murder; whole, half and no licence."""
    case = led(bloc={ANN: 0.4, CAT: 0.1}, shock=1)
    for line, licence in ((1, 1), (0, 0.5), (-1, 0)):
        got = fear(case.with_(line={REGIME: line}), rivals=1, murder=1)
        assert got == pytest.approx(1.25 * licence)


# a murder of one half, and half of those he neither trusts nor distrusts would go over at a threat
# of one; half of the committee is enough
DOUBT = {"established": 0.5, "murder": 0.5, "betrayal": 0.5, "tie": 0.5, "enough": 0.5, "term": 4}


def doubting(**fields):
    """Ann trusts Ben 0.4, Cat not at all, Dan 0.4 though a friend of his has just been taken, and
    Eve 0.9; a murder is fresh, and an order has a month to go. Chances to go over: 0.15, 0.25,
    0.275 and 0.025."""
    return led(
        **{
            "seats": full_members(ANN, BEN, CAT, DAN, EVE),
            "trust": {(ANN, BEN): 0.4, (ANN, DAN): 0.4, (ANN, EVE): 0.9},
            "tied": {DAN: 1},
            "shock": 1,
            "order": 2,
        }
        | fields
    )


@pytest.mark.parametrize(
    ("fields", "share"),
    [
        ({}, 2 / 4),  # kept while (1 - p) 0.2 > p 0.8, that is up to 0.2: Cat and Dan are not
        ({"committee_bloc": {ANN: 1.0}}, 3 / 4),  # needs one in two: up to 1/9, Ben is not either
        ({"committee_bloc": {ANN: 0.2}}, 2 / 4),  # nobody is worth more than himself
        ({"ruthlessness": {ANN: 0.74}}, 1 / 4),  # up to 0.26: Dan alone is not
        ({"ruthlessness": {ANN: 0}}, 0),
        ({"tied": {DAN: 0}}, 1 / 4),
        ({"alive": {CAT: False}}, 1 / 3),
        ({"shock": 0}, 0),
    ],
)
def test_whom_he_doubts(fields, share):
    """The share of the committee, times E, over the four months of a term."""
    case = doubting(**fields)
    established = fear(case, "established", **DOUBT)
    assert fear(case, "wanted", **DOUBT) == pytest.approx(established * share / 4)


def test_what_is_lost_already_and_a_brake_in_society_hold_him_back():
    """0.5 less 5 x 0.2 x 0.2, or less 0.5 x 0.4: 0.3, so Cat 0.15 and Dan 0.165 are kept."""
    assert fear(doubting(disruption=0.2), "wanted", cost=5, **DOUBT) == 0
    braked = doubting().beside(repression={"brake": 0.4, "campaign": 0.0, "term": 0.0})
    assert fear(braked, "wanted", restraint=0.5, **DOUBT) == 0
    assert fear(braked, "wanted", **DOUBT) > 0


def test_the_cost_is_convex():
    """What is doubted falls faster the more is lost: five members, doubted one by one."""
    trust = {(ANN, p): 0.2 * k for k, p in enumerate((FOUNDER, BEN, CAT, DAN, EVE))}
    seats = full_members(FOUNDER, ANN, BEN, CAT, DAN, EVE)
    case = doubting(seats=seats, trust=trust, tied=0, ruthlessness={ANN: 0.9})
    lost = [fear(case.with_(disruption=d), "wanted", cost=3, **DOUBT) for d in (0, 0.1, 0.2, 0.3)]
    falls = -np.diff(lost)
    assert falls[0] <= falls[1] <= falls[2]
    assert falls[2] > falls[0]


@pytest.mark.parametrize(
    ("before", "u", "operation", "left"),
    [
        (0, 0.2, 0, 4),  # given
        (0, 0.3, 0, 0),
        (3, 0.9, 0, 2),  # carried out, whatever he thinks now
        (1, 0.2, 0, 4),  # renewed
        (1, 0.3, 0, 0),
        (3, 0.9, 6, 3),  # an operation in society has six months: half of them
        (3, 0.9, 2, 2),
        (0, 0.3, 6, 0),  # but it makes no order
    ],
)
def test_orders_have_terms(before, u, operation, left):
    params = strengths("elite_threat", {"term": 4, "joined": 0.5})
    assert float(ordered(float(before), 0.25, u, float(operation), params)) == left


def test_an_order_is_given_as_likely_as_he_can_and_doubts():
    """E 0.5 and half of the committee: one month in four; none while nobody is doubted."""
    given = WIDE | DOUBT
    case = doubting(order=0)
    assert is_frequency(case.under_many("elite_threat", "order", **given) > 0, 0.25)
    calm = case.with_(shock=0).under_many("elite_threat", "order", runs=200, **given)
    assert not calm.any()
    assert fear(case.with_(shock=0), "wanted", **DOUBT) == 0


def test_an_operation_in_society_prolongs_an_order():
    case = doubting().beside(repression={"brake": 0.0, "campaign": 1.0, "term": 6.0})
    assert fear(case, "order", joined=0.5, **DOUBT) == 3
    assert fear(case, "order", **DOUBT) == 1
    assert fear(doubting(), "order", joined=0.5, **DOUBT) == 1  # society is left out


def test_blame_falls_on_all_former_opponents_together_by_distrust():
    """E 0.5, and the leader trusts Ben 0.4 and Cat -0.2: 0.5 (1 - 0.1) / 2 = 0.225."""
    case = led(ever_opposed={BEN: True, CAT: True}, trust={(ANN, BEN): 0.4, (ANN, CAT): -0.2})
    given = WIDE | {"established": 0.5}
    blamed = case.told(murder=1).under_many("elite_threat", "blamed", **given)
    assert is_frequency(blamed[:, BEN], 0.225)
    assert np.array_equal(blamed[:, BEN], blamed[:, CAT])
    assert not blamed[:, [0, ANN, DAN, EVE]].any()
    quiet = case.under_many("elite_threat", "blamed", runs=200, **given)
    assert not quiet.any()


def test_who_was_blamed_stays_so():
    assert led(blamed={DAN: True}).propose("elite_threat", **WIDE)["blamed"][DAN]


@pytest.mark.parametrize(("licence", "share"), [(0.5, 1.0), (1.0, 1.2), (0.0, 0.8)])
def test_doctrine_of_struggle_licenses_more_of_the_same_fear(licence, share):
    case = led(bloc={ANN: 0.4, CAT: 0.1}, licence=licence)
    assert fear(case, rivals=1, doctrine=0.4) == pytest.approx(0.25 * share)
