"""Mass operations: start, limits, requests, the brake."""

import jax.numpy as jnp
import pytest

from partystate.mechanisms.terror import campaigns
from partystate.world.repression import FIRST, SECOND


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
    """50 taken in each region under the first category, 0.6 asked for each and half granted, no
    rivalry: 15 more, all of that category."""
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
    assert granted[:, 0].tolist() == pytest.approx([115.0] * 3)
    assert granted[:, 1].tolist() == pytest.approx([100.0] * 3)
    refused = proposed(ground, {"approve": 0.0}, **under_way)["repression.limit"]
    assert refused.sum() == pytest.approx(600)


@pytest.mark.parametrize(("crowding", "first"), [(0.0, 40.0), (1.0, 48.0)])
def test_who_asks_chooses_the_category(ground, crowding, first):
    """20 taken under the first category and 40 under the second, 60 asked for: the first has the
    share g 20 / (g 20 + 40), g of 4, or of 8 where two lie in one place of the camps."""
    people = len(ground.setting.layout.axes.nationalities.labels)
    booked = jnp.zeros((3, people, 5)).at[:, 0, FIRST].set(20.0).at[:, 0, SECOND].set(40.0)
    view = ground.view(
        repression__booked=booked, repression__filled=0.0, repression__crowding=crowding
    )
    params = ground.params("campaigns", request=1.0, rivalry=0.0, graver=4.0, crowded_out=1.0)
    asked = campaigns.asked(view, params)
    assert asked.sum(1).tolist() == pytest.approx([60.0] * 3)
    assert asked[:, 0].tolist() == pytest.approx([first] * 3)


def test_what_arrests_cost_is_told_late_and_whole(ground):
    """Four thousandths of the people taken, a tenth of the brake each: nothing is told in the month
    itself, then a half, a quarter; in the end all of it."""
    people = float(ground.view().world.information.known_population.sum())
    rule = {"cost": 0.1, "fear": 0.0, "colleagues": 0.0, "army": 0.0, "hearing": 0.5, "easing": 0.0}
    taken = jnp.zeros_like(ground.view().world.repression.arrests).at[0, FIRST].set(4e-3 * people)
    untold, brake, heard = 0.0, 0.0, []
    for arrests in (taken, *[0 * taken] * 40):
        found = proposed(
            ground,
            rule,
            repression__arrests=arrests,
            repression__untold=untold,
            repression__brake=brake,
        )
        untold, brake = (float(found[f"repression.{n}"]) for n in ("untold", "brake"))
        heard.append(brake)
    assert heard[:3] == pytest.approx([0.0, 0.2, 0.3])
    assert heard[-1] == pytest.approx(0.4)


def test_unfilled_lists_are_a_reason_to_go_on(ground):
    """Half as much feared as would start one and a quarter of the lists unfilled: 1 - 1/2 x 3/4; a
    brake at half of patience halves it."""
    view = ground.view(repression__threat=0.25, repression__limit=100.0, repression__filled=75.0)
    params = ground.params("campaigns", onset=0.5, patience=1.0)
    assert float(campaigns.renewal(view, params, 0.0)) == pytest.approx(0.625)
    assert float(campaigns.renewal(view, params, 0.5)) == pytest.approx(0.3125)


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
    and never where the brake is at patience."""
    last = {
        "repression__campaign": 1.0,
        "repression__limit": 100.0,
        "repression__filled": 97.0,
        "repression__arrests": 0.0,
        "repression__cadres": 0.0,
        "repression__untold": 0.0,
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
    assert at_the_end(0.5, 1.0) == (0, 4)


def test_to_stop_stands_for_a_term_too(ground):
    """Feared and calm as before, a new one starts only when the term of the stop has run out."""
    for left, on in ((3.0, 0), (1.0, 1)):
        assert float(proposed(ground, repression__term=left)["repression.campaign"]) == on
