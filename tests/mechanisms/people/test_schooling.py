"""Places, readers who grow up, courses and weak tests, by hand."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.people.schooling import entering, readers

FORCE, TRADE = -1.0, 1.0
RULE = {
    "build": 0.12,
    "campaign": 0.24,
    "own_school": 0.0,
    "gap": 0.5,
    "courses": 0.12,
    "drive": 0.24,
    "weak_reader_share": 0.25,
}


def taught(ground, rule=None, **fields):
    given = {
        "industry__output": [0.5, 0.5],
        "policy__line": TRADE,
        "people__enrolled": 0.5,
        "people__literate": 0.0,
    }
    found = ground.propose(
        "schooling", ground.view(1, **(given | fields)), **(RULE | (rule or {}))
    ).values
    return {name.split(".")[1]: np.asarray(value) for name, value in found.items()}


def bands(ground):
    base = ground.setting.endowment
    return (
        np.flatnonzero(base.people.school_band),
        np.flatnonzero(base.people.asked_band),
        np.flatnonzero(1 - np.asarray(base.people.age_of_school)),
    )


def test_bands_of_a_census_of_readers(ground):
    """9-15 is where children go to school; 9 to 49 are asked."""
    first, asked, small = bands(ground)
    labels = ground.setting.layout.axes.ages.labels
    assert [labels[i] for i in first] == ["9-15"]
    assert [labels[i] for i in asked] == ["9-15", "16-19", "20-29", "30-39", "40-49"]
    assert [labels[i] for i in small] == ["0", "1-4", "5-8"]


def test_places_are_built_from_output_and_by_order(ground):
    """Half lack a place: a hundredth of them get one in a month, two more by order; with twice the
    output twice the first."""
    np.testing.assert_allclose(taught(ground)["enrolled"], 0.5 + 0.01 * 0.5)
    np.testing.assert_allclose(taught(ground, policy__line=FORCE)["enrolled"], 0.5 + 0.03 * 0.5)
    np.testing.assert_allclose(
        taught(ground, industry__output=[1.0, 1.0])["enrolled"], 0.5 + 0.02 * 0.5
    )


def test_children_enter_as_readers_and_girls_less(ground):
    """Nobody reads yet, no courses: in a month the part of the band that is new reads, boys at .5,
    girls at .5 (1 - .25)."""
    first, _, small = bands(ground)
    found = taught(ground, {"courses": 0.0, "drive": 0.0})["literate"]
    share = float(ground.setting.endowment.people.ageing_rate[first[0]])
    np.testing.assert_allclose(found[:, first[0]], np.tile([share * 0.5, share * 0.375], (3, 1)))
    assert (found[:, small] == 0).all()
    assert (found[:, first[0] + 1 :] == 0).all()


def test_readers_grow_older(ground):
    first, _, _ = bands(ground)
    literate = (
        jnp.zeros((3, len(ground.setting.endowment.people.ageing_rate), 2)).at[:, first[0]].set(0.8)
    )
    found = taught(ground, {"courses": 0.0, "drive": 0.0}, people__literate=literate)["literate"]
    np.testing.assert_allclose(
        found[:, first[0] + 1],
        0.8 * float(ground.setting.endowment.people.ageing_rate[first[0] + 1]),
    )


def test_courses_teach_the_grown_and_more_by_order(ground):
    first, _, _ = bands(ground)
    at = first[0] + 2
    np.testing.assert_allclose(taught(ground)["literate"][:, at], 0.01)
    np.testing.assert_allclose(taught(ground, policy__line=FORCE)["literate"][:, at], 0.03)


def test_a_weak_test_counts_some_who_cannot_read(ground):
    found = taught(ground, people__literate=0.6)
    np.testing.assert_allclose(
        found["known_literacy"], found["literacy"] + 0.25 * (1 - found["literacy"])
    )


def test_where_all_have_places_girls_lack_nothing():
    np.testing.assert_allclose(entering(jnp.array([1.0, 0.0]), 0.7), [[1, 1], [0, 0]])


def test_readers_are_weighed_by_persons():
    literate = jnp.array([[[1.0, 0.0], [0.5, 0.5]]])
    assert readers(literate, jnp.array([[3.0, 1.0], [1.0, 3.0]]))[0].tolist() == pytest.approx(
        [0.875, 0.375]
    )


def test_schools_in_the_tongue_of_a_republic_fill_faster(ground):
    """A tenth faster where all are taught in it, a twentieth where half are."""
    plain = taught(ground)["enrolled"] - 0.5
    found = taught(ground, {"own_school": 0.1}, culture__own_tongue=jnp.array([0.0, 0.5, 1.0]))
    assert (found["enrolled"] - 0.5) / plain == pytest.approx(np.array([1, 1.05, 1.1]))
