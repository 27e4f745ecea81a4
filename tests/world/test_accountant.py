"""The accountant: competing risks in closed form, whole persons, and books that close."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partystate.core import draws
from partystate.engine.run import run
from partystate.world import causes
from partystate.world.accountant.people import settle_people
from partystate.world.accountant.stocks import allocate, settle_stocks
from partystate.world.effect import Effect, combine
from partystate.world.stocks import RECEIVED_BY, uses_of

settled = jax.jit(settle_people, static_argnums=(4, 5))  # one program for all examples of a kind
DEATH, FAMINE, AGEING = (
    causes.CAUSES.index(causes.CAUSE[name]) for name in ("death", "famine_death", "ageing")
)


@pytest.fixture(scope="module")
def start(toy_scenario):
    return toy_scenario.start(toy_scenario.values("central", 1, 0), 1)


USED = ("death", "famine_death", "epidemic_death", "ageing", "joined_collective")


def hazards(layout, **rates):
    """Hazards of the causes used here, of which the others are nought, so that all tests have one
    program; nobody is born."""
    cells = layout.cell_region.shape[0]
    rates = dict.fromkeys(USED, 0.0) | rates
    return Effect(
        hazards={name: jnp.full(cells, rate) for name, rate in rates.items()},
        births={"per_woman": jnp.full(cells, 0.0)},
    )


def test_two_risks_against_closed_form(start):
    """Hazards 0.2 and 0.6: 1 - exp(-0.8) leave, a quarter of them for the first."""
    world, setting = start
    effect = hazards(setting.layout, death=0.2, famine_death=0.6)
    _, flows = settled(world, effect, setting.layout, setting.luck, 1, False)
    n = world.people.persons
    gone = 1 - np.exp(-0.8)
    np.testing.assert_allclose(flows.left[DEATH], n * gone / 4, rtol=1e-13)
    np.testing.assert_allclose(flows.left[FAMINE], n * gone * 3 / 4, rtol=1e-13)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 5), min_size=3, max_size=3), st.integers(0, 2**31))
def test_whole_persons_and_closed_books(start, rates, seed):
    world, setting = start
    effect = hazards(setting.layout, death=rates[0], famine_death=rates[1], ageing=rates[2])
    births = {"per_woman": jnp.full(world.people.persons.shape, 0.01)}
    effect = eqx.tree_at(lambda e: e.births, effect, births)
    after, flows = settled(world, effect, setting.layout, draws.luck(seed), 1, True)
    n = np.asarray(after.people.persons)
    assert np.array_equal(n, np.round(n))
    assert n.min() >= 0
    left, born = np.asarray(flows.left), np.asarray(flows.born)
    assert np.array_equal(left, np.round(left))
    assert left.min() >= 0
    assert (left.sum(0) <= np.asarray(world.people.persons)).all()
    out = left[DEATH].sum() + left[FAMINE].sum()
    assert n.sum() == np.asarray(world.people.persons).sum() + born.sum() - out


def test_deaths_of_disease_leave_the_books_under_their_own_cause(start):
    """Whole persons: hunger and disease together take what is gone, and deaths of the month count
    both."""
    world, setting = start
    after, flows = settled(
        world,
        hazards(setting.layout, famine_death=0.02, epidemic_death=0.05),
        setting.layout,
        setting.luck,
        1,
        True,
    )
    sick = np.asarray(flows.left[causes.CAUSES.index(causes.CAUSE["epidemic_death"])])
    assert np.array_equal(sick, np.round(sick))
    assert sick.sum() > flows.left[FAMINE].sum()
    gone = np.asarray(world.people.persons - after.people.persons)
    assert np.array_equal(gone, sick + np.asarray(flows.left[FAMINE]))
    assert float(after.vital.deaths.sum()) == gone.sum()


def test_counted_mean_is_the_expected_flow(start):
    """Mean deaths over 400 lucks within 5 standard errors of the expected ones: false alarm
    6e-7."""
    world, setting = start
    effect = hazards(setting.layout, death=0.01)

    def deaths(seed_key):
        return settled(world, effect, setting.layout, seed_key, 1, True)[1].left[DEATH].sum()

    lucks = jnp.stack([draws.luck(7, run) for run in range(400)])
    counts = np.asarray(jax.lax.map(deaths, lucks))
    expected = float(
        settled(world, effect, setting.layout, setting.luck, 1, False)[1].left[DEATH].sum()
    )
    error = np.sqrt(expected / 400)
    assert abs(counts.mean() - expected) < 5 * error
    assert 0.7 < counts.var() / expected < 1.35  # chi-square on 399: false alarm under 1e-4


def test_only_peasants_can_join_a_collective(start):
    world, setting = start
    _, flows = settled(
        world,
        hazards(setting.layout, joined_collective=1.0),
        setting.layout,
        setting.luck,
        1,
        False,
    )
    k = causes.CAUSES.index(causes.CAUSE["joined_collective"])
    movers = np.asarray(flows.left[k]) > 0
    assert (movers <= np.asarray(setting.layout.is_status("individual_peasant"))).all()
    assert movers.any()


def test_unknown_cause_and_double_proposer_are_refused(start):
    world, setting = start
    with pytest.raises(ValueError, match="nobody declared"):
        settle_people(
            world, hazards(setting.layout, dragons=0.1), setting.layout, setting.luck, 1, False
        )
    value = Effect(values={"land.harvest": world.land.harvest})
    with pytest.raises(ValueError, match="two mechanisms set"):
        combine([value, value])


def test_allocation_by_hand():
    """10 t: the first use asks 4 and 4 of a scalar stock, the second 6: served 8, then 2 of 6."""
    granted, unmet, left = allocate(
        jnp.array(10.0),
        {"bread": jnp.array([4.0, 4.0]), "export": jnp.array(6.0)},
        ("bread", "export"),
    )
    assert granted["bread"].tolist() == [4, 4]
    assert float(granted["export"]) == 2
    assert float(unmet["export"]) == 4
    assert float(left) == 0


@settings(max_examples=100, deadline=None)
@given(st.floats(0, 1e8), st.lists(st.floats(0, 1e8), min_size=3, max_size=3))
def test_allocation_conserves(stock, asks):
    asked = dict(zip("abc", map(jnp.array, asks), strict=True))
    granted, unmet, left = allocate(jnp.array(stock), asked, ("b", "a", "c"))
    total = sum(float(g) for g in granted.values()) + float(left)
    assert total == pytest.approx(stock, rel=1e-12, abs=1e-9)
    assert all(float(g) <= float(asked[u]) * (1 + 1e-12) for u, g in granted.items())
    assert all(float(granted[u] + unmet[u]) == pytest.approx(float(asked[u])) for u in asked)


def test_grain_is_conserved(start, toy_scenario):
    """Grain before + harvest = grain after + what left both stocks, over one month of large
    claims."""
    world, setting = start
    regions = jnp.ones_like(world.land.peasant_grain)
    of_the_country = {
        "state_grain.export": 2e4,
        "state_grain.upkeep": 1e4,
    }
    claims = {use: regions * 1e4 for use in RECEIVED_BY if use not in of_the_country}
    claims |= {use: jnp.array(asked) for use, asked in of_the_country.items()}
    effect = Effect(claims=claims, inflows={"peasant_grain": regions * 5e4})
    after = settle_stocks(
        world, effect, toy_scenario.rules.state_order, toy_scenario.rules.granary_order
    )
    consumed = sum(
        float(after.land.granted[use].sum()) for use, to in RECEIVED_BY.items() if to is None
    )
    before_t = float(world.land.peasant_grain.sum() + world.land.state_grain + regions.sum() * 5e4)
    after_t = float(after.land.peasant_grain.sum() + after.land.state_grain)
    assert after_t + consumed == pytest.approx(before_t, rel=1e-12)
    assert set(uses_of("state_grain")) == {
        "ration",
        "supply",
        "relief",
        "seed_loan",
        "export",
        "upkeep",
        "confined",
    }


def test_books_close_over_years(counted_scenario, toy_scenario):
    """Stock before + births - deaths = stock after: to the person when counted, to 1e-9 when
    expected."""
    for scenario in (counted_scenario, toy_scenario):
        world, setting = scenario.start(scenario.values("central", 1, 0), 1)
        outcome = run(scenario.rules, world, scenario.inputs, setting)
        record = outcome.record
        gone = float(record["persons.deaths"].sum() + record["persons.famine_deaths"].sum())
        closing = float(world.people.persons.sum()) + float(record["persons.births"].sum()) - gone
        after = float(outcome.world.people.persons.sum())
        if scenario.rules.counted:
            assert closing == after
        else:
            assert closing == pytest.approx(after, rel=1e-9)


def test_a_broken_world_is_told(start, toy_scenario):
    """Not-a-number ends as a status with a sentence, not in silence."""
    from partystate.core.status import RunStatus

    world, setting = start
    bad = eqx.tree_at(lambda w: w.land.peasant_grain, world, world.land.peasant_grain * jnp.nan)
    outcome = run(toy_scenario.rules, bad, toy_scenario.inputs, setting)
    assert RunStatus.of(int(outcome.status)) is RunStatus.NOT_A_NUMBER
