"""Farms at war by hand: hands, horses, machines and fields."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.land.field_to_barn import hands
from partystate.mechanisms.land.harvest import gathering
from partystate.mechanisms.quantities import draught
from partystate.mechanisms.war.grown_hands import HANDS, MEN, hands_of
from tests.mechanisms.war.quiet import ALL_HELD, STEPPE_LOST, quiet

PEASANTS, SOLDIERS = "individual_peasant", "soldier"
CALM = {"overworked": 0.0, "untended": 0.0}


def with_draught(view, power):
    """The view with `power` horses and tractors a unit of area, base years = 1, and no tractors."""
    land = view.world.land
    herds = land.herds.at[0].set(power * view.endowment.land.herds[0])
    return eqx.tree_at(
        lambda v: (v.world.land.herds, v.world.land.sown_area, v.world.land.tractor_power),
        view,
        (herds, jnp.ones_like(land.sown_area), jnp.zeros_like(land.tractor_power)),
    )


def of_soldiers(ground, **fields):
    """A month in which all men are soldiers, all of them free."""
    persons = ground.peasants_all(SOLDIERS)
    return quiet(ground, people__persons=persons, war__captives=0.0, **fields), float(persons.sum())


def test_an_army_takes_horses_and_fills_its_losses_from_land_that_is_held(ground):
    view, men = of_soldiers(
        ground, inputs__fought=1.0, inputs__controlled=STEPPE_LOST, war__mounts=100.0
    )
    view = with_draught(view, 1.0)
    before = np.asarray(view.world.land.herds)
    given = {"mounted": 0.2, "fallen": 0.1, "found": 1.0, **CALM}
    made = ground.propose("herds_at_war", eqx.tree_at(driven, view, jnp.zeros(4)), **given).values
    taken = 0.2 * men - 90
    assert float(made["war.mounts"]) == pytest.approx(0.2 * men)
    after = np.asarray(made["land.herds"])
    assert float((before - after).sum()) == pytest.approx(taken)
    np.testing.assert_allclose(after[0, 2], before[0, 2])
    np.testing.assert_allclose(after[0, :2] / before[0, :2], after[0, 0] / before[0, 0])
    np.testing.assert_allclose(after[1:], before[1:])


def driven(view):
    """Where the view says what the enemy drives away."""
    return view.inputs.war.driven


def test_no_more_horses_are_taken_than_can_be_found(ground):
    view, _ = of_soldiers(ground, inputs__fought=1.0, war__mounts=0.0, inputs__driven=0.0)
    view = with_draught(view, 1.0)
    before = np.asarray(view.world.land.herds)
    given = {"mounted": 1e9, "found": 0.05, **CALM}
    made = ground.propose("herds_at_war", view, **given).values["land.herds"]
    np.testing.assert_allclose(np.asarray(made)[0], 0.95 * before[0])


def test_an_army_gives_horses_back_when_the_war_is_over(ground):
    view, _ = of_soldiers(ground, war__mounts=500.0, inputs__driven=0.0)
    view = with_draught(view, 1.0)
    made = ground.propose("herds_at_war", view, returned=0.1, fallen=0.5, **CALM).values
    assert float(made["war.mounts"]) == pytest.approx(450)
    gained = np.asarray(made["land.herds"] - view.world.land.herds)
    assert float(gained.sum()) == pytest.approx(50)


@pytest.mark.parametrize(("power", "load"), [(1.5, 0), (1.0, 0), (0.5, 1), (0.25, 2)])
def test_horses_that_do_the_work_of_others_are_lost(ground, power, load):
    """Half of the draught power is twice the work a horse, and three times is the most."""
    view = with_draught(
        quiet(ground, inputs__driven=0.0, war__mounts=0.0, war__usual_draught=1.0), power
    )
    view = eqx.tree_at(lambda v: v.world.war.usual_hands, view, now(view))
    given = {"overworked": 0.12, "untended": 0.5, "most_work": 3.0}
    made = ground.propose("herds_at_war", view, **given).values["land.herds"]
    left = np.asarray(made)[0] / np.asarray(view.world.land.herds)[0]
    np.testing.assert_allclose(left, np.exp(-0.01 * load))


def now(view):
    """Shares of hands in the village of a view."""
    return hands_of(view.layout, view.endowment.people.mean_age, view.world.people.persons)


def test_horses_are_lost_where_no_men_tend_them(ground):
    view = with_draught(quiet(ground, inputs__driven=0.0, war__mounts=0.0), 1.0)
    view = eqx.tree_at(lambda v: v.world.war.usual_hands, view, 2 * now(view))
    given = {"overworked": 0.0, "untended": 0.24}
    made = ground.propose("herds_at_war", view, **given).values["land.herds"]
    left = np.asarray(made)[0] / np.asarray(view.world.land.herds)[0]
    np.testing.assert_allclose(left, np.exp(-0.24 / 2 / 12))


def test_the_enemy_drives_animals_away_where_he_is(ground):
    view = quiet(
        ground,
        war__mounts=0.0,
        inputs__driven=[0.0, np.log(2), 0.0, 0.0],
        inputs__controlled=[1.0, 0.5, 0.0],
        war__controlled=[1.0, 0.5, 0.0],
    )
    before = np.asarray(view.world.land.herds)
    after = np.asarray(ground.propose("herds_at_war", view, **CALM).values["land.herds"])
    np.testing.assert_allclose(after[1], before[1] * [1, np.sqrt(1 / 2), 1 / 2])
    np.testing.assert_allclose(after[[0, 2, 3]], before[[0, 2, 3]])


def test_shares_of_hands_are_those_of_ages_and_sexes(ground):
    layout = ground.setting.layout
    ages = np.asarray(ground.setting.endowment.people.mean_age)
    persons = ground.peasants_all(PEASANTS)
    found = np.asarray(hands_of(layout, jnp.asarray(ages), persons))
    whole = np.asarray(layout.by_region(persons))
    is_man = np.asarray(layout.cell_sex) == 0
    for name, first, last in (("young", 10, 15.99), ("old", 60.01, 200)):
        who = ((ages >= first) & (ages <= last))[layout.cell_age]
        expected = np.asarray(layout.by_region(persons * who)) / whole
        np.testing.assert_allclose(found[HANDS.index(name)], expected)
    grown = ((ages >= 16) & (ages <= 60))[layout.cell_age] & is_man
    np.testing.assert_allclose(found[MEN], np.asarray(layout.by_region(persons * grown)) / whole)


def test_villages_without_men_have_fewer_hands(ground):
    """A village of a fifth men and a fifth women who do .5 of a man's work loses all its men."""
    persons = jnp.where(ground.setting.layout.cell_sex == 1, ground.peasants_all(PEASANTS), 0.0)
    usual = np.zeros((4, 3))
    usual[0], usual[1] = 0.2, 0.2
    view = quiet(ground, people__persons=persons, war__usual_hands=usual)
    given = {"women": 0.5, "young": 0.0, "old": 0.0}
    share = np.asarray(ground.propose("farms_at_war", view, **given).values["war.grown"])
    women = np.asarray(now(view))[1]
    np.testing.assert_allclose(share, 0.5 * women / 0.3)
    crew = gathering(ground.params("harvest"))
    whole = hands(quiet(ground, war__grown=1.0), crew)
    np.testing.assert_allclose(hands(quiet(ground, war__grown=0.7), crew), 0.7 * whole)


def test_a_front_upsets_the_farms_it_goes_over_either_way(ground):
    for was, here in ((ALL_HELD, [1.0, 0.5, 0.0]), ([1.0, 0.5, 0.0], ALL_HELD)):
        view = quiet(
            ground, inputs__controlled=here, war__controlled=was, land__disruption=[0.2, 0.2, 0.5]
        )
        after = ground.propose("farms_at_war", view, upset=0.8).values["land.disruption"]
        np.testing.assert_allclose(after, [0.2, 0.2 + 0.8 * 0.4, 0.5 + 0.5 * 0.8])


def test_tractors_lack_fuel_drivers_and_those_the_army_has(ground):
    usual = 2 * np.asarray(now(quiet(ground)))
    view = quiet(ground, war__civilian=0.6, war__usual_hands=usual, war__captives=0.0)
    view = eqx.tree_at(lambda v: v.world.war.people, view, jnp.asarray(1e18))
    found = ground.propose("machines_at_war", view, towing=1.0, unskilled=0.4).values
    np.testing.assert_allclose(found["war.machines"], 0.6 * (1 - 0.4 / 2))
    army, men = of_soldiers(ground, war__civilian=1.0)
    army = eqx.tree_at(lambda v: v.world.war.people, army, jnp.asarray(10 * men))
    found = ground.propose("machines_at_war", army, towing=2.0, unskilled=0.0).values
    np.testing.assert_allclose(found["war.machines"], 0.8)


def test_draught_power_counts_the_work_that_tractors_do(ground):
    view = with_draught(quiet(ground), 0.5)
    view = eqx.tree_at(lambda v: v.world.land.tractor_power, view, jnp.asarray(1e5))
    whole, half = (
        np.asarray(draught(eqx.tree_at(lambda v: v.world.war.machines, view, jnp.full(3, share))))
        for share in (1.0, 0.5)
    )
    np.testing.assert_allclose(half - 0.5, (whole - 0.5) / 2)


def test_fields_run_down_and_come_back_at_one_pace(ground):
    view = quiet(ground, war__civilian=0.4, war__run_down=0.05, war__usual_draught=0.8)
    view = with_draught(view, 0.4)
    given = {"unsupplied": 0.1, "neglected": 0.6, "slow": 2.0}
    after = ground.propose("fields_at_war", view, **given).values["war.run_down"]
    np.testing.assert_allclose(after, 0.05 + (0.1 * 0.6 + 0.6 * 0.5 - 0.05) / 24)
    mended = quiet(ground, war__civilian=1.0, war__run_down=0.24, war__usual_draught=0.0)
    mended = with_draught(mended, 0.7)
    after = ground.propose("fields_at_war", mended, **given).values["war.run_down"]
    np.testing.assert_allclose(after, 0.23)
    first = ground.propose("fields_at_war", mended, **given).values["war.usual_draught"]
    np.testing.assert_allclose(first, 0.7)


def test_cows_work_as_far_as_other_power_lacks(ground):
    view = with_draught(quiet(ground, war__usual_draught=0.8, war__cows=0.0), 0.4)
    found = ground.propose("machines_at_war", view, harnessed=0.1).values["war.cows"]
    herds, base = view.world.land.herds, view.endowment.land.herds
    np.testing.assert_allclose(found, 0.1 * 0.5 * np.asarray(herds[1] / base[0]))
    before = np.asarray(draught(view))
    working = eqx.tree_at(lambda v: v.world.war.cows, view, found)
    np.testing.assert_allclose(draught(working), before + np.asarray(found))
    again = ground.propose("machines_at_war", working, harnessed=0.1).values["war.cows"]
    np.testing.assert_allclose(again, found)
