"""Culture by hand: selection among styles, buildings that follow, heroes, and the republics."""

import math

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.world.culture import CONDEMNED, OFFICIAL, OTHER_STYLE

HARBOUR, MIDLAND, STEPPE = range(3)
WORKS = jnp.array([0.2, 0.3, 0.5])
QUIET = {"peril__danger": 0.0, "policy__coercion": 0.0, "culture__works": WORKS}
ALL = dict.fromkeys(
    (
        *("merging", "patronage", "censorship", "fresh", "building", "turning", "alarm"),
        *("reversal", "promoting"),
    ),
    0.0,
)
FORCE, TRADE = {"policy__line": -1.0}, {"policy__line": 1.0}


def moved(ground, fields, **given):
    found = ground.propose("culture", ground.view(**(QUIET | fields)), **(ALL | given)).values
    return {path.split(".")[1]: np.asarray(value) for path, value in found.items()}


def test_patrons_merge_as_far_as_the_line_is_force_and_more_under_a_firm_leader(ground):
    none = {"culture__grip": 0.0}
    for line, firm, grip in ((FORCE, 0.0, 0.05), (FORCE, 1.0, 0.1), (TRADE, 1.0, 0.0)):
        found = moved(ground, none | line | {"power__established": firm}, merging=0.1)
        assert found["grip"] == pytest.approx(grip)


def test_works_follow_the_replicator(ground):
    """A tenfold patron, a censor who halves: 0.2 x 10, 0.3 / 2 and 0.5 over their sum."""
    given = {"patronage": math.log(10), "censorship": math.log(2)}
    works = moved(ground, {"culture__grip": 1.0}, **given)["works"]
    assert works[[OFFICIAL, CONDEMNED, OTHER_STYLE]] == pytest.approx(
        np.array([2.0, 0.15, 0.5]) / 2.65
    )


def test_without_a_grip_styles_stay_but_for_the_new(ground):
    works = moved(ground, {"culture__grip": 0.0}, patronage=1, censorship=1, fresh=0.3)["works"]
    assert works == pytest.approx(0.7 * np.asarray(WORKS) + 0.1)


def test_buildings_come_after_works(ground):
    found = moved(ground, {"culture__grip": 0.0, "culture__monumental": 0.5}, building=0.1)
    assert found["monumental"] == pytest.approx(0.5 + 0.1 * (0.2 - 0.5))


def test_heroes_come_with_danger_and_with_the_grip(ground):
    """Ten points of danger are the end of the index."""
    fields = {"culture__grip": 0.5, "culture__heroes": 0.0}
    given = {"turning": 0.2, "alarm": 1.0}
    found = moved(ground, fields | {"peril__danger": 10.0}, **given)
    assert found["heroes"] == pytest.approx(0.2 * 0.5 * (1 - math.exp(-1)))
    assert moved(ground, fields, **given)["heroes"] == 0


def test_only_a_republic_has_a_people_to_prefer(ground):
    found = moved(ground, {"culture__preference": 0.0, "culture__heroes": 0.25}, turning=1)
    assert found["preference"].tolist() == pytest.approx([0, 0, 0.75])


def test_force_ends_preference_where_the_people_have_kin_abroad(ground):
    kin = ground.setting.endowment.people.kin_abroad
    fields = {"culture__heroes": 0.0, "policy__coercion": 1.0}
    for has_kin, left in ((0.0, 1.0), (1.0, 0.4)):
        view = fields | {"endowment__kin_abroad": jnp.full(kin.shape, has_kin)}
        found = moved(ground, view, turning=1, reversal=0.6)
        assert found["preference"][STEPPE] == pytest.approx(left)


def test_officials_come_nearer_to_the_people_and_never_leave(ground):
    """In the Steppe 72 in a hundred are of the people of the republic."""
    fields = {"culture__preference": 0.5, "culture__own_tongue": 0.0}
    found = moved(ground, fields | {"culture__officials": 0.12}, promoting=0.1)
    assert found["officials"][STEPPE] == pytest.approx(0.12 + 0.1 * 0.5 * 0.6, abs=1e-4)
    assert found["officials"][[HARBOUR, MIDLAND]] == pytest.approx(0.12), "no republic"
    assert found["own_tongue"] == pytest.approx(0.05)
    more = moved(ground, fields | {"culture__officials": 0.9}, promoting=0.1)
    assert more["officials"] == pytest.approx(0.9)
