"""Draws: known answers, and that a draw depends on its five arguments and nothing else.

Tests of distribution have a fixed seed, so that they pass or fail for good; with another seed each
would fail by chance with the rate it states."""

from itertools import permutations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from partystate.core import draws
from partystate.core.axes import stable_ids
from partystate.core.errors import UserError

IDS = jnp.asarray(stable_ids([f"cell={i}" for i in range(1001)]))
LUCK = draws.luck(2026, 3)
HERE = (LUCK, 5, 2, 23_195)
FALSE_ALARM = 1e-6


def words(text):
    return jnp.array([int(word, 16) for word in text.split()], jnp.uint32)


def many(count_of, seed=0):
    """Ids of `count_of` things, numbered rather than hashed."""
    number = np.arange(count_of, dtype=np.uint32)
    return jnp.asarray(np.stack([number, np.full_like(number, seed)], -1))


@pytest.mark.parametrize(
    ("key", "counter", "answer"),
    [
        ("00000000 00000000", "00000000 00000000", "6b200159 99ba4efe"),
        ("ffffffff ffffffff", "ffffffff ffffffff", "1cb996fc bb002be7"),
        ("13198a2e 03707344", "243f6a88 85a308d3", "c4923a9c 483df7a0"),
    ],
)
def test_threefry_against_random123_known_answers(key, counter, answer):
    first, second = words(counter)
    assert jnp.stack(draws.threefry(words(key), first, second)).tolist() == words(answer).tolist()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=2, max_size=2), st.integers(0, 2**32 - 1))
def test_rounds_written_out_give_the_same_words(key, seed):
    key = jnp.array(key, jnp.uint32)
    first, second = np.random.default_rng(seed).integers(0, 2**32, (2, 501), dtype=np.uint32)
    np.testing.assert_array_equal(
        jnp.stack(draws.threefry_unrolled(key, first, second)),
        jnp.stack(draws.threefry(key, jnp.asarray(first), jnp.asarray(second))),
    )


def test_a_key_of_a_site_gives_its_bits():
    luck, stream, site, month = HERE
    key = draws.Draws(luck, stream, jnp.asarray(month)).key(site)
    np.testing.assert_array_equal(draws.threefry(key, IDS[:, 0], IDS[:, 1]), draws.bits(*HERE, IDS))


def test_a_number_is_at_least_what_its_first_word_says():
    """Under every second word, least and most among them; and hardly more."""
    words_of = np.random.default_rng(1).integers(0, 2**32, 2000, dtype=np.uint32)
    high = jnp.asarray(np.append(words_of, np.array([0, 2**12 - 1, 2**12, 2**32 - 1], np.uint32)))
    for low in (0, 1, 2**31, 2**32 - 1):
        u = np.asarray(draws.from_bits(high, jnp.full_like(high, low)))
        least = np.asarray(draws.below(high)).astype(np.float64)
        assert np.all((least <= u) & (u < least + 2.0**-20))


def test_bits_against_the_chain_of_keys_in_words():
    """The three steps of the module's docstring, one by one."""
    luck, stream, site, month = HERE
    key = jnp.stack(draws.threefry(luck, jnp.uint32(stream), jnp.uint32(site)))
    key = jnp.stack(draws.threefry(key, jnp.uint32(month), jnp.uint32(0)))
    expected = draws.threefry(key, IDS[:, 0], IDS[:, 1])
    np.testing.assert_array_equal(draws.bits(*HERE, IDS), expected)


def test_stored_draws():
    """Changing these changes every history: only on purpose, with a new version."""
    ids = jnp.asarray(stable_ids(["region=North"]))
    assert jnp.stack(draws.bits(draws.luck(1, 2), 3, 4, 5, ids)).ravel().tolist() == [
        346715914,
        837704165,
    ]


@pytest.mark.parametrize("draw", [draws.uniform, draws.normal])
def test_a_longer_list_of_ids_changes_no_other_draw(draw):
    whole = np.asarray(draw(*HERE, IDS))
    for length in (0, 1, 2, 7, 500, 1000):
        np.testing.assert_array_equal(draw(*HERE, IDS[:length]), whole[:length])


def test_counts_of_a_longer_list_change_no_other():
    n, p = jnp.arange(1001.0) * 50, jnp.linspace(0, 1, 1001)
    whole = np.asarray(draws.count(*HERE, IDS, n, p))
    for length in (0, 1, 7, 1000):
        np.testing.assert_array_equal(
            draws.count(*HERE, IDS[:length], n[:length], p[:length]), whole[:length]
        )


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(40)))
def test_draws_follow_their_ids_in_any_order(order):
    order = np.array(order)
    n, p = jnp.arange(40), jnp.linspace(0, 1, 40)
    count = jax.jit(lambda ids, n, p: draws.count(*HERE, ids, n, p))
    np.testing.assert_array_equal(
        count(IDS[order], n[order], p[order]), count(IDS[:40], n, p)[order]
    )


def test_shape_of_ids_does_not_matter():
    flat = draws.uniform(*HERE, IDS[:1000])
    np.testing.assert_array_equal(
        draws.uniform(*HERE, IDS[:1000].reshape(10, 100, 2)), flat.reshape(10, 100)
    )
    np.testing.assert_array_equal(draws.uniform(*HERE, IDS[4]), flat[4])


def test_another_cells_n_and_p_change_nothing():
    n, p = jnp.full(100, 1e4), jnp.full(100, 0.1)
    before = np.asarray(draws.count(*HERE, IDS[:100], n, p))
    after = np.asarray(draws.count(*HERE, IDS[:100], n.at[50].set(7), p.at[50].set(0.9)))
    assert np.flatnonzero(before != after).tolist() == [50]


@pytest.mark.parametrize("place", range(4))
def test_every_argument_matters(place):
    other = list(HERE)
    other[place] = draws.luck(2026, 4) if place == 0 else other[place] + 1
    assert not np.any(
        np.asarray(draws.uniform(*HERE, IDS)) == np.asarray(draws.uniform(*other, IDS))
    )


def test_arguments_are_not_mixed_up():
    """Stream, site and month swapped are six different draws."""
    seen = {float(draws.uniform(LUCK, *order, IDS[0])) for order in permutations((1, 2, 3))}
    assert len(seen) == 6


def draw_all(luck, stream, site, month):
    """Bits, uniforms, normals and counts at once."""
    n, p = jnp.arange(300.0) * 30, jnp.linspace(0, 1, 300)
    ids = IDS[:300]
    return (
        *draws.bits(luck, stream, site, month, ids),
        draws.uniform(luck, stream, site, month, ids),
        draws.normal(luck, stream, site, month, ids),
        draws.count(luck, stream, site, month, ids, n, p),
    )


def same(one, other):
    """Bitwise, except normals: compilers may round their polynomial by one unit in the last
    place."""
    for i, (a, b) in enumerate(zip(one, other, strict=True)):
        if i == 3:
            np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-14)
        else:
            np.testing.assert_array_equal(a, b)


def test_vmap_and_scan_and_jit_equal_the_loop():
    months = jnp.arange(23_160, 23_172)
    loop = [np.stack(x) for x in zip(*[draw_all(LUCK, 5, 2, int(m)) for m in months], strict=True)]
    same(jax.vmap(lambda m: draw_all(LUCK, 5, 2, m))(months), loop)
    same(jax.lax.scan(lambda c, m: (c, draw_all(LUCK, 5, 2, m)), 0, months)[1], loop)
    jitted = jax.jit(draw_all)
    same([np.stack(x) for x in zip(*[jitted(LUCK, 5, 2, m) for m in months], strict=True)], loop)


def test_vmap_over_runs_and_sites_equals_the_loop():
    lucks = jnp.stack([draws.luck(9, run) for run in range(5)])
    loop = [np.stack(x) for x in zip(*[draw_all(luck, 5, 2, 7) for luck in lucks], strict=True)]
    same(jax.vmap(lambda luck: draw_all(luck, 5, 2, 7))(lucks), loop)
    sites = jnp.arange(5, dtype=jnp.uint32)
    loop = [
        np.stack(x) for x in zip(*[draw_all(LUCK, 5, int(site), 7) for site in sites], strict=True)
    ]
    same(jax.lax.scan(lambda c, site: (c, draw_all(LUCK, 5, site, 7)), 0, sites)[1], loop)


def test_the_kind_of_integer_does_not_matter():
    expected = float(draws.uniform(*HERE, IDS[0]))
    for kind in (np.int32, np.int64, np.uint32, jnp.int32, jnp.int64):
        assert float(draws.uniform(LUCK, kind(5), kind(2), kind(23_195), IDS[0])) == expected


def test_uniform_is_inside_the_open_interval_and_exact():
    ends = jnp.array([0, 2**32 - 1], jnp.uint32)
    least, most = np.asarray(draws.from_bits(ends, ends))
    assert (least, most) == (2.0**-53, 1 - 2.0**-53)
    u = np.asarray(draws.uniform(*HERE, IDS))
    assert u.dtype == np.float64
    assert np.all(1 - (1 - u) == u)


def test_count_keeps_the_type_of_n_and_its_bounds():
    n, p = np.arange(1001) * 100, np.linspace(0, 1, 1001)
    for kind in (jnp.int32, jnp.int64, jnp.float64):
        k = draws.count(*HERE, IDS, jnp.asarray(n, kind), p)
        assert k.dtype == kind
        assert np.all((k >= 0) & (k <= n))
    assert k[0] == 0
    assert k[-1] == n[-1]


def test_counts_of_like_cases_are_coupled():
    """The same luck, a slightly higher risk: nobody who went before stays now, and few more go."""
    n = jnp.full(1001, 1e4)
    low, high = (
        np.asarray(draws.count(*HERE, IDS, n, jnp.full(1001, p))) for p in (0.0200, 0.0204)
    )
    assert np.all(high >= low)
    assert np.corrcoef(low, high)[0, 1] > 0.999


def test_seeds_and_runs_make_different_keys():
    keys = {
        tuple(draws.luck(seed, run).tolist())
        for seed in (0, 1, 2**32, 2**64 - 1)
        for run in (0, 1, 2**32 - 1)
    }
    assert len(keys) == 12


@pytest.mark.parametrize(("seed", "run"), [(-1, 0), (2**64, 0), (0, -1), (0, 2**32)])
def test_a_seed_out_of_range_is_told(seed, run):
    with pytest.raises(UserError, match="whole number"):
        draws.luck(seed, run)


def test_a_traced_run_is_refused():
    with pytest.raises(TypeError, match="outside jit"):
        jax.jit(lambda run: draws.luck(1, run))(3)


def test_uniforms_against_the_uniform_distribution():
    """False-alarm rate 1e-6: Kolmogorov-Smirnov over 200,000."""
    assert (
        stats.kstest(np.asarray(draws.uniform(*HERE, many(200_000))), "uniform").pvalue
        > FALSE_ALARM
    )


def test_normals_against_the_normal_distribution():
    """False-alarm rate 1e-6: Kolmogorov-Smirnov over 200,000."""
    assert stats.kstest(np.asarray(draws.normal(*HERE, many(200_000))), "norm").pvalue > FALSE_ALARM


@pytest.mark.parametrize(("n", "p"), [(10, 0.3), (100, 0.02), (1000, 0.4), (50, 0.97)])
def test_counts_against_the_binomial_distribution(n, p):
    """False-alarm rate 1e-6 each: chi-square over 200,000, values expected under 10 times taken
    together."""
    size = 200_000
    k = np.asarray(draws.count(*HERE, many(size, seed=1), jnp.full(size, n), p))
    expected = stats.binom.pmf(np.arange(n + 1), n, p) * size
    kept = expected >= 10
    seen = np.bincount(k, minlength=n + 1)
    seen = np.append(seen[kept], seen[~kept].sum())
    expected = np.append(expected[kept], expected[~kept].sum())
    keep = expected > 0
    assert stats.chisquare(seen[keep], expected[keep], sum_check=False).pvalue > FALSE_ALARM
