"""What village and town ask of the stocks, by hand; who is served first is the country's order."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partystate.mechanisms.land.food import (
    beyond_food,
    bids,
    bread_bought,
    bread_eaters,
    claims,
    eaten_wanted,
    feed_given,
    feed_wanted,
    monthly_norm,
    new_bread,
    reserve_wanted,
    seed_asked,
    seed_lacking,
    seed_reserve,
    sold,
)
from partystate.mechanisms.quantities import rural_population, spring_seed, urban_population
from partystate.world.accountant.stocks import settle_stocks
from partystate.world.agricultural_clock import months_left
from partystate.world.effect import Effect
from partystate.world.stocks import uses_of

FORCE, TRADE = -1.0, 1.0
JANUARY, APRIL, MAY, JUNE, JULY, AUGUST = 1, 4, 5, 6, 7, 8
BARN = 1e6
NOTHING_TO_LEND = {
    "information__known_granary": 0.0,
    "information__known_collected": 0.0,
    "policy__plan": 0.0,
    "policy__monthly_due": 0.0,
    "policy__relief_due": 0.0,
    "policy__export_due": 0.0,
    "policy__blacklist": 0.0,
}


def test_norm_is_need_or_what_was_usual(ground):
    view = ground.view(endowment__use_per_head=[0.12, 0.24, 0.36])
    np.testing.assert_allclose(
        monthly_norm(view, ground.params("food", need=0.24)), [0.01, 0.02, 0.02]
    )


def test_a_village_eats_evenly_to_the_next_harvest(ground):
    """In August the grain must last 12 months: a twelfth of the barn above the seed, and never more
    than the norm."""
    params = ground.params("food", stretch=1.0, bartered=0.0)
    view = ground.view(AUGUST)
    norm = np.asarray(monthly_norm(view, params) * rural_population(view))
    for barns, eaten in ((24 * norm, norm), (6 * norm, norm / 2), (0 * norm, 0 * norm)):
        view = ground.view(AUGUST, land__peasant_grain=barns + 100)
        np.testing.assert_allclose(eaten_wanted(view, params, jnp.full(3, 100.0))[0], eaten)


@pytest.mark.parametrize(
    ("month", "share", "off_the_field"),
    [
        (APRIL, [0, 0, 0], True),
        (MAY, [0, 0, 0], True),
        (JUNE, [0.5, 0, 0], True),
        (JULY, [1, 0.75, 0.25], False),
        (AUGUST, [0, 0, 0], False),
    ],
)
def test_new_bread_by_latitude(ground, month, share, off_the_field):
    """New bread on day 6.25 of the months at 50 degrees, an eighth of a month later a degree: at
    44, 50 and 54 degrees from 5.5, 6.25 and 6.75 on. Empty barns."""
    params = ground.params("food", first_bread=6.25, ripening=0.125, bartered=0.0)
    view = ground.view(month, land__peasant_grain=0.0, endowment__latitude=[44.0, 50.0, 54.0])
    np.testing.assert_allclose(new_bread(view, params), share)
    norm = np.asarray(monthly_norm(view, params) * rural_population(view))
    eaten, green = eaten_wanted(view, params, jnp.zeros(3))
    np.testing.assert_allclose(eaten, share * norm)
    np.testing.assert_allclose(green, eaten if off_the_field else 0 * norm)


def test_not_before_sowing_however_far_south(ground):
    params = ground.params("food", first_bread=6.25, ripening=0.125)
    for month, share in ((APRIL, 0.0), (MAY, 1.0)):
        view = ground.view(month, endowment__latitude=30.0)
        np.testing.assert_allclose(new_bread(view, params), share)


def test_off_the_field_comes_what_the_barn_does_not_give(ground):
    """In June the barn holds bread for one month and must last two: half is at hand, and half is
    cut green, though there is bread for all of the month."""
    params = ground.params("food", first_bread=5.0, ripening=0.0, stretch=1.0, bartered=0.0)
    view = ground.view(JUNE)
    norm = np.asarray(monthly_norm(view, params) * rural_population(view))
    view = ground.view(JUNE, land__peasant_grain=norm * [1, 4, 0])
    eaten, green = eaten_wanted(view, params, jnp.zeros(3))
    np.testing.assert_allclose(eaten, norm)
    np.testing.assert_allclose(green, norm * [0.5, 0, 1])


def test_green_bread_is_booked_until_the_harvest(ground):
    """It comes in the month it is eaten, and is kept in mind for the harvest, which it lacks."""
    rule = {"first_bread": 5.0, "ripening": 0.0}
    empty = {"land__peasant_grain": 0.0, "land__eaten_green": 7.0, "land__lacked": 0.0}
    june, july, august = (
        ground.propose("food", ground.view(m, **empty), **rule) for m in (JUNE, JULY, AUGUST)
    )
    green = np.asarray(june.claims["peasant_grain.eaten"])
    assert green.min() > 0
    np.testing.assert_allclose(june.inflows["peasant_grain"], green)
    np.testing.assert_allclose(june.values["land.eaten_green"], 7 + green)
    for later, kept in ((july, 0), (august, 7)):
        np.testing.assert_allclose(later.inflows["peasant_grain"], 0)
        np.testing.assert_allclose(later.values["land.eaten_green"], kept)


def test_more_bread_in_some_months(ground):
    """A season of 1.2 raises what the village wants, bids for and is said to need; towns eat
    evenly."""
    params = ground.params("food", purse=1.0, bartered=0.0)
    mean, spring = ground.view(MAY), ground.view(MAY, inputs__bread_season=1.2)
    rich = ground.view(MAY, inputs__bread_season=1.2, land__peasant_grain=BARN * 10)
    norm = np.asarray(monthly_norm(mean, params) * rural_population(mean))
    np.testing.assert_allclose(eaten_wanted(rich, params, jnp.zeros(3))[0], 1.2 * norm)
    np.testing.assert_allclose(
        ground.propose("food", spring, bartered=0.0).values["land.needed_rural"],
        1.2 * norm,
    )
    np.testing.assert_allclose(bids(spring, params, jnp.zeros(3))[0], 1.2 * norm)
    np.testing.assert_allclose(
        bids(spring, params, jnp.zeros(3))[1], bids(mean, params, jnp.zeros(3))[1]
    )


def test_seed_is_kept_from_harvest_to_sowing(ground):
    params = ground.params("food", seed_defended=0.7)
    for month, share in ((AUGUST, 0.7), (JANUARY, 0.7), (APRIL, 0.7), (MAY, 0.0), (JULY, 0.0)):
        view = ground.view(month)
        np.testing.assert_allclose(seed_reserve(view, params), share * spring_seed(view))


def test_seed_asked_in_the_sowing_month(ground):
    """A barn that holds all the seed gives what is defended, and the rest where food is set aside
    already."""
    params = ground.params("food", seed_defended=0.6)
    view = ground.view(APRIL, land__peasant_grain=BARN, **NOTHING_TO_LEND)
    need = spring_seed(view)
    for beside, share in ((0.0, 0.6), (0.8, 0.8), (2.0, 1.0)):
        seed, loan = seed_asked(view, params, beside * need)
        np.testing.assert_allclose(seed / need, share)
        assert float(loan.max()) == 0
    assert float(seed_asked(ground.view(JULY), params, need)[0].max()) == 0


def test_the_state_lends_what_a_barn_lacks_at_sowing(ground):
    """Three fifths are defended; of the rest the state lends what it can spare, cut alike."""
    params = ground.params("food", seed_defended=0.6)
    fields = NOTHING_TO_LEND | {"land__peasant_grain": BARN, "policy__blacklist": [0.0, 0.5, 1.0]}
    need = np.asarray(spring_seed(ground.view(APRIL)))
    asked = 0.4 * need * [1, 0.5, 0]
    for granary, part in ((2 * asked.sum(), 1.0), (asked.sum() / 4, 0.25), (0.0, 0.0)):
        view = ground.view(APRIL, **fields | {"information__known_granary": granary})
        seed, loan = seed_asked(view, params, jnp.zeros(3))
        np.testing.assert_allclose(loan, part * asked)
        np.testing.assert_allclose(seed, 0.6 * need + part * asked)


def test_loans_leave_bread_to_the_harvest_and_what_goes_elsewhere(ground):
    """1,000 t in April, of which 4 months of 100 t are owed; 150 t of relief and 50 t of exports go
    this month: 400 t are lent. Where all is owed, a fifth is lent if rulers put seed first."""
    fields = NOTHING_TO_LEND | {
        "land__peasant_grain": 0.0,
        "information__known_granary": 1000.0,
        "policy__monthly_due": 100.0,
    }
    params = ground.params("food", seed_first=0.0)
    need = np.asarray(spring_seed(ground.view(APRIL)))
    assert need.sum() > 1000
    sent = fields | {"policy__relief_due": 50.0, "policy__export_due": 50.0}
    for asked, lent in ((fields, 600), (sent, 400)):
        loan = np.asarray(seed_asked(ground.view(APRIL, **asked), params, jnp.zeros(3))[1])
        np.testing.assert_allclose(loan, lent * need / need.sum())
    owed = fields | {"policy__monthly_due": 250.0}
    assert float(seed_asked(ground.view(APRIL, **owed), params, jnp.zeros(3))[1].max()) == 0
    first = ground.params("food", seed_first=0.2)
    loan = np.asarray(seed_asked(ground.view(APRIL, **owed), first, jnp.zeros(3))[1])
    np.testing.assert_allclose(loan, 200 * need / need.sum())


def test_what_was_lent_in_april_is_not_lent_again_in_may(ground):
    """A bare barn, and all lent in April: nothing is lacking in May, and nothing is asked."""
    fields = NOTHING_TO_LEND | {"land__peasant_grain": 0.0, "information__known_granary": 1e9}
    params = ground.params("food")
    seed, loan = seed_asked(ground.view(APRIL, **fields), params, jnp.zeros(3))
    np.testing.assert_allclose(loan, spring_seed(ground.view(APRIL)))
    later = ground.view_after(ground.granted(peasant_grain__seed=seed), MAY, **fields)
    again = seed_asked(later, params, jnp.zeros(3))
    assert [float(a.max()) for a in again] == [0, 0]


def test_a_month_later_the_lack_again_with_a_loan(ground):
    need = spring_seed(ground.view(MAY))
    view = ground.view_after(
        ground.granted(peasant_grain__seed=0.25 * need),
        MAY,
        **NOTHING_TO_LEND
        | {"information__known_granary": 1e9, "policy__blacklist": [0.0, 0.5, 1.0]},
    )
    seed, loan = seed_asked(view, ground.params("food"), jnp.zeros(3))
    np.testing.assert_allclose(loan / need, [0.75, 0.375, 0])
    np.testing.assert_allclose(seed / need, [0.75, 0.375, 0])


def test_seed_still_lacking(ground):
    need = spring_seed(ground.view(MAY))
    sown = ground.granted(peasant_grain__seed=0.25 * need)
    np.testing.assert_allclose(seed_lacking(ground.view_after(sown, MAY)) / need, 0.75)
    late = ground.view_after(sown, MAY + 1, land__seed_unmet=0.75 * need)
    np.testing.assert_allclose(seed_lacking(late) / need, 0.5)
    np.testing.assert_allclose(
        seed_lacking(ground.view_after(sown, 9, land__seed_unmet=0.5 * need)) / need, 0.5
    )


def test_bids_of_village_and_town(ground):
    """Towns bid for what rations leave; villages for what they usually bring in, and a share of the
    rest."""
    params = ground.params("food", purse=0.2, bartered=0.0)
    fields = {
        "endowment__inflow": 12 * 30.0,
        "policy__ration_norm": 0.0,
        "policy__blacklist": [0.0, 0.5, 0.0],
    }
    view = ground.view(JANUARY, **fields)
    norm = monthly_norm(view, params)
    village, town = bids(view, params, norm * rural_population(view) - 100)
    np.testing.assert_allclose(village, [30 + 14, 22, 44], rtol=1e-9)
    np.testing.assert_allclose(town, norm * urban_population(view))
    fed = ground.view(JANUARY, policy__ration_norm=norm)
    assert float(bids(fed, params, norm * rural_population(fed))[1].max()) == 0


def test_herders_have_bread_as_far_as_their_animals_buy_it(ground):
    """A third of the village lives from herds and half of what it had is left, for which it gets
    1 - 0.8 / 2 of its bread: bread for 1 - 0.4 / 3 of the village, whose books ask for no more.
    Those who no longer live from herds, and more animals than before, change nothing."""
    params = ground.params("food", bartered=0.8, ample=3.0)
    view = ground.view(
        JANUARY,
        policy__line=TRADE,
        endowment__pastoral=1 / 3,
        endowment__herd_a_herder=3.0,
        land__herding=[1.0, 0.5, 0.0],
    )
    base = view.endowment
    head = rural_population(view) / base.people.rural_base
    for size, bought, eaters in (
        (0.5, 0.6, [1 - 0.4 / 3, 1 - 0.2 / 3, 1]),
        (2.0, 1.0, [1, 1, 1]),
    ):
        with_herds = eqx.tree_at(
            lambda v: v.world.land.herds, view, size * base.land.herds * head[None]
        )
        np.testing.assert_allclose(bread_bought(with_herds, params), bought)
        np.testing.assert_allclose(
            bread_eaters(with_herds, params) / rural_population(view), eaters
        )
        found = ground.propose("food", with_herds, bartered=0.8, ample=3.0).values
        np.testing.assert_allclose(found["land.bread_bought"], bought)
        norm = monthly_norm(view, params) * view.inputs.calendar.bread_season
        np.testing.assert_allclose(
            found["land.needed_rural"], norm * rural_population(view) * np.array(eaters)
        )


def test_a_ban_on_trade_takes_the_bread_of_herders(ground):
    """Half of the animals are left, and half of the trade: of 0.8 of the bread a quarter is bought.
    With all animals and all trade stopped there is what is got without them."""
    view = ground.view(JANUARY, policy__line=FORCE, endowment__herd_a_herder=3.0)
    base = view.endowment
    head = rural_population(view) / base.people.rural_base
    for size, ban, bought in ((0.5, 0.5, 0.4), (1.0, 1.0, 0.2), (2.0, 0.0, 1.0)):
        with_herds = eqx.tree_at(
            lambda v: v.world.land.herds, view, size * base.land.herds * head[None]
        )
        params = ground.params("food", bartered=0.8, trade_ban=ban, ample=3.0)
        np.testing.assert_allclose(bread_bought(with_herds, params), bought)


def test_herders_live_from_what_they_have(ground):
    """Three regions whose herders held half of what feeds a man, just that, and twice as much, and
    have half of it left: of their bread they bought 0.4, 0.8 and 0.8, and now they buy half, half
    and all of it, as the last had half to spare."""
    view = ground.view(JANUARY, policy__line=TRADE, endowment__herd_a_herder=[1.5, 3.0, 6.0])
    base = view.endowment
    head = rural_population(view) / base.people.rural_base
    view = eqx.tree_at(lambda v: v.world.land.herds, view, 0.5 * base.land.herds * head[None])
    found = ground.propose("food", view, bartered=0.8, ample=3.0).values
    np.testing.assert_allclose(found["land.herders_diet"], [0.5, 1, 1])
    np.testing.assert_allclose(found["land.herders_animals"], [0.5, 0.5, 1])
    np.testing.assert_allclose(found["land.bread_bought"], [1 - 0.4 / 2, 1 - 0.8 / 2, 1])


def test_shops_sell_to_towns_and_villages_alike(ground):
    """A granary of 1,000 t in the harvest month, 100 t due a month and two kept beyond it: half of
    700 t to spare less 50 exported is sold to bids of 600 t, half of each; what is due is not
    touched, and a state of free trade keeps no shops."""
    asked = jnp.array([[100.0, 200.0, 0.0], [0.0, 100.0, 200.0]])
    fields = {
        "information__known_granary": 1000.0,
        "information__known_collected": 0.0,
        "policy__plan": 0.0,
        "policy__monthly_due": 100.0,
        "policy__relief_due": 0.0,
        "policy__export_due": 50.0,
    }
    params = ground.params("food", shops=0.5, kept_months=2.0)
    forced = sold(ground.view(JULY, **fields, policy__line=FORCE), params, asked)
    np.testing.assert_allclose(forced, asked / 2)
    assert float(sold(ground.view(JULY, **fields, policy__line=TRADE), params, asked).max()) == 0
    short = fields | {"information__known_granary": 300.0}
    assert float(sold(ground.view(JULY, **short, policy__line=FORCE), params, asked).max()) == 0


def test_shops_sell_feed_that_villages_lack_and_can_pay_for(ground):
    """All that is asked lies there: of a barn with nothing beyond food and seed, the share `purse`
    of what animals lack goes into it beside bread."""
    params = ground.params("food", shops=1.0, kept_months=0.0, purse=0.5)
    fields = {
        "information__known_granary": 1e12,
        "information__known_collected": 0.0,
        "policy__plan": 0.0,
        "policy__monthly_due": 0.0,
        "policy__relief_due": 0.0,
        "policy__export_due": 0.0,
        "policy__supply_due": 0.0,
        "policy__blacklist": 0.0,
        "policy__line": FORCE,
        "land__peasant_grain": 0.0,
        "endowment__inflow": 0.0,
    }
    view = ground.view(AUGUST, **fields)
    rule = {"shops": 1.0, "kept_months": 0.0, "purse": 0.5}
    supply = ground.propose("food", view, **rule).claims["state_grain.supply"]
    bread, _ = bids(view, params, eaten_wanted(view, params, seed_reserve(view, params))[0])
    feed = feed_wanted(view, params)
    assert float(feed.max()) > 0
    np.testing.assert_allclose(supply, bread + feed / 2)


def all_claims(ground, view, bid=1e12, **changes):
    params = ground.params("food", **changes)
    eaten, _ = eaten_wanted(view, params, seed_reserve(view, params))
    return claims(view, params, eaten, jnp.asarray(bid), [jnp.zeros(3)] * 2)


def test_the_market_is_cut_to_the_bids_and_banned_by_force(ground):
    fields = {"land__peasant_grain": [BARN, 0.0, BARN], "policy__blacklist": 0.0}
    free, forced = (
        all_claims(
            ground, ground.view(MAY, **fields, policy__line=line), trade_ban=0.75, bartered=0.0
        )["peasant_grain.market"]
        for line in (TRADE, FORCE)
    )
    np.testing.assert_allclose(forced, 0.25 * free)
    assert float(free[1]) == 0 < float(free[0])
    cut = all_claims(
        ground, ground.view(MAY, **fields, policy__line=TRADE), bid=float(free.sum()) / 4
    )["peasant_grain.market"]
    np.testing.assert_allclose(cut, free / 4)


def test_feed_follows_the_animals_and_waits_for_bread(ground):
    herds = ground.setting.endowment.land.herds
    whole, half = (
        ground.view(MAY, land__herds=s * herds, land__sown_area=1.0, land__tractor_power=0.0)
        for s in (1.0, 0.5)
    )
    params = ground.params("food")
    np.testing.assert_allclose(feed_wanted(half, params), feed_wanted(whole, params) / 2)
    driven = ground.view(MAY, land__herds=0.5 * herds, land__sown_area=1.0, land__tractor_power=1e6)
    np.testing.assert_allclose(feed_wanted(driven, params), feed_wanted(half, params))
    no_horses = ground.view(MAY, land__herds=herds.at[0].set(0.0))
    eaters = np.array([1.0, 0.15, 0.5, 0.03])[:, None] * np.asarray(herds)
    np.testing.assert_allclose(
        feed_wanted(no_horses, params) / feed_wanted(whole, params),
        1 - eaters[0] / eaters.sum(0),
    )
    hungry = ground.view(MAY, land__peasant_grain=0.0)
    assert float(all_claims(ground, hungry)["peasant_grain.feed"].max()) == 0


def test_rations_supply_and_the_bread_of_the_confined(ground):
    fields = {
        "policy__ration_norm": 0.01,
        "policy__supply_due": [0.4e6, 0.0, 0.0],
        "policy__blacklist": [0.5, 0.0, 0.0],
        "policy__confined_norm": 0.02,
        "people__persons": ground.peasants_all("worker") + ground.peasants_all("camp", 3.0),
    }
    view = ground.view(MAY, **fields)
    asked = all_claims(ground, view)
    camps = ground.setting.layout.by_region(ground.peasants_all("camp", 3.0))
    ration = 0.01 * np.asarray(urban_population(view))
    supply = np.array([0.5 * 0.4e6, 0, 0])
    np.testing.assert_allclose(asked["state_grain.ration"], ration)
    np.testing.assert_allclose(asked["state_grain.supply"], supply)
    np.testing.assert_allclose(asked["state_grain.confined"], 0.02 * np.asarray(camps))
    assert float(camps.min()) > 0


def test_what_the_confined_eat_leaves_the_granary_after_the_towns(ground, toy_scenario):
    """A granary of 100 t: 60 of rations, then 30 for the confined, and 10 of the 50 of upkeep."""
    order = toy_scenario.rules.state_order
    assert order.index("ration") < order.index("confined") < order.index("upkeep")
    asks = Effect(
        claims={
            "state_grain.ration": jnp.full(3, 20.0),
            "state_grain.confined": jnp.full(3, 10.0),
            "state_grain.upkeep": jnp.asarray(50.0),
        }
    )
    land = settle_stocks(
        ground.view(land__state_grain=100.0).world, asks, order, toy_scenario.rules.granary_order
    ).land
    np.testing.assert_allclose(land.granted["state_grain.confined"], 10)
    assert float(land.granted["state_grain.upkeep"]) == pytest.approx(10)
    assert float(land.state_grain) == pytest.approx(0)


def test_decisions_are_asked_as_they_were_taken(ground):
    view = ground.view(
        MAY, policy__relief_due=[1.0, 2.0, 3.0], policy__export_due=4.0, policy__upkeep_due=5.0
    )
    asked = all_claims(ground, view)
    assert np.asarray(asked["state_grain.relief"]).tolist() == [1, 2, 3]
    assert (float(asked["state_grain.export"]), float(asked["state_grain.upkeep"])) == (4, 5)


def test_foreign_aid_goes_by_what_was_lacked(ground):
    fields = {"land__lacked": [100.0, 0.0, 300.0], "inputs__foreign_aid": 80.0}
    free = ground.propose(
        "food", ground.view(MAY, **fields, policy__line=TRADE), aid_refused=0.5
    ).inflows["peasant_grain"]
    refused = ground.propose(
        "food", ground.view(MAY, **fields, policy__line=FORCE), aid_refused=0.5
    ).inflows["peasant_grain"]
    np.testing.assert_allclose(free, [20, 0, 60])
    np.testing.assert_allclose(refused, [10, 0, 30])
    calm = ground.view(MAY, land__lacked=0.0, inputs__foreign_aid=80.0)
    assert float(ground.propose("food", calm).inflows["peasant_grain"].max()) == 0


@pytest.mark.parametrize("stock", ["peasant_grain", "state_grain"])
@settings(max_examples=20, deadline=None)
@given(available=st.floats(0, 1e6), seed=st.integers(0, 2**31))
def test_who_eats_last(ground, toy_scenario, stock, available, seed):
    """Whatever is asked, a use later in the order gets nothing where one before it lacks
    anything."""
    rules = toy_scenario.rules
    order = rules.granary_order if stock == "peasant_grain" else rules.state_order
    order = order + tuple(u for u in uses_of(stock) if u not in order)
    rng = np.random.default_rng(seed)
    asks = {
        f"{stock}.{use}": jnp.broadcast_to(
            rng.exponential(2e5), ground.world.land.granted[f"{stock}.{use}"].shape
        )
        for use in order
    }
    view = ground.view(**{f"land__{stock}": available})
    land = settle_stocks(
        view.world, Effect(claims=asks), rules.state_order, rules.granary_order
    ).land
    for before, after in zip(order, order[1:], strict=False):
        lacks = np.asarray(land.unmet[f"{stock}.{before}"]) > 1e-6
        got = np.asarray(land.granted[f"{stock}.{after}"]) > 1e-6
        assert not (lacks.all() & got.any() if stock == "state_grain" else (lacks & got).any()), (
            before,
            after,
        )


def test_hunger_is_what_the_order_of_uses_leaves(ground, toy_scenario):
    """Collections served first leave a village nothing to eat; served last they leave it its
    bread."""
    view = ground.view(land__peasant_grain=100.0)
    asks = Effect(
        claims={
            "peasant_grain.collection": jnp.full(3, 100.0),
            "peasant_grain.eaten": jnp.full(3, 60.0),
        }
    )
    first = settle_stocks(
        view.world, asks, toy_scenario.rules.state_order, ("collection", "eaten")
    ).land
    last = settle_stocks(
        view.world, asks, toy_scenario.rules.state_order, ("eaten", "collection")
    ).land
    assert float(first.granted["peasant_grain.eaten"].max()) == 0
    np.testing.assert_allclose(last.granted["peasant_grain.eaten"], 60)
    np.testing.assert_allclose(last.granted["peasant_grain.collection"], 40)


def test_animals_share_what_is_left_with_a_reserve(ground):
    """In May there are three months to the harvest: feed of a month is cut by what six months of
    food kept beside three of feed leave it, and where nothing is kept not at all."""
    view = ground.view(MAY, land__peasant_grain=BARN)
    params = ground.params("food", reserve=6.0, bartered=0.0)
    beyond, wanted = beyond_food(view, params), feed_wanted(view, params)
    kept = 6 * monthly_norm(view, params) * rural_population(view)
    np.testing.assert_allclose(reserve_wanted(view, params), kept)
    np.testing.assert_allclose(
        feed_given(view, params, kept),
        wanted * np.minimum(beyond / (3 * wanted + kept), 1),
    )
    np.testing.assert_allclose(feed_given(view, params, 0), np.minimum(wanted, beyond / 3))


@pytest.mark.parametrize("month", [AUGUST, MAY])
def test_a_reserve_goes_to_no_market_and_is_eaten_in_need(ground, month):
    """Of 100 t beyond food and seed a reserve of 60 t leaves 40 to be sold; people eat of it as if
    it were not there."""
    none = ground.params("food", reserve=0.0)
    view = ground.view(month, policy__blacklist=0.0, policy__line=TRADE)
    food = monthly_norm(view, none) * rural_population(view) * months_left(view.world.month)
    full = food + seed_reserve(view, none) + 100
    view = eqx.tree_at(lambda v: v.world.land.peasant_grain, view, full)
    kept = 60 / float(reserve_wanted(view, ground.params("food", reserve=1.0))[0])
    sale = {
        reserve: all_claims(ground, view, market_open=1.0, reserve=reserve)["peasant_grain.market"]
        for reserve in (0.0, kept)
    }
    np.testing.assert_allclose(sale[0.0][0], 100)
    np.testing.assert_allclose(sale[kept][0], 40)
    hungry = ground.view(month, land__peasant_grain=BARN / 50)
    eaten = [
        eaten_wanted(hungry, params, seed_reserve(hungry, params))[0]
        for params in (none, ground.params("food", reserve=6.0))
    ]
    np.testing.assert_allclose(*eaten)
