"""Count quantiles against SciPy's exact distributions, and their order in u and p."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from partystate.core.quantile import SWITCH_MEAN, binomial_quantile, poisson_quantile

binomial = jax.jit(binomial_quantile)
poisson = jax.jit(poisson_quantile)
LEAST = 2.0**-53
SIZES = [1, 2, 5, 10, 17, 18, 19, 20, 40, 100, 1000, 30_000, 900_000]


def cases(seed, size, largest=900_000):
    """u in the body and in both tails, n and p over all scales."""
    rng = np.random.default_rng(seed)
    u = rng.uniform(size=size)
    tail = np.exp(rng.uniform(np.log(1e-10), 0, size))
    u = np.where(
        rng.uniform(size=size) < 0.5, u, np.where(rng.uniform(size=size) < 0.5, tail, 1 - tail)
    )
    n = np.floor(np.exp(rng.uniform(0, np.log(largest), size)))
    p = np.where(
        rng.uniform(size=size) < 0.5,
        rng.uniform(size=size),
        np.exp(rng.uniform(np.log(1e-9), 0, size)),
    )
    return u.clip(LEAST, 1 - LEAST), n, p


def is_quantile(k, u, exact):
    """P(X > k) <= u < P(X > k - 1)."""
    return (exact.sf(k) <= u) & ((k <= 0) | (exact.sf(k - 1) > u))


def test_small_means_against_scipy_exactly():
    u, n, p = cases(seed=1, size=60_000)
    small = n * np.minimum(p, 1 - p) <= SWITCH_MEAN
    k = np.asarray(binomial(u, n, p))[small]
    wrong = ~is_quantile(k, u[small], stats.binom(n[small], p[small]))
    # SciPy and we round differently where u meets a step to 1e-13 of itself
    assert wrong.mean() < 1e-4


def test_body_of_small_means_against_scipy_isf():
    rng = np.random.default_rng(2)
    n, p, u = rng.integers(0, 60, 20_000), rng.uniform(0, 0.15, 20_000), rng.uniform(size=20_000)
    np.testing.assert_array_equal(binomial(u, n, p), np.maximum(stats.binom.isf(u, n, p), 0))


def test_large_means_against_scipy_within_one():
    u, n, p = cases(seed=3, size=60_000)
    large = n * np.minimum(p, 1 - p) > SWITCH_MEAN
    u, n, p = u[large], n[large], p[large]
    k, exact = np.asarray(binomial(u, n, p)), stats.binom(n, p)
    right = is_quantile(k, u, exact)
    assert np.all(right | is_quantile(k + 1, u, exact) | is_quantile(k - 1, u, exact))
    body = (u > 1e-3) & (u < 1 - 1e-3)
    assert (~right[body]).mean() < 1e-3


@pytest.mark.parametrize(
    ("n", "p"), [(1000, 0.0091), (1000, 0.012), (20, 0.48), (100, 0.5), (1000, 0.95), (50_000, 0.3)]
)
def test_mean_and_spread_against_closed_form(n, p):
    u = (np.arange(200_000) + 0.5) / 200_000
    k = np.asarray(binomial(u, n, p))
    spread = np.sqrt(n * p * (1 - p))
    assert abs(k.mean() - n * p) < 1e-4 * spread
    assert abs(k.std() / spread - 1) < 3e-4


@pytest.mark.parametrize("n", SIZES)
def test_falls_with_u(n):
    tail = np.geomspace(LEAST, 0.5, 2000)
    u = np.sort(np.concatenate([np.linspace(1e-6, 1 - 1e-6, 20_000), tail, 1 - tail]))
    for p in [1e-8, 1e-3, SWITCH_MEAN / n * 0.999, SWITCH_MEAN / n * 1.001, 0.3, 0.5, 0.7, 0.999]:
        k = np.asarray(binomial(u, n, min(p, 1)))
        assert np.all(np.diff(k) <= 0)
        assert k.min() >= 0
        assert k.max() <= n


@pytest.mark.parametrize("n", SIZES)
def test_rises_with_p(n):
    switch = SWITCH_MEAN / n * (1 + np.linspace(-1e-3, 1e-3, 501))
    half = 0.5 + np.linspace(-1e-4, 1e-4, 501)
    p = np.sort(
        np.concatenate(
            [np.linspace(0, 1, 5000), np.geomspace(1e-9, 1, 5000), switch, 1 - switch, half]
        )
    )
    for u in [1e-10, 1e-6, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1 - 1e-6, 1 - 1e-10]:
        assert np.all(np.diff(np.asarray(binomial(u, n, p.clip(0, 1)))) >= 0)


@settings(max_examples=200, deadline=None)
@given(
    st.floats(LEAST, 1 - LEAST, exclude_max=False),
    st.integers(0, 2**40),
    st.floats(0, 1),
)
def test_stays_between_nothing_and_all(u, n, p):
    k = float(binomial(u, float(n), p))
    assert 0 <= k <= n
    assert k == int(k)
    if p in (0, 1) or n == 0:
        assert k == n * p


def test_failures_are_counted_when_successes_are_common():
    u, n, p = cases(seed=4, size=20_000, largest=5000)
    p = np.round(p * 2**20) / 2**20  # so that 1 - p is exact
    many = np.asarray(binomial(u, n, p)) + np.asarray(binomial(1 - u, n, 1 - p))
    assert (many != n).mean() < 1e-4  # ties only


def test_rare_events_keep_their_frequency():
    """An event of mean 1e-12 happens exactly where u is under it: one minus u could not tell."""
    u = np.array([0.5e-12, 0.999e-12, 1.001e-12, 0.5])
    np.testing.assert_array_equal(binomial(u, 1000.0, 1e-15), [1, 1, 0, 0])
    np.testing.assert_array_equal(poisson(u, 1e-12), [1, 1, 0, 0])


def test_poisson_against_scipy():
    rng = np.random.default_rng(5)
    u, mean = rng.uniform(size=40_000), np.exp(rng.uniform(np.log(1e-6), np.log(1e5), 40_000))
    k, right = np.asarray(poisson(u, mean)), np.maximum(stats.poisson.isf(u, mean), 0)
    small = mean <= SWITCH_MEAN
    np.testing.assert_array_equal(k[small], right[small])
    assert np.abs(k - right).max() <= 1
    assert (k != right).mean() < 1e-3


def test_binomial_of_very_many_is_poisson():
    rng = np.random.default_rng(6)
    u, mean = rng.uniform(size=20_000), rng.uniform(0, 100, 20_000)
    assert (
        np.asarray(binomial(u, 2.0**50, mean / 2.0**50)) != np.asarray(poisson(u, mean))
    ).mean() < 1e-4


def test_not_a_number_is_not_hidden():
    assert np.isnan(binomial(0.5, 10.0, np.nan))
    assert np.isnan(binomial(0.5, np.nan, 0.5))
    assert np.isnan(poisson(0.5, np.nan))


def test_the_sum_ends_for_every_rounding():
    """Rounding once left a tail above the least u for ever; all the least u and many p are
    tried."""
    p = np.concatenate([np.geomspace(1e-12, 1, 20_000), np.linspace(0, 1, 20_000)])
    for n in (1, 2, 5, 17, 1000):
        assert np.all(np.isfinite(np.asarray(binomial(LEAST, float(n), p))))
    assert np.all(np.isfinite(np.asarray(poisson(LEAST, np.geomspace(1e-15, 1e9, 20_000)))))


def test_what_needs_no_sum_is_the_same_beside_what_does():
    """Means far above the switch alone, and with nought and a small mean beside them."""
    u, n = np.linspace(0.001, 0.999, 400), np.full(400, 5000.0)
    p = np.full(400, 0.1)
    alone = np.asarray(binomial(u, n, p))
    beside = np.asarray(
        binomial(np.append(u, [0.5, 0.5]), np.append(n, [9, 0]), np.append(p, [0.1, 0.1]))
    )
    np.testing.assert_array_equal(alone, beside[:-2])
    assert beside[-1] == 0
    np.testing.assert_array_equal(binomial(u, n, p * 0), np.zeros(400))


def test_vmap_and_loop_and_jit_agree_bitwise():
    u, n, p = (x[:300].reshape(30, 10) for x in cases(seed=7, size=300))
    whole = np.asarray(binomial(u, n, p))
    np.testing.assert_array_equal(binomial_quantile(u, n, p), whole)
    np.testing.assert_array_equal(jax.vmap(binomial_quantile)(u, n, p), whole)
    np.testing.assert_array_equal(
        jnp.stack([binomial(*row) for row in zip(u, n, p, strict=True)]), whole
    )
