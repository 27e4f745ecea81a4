"""Yields by hand, term by term, and the draws that regions share."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import draws
from partystate.mechanisms.land.harvest import shared_normal

FORCE, TRADE = -1.0, 1.0
JULY = 7
NOTHING = {
    "drought_loss": 0,
    "wet_loss": 0,
    "wet_gain": 0,
    "late": 0,
    "seed_elasticity": 0,
    "upheaval_loss": 0,
    "hunger_loss": 0,
    "effort_loss": 0,
    "tolerated_share": 1,
    "yield_trend": 0,
    "yield_noise": 0,
    "lost": 0,
    "foul": 0,
}


def grown(ground, view, luck=None, **terms):
    """Harvest [R] against that of the base years, with all terms off but those given."""
    base = ground.setting.endowment
    usual = base.land.sown_area * view.world.land.sown_area * base.land.yield_
    return np.asarray(
        ground.propose("harvest", view, luck, **NOTHING | terms).inflows["peasant_grain"] / usual
    )


def dry(low, central, high):
    return {
        "inputs__drought_low": low,
        "inputs__drought_central": central,
        "inputs__drought_high": high,
    }


def test_without_any_loss_area_times_mean_yield(ground):
    np.testing.assert_allclose(grown(ground, ground.view(JULY)), 1)


@pytest.mark.parametrize("month", [1, 4, 6, 8])
def test_grain_comes_in_the_harvest_month_alone(ground, month):
    effect = ground.propose("harvest", ground.view(month, land__harvest=5.0, land__collected=3.0))
    assert float(effect.inflows["peasant_grain"].max()) == 0
    assert np.asarray(effect.values["land.harvest"]).tolist() == [5] * 3
    assert np.asarray(effect.values["land.collected"]).tolist() == [3] * 3


def test_a_new_year_starts_with_nothing_collected(ground):
    effect = ground.propose("harvest", ground.view(JULY, land__collected=3.0))
    assert float(effect.values["land.collected"].max()) == 0
    np.testing.assert_array_equal(effect.values["land.harvest"], effect.inflows["peasant_grain"])


def test_a_dry_and_a_wet_year_against_the_base_years(ground):
    base = ground.setting.endowment
    view = ground.view(JULY, **dry(2.0, 2.0, 2.0), inputs__wet=1.0)
    expected = np.exp(
        -np.asarray(base.land.yield_sd)
        * (
            0.5 * (2 - np.asarray(base.land.mean_drought))
            + 0.25 * (1 - np.asarray(base.land.mean_wet))
        )
    )
    np.testing.assert_allclose(grown(ground, view, drought_loss=0.5, wet_loss=0.25), expected)


def test_what_drought_took_of_the_crop_is_told(ground):
    """Above the base years' mean alone; between harvests the last one stands."""
    sd = np.array([0.1, 0.2, 0.4])
    fields = dry(2.0, 2.0, 2.0) | {"endowment__yield_sd": sd}
    fields |= {"endowment__mean_drought": [1.0, 2.0, 3.0], "land__struck": 0.7}
    rule = {"drought_loss": 0.5}
    found = ground.propose("harvest", ground.view(JULY, **fields), **rule).values["land.struck"]
    np.testing.assert_allclose(found, [1 - np.exp(-0.05), 0, 0], atol=1e-12)
    later = ground.propose("harvest", ground.view(JULY + 1, **fields), **rule).values["land.struck"]
    np.testing.assert_allclose(later, 0.7)


def test_a_wet_year_is_a_gain_where_rain_is_short(ground):
    """Thirst 1/4, 1/2 and 1: a grade takes 0.1 sd and gives 0.2 sd times thirst; even where half of
    the largest variation is usual."""
    sd = np.array([0.1, 0.2, 0.4])
    view = ground.view(JULY, endowment__yield_sd=sd, endowment__mean_wet=0.5, inputs__wet=1.5)
    np.testing.assert_allclose(
        grown(ground, view, wet_loss=0.1, wet_gain=0.2), np.exp(sd * [-0.05, 0, 0.1])
    )


def test_what_was_eaten_green_is_missing_in_the_barn(ground):
    """The crop is what it is; 30 t less come in, and of a field of 20 t nothing."""
    base = ground.setting.endowment.land
    area = np.array([1e3, 2e3, 20.0]) / np.asarray(base.sown_area * base.yield_)
    view = ground.view(JULY, land__sown_area=area, land__eaten_green=30.0)
    effect = ground.propose("harvest", view, **NOTHING)
    np.testing.assert_allclose(effect.values["land.harvest"], [1000, 2000, 20])
    np.testing.assert_allclose(effect.inflows["peasant_grain"], [970, 1970, 0])


def test_late_work(ground):
    """Nothing done in time, then half of the spring's: the loss, and half of it by spring crops."""
    view = ground.view(
        JULY,
        endowment__winter_share=0.0,
        land__done_in_autumn=0.0,
        land__done_in_spring=[0.0, 0.5, 1.0],
    )
    np.testing.assert_allclose(grown(ground, view, late=0.4), np.exp([-0.4, -0.2, 0]))


def test_seed_that_was_not_found(ground):
    base = ground.setting.endowment
    need = base.land.seed_rate * base.land.sown_area
    view = ground.view(
        JULY, land__sown_area=1.0, land__seed_unmet=need * jnp.array([0.0, 0.19, 0.75])
    )
    np.testing.assert_allclose(grown(ground, view, seed_elasticity=0.5), [1, 0.9, 0.5])


def test_upheaval_alone_takes_nothing_of_the_yield(ground):
    """It keeps hands idle: what that costs is late work and a crop that waits."""
    view = ground.view(JULY, land__disruption=[0.0, 0.5, 1.0])
    np.testing.assert_allclose(grown(ground, view, upheaval_loss=0.4), 1)


def test_effort(ground):
    taken = ground.view(
        JULY,
        people__persons=ground.peasants_all("collective_farmer"),
        land__harvest=100.0,
        land__collected=[20.0, 30.0, 60.0],
        policy__line=FORCE,
        policy__lesson=0.0,
    )
    np.testing.assert_allclose(
        grown(ground, taken, effort_loss=1.0, tolerated_share=0.3), np.exp([0, 0, -0.3])
    )


@pytest.mark.parametrize(
    ("line", "lesson", "open_part"),
    [(FORCE, 0.0, 1.0), (FORCE, 0.75, 0.25), (FORCE, 1.0, 0.0), (0.0, 0.0, 0.5), (TRADE, 0.0, 0.0)],
)
def test_a_levy_told_beforehand_discourages_nobody(ground, line, lesson, open_part):
    """Nine tenths taken of members: as far as the quota is open above, 0.6 beyond what is borne
    counts."""
    view = ground.view(
        JULY,
        people__persons=ground.peasants_all("collective_farmer"),
        land__harvest=100.0,
        land__collected=90.0,
        policy__line=line,
        policy__lesson=lesson,
    )
    np.testing.assert_allclose(
        grown(ground, view, effort_loss=1.0, tolerated_share=0.3), np.exp(-0.6 * open_part)
    )


def test_rain_makes_lost_heart_cost_more(ground):
    """A grade of wet above the usual: work held back costs half as much again at `rain` .5."""
    fields = {
        "people__persons": ground.peasants_all("collective_farmer"),
        "land__harvest": 100.0,
        "land__collected": 60.0,
        "policy__line": FORCE,
        "policy__lesson": 0.0,
        "endowment__mean_wet": 0.0,
    }
    for wet, loss in ((0.0, 0.3), (1.0, 0.45)):
        view = ground.view(JULY, inputs__wet=wet, **fields)
        np.testing.assert_allclose(
            grown(ground, view, effort_loss=1.0, tolerated_share=0.3, rain=0.5), np.exp(-loss)
        )


def test_members_of_no_collective_do_not_lose_heart(ground):
    view = ground.view(
        JULY,
        people__persons=ground.peasants_all("individual_peasant"),
        land__harvest=100.0,
        land__collected=90.0,
        policy__line=FORCE,
        policy__lesson=0.0,
    )
    np.testing.assert_allclose(grown(ground, view, effort_loss=1.0, tolerated_share=0.3), 1)


@pytest.fixture(scope="module")
def shared(ground):
    """Draws [8000, R] of as many months."""
    view = ground.view(JULY)

    def one(month):
        return shared_normal(replace(view, draws=draws.Draws(ground.setting.luck, 3, month)), 2)

    return np.asarray(jax.lax.map(one, jnp.arange(20_000, 28_000, dtype=jnp.int32)))


def test_regions_share_weather_as_their_loadings_say(ground, shared):
    """Correlations of 8,000 draws within 5 standard errors (Fisher's z) of L L': false alarm under
    2e-6 for the three."""
    loading = np.asarray(ground.setting.endowment.land.weather_loading)
    told, found = loading @ loading.T, np.corrcoef(shared.T)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert abs(np.arctanh(found[i, j]) - np.arctanh(told[i, j])) < 5 / np.sqrt(len(shared) - 3)


def test_they_are_standard_and_forget_from_month_to_month(shared):
    """Mean, variance and lag-one correlation within 5 standard errors: false alarm under 6e-6 for
    the nine."""
    n = len(shared)
    assert (np.abs(shared.mean(0)) < 5 / np.sqrt(n)).all()
    assert (np.abs(shared.var(0) - 1) < 5 * np.sqrt(2 / n)).all()
    lagged = [np.corrcoef(shared[1:, r], shared[:-1, r])[0, 1] for r in range(3)]
    assert np.abs(lagged).max() < 5 / np.sqrt(n)


def test_unknown_weather_has_the_mean_of_its_triangle(ground):
    """Mean log loss over 1,500 lucks within 5 standard errors of (low + central + high) / 3: false
    alarm under 2e-6."""
    view = ground.view(JULY, **dry(0.0, 1.0, 3.0))
    base = ground.setting.endowment
    lucks = jnp.stack([draws.luck(11, run) for run in range(1500)])
    drought = jax.lax.map(
        lambda luck: ground.propose("harvest", view, luck, **NOTHING | {"drought_loss": 1}).inflows[
            "peasant_grain"
        ],
        lucks,
    )
    grade = -np.log(
        np.asarray(drought)
        / np.asarray(base.land.sown_area * view.world.land.sown_area * base.land.yield_)
    ) / np.asarray(base.land.yield_sd)
    sd = np.sqrt((0 + 1 + 9 - 0 - 0 - 3) / 18)
    assert np.abs(
        grade.mean(0) + np.asarray(base.land.mean_drought) - 4 / 3
    ).max() < 5 * sd / np.sqrt(1500)
    assert (grade + np.asarray(base.land.mean_drought)).min() > 0
    assert (grade + np.asarray(base.land.mean_drought)).max() < 3
