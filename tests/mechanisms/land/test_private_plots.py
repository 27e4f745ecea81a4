"""Plots of members, by hand."""

import numpy as np

from partystate.mechanisms.land.field_to_barn import paid
from partystate.mechanisms.quantities import collectivised_share

RULE = {"plots": 2.0, "speed": 0.5}
MAY, JUNE = 5, 6


def planted(ground, month=MAY, **fields):
    view = ground.view(month, **fields)
    return view, np.asarray(ground.propose("private_plots", view, **RULE).values["land.gardens"])


def test_members_who_are_not_paid_turn_to_their_plots(ground):
    """Half way in a year to twice what they lack, where all are members and nothing was left."""
    view, gardens = planted(
        ground,
        land__gardens=[1.0, 1.0, 2.0],
        land__harvest=100.0,
        land__collected=100.0,
        policy__lesson=1.0,
        people__persons=ground.peasants_all("collective_farmer"),
    )
    assert collectivised_share(view).min() == 1
    assert paid(view).max() == 0
    np.testing.assert_allclose(gardens, [2, 2, 2.5])


def test_not_where_plots_are_not_let_be_nor_in_other_months(ground):
    """Before rulers have learned, on farms of one's own, and out of the season gardens stay."""
    fields = {
        "land__gardens": 1.0,
        "land__harvest": 100.0,
        "land__collected": 100.0,
        "policy__lesson": 1.0,
    }
    _, taxed = planted(ground, **fields | {"policy__lesson": 0.0})
    alone = ground.peasants_all("individual_peasant")
    _, lone = planted(ground, people__persons=alone, **fields)
    _, late = planted(ground, JUNE, **fields)
    for gardens in (taxed, lone, late):
        np.testing.assert_allclose(gardens, 1)


def test_gardens_shrink_again_once_farms_pay(ground):
    _, gardens = planted(
        ground, land__gardens=2.0, land__harvest=1e9, land__collected=0.0, policy__lesson=1.0
    )
    np.testing.assert_allclose(gardens, 1.5)
