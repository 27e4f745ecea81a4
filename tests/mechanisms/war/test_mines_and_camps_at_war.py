"""Mines, stores and camps at war by hand: what is lost with a region, and who eats last."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.couplings import as_if_supplied, supplied, where_made
from partystate.world.sectors import PRODUCTS
from tests.mechanisms.war.quiet import ALL_HELD, STEPPE_LOST, quiet

COAL, BOOK = PRODUCTS.index("coal"), "state_grain.confined"


def stood(coal):
    """Where products were made: coal as given, nothing told of the others."""
    given = np.zeros((len(PRODUCTS), 3))
    given[COAL] = coal
    return given


def test_mines_go_with_their_region_and_hold_up_the_rest(ground):
    view = quiet(
        ground,
        inputs__controlled=STEPPE_LOST,
        inputs__stood=stood([0.1, 0.3, 0.6]),
        war__plant_part=[0.5, 0.3, 0.2],
        war__works=1.0,
    )
    after = ground.propose("mines_at_war", view, bound=0.5).values
    np.testing.assert_allclose(after["war.works"], STEPPE_LOST)
    expected = np.ones(len(PRODUCTS))
    expected[COAL] = 0.4 / 0.8
    np.testing.assert_allclose(after["war.by_product"], expected)
    assert float(after["war.supplied"]) == pytest.approx(np.sqrt(0.5))


def test_what_is_freed_is_wrecked_and_mends(ground):
    view = quiet(ground, war__controlled=STEPPE_LOST, war__works=STEPPE_LOST)
    works = ground.propose("mines_at_war", view, intact=0.1, mended=0.24).values["war.works"]
    np.testing.assert_allclose(works, [1, 1, 0.1 + 0.02])
    later = quiet(ground, war__controlled=ALL_HELD, war__works=[1.0, 1.0, 0.5])
    works = ground.propose("mines_at_war", later, intact=0.1, mended=0.24).values["war.works"]
    np.testing.assert_allclose(works, [1, 1, 0.51])


def test_a_product_that_is_left_holds_nothing_up(ground):
    view = quiet(
        ground,
        inputs__controlled=STEPPE_LOST,
        inputs__stood=stood([0.5, 0.5, 0.0]),
        war__plant_part=[0.4, 0.3, 0.3],
        war__works=1.0,
    )
    after = ground.propose("mines_at_war", view, bound=0.5).values
    assert float(after["war.by_product"][COAL]) == pytest.approx(1 / 0.7)
    assert float(after["war.supplied"]) == pytest.approx(1)


def test_output_and_products_are_cut_as_war_says(ground):
    view = quiet(ground, war__supplied=0.8, war__by_product=[0.5, 1.0, 1.0, 1.2])
    output = jnp.array([2.0, 3.0])
    np.testing.assert_allclose(supplied(view, output), [1.6, 2.4])
    np.testing.assert_allclose(as_if_supplied(view, supplied(view, output)), output)
    np.testing.assert_allclose(where_made(view, jnp.full(4, 10.0)), [5, 10, 10, 12])


def in_book(ground, share, soldiers, others, **fields):
    """A month after which soldiers and inmates of camps got `share` of their norm."""
    persons = ground.peasants_all("soldier", 1.0) * soldiers
    persons = persons + ground.peasants_all("camp", 1.0) * others
    view = quiet(
        ground,
        people__persons=persons,
        war__captives=0.0,
        policy__cover=1.0,
        **fields,
    )
    got, lacked = dict(view.world.land.granted), dict(view.world.land.unmet)
    ones = jnp.ones_like(got[BOOK]) / got[BOOK].size
    got[BOOK], lacked[BOOK] = share * ones, (1 - share) * ones
    return eqx.tree_at(lambda v: (v.world.land.granted, v.world.land.unmet), view, (got, lacked))


def cells_of(ground, status):
    """Persons of a status where there is one in each of its cells."""
    return float(ground.peasants_all(status, 1.0).sum())


def test_soldiers_are_spared_and_inmates_eat_what_is_left(ground):
    each = cells_of(ground, "soldier"), cells_of(ground, "camp")
    view = in_book(ground, 0.9, 2 / each[0], 1 / each[1], war__camp_hunger=0.2)
    given = {"army_first": 0.5, "enough": 0.9, "recovery": 0.5, "deadly": 4.0}
    made = ground.propose("camps_at_war", view, **given)
    got = 0.9 * 3 - 0.95 * 2
    hunger = 0.1 + 0.9 - got
    assert float(made.values["war.camp_hunger"]) == pytest.approx(hunger)
    layout = ground.setting.layout
    base = np.asarray(ground.setting.endowment.people.death_rate)
    base = base[np.asarray(layout.cell_age), np.asarray(layout.cell_sex)]
    camp = np.asarray(layout.is_status("camp"))
    others = np.asarray(layout.is_status("colony") | layout.is_status("prisoner"))
    died = np.asarray(made.hazards["confined_death"])
    np.testing.assert_allclose(died[camp], 4 * hunger**2 * base[camp])
    assert not died[~camp & ~others].any()


def test_who_gets_the_norm_heals(ground):
    each = cells_of(ground, "soldier"), cells_of(ground, "camp")
    view = in_book(ground, 1.0, 2 / each[0], 1 / each[1], war__camp_hunger=0.4)
    made = ground.propose("camps_at_war", view, recovery=0.25, enough=0.9)
    assert float(made.values["war.camp_hunger"]) == pytest.approx(0.3)


def test_stores_are_lost_with_the_land_where_grain_was_asked_for(ground):
    view = quiet(
        ground,
        inputs__controlled=[1.0, 0.5, 0.0],
        land__state_grain=1000.0,
        policy__plan=[0.0, 40.0, 60.0],
        war__mounts=24.0,
    )
    made = ground.propose("stores_at_war", view, carried=0.25, oats=1.5).claims
    assert float(made["state_grain.lost"]) == pytest.approx(0.75 * 0.8 * 1000)
    assert float(made["state_grain.fodder"]) == pytest.approx(3)
    later = quiet(
        ground,
        inputs__controlled=[1.0, 0.5, 0.0],
        war__controlled=[1.0, 0.5, 0.0],
        land__state_grain=1000.0,
        policy__plan=1.0,
    )
    assert float(ground.propose("stores_at_war", later).claims["state_grain.lost"]) == 0
