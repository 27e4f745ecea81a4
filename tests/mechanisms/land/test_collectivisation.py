"""Joining, leaving, upheaval and unrest, by hand."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.land.collectivisation import led, priority
from partystate.mechanisms.quantities import collectivised_share, of_status, rural_population
from partystate.world import statuses as s
from partystate.world.accountant.people import settle_people

FORCE, TRADE = -1.0, 1.0
RULE = {
    "join": 0.2,
    "low_priority": 0.5,
    "contagion": 1.0,
    "enough": 0.8,
    "pastoral_delay": 0.5,
    "squeeze": 0.1,
    "exit": 0.5,
    "settling": 0.1,
    "upheaval_join": 0.6,
    "upheaval_left": 0.3,
    "mending": 0.1,
    "calming": 0.25,
    "unrest_grain": 2.0,
    "spread": 0.5,
    "unrest_hunger": 0.1,
    "led": 0.02,
    "leaderless": 1.0,
    "risings": 50.0,
}
RANKED = {
    "information__expected_harvest": [0.0, 2e5, 4e5],
    "information__known_population": 1e5,
    "endowment__use_per_head": 0.0,
    "endowment__seed_rate": 0.0,
}


def half_in(ground):
    """As many members as others, in every region."""
    return ground.peasants_all(s.COLLECTIVE_FARMER) + ground.peasants_all(s.INDIVIDUAL_PEASANT)


def test_regions_rank_by_believed_surplus_a_head(ground):
    np.testing.assert_allclose(priority(ground.view(**RANKED)), [0, 0.5, 1])


def hazards(ground, view):
    """Hazard [R] to join and to leave, which only the right status may bear."""
    effect, layout = ground.propose("collectivisation", view, **RULE), ground.setting.layout
    found = []
    for cause, status in (
        ("joined_collective", s.INDIVIDUAL_PEASANT),
        ("left_collective", s.COLLECTIVE_FARMER),
    ):
        hazard, mine = np.asarray(effect.hazards[cause]), np.asarray(layout.is_status(status))
        assert hazard[~mine].max() == 0
        found.append([hazard[mine & (np.asarray(layout.cell_region) == r)].max() for r in range(3)])
    return np.array(found)


def test_joining_by_hand(ground):
    """Half a drive: 0.1 x push x (1 + 1/2) x (1 - (0.5 / 0.8)^4), weaker where all live from herds,
    and the squeeze."""
    fields = RANKED | {
        "people__persons": half_in(ground),
        "policy__drive": 0.5,
        "policy__paused": 0.0,
    }
    view = ground.view(**fields, policy__line=FORCE, endowment__pastoral=[0.0, 0.0, 1.0])
    share = np.asarray(collectivised_share(view))
    forced = (
        0.1
        * np.array([0.5, 0.75, 1.0])
        * (1 + share)
        * (1 - (share / 0.8) ** 4)
        * np.array([1, 1, 0.5])
    )
    np.testing.assert_allclose(hazards(ground, view)[0], forced + 0.1 * share)


def test_nobody_joins_without_a_drive_under_free_trade(ground):
    view = ground.view(people__persons=half_in(ground), policy__drive=0.0, policy__line=TRADE)
    assert hazards(ground, view).max() == 0


def test_only_while_the_drive_is_paused_may_those_leave_who_joined_lately(ground):
    """Under force; under trade whoever wants to."""
    fields = {
        "people__persons": half_in(ground),
        "policy__drive": 0.0,
        "land__unsettled": [0.0, 0.2, 0.9],
    }
    share = np.asarray(collectivised_share(ground.view(**fields)))
    for line, paused, may in (
        (FORCE, 0, 0),
        (0, 0, 0),
        (0.5, 0, 0.5),
        (TRADE, 0, 1),
        (FORCE, 1, 1),
    ):
        view = ground.view(**fields, policy__line=line, policy__paused=paused)
        np.testing.assert_allclose(
            hazards(ground, view)[1], 0.5 * may * np.minimum([0, 0.2, 0.9] / share, 1)
        )


def test_those_outside_are_squeezed_as_far_as_force_outweighs_trade(ground):
    fields = {"people__persons": half_in(ground), "policy__drive": 0.0, "policy__paused": 0.0}
    share = np.asarray(collectivised_share(ground.view(**fields)))
    for line, squeezed in ((FORCE, 1), (-0.5, 0.5), (0.0, 0), (TRADE, 0)):
        view = ground.view(**fields, policy__line=line)
        np.testing.assert_allclose(hazards(ground, view)[0], 0.1 * squeezed * share)


def test_upheaval_unrest_and_risings_by_hand(ground):
    granted = ground.granted(peasant_grain__collection=[0.0, 50.0, 100.0])
    view = ground.view_after(
        granted,
        people__persons=half_in(ground),
        policy__drive=0.0,
        policy__paused=1.0,
        policy__coercion=0.5,
        policy__line=TRADE,
        land__harvest=1000.0,
        land__unrest=0.4,
        land__disruption=0.2,
        land__unsettled=0.1,
        people__hunger_rural=[0.0, 0.0, 2.0],
    )
    share = np.asarray(collectivised_share(view))
    left = -np.expm1(-0.5 * np.minimum(0.1 / share, 1)) * share
    values = ground.propose("collectivisation", view, **RULE).values
    np.testing.assert_allclose(values["land.unsettled"], (0.1 - left) * 0.9)
    np.testing.assert_allclose(values["land.disruption"], 0.2 * 0.9 + 0.3 * left)
    unrest = (
        0.4 * 0.75
        + 2 * 0.5 * np.array([0, 0.05, 0.1]) * (1 + 0.5 * 0.4)
        + 0.1 * np.array([0, 0, 2])
    )
    np.testing.assert_allclose(values["land.unrest"], unrest)
    np.testing.assert_allclose(
        values["land.risings"], 50 * unrest * np.asarray(rural_population(view)) / 1e6
    )


def test_unrest_over_farms_is_what_joining_provoked(ground):
    """Collections and hunger add to unrest and not to it; joining adds as much to both, and the
    more where others have risen."""
    fields = {
        "people__persons": half_in(ground),
        "policy__coercion": 0.5,
        "policy__line": FORCE,
        "policy__paused": 0.0,
        "land__harvest": 1000.0,
        "land__unrest": 0.4,
        "land__unrest_over_farms": 0.2,
        "people__hunger_rural": 2.0,
    }
    granted = ground.granted(peasant_grain__collection=100.0)
    found = [
        ground.propose("collectivisation", view, **RULE | {"squeeze": 0.0}).values
        for view in (
            ground.view_after(granted, policy__drive=drive, **fields) for drive in (0.0, 0.5)
        )
    ]
    still, joined = (np.asarray(v["land.unrest_over_farms"]) for v in found)
    np.testing.assert_allclose(still, 0.2 * 0.75)
    assert (np.asarray(found[0]["land.unrest"]) > 0.4 * 0.75 + 0.1).all()
    more = np.asarray(found[1]["land.unrest"]) - np.asarray(found[0]["land.unrest"])
    np.testing.assert_allclose(joined - still, more)
    came = (np.asarray(found[1]["land.disruption"]) - np.asarray(found[0]["land.disruption"])) / 0.6
    np.testing.assert_allclose(joined - still, came * (1 + 0.5 * 0.4))
    assert (came > 0).all()


def test_the_share_that_joins_is_the_share_that_the_accountant_moves(ground):
    """What upheaval reckons with is what the books show, where nobody dies."""
    view = ground.view(
        people__persons=half_in(ground),
        policy__drive=0.5,
        policy__paused=0.0,
        land__unsettled=0.0,
        land__disruption=0.0,
    )
    effect = ground.propose("collectivisation", view, **RULE)
    after, _ = settle_people(view.world, effect, view.layout, ground.setting.luck, 1, False)
    risen = collectivised_share(eqx.tree_at(lambda v: v.world, view, after)) - collectivised_share(
        view
    )
    np.testing.assert_allclose(effect.values["land.disruption"], 0.6 * risen, rtol=1e-9)


@pytest.mark.parametrize("status", [s.INDIVIDUAL_PEASANT, s.COLLECTIVE_FARMER])
def test_a_region_of_one_kind_of_peasants_is_all_or_none(ground, status):
    share = collectivised_share(ground.view(people__persons=ground.peasants_all(status)))
    np.testing.assert_allclose(share, float(status == s.COLLECTIVE_FARMER))
    assert float(jnp.isfinite(collectivised_share(ground.view(people__persons=0.0))).all())


def test_a_village_without_those_who_lead_is_provoked_and_rises_less(ground):
    """Half of those who are needed to lead are left: .3 and half of .7."""
    view = ground.view(2)
    share = np.asarray(led(view, ground.params("collectivisation", led=1e-9, leaderless=0.3)))
    np.testing.assert_allclose(share, 1)
    better_off = of_status(view, s.BETTER_OFF_PEASANT)
    others = of_status(view, s.INDIVIDUAL_PEASANT, s.COLLECTIVE_FARMER)
    part = np.asarray(better_off / (better_off + others))
    needed = 2 * part[0]
    found = led(view, ground.params("collectivisation", led=needed, leaderless=0.3))
    assert float(found[0]) == pytest.approx(0.3 + 0.7 / 2)
