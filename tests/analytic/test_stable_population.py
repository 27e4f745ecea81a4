"""Closed forms: life tables, growth and hunger against formulas that need no model."""

import itertools

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import integrate, stats

from partystate.history.observables.life_table import expectation_at_birth
from partystate.mechanisms.land.harvest import triangular
from partystate.mechanisms.land.unequal_food import lack_of_fifths
from partystate.world.agricultural_clock import before_sowing, months_left


def test_life_expectancy_of_a_constant_hazard():
    """A hazard of 0.02 a year at every age: 50 years (bands of one year)."""
    widths = np.ones(120)
    exposure = np.full(120, 1000.0)
    assert expectation_at_birth(0.02 * exposure, exposure, widths) == pytest.approx(50, rel=0.005)


@pytest.mark.parametrize(
    ("mean", "threshold", "spread"), [(0.5, 0.86, 0.3), (1.0, 0.86, 0.3), (1.2, 0.9, 0.15)]
)
def test_what_fifths_lack_against_quadrature(mean, threshold, spread):
    lognormal = stats.lognorm(spread, scale=mean * np.exp(-(spread**2) / 2))
    ends = np.minimum(lognormal.ppf(np.linspace(0, 1, 6)), threshold)
    exact = [
        5 * integrate.quad(lambda x: (threshold - x) * lognormal.pdf(x), low, high)[0]
        for low, high in itertools.pairwise(ends)
    ]
    found = lack_of_fifths(jnp.array(mean), threshold, jnp.array(spread))
    np.testing.assert_allclose(found, exact, rtol=1e-6, atol=1e-9)


def test_triangular_quantile_against_scipy():
    u = np.linspace(0.01, 0.99, 25)
    low, mode, high = 0.0, 1.0, 3.0
    exact = stats.triang.ppf(u, (mode - low) / (high - low), low, high - low)
    np.testing.assert_allclose(triangular(jnp.asarray(u), low, mode, high), exact, rtol=1e-12)
    assert float(triangular(jnp.array(0.3), 2.0, 2.0, 2.0)) == 2.0


def test_the_farmers_year():
    january = 12 * 2000
    assert [int(months_left(january + m)) for m in (6, 7, 8, 0)] == [1, 12, 11, 7]
    assert [bool(before_sowing(january + m)) for m in (3, 4, 6, 7)] == [True, False, False, True]
