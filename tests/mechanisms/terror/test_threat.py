"""What is feared: nothing without force in the line, and less belief the more are taken."""

import jax.numpy as jnp
import pytest

from partystate.mechanisms.terror import threat


def values(ground, view, name="threat", **changes):
    return ground.propose(name, view, **changes).values


def view(ground, **fields):
    calm = {
        "inputs__disputes": 0.0,
        "inputs__foreign_events": 0.0,
        "policy__line": -1.0,
        "peril__danger": 0.0,
        "peril__shock": 0.0,
        "information__known_support": 1.0,
    }
    return ground.view(**(calm | fields))


def test_quiet_is_no_threat(ground):
    found = values(ground, view(ground))
    assert float(found["repression.threat"]) == 0
    assert float(found["repression.distrust_people"].sum()) == 0


def test_full_danger_by_hand(ground):
    """Half of 20 points is beyond the top of 5: full danger; without cards the fear is
    `foreign`."""
    found = values(ground, view(ground, peril__danger=20.0), foreign=0.4)
    assert float(found["repression.threat"]) == pytest.approx(0.4)
    kin = ground.setting.endowment.people.kin_abroad
    assert jnp.array_equal(found["repression.distrust_people"] > 0, kin > 0)


def of_two_states(ground, points, **changes):
    """(danger, distrust) of four peoples, of whom the second and third have states of kin, the
    second no republic; two in five of all danger is there."""
    seen = view(
        ground,
        peril__danger=4.0,
        peril__kin=jnp.array(points),
        endowment__kin_abroad=jnp.array([0.0, 1.0, 1.0, 1.0]),
        endowment__titular=jnp.array([0.0, 0.0, 0.0, 1.0]),
    )
    found = values(ground, seen, **changes)
    return found["repression.kin_danger"], found["repression.distrust_people"]


def test_a_people_answers_for_its_own_state(ground):
    """At the points that all but fill it, 1 - 1/e; the people of a quiet state and one with a
    republic of its own are trusted."""
    rule = {"encirclement": 0.0, "kin_scale": 4.5}
    danger, distrust = of_two_states(ground, [4.5, 4.5, 0.0, 4.5], **rule)
    own = 1 - float(jnp.exp(-1.0))
    assert danger.tolist() == pytest.approx([0, own, 0, 0])
    assert distrust.tolist() == pytest.approx([0, own, 0, 0])


def test_encircled_all_answer_for_all(ground):
    """Ablation: where any foreign state stands for all of them the two peoples are one; between,
    half of each."""
    points = [0.0, 4.5, 0.0, 0.0]
    danger, distrust = of_two_states(ground, points, encirclement=1.0, kin_scale=4.5)
    assert distrust.tolist() == pytest.approx([0, 0.4, 0.4, 0])
    own = float(danger[1])
    _, half = of_two_states(ground, points, encirclement=0.5, kin_scale=4.5)
    assert half.tolist() == pytest.approx([0, (0.4 + own) / 2, 0.2, 0])


def test_free_trade_licenses_nothing(ground):
    found = values(ground, view(ground, peril__danger=20.0, policy__line=1.0))
    assert float(found["repression.threat"]) == 0


def test_the_more_are_taken_the_less_is_believed(ground):
    params = ground.params("threat")
    heard = [float(threat.believed(0.9, jnp.asarray(c), params)) for c in (0.0, 2.0, 20.0)]
    assert heard[0] == pytest.approx(0.9)
    assert heard[0] > heard[1] > heard[2]


def test_a_missed_plan_is_laid_at_the_door_of_the_better_off(ground):
    better_off = ground.setting.layout.axes.statuses.labels.index("better_off_peasant")
    met = values(ground, view(ground, policy__plan=0.0))
    missed = values(
        ground,
        view(
            ground,
            policy__plan=100.0,
            inputs__due_before=1.0,
            information__known_collected=0.0,
            repression__failure=0.3,
        ),
    )
    assert (
        missed["repression.distrust_status"][better_off]
        > met["repression.distrust_status"][better_off]
    )
    assert float(missed["repression.pressure"]) > float(met["repression.pressure"])
