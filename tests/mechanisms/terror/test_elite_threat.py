"""What a leader fears at the party's top, by hand: each fear alone, what he wants of it, and whom
he blames."""

import math

import numpy as np
import pytest

from partystate.mechanisms.terror.elite_threat import wanted_intensity
from tests.mechanisms.power.small_party import (
    ANN,
    BEN,
    CAT,
    DAN,
    EVE,
    REGIME,
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
    case = led(leader=-1, shock=5)
    assert fear(case, "established") == 0
    assert fear(case, "wanted", murder=1, intensity=1) == 0


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


def test_what_he_wants_of_it():
    """E 0.5, ruthlessness 0.8, two arrests a unit of threat 0.9 less 0.1 ignored less
    5 x 0.2 x 0.2."""
    case = led(shock=1, disruption=0.2)
    given = {"established": 0.5, "murder": 0.9, "ignored": 0.1, "intensity": 2, "cost": 5}
    assert fear(case, "wanted", **given) == pytest.approx(0.5 * 0.8 * 2 * 0.6)
    assert fear(case.with_(disruption=0.5), "wanted", **given) == 0


def test_a_brake_in_society_holds_him_back_too():
    """Of a threat of 0.9, 0.5 x 0.4 is held back."""
    case = led(shock=1).beside(repression={"brake": 0.4})
    given = {"established": 0.5, "murder": 0.9, "intensity": 1, "restraint": 0.5}
    assert fear(case.with_(ruthlessness=1), "wanted", **given) == pytest.approx(0.5 * 0.7)


def test_the_cost_is_convex():
    params = strengths("elite_threat", {"cost": 5, "intensity": 1})
    want = [float(wanted_intensity(2.0, d, 1.0, 1.0, params)) for d in (0.0, 0.1, 0.2, 0.3)]
    assert np.allclose(-np.diff(want), [0.05, 0.15, 0.25])


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
