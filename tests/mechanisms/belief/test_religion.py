"""Religion by hand: pressure, closings, clergy, belief and what is said of it, need, schism,
lists."""

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import norm

from partystate.mechanisms.belief.faith_lists import by_office
from partystate.world import statuses as s
from partystate.world.repression import FIRST, NATIONAL, SHOT, SIGNAL

LARGEST, SECOND, STRICT = range(3)  # the faiths of toyland
QUIET = {
    "policy__line": 1.0,
    "policy__drive": 0.0,
    "policy__coercion": 0.0,
    "policy__paused": 0.0,
    "repression__campaign": 0.0,
    "repression__booked": 0.0,
    "repression__judged": 0.0,
    "belief__exposure": 0.0,
    "peril__danger": 0.0,
    "people__enrolled": 0.0,
    "inputs__controlled": 1.0,
}
NEVER = {"yielding": 0.0, "parting": 0.0}


def values(ground, fields=None, **changes):
    view = ground.view(**(QUIET | (fields or {})))
    return ground.propose("religion", view, **(NEVER | changes)).values


def pressed(ground, fields=None, **changes):
    """Pressure [F] in the first region, reached at once."""
    return np.asarray(values(ground, fields, pace=1.0, **changes)["faith.by_faith"])[:, 0]


def test_without_effort_nothing_presses_and_nothing_closes(ground):
    found = values(ground, doctrine=0.0, vacancy=0.0, ageing=0.0)
    assert float(found["faith.pressure"]) == 0
    np.testing.assert_allclose(found["faith.open"], ground.world.faith.open)
    np.testing.assert_allclose(found["faith.clergy"], ground.world.faith.clergy, rtol=1e-12)
    assert not np.asarray(found["faith.offence"]).any()


def test_pressure_is_effort_that_saturates(ground):
    """No doctrine, half the effort for the lesser faith under free trade, all of it under force."""
    free = pressed(ground, doctrine=0.4, spared=0.5)
    assert free[LARGEST] == pytest.approx(1 - np.exp(-0.4))
    assert free[SECOND] == pytest.approx(1 - np.exp(-0.2))
    force = pressed(ground, {"policy__line": -1.0}, doctrine=0.4, line=0.6, spared=0.5)
    assert force[[LARGEST, SECOND]] == pytest.approx(2 * [1 - np.exp(-1.0)])


def test_a_head_abroad_is_suspect_in_danger_alone(ground):
    """The third faith of toyland has its head abroad; 10 points are full danger."""
    given = {"doctrine": 0.4, "line": 0.6, "suspicion": 0.5}
    calm = pressed(ground, {"policy__line": -1.0}, **given)
    danger = pressed(ground, {"policy__line": -1.0, "peril__danger": 10.0}, **given)
    assert danger[STRICT] == pytest.approx(1 - np.exp(-1.5))
    assert danger[LARGEST] == pytest.approx(calm[LARGEST])


def test_a_drive_broken_off_relents(ground):
    under = {"policy__line": -1.0, "policy__drive": 1.0}
    full = pressed(ground, under, relent=0.25)
    less = pressed(ground, under | {"policy__paused": 1.0}, relent=0.25)
    np.testing.assert_allclose(less, 0.75 * full)


def test_communities_fall_to_orders_and_for_want_of_clergy(ground):
    """Half the clergy gone, pressure one half: e^-(shutting / 4 + vacancy / 4)."""
    fields = {"faith__by_faith": 0.5, "faith__clergy": ground.world.faith.clergy / 2}
    found = values(ground, fields, pace=0.0, shutting=0.2, vacancy=0.1)
    np.testing.assert_allclose(
        found["faith.open"], ground.world.faith.open * np.exp(-0.05 - 0.025), rtol=1e-12
    )
    lost = np.asarray(ground.world.faith.open).sum(1) * (1 - np.exp(-0.075))
    np.testing.assert_allclose(found["faith.closed"], lost, rtol=1e-12)


def test_only_closings_by_order_provoke(ground):
    fields = {"faith__by_faith": 1.0, "faith__believing": 1.0}
    facts = ground.setting.endowment.faith
    found = values(ground, fields, pace=0.0, shutting=0.1, vacancy=0.0, school=0.0, pulpit=0.0)
    share = np.asarray(facts.adherents).sum(0) * (1 - np.exp(-0.1))
    np.testing.assert_allclose(found["faith.provoked"], share, rtol=1e-6)
    empty = fields | {"faith__clergy": 0.0}
    assert not np.asarray(values(ground, empty, shutting=0.0)["faith.provoked"]).any()


def test_empty_places_are_filled_where_nothing_presses(ground):
    half = {"faith__clergy": ground.world.faith.clergy / 2}
    found = values(ground, half, doctrine=0.0, ageing=0.0, ordination=0.2)
    np.testing.assert_allclose(
        found["faith.clergy"], ground.world.faith.clergy * (1 / 2 + 0.1), rtol=1e-12
    )


def test_belief_is_lost_with_the_young_alone(ground):
    """All at school under full pressure: 1 - (1 - strict) school of the young, a share generation
    of the people."""
    fields = {"faith__by_faith": 1.0, "people__enrolled": 1.0, "faith__believing": 0.8}
    found = values(
        ground, fields, pace=0.0, school=0.5, pulpit=0.0, generation=0.1, shutting=0.0, vacancy=0.0
    )
    strict = np.asarray(ground.setting.endowment.faith.strict)
    expected = 0.8 * (1 - 0.1 * 0.5 * (1 - strict))
    np.testing.assert_allclose(np.asarray(found["faith.believing"])[:, 0], expected, rtol=1e-12)


def test_fear_and_pressure_hide_what_they_do_not_change(ground):
    """Kuran's threshold as a normal: Phi((integrity - cost) / spread) of the believers say so."""
    given = {"integrity": 1.0, "spread": 0.5, "deter": 0.6, "exposed": 0.4, "pace": 0.0}
    calm = values(ground, {"faith__by_faith": 0.0}, **given)
    afraid = values(
        ground, {"faith__by_faith": 1.0, "belief__exposure": np.log(2.0)}, school=0.0, **given
    )
    np.testing.assert_allclose(afraid["faith.believers"], calm["faith.believers"], rtol=1e-2)
    for found, cost in ((calm, 0.0), (afraid, 0.6 / 2 + 0.4)):
        np.testing.assert_allclose(
            found["faith.declared"] / found["faith.believers"],
            norm.cdf((1.0 - cost) / 0.5),
            rtol=1e-9,
        )


@pytest.mark.parametrize(
    ("fields", "is_needed"),
    [
        ({"faith__recognised": 1.0, "peril__danger": 10.0, "inputs__controlled": 0.9}, True),
        ({"faith__recognised": 0.0, "peril__danger": 10.0, "inputs__controlled": 0.9}, False),
        ({"faith__recognised": 1.0, "peril__danger": 0.0, "inputs__controlled": 0.9}, False),
        ({"faith__recognised": 1.0, "peril__danger": 10.0, "inputs__controlled": 1.0}, False),
    ],
)
def test_the_state_turns_to_a_church_that_recognises_it_when_it_needs_everybody(
    ground, fields, is_needed
):
    """A tenth of the land lost in full danger is full need: pressure falls, churches open."""
    shut = {"faith__open": ground.world.faith.open / 2, "faith__believing": 1.0}
    given = {"enough": 0.1, "concession": 0.8, "shutting": 0.0, "vacancy": 0.0, "reopening": 0.1}
    found = values(ground, shut | fields, pace=1.0, suspicion=0.0, **given)
    usual = 1 - np.exp(-0.2)  # of doctrine alone
    pressure = np.asarray(found["faith.by_faith"])[LARGEST]
    np.testing.assert_allclose(pressure, usual * (0.2 if is_needed else 1), rtol=1e-9)
    opened = np.asarray(ground.world.faith.open) * (0.55 if is_needed else 0.5)
    np.testing.assert_allclose(found["faith.open"], opened, rtol=1e-9)


def test_a_church_submits_and_then_divides(ground):
    """At hazards beyond doubt: recognition in one month, the break only in a month after it."""
    sure = {"yielding": 1e3, "parting": 1e3, "pace": 0.0}
    first = values(ground, {"faith__by_faith": 1.0, "faith__recognised": 0.0}, **sure)
    assert float(first["faith.recognised"]) == 1
    assert float(first["faith.schism"]) == 0
    then = values(ground, {"faith__by_faith": 1.0, "faith__recognised": 1.0}, **sure)
    assert float(then["faith.schism"]) == 1
    at_peace = values(ground, {"faith__by_faith": 0.0, "faith__recognised": 0.0}, **sure)
    assert float(at_peace["faith.recognised"]) == 0


def test_only_the_strict_are_outlawed(ground):
    found = values(ground, {"faith__by_faith": 0.9}, pace=0.0, outlaw=0.7)
    assert found["faith.outlawed"].tolist() == [0, 0, 1]  # .9 x .9 > .7 > .9 x .4
    assert pressed(ground, {"faith__outlawed": np.array([0.0, 0.0, 1.0])})[STRICT] == 1


def test_who_is_on_a_list_is_taken_in_proportion_to_its_weight(ground):
    """Lists hold a tenth of the adults, and clergy weigh as others: a tenth of those taken on a
    signal. As many are on cards as on lists: half of those taken as a category."""
    layout, world = ground.setting.layout, ground.world
    grown = np.asarray(ground.setting.endowment.people.grown)[:, None] * np.ones((1, 2))
    free = np.asarray(layout.pairs_of(*s.FREE))
    adults = np.asarray(layout.weighted_by_pair(world.people.persons, jnp.asarray(grown))) * free
    by_region = np.asarray(layout.pairs_by_region(jnp.asarray(adults)))
    booked = np.zeros(world.repression.booked.shape)
    booked[:, 0, SIGNAL] = 100.0
    booked[:, 0, FIRST:NATIONAL] = 10.0
    booked[:, 0, NATIONAL] = 1000.0  # a people is taken as a people
    verdicts = np.zeros(world.repression.verdicts.shape)
    verdicts[SIGNAL:, SHOT] = 0.5
    fields = {
        "faith__listed": by_region / 10,
        "faith__clergy": 0.0,
        "repression__cards": by_region / 10,
        "repression__distrust_status": 1.0,
        "repression__booked": booked,
        "repression__judged": booked,
        "repression__verdicts": verdicts,
    }
    found = values(ground, fields)
    np.testing.assert_allclose(found["faith.taken"], 10 + 10, rtol=1e-9)
    np.testing.assert_allclose(found["faith.shot"], 5 + 5, rtol=1e-9)


def test_an_order_against_churchmen_takes_clergy_first():
    """30 of 70 lay people and 10 clergy: as a category, three times as likely, 9 of the clergy; on
    a signal, as all on lists, 30 x 10 / 80; never more than there are."""
    lay, clergy = jnp.array([70.0]), jnp.array([10.0])
    none, some = jnp.zeros(1), jnp.array([30.0])
    assert float(by_office(none, some, lay, clergy, 3.0)[0]) == pytest.approx(30 * 30 / 100)
    assert float(by_office(some, none, lay, clergy, 3.0)[0]) == pytest.approx(30 / 8)
    assert float(by_office(none, some, lay, clergy, 1e6)[0]) == pytest.approx(10)


def test_a_community_goes_whose_list_stays_short(ground):
    """One lay person in ten is taken; of two asked each is willing with a chance of one half, as
    nothing deters: a place stays empty with a chance of .1 / 4, and two places must be filled."""
    booked = np.zeros(ground.world.repression.booked.shape)
    booked[:, 0, FIRST] = 10.0
    fields = {
        "faith__listed": 100.0,
        "faith__clergy": 0.0,
        "faith__by_faith": 0.0,
        "repression__cards": 0.0,
        "repression__booked": booked,
    }
    rule = {"founders": 2.0, "asked": 2.0, "integrity": 0.0, "deter": 0.0, "vacancy": 0.0}
    found = values(ground, fields, pace=0.0, **rule)
    left = np.asarray(ground.world.faith.open) * (1 - 0.1 / 4) ** 2
    np.testing.assert_allclose(found["faith.open"], left, rtol=1e-9)
    sure = values(ground, fields, pace=0.0, **(rule | {"integrity": 1e3}))
    np.testing.assert_allclose(sure["faith.open"], ground.world.faith.open, rtol=1e-9)


def test_a_country_without_faiths_has_no_pressure_and_no_offence(ground):
    """As in the template: one faith without adherents, communities or clergy."""
    none = {
        f"endowment__{name}": 0.0 for name in ("adherents", "communities", "believing", "largest")
    }
    none |= {"faith__open": 0.0, "faith__clergy": 0.0, "faith__believing": 0.0}
    found = values(ground, none | {"policy__line": -1.0})
    for name in ("pressure", "others", "believers", "declared", "provoked", "offence", "closed"):
        assert not np.asarray(found[f"faith.{name}"]).any(), name
