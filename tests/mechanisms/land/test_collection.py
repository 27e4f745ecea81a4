"""What collectors get, by hand."""

import numpy as np
import pytest

from partystate.mechanisms.quantities import collectivised_share, spring_seed, usual_hold

FORCE, TRADE = -1.0, 1.0
RULE = {"willing": 0.5, "withheld": 0.4, "force": 0.3, "collective_ease": 1.0}


def asked(ground, view):
    return np.asarray(ground.propose("collection", view, **RULE).claims["peasant_grain.collection"])


def test_offers_are_of_grain_above_usual_use(ground):
    hold = np.asarray(usual_hold(ground.view(10)))
    view = ground.view(
        10,
        land__peasant_grain=hold + [100, 0, -100],
        policy__collection_due=1e9,
        policy__coercion=0.0,
        policy__line=TRADE,
    )
    np.testing.assert_allclose(asked(ground, view), [50, 0, 0], atol=1e-6)


def test_what_is_kept_for_a_bad_year_is_not_offered(ground):
    hold = np.asarray(usual_hold(ground.view(10)))
    view = ground.view(
        10,
        land__peasant_grain=hold + [100, 100, 100],
        land__reserve_wanted=[0.0, 40.0, 200.0],
        policy__collection_due=1e9,
        policy__coercion=0.0,
        policy__line=TRADE,
    )
    np.testing.assert_allclose(asked(ground, view), [50, 30, 0], atol=1e-6)


def test_offers_dry_up_under_force_and_where_no_goods_come(ground):
    hold = np.asarray(usual_hold(ground.view(10)))
    fields = {
        "land__peasant_grain": hold + 100,
        "policy__collection_due": 1e9,
        "policy__coercion": 0.0,
    }
    forced = ground.view(10, **fields, policy__line=FORCE, policy__blacklist=[0.0, 0.5, 1.0])
    np.testing.assert_allclose(asked(ground, forced), [50 * 0.6, 25 * 0.6, 0], atol=1e-6)


def test_force_reaches_into_the_barn_and_further_where_farms_are_joined(ground):
    view = ground.view(
        10,
        land__peasant_grain=1000.0,
        policy__collection_due=1e9,
        policy__coercion=0.5,
        policy__line=FORCE,
    )
    share = np.asarray(collectivised_share(view))
    np.testing.assert_allclose(asked(ground, view), 0.3 * 0.5 * (1 + share) * 1000)


def test_rulers_who_have_learned_leave_the_seed_until_it_is_sown(ground):
    """All of it, half of it, none; in the month after the sowing it is in the ground."""
    fields = {
        "land__peasant_grain": 1e6,
        "policy__collection_due": 1e9,
        "policy__coercion": 1.0,
        "policy__line": FORCE,
        "policy__blacklist": 1.0,
    }
    ease = 1 + np.asarray(collectivised_share(ground.view(10)))
    for lesson in (1.0, 0.5, 0.0):
        view = ground.view(10, **fields, policy__lesson=lesson)
        kept = lesson * np.asarray(spring_seed(view))
        np.testing.assert_allclose(asked(ground, view), 0.3 * ease * (1e6 - kept))
    np.testing.assert_allclose(
        asked(ground, ground.view(6, **fields, policy__lesson=1.0)), 0.3 * ease * 1e6
    )


@pytest.mark.parametrize("due", [0.0, 10.0])
def test_no_more_than_is_due(ground, due):
    view = ground.view(
        10, land__peasant_grain=1e7, policy__collection_due=due, policy__coercion=1.0
    )
    np.testing.assert_allclose(asked(ground, view), due)
