"""Mass operations: start, limits, requests, the brake."""

import jax.numpy as jnp
import pytest

from partystate.world.repression import FIRST


def proposed(ground, changes=None, **fields):
    still = {
        "repression__threat": 1.0,
        "repression__brake": 0.0,
        "repression__campaign": 0.0,
        "repression__cards": 1000.0,
    }
    return ground.propose("campaigns", ground.view(**(still | fields)), **(changes or {})).values


def test_an_operation_starts_with_limits_from_the_cards(ground):
    found = proposed(
        ground, {"first_category_share": 0.1, "second_category_share": 0.2, "onset": 0.5}
    )
    assert float(found["repression.campaign"]) == 1
    assert found["repression.limit"].tolist() == [pytest.approx([100.0, 200.0])] * 3


def test_none_starts_under_the_onset_or_while_the_brake_holds(ground):
    for fields in ({"repression__threat": 0.1}, {"repression__brake": 0.9}):
        found = proposed(ground, **fields)
        assert float(found["repression.campaign"]) == 0
        assert float(found["repression.limit"].sum()) == 0


def test_it_stops_when_the_brake_passes_patience_or_limits_are_filled(ground):
    under_way = {
        "repression__campaign": 1.0,
        "repression__term": 3.0,
        "repression__limit": 100.0,
    }
    assert float(proposed(ground, repression__filled=0.0, **under_way)["repression.campaign"]) == 1
    assert float(proposed(ground, repression__filled=99.9, **under_way)["repression.campaign"]) == 0
    assert (
        float(
            proposed(ground, repression__filled=0.0, **(under_way | {"repression__brake": 2.0}))[
                "repression.campaign"
            ]
        )
        == 0
    )


def test_requests_raise_limits_by_what_was_taken(ground):
    """50 taken in each region, 0.6 asked for each, of the first category twice that, half
    granted, no rivalry: 30 more."""
    people = len(ground.setting.layout.axes.nationalities.labels)
    booked = jnp.zeros((3, people, 5)).at[:, 0, FIRST].set(50.0)
    under_way = {
        "repression__campaign": 1.0,
        "repression__term": 3.0,
        "repression__limit": 100.0,
        "repression__filled": 0.0,
        "repression__booked": booked,
        "repression__arrests": 0.0,
    }
    granted = proposed(
        ground, {"request": 0.6, "graver": 2.0, "approve": 0.5, "rivalry": 0.0}, **under_way
    )["repression.limit"]
    assert granted[:, 0].tolist() == pytest.approx([130.0] * 3)
    assert granted[:, 1].tolist() == pytest.approx([100.0] * 3)
    refused = proposed(ground, {"approve": 0.0}, **under_way)["repression.limit"]
    assert refused.sum() == pytest.approx(600)


def test_neighbours_who_took_more_are_envied(ground):
    people = len(ground.setting.layout.axes.nationalities.labels)
    booked = jnp.zeros((3, people, 5)).at[:, 0, FIRST].set(50.0)
    filled = jnp.zeros((3, 2)).at[1, 0].set(5000.0)
    found = proposed(
        ground,
        repression__campaign=1.0,
        repression__term=3.0,
        repression__limit=1e5,
        repression__filled=filled,
        repression__booked=booked,
    )["repression.limit"][:, 0]
    assert found[0] > found[1]
    assert found[2] > found[1]


def test_a_term_runs_down_and_its_end_is_a_decision(ground):
    """In the last month it is renewed surely where nothing has cost anything and the ruler fears,
    and never where the brake is at patience or nothing is feared."""
    last = {
        "repression__campaign": 1.0,
        "repression__limit": 100.0,
        "repression__filled": 0.0,
        "repression__arrests": 0.0,
        "repression__cadres": 0.0,
    }
    rule = {"term": 4.0, "patience": 1.0, "easing": 0.0, "onset": 0.5}
    running = proposed(ground, rule, repression__term=3.0, **last)
    assert float(running["repression.term"]) == 2
    assert float(running["repression.campaign"]) == 1

    def at_the_end(threat, brake):
        fields = {"repression__term": 1.0, "repression__threat": threat, "repression__brake": brake}
        found = proposed(ground, rule, **last, **fields)
        return float(found["repression.campaign"]), float(found["repression.term"])

    assert at_the_end(0.5, 0.0) == (1, 4)
    assert at_the_end(0.0, 0.0) == (0, 0)
    assert at_the_end(0.5, 1.0) == (0, 0)
