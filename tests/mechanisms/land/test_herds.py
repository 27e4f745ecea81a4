"""Animals by hand, and the owner who expects to lose them against his best choice found by
search."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from partystate.mechanisms.land.herds import (
    EATEN,
    FED_ON_GRAIN,
    GRAIN_OF_CARCASS,
    NEGLECTED,
    SLAUGHTERED,
    TAKEN,
)
from partystate.mechanisms.quantities import collectivised_share
from partystate.published.slaughter import kept
from partystate.world.herds import MOST_A_HEAD, held_by_herders

FORCE, TRADE = -1.0, 1.0
STILL = {
    "growth_horses": 0,
    "growth_cattle": 0,
    "growth_pigs": 0,
    "growth_sheep": 0,
    "room": 1.25,
    "fear": 0,
    "slaughter": 0,
    "neglect": 0,
    "fodder": 0,
    "enough": 1,
    "eaten": 0,
    "meat": 0,
    "herders": 0,
    "paid": 0,
    "found": 1,
    "moving": 0,
    "settling": 0,
}


def grown(ground, view, **rates):
    """Log change [herds, R] in a month, with all terms off but those given."""
    after = ground.propose("herds", view, **STILL | rates).values["land.herds"]
    return np.log(np.asarray(after / view.world.land.herds))


@pytest.mark.parametrize("risk", [0.0, 0.3, 0.6, 0.9])
def test_slaughter_against_the_best_choice_of_an_owner(risk):
    """He eats c of a herd of one and carries over 1 - c, which he keeps with probability 1 - risk;
    log utility."""
    patience = 0.95
    best = minimize_scalar(
        lambda c: -np.log(c) - patience * (1 - risk) * np.log(1 - c),
        bounds=(1e-6, 1 - 1e-6),
        method="bounded",
        options={"xatol": 1e-10},
    )
    without = 1 - 1 / (1 + patience)
    assert float(kept(risk, patience)) == pytest.approx((1 - best.x) / without, abs=1e-6)


def test_ends_of_the_rule():
    assert float(kept(0.0)) == pytest.approx(1)
    assert float(kept(1.0)) == 0


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.5, 1))
def test_more_risk_less_is_kept(a, b, patience):
    low, high = sorted((a, b))
    assert 0 <= float(kept(high, patience)) <= float(kept(low, patience)) + 1e-12 <= 1 + 2e-12


def test_growth_ends_where_the_room_is_full(ground):
    herds = ground.setting.endowment.land.herds
    half, full = (
        grown(ground, ground.view(land__herds=s * 1.25 * herds), growth_cattle=0.12)
        for s in (0.5, 1.0)
    )
    np.testing.assert_allclose(half[1], 0.12 / 12 / 2, rtol=1e-12)
    np.testing.assert_allclose(full[1], 0, atol=1e-12)
    np.testing.assert_allclose(np.delete(half, 1, 0), 0, atol=1e-12)


def test_slaughter_before_they_can_be_taken(ground):
    """Half a drive and no collective: risk of one half under full fear."""
    view = ground.view(policy__drive=0.5, people__persons=ground.peasants_all("individual_peasant"))
    change = grown(ground, view, fear=1.0, slaughter=0.2)
    np.testing.assert_allclose(
        change,
        np.broadcast_to(
            -0.2 * np.asarray(SLAUGHTERED)[:, None] * (1 - float(kept(0.5))), change.shape
        ),
    )
    inside = ground.view(
        policy__drive=0.5, people__persons=ground.peasants_all("collective_farmer")
    )
    np.testing.assert_allclose(grown(ground, inside, fear=1.0, slaughter=0.2), 0, atol=1e-12)


def test_neglect_fodder_and_hunger(ground):
    view = ground.view(
        land__disruption=0.5, land__fed=[1.0, 0.6, 0.0], people__hunger_rural=[0.0, 1.0, 2.0]
    )
    joined = np.asarray(collectivised_share(view))
    np.testing.assert_allclose(
        grown(ground, view, neglect=0.1), -0.05 * np.outer(NEGLECTED, joined), rtol=1e-9
    )
    unfed = np.array([0, 0.2, 0.8])
    np.testing.assert_allclose(
        grown(ground, view, fodder=0.1, enough=0.8),
        -0.1 * np.outer(FED_ON_GRAIN, unfed),
        atol=1e-12,
    )
    np.testing.assert_allclose(
        grown(ground, view, eaten=0.03), -0.03 * np.outer(EATEN, [0, 1, 2]), atol=1e-12
    )


def test_what_owners_kill_they_eat(ground):
    """Where the hungry kill an eighth of the cattle they eat the carcasses, as food of grain; what
    is neglected or taken feeds no owner."""
    rate = -np.log(7 / 8)
    view = ground.view(people__hunger_rural=1.0, land__disruption=0.5)
    rule = STILL | {"eaten": rate / EATEN[1], "neglect": 0.2, "meat": 0.5}
    meat = ground.propose("herds", view, **rule).values["land.meat_eaten"]
    herds, killed = np.asarray(view.world.land.herds), 1 - np.exp(-rate * EATEN / EATEN[1])
    np.testing.assert_allclose(meat, (GRAIN_OF_CARCASS * killed) @ herds)
    assert killed[1] == pytest.approx(1 / 8)
    fed = ground.view(people__hunger_rural=0.0, land__disruption=0.5)
    assert float(ground.propose("herds", fed, **rule).values["land.meat_eaten"].max()) == 0


def herds_of(cattle):
    """Herds [4, R] of so many cattle, with as much again in sheep, and horses and pigs beside."""
    cattle = np.asarray(cattle, float)
    return np.stack([7 * cattle, cattle / 2, 0 * cattle, 5 * cattle])


def test_herders_hold_what_is_more_than_sowers_hold_elsewhere():
    """Where all sow there are 0.4 animals a head. Of 100 in a village of 100, half of them herders,
    20 are the sowers'; of 40 no more than elsewhere the herders hold half, and of 400 sowers a
    ninth, as a herder has at most eight to their one; all herders hold all."""
    pastoral = np.array([0.0, 0.5, 0.5, 0.5, 1.0])
    herds = herds_of([40, 100, 40, 400, 300])
    found = held_by_herders(pastoral, herds, np.full(5, 100.0))
    assert MOST_A_HEAD == 8
    np.testing.assert_allclose(found, [0, 1 - 20 / 100, 0.5, 8 / 9, 1], atol=1e-12)


def test_herds_lately_driven_together(ground):
    """They die by how many have lately joined, none of them where all joined long ago."""
    fields = {"endowment__herded": jnp.array([0.0, 0.5, 1.0])}
    view = ground.view(land__unsettled=0.5, **fields)
    np.testing.assert_allclose(
        grown(ground, view, settling=0.2), np.broadcast_to([0, -0.05, -0.1], (4, 3)), atol=1e-12
    )
    settled = ground.view(land__unsettled=0.0, **fields)
    np.testing.assert_allclose(grown(ground, settled, settling=0.2), 0, atol=1e-12)


def test_a_herd_that_no_longer_moves_has_less_room(ground):
    """A full herd on .6 of its pasture where all are herders and have joined: g (1 - 1 / .6)."""
    herds = ground.setting.endowment.land.herds
    view = ground.view(
        land__herds=1.25 * herds,
        people__persons=ground.peasants_all("collective_farmer"),
        endowment__herded=jnp.array([0.0, 0.5, 1.0]),
    )
    change = grown(ground, view, growth_sheep=0.12, moving=0.4)
    np.testing.assert_allclose(change[3], 0.01 * (1 - 1 / np.array([1, 0.8, 0.6])), atol=1e-12)
    moving = ground.view(
        land__herds=1.25 * herds,
        people__persons=ground.peasants_all("individual_peasant"),
        endowment__herded=1.0,
    )
    np.testing.assert_allclose(grown(ground, moving, growth_sheep=0.12, moving=0.4), 0, atol=1e-12)


def test_a_quota_on_a_herd_that_is_gone(ground):
    """The count still has twice the animals: a hundredth of it is a fiftieth of what is left, and
    no more than is found."""
    fields = {"policy__line": FORCE, "policy__coercion": 0.5, "policy__lesson": 0.0}
    herds = ground.setting.endowment.land.herds
    view = ground.view(land__herds=herds, information__known_herds=2 * herds, **fields)
    lost = grown(ground, view, meat=0.24)
    np.testing.assert_allclose(lost, np.broadcast_to(-0.02 * TAKEN[:, None], lost.shape))
    np.testing.assert_allclose(
        grown(ground, view, meat=0.24, found=0.015),
        np.broadcast_to(-np.minimum(0.02 * TAKEN, 0.015)[:, None], lost.shape),
    )


def test_rulers_who_have_learned_ask_for_no_more_than_was_told(ground):
    fields = {"policy__line": FORCE, "policy__coercion": 0.5}
    taught = ground.view(policy__lesson=1.0, **fields)
    np.testing.assert_allclose(grown(ground, taught, meat=0.24), 0, atol=1e-12)
    half = ground.view(policy__lesson=0.5, **fields)
    np.testing.assert_allclose(grown(ground, half, meat=0.24)[1], -0.005, rtol=1e-9)


def test_meat_is_asked_for_by_quota_and_most_of_herders(ground):
    """0.24 a year under full force, half of full coercion: a hundredth a month of cattle and sheep,
    twice that where all live from herds; nothing under free trade."""
    fields = {"policy__coercion": 0.5, "endowment__herded": [0.0, 0.5, 1.0]}
    rule = {"meat": 0.24, "herders": 1.0}
    forced = grown(ground, ground.view(policy__line=FORCE, **fields), **rule)
    np.testing.assert_allclose(forced, -np.outer(TAKEN, [0.01, 0.015, 0.02]), atol=1e-12)
    half = grown(ground, ground.view(policy__line=0.0, **fields), **rule)
    np.testing.assert_allclose(half, forced / 2, atol=1e-12)
    free = grown(ground, ground.view(policy__line=TRADE, **fields), **rule)
    np.testing.assert_allclose(free, 0, atol=1e-12)


def test_cattle_stand_in_for_grain_that_did_not_come(ground):
    """1,000 t are asked, 600 of them were due before this month and 800 are at its end: who gave
    600 is not behind, who gave 300 half, who gave none all."""
    rule = {"meat": 0.24, "paid": 0.5}
    fields = {
        "policy__line": FORCE,
        "policy__coercion": 0.0,
        "inputs__collection_season": 0.8,
        "inputs__due_before": 0.6,
        "land__collected": [600.0, 300.0, 0.0],
        "policy__collection_due": [200.0, 500.0, 800.0],
    }
    lost = grown(ground, ground.view(11, **fields), **rule)
    np.testing.assert_allclose(lost, -np.outer(TAKEN, [0, 0.005, 0.01]), atol=1e-12)
    ahead = fields | {"land__collected": 900.0, "policy__collection_due": 0.0}
    np.testing.assert_allclose(grown(ground, ground.view(11, **ahead), **rule), 0, atol=1e-12)
    july = fields | {"inputs__collection_season": 0.03, "inputs__due_before": 1.0}
    np.testing.assert_allclose(grown(ground, ground.view(7, **july), **rule), 0, atol=1e-12)
