"""Intake and hunger by hand; fifths of unequal households are in `test_unequal_food`."""

import equinox as eqx
import numpy as np
import pytest

from partystate.mechanisms.land.hunger import (
    DIET,
    RECOVERY_FLOOR,
    got,
    intakes,
    next_hunger,
    spread_left,
)
from partystate.mechanisms.land.unequal_food import lack_of_fifths, shares_of_food
from partystate.mechanisms.quantities import rural_population
from partystate.world.households import FIFTHS

# parts of a whole diet: of animals where nobody lives from herds and where all do, and of grain
FOODS = {"animal_food": 0.2, "pastoral_food": 0.8, "grain_food": 1.0}


def one_month(before, intake, spread, params):
    """Hunger of each fifth a month after all fifths had `before`, in one region."""
    return np.asarray(
        next_hunger(np.full((FIFTHS, 1), before), np.array([intake]), np.array([spread]), params)
    )[:, 0]


def test_a_well_fed_body_recovers(ground):
    params = ground.params("hunger", threshold=0.8, spread=1e-3, recovery=0.5, mixing=0.0)
    np.testing.assert_allclose(one_month(2.0, 1.5, 1e-3, params), 2 * (1 - 0.5))
    starving = 2 * (1 - 0.5 * RECOVERY_FLOOR) + 0.8
    np.testing.assert_allclose(one_month(2.0, 0.0, 1e-3, params), starving, atol=1e-5)


@pytest.mark.parametrize("spread", [0.1, 0.4, 0.8])
def test_a_whole_diet_adds_no_hunger_however_unequal_the_village(ground, spread):
    """What the poor lack when the diet is whole and nothing is taken is in the ordinary death
    rates; less adds what is lacking beyond it."""
    params = ground.params("hunger", threshold=0.8, spread=spread, mixing=0.0)
    assert [one_month(0.0, x, spread, params).max() for x in (1.0, 1.3)] == [0, 0]
    one, more = (np.asarray(lack_of_fifths(np.array(x), 0.8, np.array(spread))) for x in (1.0, 0.6))
    np.testing.assert_allclose(one_month(0.0, 0.6, spread, params), more - one)


def test_the_poor_recover_as_they_eat(ground):
    """Food of the hungriest fifth is 0.29 of the mean where the sd of its log is 0.8."""
    params = ground.params("hunger", threshold=1e-6, spread=0.8, recovery=0.5, mixing=0.0)
    food = np.minimum(np.asarray(shares_of_food(np.array(0.8))), 1)
    healing = 0.5 * (RECOVERY_FLOOR + (1 - RECOVERY_FLOOR) * food)
    np.testing.assert_allclose(one_month(1.0, 1.0, 0.8, params), 1 - healing)


def test_mixing_evens_fifths_out_and_leaves_their_mean(ground):
    """All of it in one month, half of it, none."""
    rule = {"threshold": 0.8, "spread": 0.4}
    apart = one_month(0.0, 0.5, 0.4, ground.params("hunger", **rule, mixing=0.0))
    half = one_month(0.0, 0.5, 0.4, ground.params("hunger", **rule, mixing=0.5))
    whole = one_month(0.0, 0.5, 0.4, ground.params("hunger", **rule, mixing=1.0))
    np.testing.assert_allclose(whole, apart.mean())
    np.testing.assert_allclose(half, (apart + apart.mean()) / 2)
    assert np.ptp(apart) > 0.1


def test_those_who_are_left_are_ranked_anew(ground):
    """All of the hungriest fifth die: the next ones move down, and the hungriest fifth of those
    left are the second of old and a quarter of its like from the third."""
    fifths = np.zeros((2, FIFTHS, 3))
    fifths[0] = np.array([5.0, 4.0, 3.0, 2.0, 1.0])[:, None]
    starved = np.zeros((2, FIFTHS, 3))
    starved[0, 0] = 1.0
    granted = ground.granted(peasant_grain__eaten=100.0, state_grain__ration=100.0)
    view = at_base(ground, granted, people__hunger_fifths=fifths, people__starved=starved)
    rule = {"recovery": 0.0, "threshold": 1e-6, "mixing": 0.0}
    found = ground.propose("hunger", view, **rule).values["people.hunger_fifths"][0]
    left = np.repeat([4.0, 3.0, 2.0, 1.0], 5).reshape(5, 4).mean(1)  # of twenty parts, four each
    np.testing.assert_allclose(found, np.repeat(left[:, None], 3, 1))


def test_what_was_got_from_barn_ration_and_market(ground):
    """The market filled half of 80 t of bids."""
    granted = ground.granted(
        peasant_grain__eaten=[10.0, 20.0, 30.0],
        state_grain__ration=5.0,
        peasant_grain__market=[40.0, 0.0, 0.0],
    )
    village, town = got(
        ground.view_after(
            granted, land__bid_rural=[20.0, 0.0, 20.0], land__bid_urban=[0.0, 40.0, 0.0]
        )
    )
    np.testing.assert_allclose(village, [20, 20, 40])
    np.testing.assert_allclose(town, [5, 25, 5])


def at_base(ground, granted, **fields):
    """A view in which animals a rural head are those of the base years."""
    base = ground.setting.endowment
    people = rural_population(ground.view())
    herds = base.land.herds * (people / base.people.rural_base)[None]
    return ground.view_after(
        granted,
        land__herds=herds,
        land__needed_rural=100.0,
        land__needed_urban=100.0,
        land__bid_rural=0.0,
        land__bid_urban=0.0,
        **fields,
    )


def test_intake_by_hand(ground):
    """A quarter of a villager's food from animals, three quarters of the rest grain: half the grain
    is 1 - 0.75 x 0.75 / 2."""
    granted = ground.granted(
        peasant_grain__eaten=[100.0, 50.0, 0.0], state_grain__ration=[100.0, 50.0, 0.0]
    )
    view = at_base(ground, granted, endowment__pastoral=0.0)
    rural, urban = intakes(view, ground.params("hunger", animal_food=0.25, grain_food=0.75))
    np.testing.assert_allclose(rural, [1, 1 - 0.75 * 0.75 / 2, 1 - 0.75 * 0.75])
    np.testing.assert_allclose(urban, rural)


def test_gardens_and_slaughtered_animals_feed_the_village(ground):
    """Without grain, milk or meat of the usual kind: gardens half as large again are three eighths
    of a whole diet of which they were a quarter, and the carcasses of half a diet for all are a
    half."""
    view = at_base(
        ground,
        ground.granted(),
        endowment__pastoral=0.0,
        land__gardens=[1.0, 1.5, 1.5],
        policy__blacklist=[0.0, 0.0, 1.0],
    )
    meat = 0.5 * DIET * rural_population(view)
    view = eqx.tree_at(
        lambda v: (v.world.land.meat_eaten, v.world.land.herds),
        view,
        (meat, 0 * view.world.land.herds),
    )
    params = ground.params("hunger", animal_food=0.0, grain_food=0.75, fined=0.4)
    rural, _ = intakes(view, params)
    np.testing.assert_allclose(rural, [0.75, 0.875, 0.6 * 0.875])


def test_where_all_live_from_herds_grain_matters_less(ground):
    granted = ground.granted(peasant_grain__eaten=0.0)
    view = at_base(ground, granted, endowment__pastoral=[0.0, 0.5, 1.0])
    rural, _ = intakes(
        view, ground.params("hunger", animal_food=0.2, pastoral_food=0.8, grain_food=1.0)
    )
    np.testing.assert_allclose(rural, [0.2, 0.5, 0.8])


def test_the_seasons_make_a_whole_diet_in_every_month(ground, toy_scenario):
    """Bread, garden and milk change places through the year; who gets what he usually gets lacks
    nothing in any month."""
    inputs = toy_scenario.inputs.calendar
    for t in range(12):
        seasons = {
            f"inputs__{kind}_season": getattr(inputs, f"{kind}_season")[t]
            for kind in ("bread", "garden", "animal")
        }
        view = at_base(
            ground, ground.granted(peasant_grain__eaten=100.0, state_grain__ration=100.0), **seasons
        )
        rural, urban = intakes(view, ground.params("hunger"))
        np.testing.assert_allclose(rural, 1, atol=0.05)
        np.testing.assert_allclose(urban, 1, atol=1e-9)


def test_lack_is_what_the_village_did_not_get(ground):
    view = at_base(ground, ground.granted(peasant_grain__eaten=[100.0, 60.0, 120.0]))
    np.testing.assert_allclose(ground.propose("hunger", view).values["land.lacked"], [0, 40, 0])


def test_memory_follows_the_hunger_of_all(ground):
    view = at_base(
        ground,
        ground.granted(),
        people__hunger_remembered=1.0,
        people__hunger_fifths=0.0,
    )
    full = ground.propose("hunger", view, memory=1.0).values
    none = ground.propose("hunger", view, memory=0.0).values
    np.testing.assert_allclose(none["people.hunger_remembered"], 1)
    low = np.minimum(full["people.hunger_rural"], full["people.hunger_urban"])
    high = np.maximum(full["people.hunger_rural"], full["people.hunger_urban"])
    assert (low <= full["people.hunger_remembered"]).all()
    assert (full["people.hunger_remembered"] <= high).all()


def test_villages_differ_more_the_more_is_taken_up_to_a_bound(ground):
    """0.3 where nothing is taken, twice that where half is, and three times where all is."""
    fields = {"land__harvest": 100.0, "policy__supply_due": 0.0, "policy__station_due": 0.0}
    view = ground.view(**fields, land__collected=[0.0, 50.0, 100.0])
    np.testing.assert_allclose(
        spread_left(view, ground.params("hunger", spread=0.3, widest=0.9)), [0.3, 0.6, 0.9]
    )


def test_what_follows_the_crop_or_comes_from_elsewhere_does_not_spread(ground):
    """Of 60 t taken of 100: all of it a quota; half of it a share of the crop; beside 100 t that
    the state sends."""
    view = ground.view(
        land__harvest=100.0,
        land__collected=60.0,
        policy__plan=[60.0, 30.0, 60.0],
        policy__station_due=[0.0, 30.0, 0.0],
        policy__supply_due=[0.0, 0.0, 100.0 / 12],
    )
    np.testing.assert_allclose(
        spread_left(view, ground.params("hunger", spread=0.3, widest=0.9)),
        0.3 / np.array([0.4, 0.7, 0.7]),
    )


def test_so_that_the_poor_of_a_village_hunger_where_much_is_taken(ground):
    """The same intake of all three regions; towns feel no levy."""
    fields = {
        "people__hunger_fifths": 0.0,
        "endowment__pastoral": 0.0,
        "land__harvest": 100.0,
        "land__collected": [0.0, 50.0, 100.0],
        "policy__supply_due": 0.0,
        "policy__station_due": 0.0,
    }
    half = ground.granted(peasant_grain__eaten=60.0, state_grain__ration=60.0)
    rule = {"spread": 0.3, "widest": 0.9, "threshold": 0.8}
    view = at_base(ground, half, **fields)
    found = ground.propose("hunger", view, **rule).values
    mean = np.asarray(intakes(view, ground.params("hunger", **rule))[0])

    def lack(food, spread):
        return lack_of_fifths(np.array(food), 0.8, np.array(spread))

    expected = [
        np.maximum(lack(x, s) - lack(1.0, 0.3), 0).mean()
        for x, s in zip(mean, (0.3, 0.6, 0.9), strict=True)
    ]
    np.testing.assert_allclose(found["people.hunger_rural"], expected)
    assert expected[0] < expected[1] < expected[2]
    assert np.ptp(np.asarray(found["people.hunger_urban"])) < 1e-12


def test_a_levy_leaves_the_poor_hungry_on_a_whole_diet(ground):
    """Their lack beyond that of a year in which nothing is taken, most of it in the poorest."""
    params = ground.params("hunger", threshold=0.8, spread=0.3, mixing=0.0)
    more = one_month(0.0, 1.0, 0.6, params) - one_month(0.0, 1.0, 0.3, params)
    assert more[0] > 0.1
    assert (np.diff(more) <= 1e-12).all()


def test_fines_take_gardens_milk_and_meat(ground):
    """Half of what a blacklisted village has beside grain: of a diet of a quarter from animals and
    a quarter of the rest from gardens, 1 - (0.75 x 0.25 + 0.25) / 2 is left, and as much lost again
    by half where half of the region is listed."""
    full = ground.granted(peasant_grain__eaten=100.0)
    view = at_base(ground, full, endowment__pastoral=0.0, policy__blacklist=[0.0, 0.5, 1.0])
    rural, _ = intakes(view, ground.params("hunger", animal_food=0.25, grain_food=0.75, fined=0.5))
    np.testing.assert_allclose(rural, [1, 1 - 0.4375 / 4, 1 - 0.4375 / 2])


def test_the_diet_of_herders_follows_their_herds(ground):
    """Of four fifths from herds there is left what a fifth of grain farmers have, as fewer live
    from herds; without grain the rest is hunger."""
    view = at_base(
        ground,
        ground.granted(peasant_grain__eaten=0.0),
        endowment__pastoral=1.0,
        land__herding=[1.0, 0.5, 0.0],
    )
    rule = FOODS | {"fieldless": 4.0}
    np.testing.assert_allclose(intakes(view, ground.params("hunger", **rule))[0], [0.8, 0.5, 0.2])
    for size, after in ((0.5, [0.875, 0.5, 0.125]), (3.0, [1, 0.625, 0.25])):
        view = at_base(
            ground, ground.granted(), land__herding=[1.0, 0.5, 0.0], land__herders_animals=size
        )
        np.testing.assert_allclose(
            ground.propose("hunger", view, **rule).values["land.herding"], after
        )


def test_herders_with_few_animals_lived_from_them_in_part(ground):
    """Of 0.8 from herds where these suffice and 0.2 where nobody lives from them: all, half and
    none of it; half the animals and no grain leave half of that, and what they had to spare is
    nobody's food."""
    view = at_base(
        ground,
        ground.granted(peasant_grain__eaten=0.0),
        endowment__pastoral=1.0,
        land__herders_diet=[1.0, 0.5, 0.0],
        land__herders_animals=0.5,
    )
    params = ground.params("hunger", **FOODS)
    np.testing.assert_allclose(intakes(view, params)[0], [0.4, 0.25, 0.1])
    rich = eqx.tree_at(lambda v: v.world.land.herders_animals, view, np.full(3, 9.0))
    np.testing.assert_allclose(intakes(rich, params)[0], 1.15 * np.array([0.8, 0.5, 0.2]))


def test_herders_eat_the_bread_that_their_animals_bought(ground):
    """Of four fifths from herds, whole, and half the bread: 0.8 + 0.2 / 2; who sows has all of
    it."""
    for pastoral, intake in ((1.0, 0.9), (0.0, 1.0)):
        view = at_base(
            ground,
            ground.granted(peasant_grain__eaten=100.0),
            endowment__pastoral=pastoral,
            land__bread_bought=0.5,
        )
        np.testing.assert_allclose(intakes(view, ground.params("hunger", **FOODS))[0], intake)
        lacked = ground.propose("hunger", view, **FOODS).values["land.lacked"]
        np.testing.assert_allclose(lacked, 100 / (1 - pastoral / 2) - 100)


def test_feed_is_no_food_of_herders(ground):
    """Half the bread is there and as much feed as bread lacks: who sows eats it, and of four fifths
    from herds there is 0.8 + 0.2 / 2."""
    full = ground.granted(peasant_grain__eaten=50.0, peasant_grain__feed=50.0)
    for pastoral, intake in ((1.0, 0.9), (0.0, 1.0)):
        view = at_base(ground, full, endowment__pastoral=pastoral, land__bread_bought=1.0)
        np.testing.assert_allclose(intakes(view, ground.params("hunger", **FOODS))[0], intake)


def test_with_their_herds_gone_herders_live_from_grain(ground):
    """No animals and all the grain: nothing but hunger while the diet is of herds, and with it
    changed four fifths of a whole diet, as of farmers who lost their cows."""
    view = at_base(
        ground,
        ground.granted(peasant_grain__eaten=100.0),
        endowment__pastoral=1.0,
        land__herding=[1.0, 0.5, 0.0],
        land__herders_animals=0.0,
    )
    view = eqx.tree_at(lambda v: v.world.land.herds, view, 0 * view.world.land.herds)
    np.testing.assert_allclose(intakes(view, ground.params("hunger", **FOODS))[0], [0.2, 0.5, 0.8])
