"""Fates of the better-off: who bears them, in what proportion, where the deported arrive."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import draws
from partystate.mechanisms.land.collectivisation import priority
from partystate.mechanisms.land.dekulakisation import hazards_of, in_train, quota
from partystate.world import causes
from partystate.world import statuses as s
from partystate.world.accountant.people import settle_people
from partystate.world.effect import Effect

FORCE, TRADE = -1.0, 1.0
RULE = {
    "deported": 0.01,
    "camp": 0.002,
    "shot": 0.0005,
    "low_priority": 0.4,
    "ruined": 0.08,
    "at_most": 0.3,
    "carried_out": 1.0,
}
DEPORTED = causes.CAUSES.index(causes.CAUSE["deported"])


def test_an_order_is_met_from_the_better_off_first():
    """One in a hundred peasants, of whom a tenth are better off: one in ten of these, and nobody
    else."""
    rich, alone = hazards_of(0.01, jnp.array([0.1, 0.02, 0.0]), jnp.array([0.5, 0.5, 0.5]), 0.3)
    np.testing.assert_allclose(rich, [0.1, 0.3, 0.3])
    np.testing.assert_allclose(alone, [0.0, (0.01 - 0.006) / 0.5, 0.02])


def test_hazards_by_hand(ground):
    """Nobody but the better off: each bears what was asked of all."""
    view = ground.view(
        people__persons=ground.peasants_all(s.BETTER_OFF_PEASANT),
        policy__drive=0.5,
        policy__line=FORCE,
    )
    effect, layout = ground.propose("dekulakisation", view, **RULE), ground.setting.layout
    rank = 0.4 + 0.6 * np.asarray(priority(view))
    known = view.world.information
    village = np.asarray(known.known_population - known.known_towns)
    push = 0.5 * rank / np.average(rank, weights=village)
    push = push[np.asarray(layout.cell_region)]
    on = np.asarray(layout.is_status(s.BETTER_OFF_PEASANT))
    for cause, rate in (("deported", 0.01), ("sent_to_camp", 0.002), ("executed", 0.0005)):
        np.testing.assert_allclose(
            np.where(on, effect.hazards[cause], 0), np.where(on, rate * push, 0)
        )
    np.testing.assert_allclose(effect.hazards["ruined"], np.where(on, 0.08 * 0.5, 0))


def test_orders_outlive_a_pause(ground):
    """A drive at half its pace orders what a full one orders; a fifth of what is in train is
    carried out in a month, whether the drive goes on or rests."""
    rule = RULE | {"carried_out": 0.2}
    for drive, before, train in ((0.5, 0.0, 1.0), (0.0, 1.0, 1.0), (0.0, 0.8, 0.8), (0.1, 1, 1.2)):
        view = ground.view(policy__drive=drive, policy__pace=0.5, policy__deporting=before)
        assert float(in_train(view)) == pytest.approx(train)
        found = ground.propose("dekulakisation", view, **rule).values
        assert float(found["policy.deporting"]) == pytest.approx(0.8 * train)


@pytest.mark.parametrize("carried_out", [0.1, 0.5, 1.0])
def test_what_is_ordered_is_carried_out_once(ground, carried_out):
    """Three months of a full drive and three of rest: however fast trains run, what was carried out
    and what is still in train are three months' quota."""
    rule = RULE | {"carried_out": carried_out}
    view = ground.view(
        people__persons=ground.peasants_all(s.BETTER_OFF_PEASANT), policy__line=FORCE
    )
    on, done = np.asarray(ground.setting.layout.is_status(s.BETTER_OFF_PEASANT)), 0.0

    def asked(view):
        hazards = ground.propose("dekulakisation", view, **rule).hazards["deported"]
        return float(np.asarray(hazards)[on].sum())

    full = asked(eqx.tree_at(lambda v: v.world.policy.deporting, view, 1.0 / carried_out))
    left = 0.0
    for month in range(6):
        now = ground.view(
            people__persons=ground.peasants_all(s.BETTER_OFF_PEASANT),
            policy__line=FORCE,
            policy__drive=1.0 if month < 3 else 0.0,
            policy__deporting=left,
        )
        done += asked(now) / full
        left = float(ground.propose("dekulakisation", now, **rule).values["policy.deporting"])
        assert done + left == pytest.approx(min(month + 1, 3), rel=1e-9)


def test_a_quota_for_the_country_is_shared_out(ground):
    """Three regions of which one has all the surplus: it is asked for most, and the sum over
    country people, towns left out, is what a full drive asks."""
    view = ground.view(
        people__persons=ground.peasants_all(s.INDIVIDUAL_PEASANT),
        policy__drive=1.0,
        information__known_population=[100.0, 200.0, 400.0],
        information__known_towns=[50.0, 0.0, 300.0],
        information__expected_harvest=[1e9, 0.0, 0.0],
    )
    mean = (1.0 * 50 + 0.4 * 200 + 0.4 * 100) / 350
    np.testing.assert_allclose(quota(view, 1.0, 0.4), np.array([1, 0.4, 0.4]) / mean, rtol=1e-12)


def test_pauses_slow_the_farms_and_not_the_orders(ground):
    """A drive of a quarter at a quarter of the first pace asks for as many as a full one."""
    fields = {"people__persons": ground.peasants_all(s.INDIVIDUAL_PEASANT)}

    def asked(view):
        return quota(view, in_train(view), 0.4)

    full = asked(ground.view(policy__drive=1.0, policy__pace=1.0, **fields))
    slow = asked(ground.view(policy__drive=0.25, policy__pace=0.25, **fields))
    paused = asked(
        ground.view(policy__drive=0.0, policy__pace=0.25, policy__deporting=0.0, **fields)
    )
    np.testing.assert_allclose(slow, full, rtol=1e-12)
    assert float(full.min()) > 0
    assert float(paused.max()) == 0


def test_without_a_drive_only_taxes_ruin(ground):
    forced = ground.propose(
        "dekulakisation", ground.view(policy__drive=0.0, policy__line=FORCE), **RULE
    ).hazards
    assert float(forced["ruined"].max()) == pytest.approx(0.04)
    assert max(float(forced[c].max()) for c in ("deported", "sent_to_camp", "executed")) == 0
    free = ground.propose(
        "dekulakisation", ground.view(policy__drive=0.0, policy__line=TRADE), **RULE
    ).hazards
    assert max(float(h.max()) for h in free.values()) == 0


def with_room(ground):
    """A better-off village in every cell, and exile in one region alone, as toyland has it."""
    return ground.view(
        people__persons=ground.peasants_all(s.BETTER_OFF_PEASANT, 1000.0),
        policy__drive=1.0,
        policy__line=FORCE,
    )


@pytest.mark.parametrize("counted", [False, True])
def test_the_deported_are_conserved_by_nationality_age_and_sex(ground, counted):
    view, layout = with_room(ground), ground.setting.layout
    effect = ground.propose("dekulakisation", view, **RULE)
    after, flows = settle_people(view.world, effect, layout, draws.luck(5), 1, counted)
    pairs, ages, sexes = layout.axes.sizes
    nations = np.asarray(layout.pair_nationality)
    for nation in range(len(layout.axes.nationalities)):
        left, came = (
            np.asarray(flow).reshape(pairs, ages, sexes)[nations == nation].sum(0)
            for flow in (flows.left[DEPORTED], flows.arrived["deported"])
        )
        np.testing.assert_allclose(came, left, rtol=0 if counted else 1e-12)
    killed = float(flows.left[causes.CAUSES.index(causes.CAUSE["executed"])].sum())
    assert float(after.people.persons.sum()) == pytest.approx(
        float(view.world.people.persons.sum()) - killed, rel=1e-12
    )


def test_they_arrive_where_there_is_room(ground):
    view, layout = with_room(ground), ground.setting.layout
    _, flows = settle_people(
        view.world, ground.propose("dekulakisation", view, **RULE), layout, draws.luck(5), 1, True
    )
    came = np.asarray(layout.by_pair(flows.arrived["deported"]))
    room = np.asarray(ground.setting.endowment.land.exile_room)[np.asarray(layout.pair_region)]
    settles = np.asarray(layout.pair_status) == layout.axes.statuses.labels.index(s.SPECIAL_SETTLER)
    assert came[settles & (room > 0)].sum() > 0
    assert came[~settles].max() == 0
    nations = np.asarray(layout.pair_nationality)
    have_room = np.isin(nations, nations[settles & (room > 0)])
    assert came[settles & (room == 0) & have_room].max(initial=0) == 0


def test_where_nobody_has_room_they_are_shared_evenly(ground):
    """Without weights a nationality's settlers are shared evenly over the places it can be booked,
    none lost."""
    view, layout = with_room(ground), ground.setting.layout
    on = layout.is_status(s.BETTER_OFF_PEASANT)
    nowhere = Effect(
        hazards={"deported": jnp.where(on, 0.1, 0.0)},
        destinations={"deported": jnp.zeros(layout.axes.sizes[0])},
    )
    _, flows = settle_people(view.world, nowhere, layout, draws.luck(5), 1, False)
    came = np.asarray(layout.by_pair(flows.arrived["deported"]))[
        np.asarray(layout.shared["deported"].pairs)
    ]
    nation = np.asarray(layout.shared["deported"].nationality)
    for n in np.unique(nation):
        np.testing.assert_allclose(came[nation == n], came[nation == n].mean())
    assert came.sum() == pytest.approx(float(flows.left[DEPORTED].sum()))


def test_whole_persons_are_shared_right_in_the_mean(ground):
    """Systematic sampling over 300 lucks: each place within 5 standard errors of its share; false
    alarm under 6e-7 a place."""
    view, layout = with_room(ground), ground.setting.layout
    weights = jnp.arange(1.0, layout.axes.sizes[0] + 1)
    effect = Effect(
        hazards={"deported": jnp.where(layout.is_status(s.BETTER_OFF_PEASANT), 0.003, 0.0)},
        destinations={"deported": weights},
    )
    mean = np.asarray(
        layout.by_pair(
            settle_people(view.world, effect, layout, draws.luck(5), 1, False)[1].arrived[
                "deported"
            ]
        )
    )

    def came(luck):
        return layout.by_pair(
            settle_people(view.world, effect, layout, luck, 1, True)[1].arrived["deported"]
        )

    lucks = jnp.stack([draws.luck(5, run) for run in range(300)])
    counts = np.asarray(jax.lax.map(came, lucks))
    error = np.maximum(counts.std(0), 1e-9) / np.sqrt(300)
    to = np.asarray(layout.shared["deported"].pairs)
    assert (np.abs(counts.mean(0) - mean)[to] < 5 * error[to]).all()
    assert np.array_equal(counts, np.round(counts))


def test_a_region_where_most_have_joined_draws_no_orders(ground):
    people = (
        ground.peasants_all(s.COLLECTIVE_FARMER, 90.0)
        + ground.peasants_all(s.BETTER_OFF_PEASANT, 5.0)
        + ground.peasants_all(s.INDIVIDUAL_PEASANT, 5.0)
    )
    found = ground.propose(
        "dekulakisation",
        ground.view(people__persons=people, policy__drive=1.0, policy__line=FORCE),
        **RULE,
    ).hazards
    assert max(float(found[cause].max()) for cause in ("deported", "sent_to_camp", "executed")) == 0
    assert float(found["ruined"].max()) == pytest.approx(0.08)
