"""A statistical battery for the draws: run by hand before a release, about a minute on one core.

    python -m verification.draws

Prints a table of tests with p-values and a verdict under Bonferroni at one in a thousand for the
whole battery; exit status 1 if any test fails. Not in the suite: a test of randomness must be
allowed to fail by chance, and is read by eye.
Methods: Knuth (1998), The Art of Computer Programming, vol. 2, section 3.3; L'Ecuyer and Simard
(2007), TestU01, for birthday spacings."""

from __future__ import annotations

import sys

import jax.numpy as jnp
import numpy as np
from scipy import stats

from partystate.core import draws
from partystate.core.axes import stable_ids
from partystate.core.quantile import binomial_quantile

ALARM = 1e-3
N = 100_000
IDS = jnp.asarray(stable_ids(f"cell={i}" for i in range(N)))


def sample(stream=1, site=1, month=23_000, seed=1, run=0):
    return np.asarray(draws.uniform(draws.luck(seed, run), stream, site, month, IDS))


def numbered(word: int) -> np.ndarray:
    """One word of the bits of ids 0, 1, 2, ... (not hashed), as a number in (0, 1), low bits
    first."""
    ids = jnp.stack([jnp.zeros(N, jnp.uint32), jnp.arange(N, dtype=jnp.uint32)], -1)
    bits = np.asarray(draws.bits(draws.luck(1), 6, 1, 23_000, ids)[word])
    low_first = np.unpackbits(
        bits.view(np.uint8).reshape(N, 4), axis=1, bitorder="little"
    ) @ 0.5 ** np.arange(1, 33)
    return low_first + 2.0**-33


def uniformity(u) -> float:
    """Chi-square over 1,000 equal cells."""
    counts = np.bincount((u * 1000).astype(int), minlength=1000)
    return float(stats.chisquare(counts).pvalue)


def serial_pairs(u) -> float:
    """Chi-square of neighbouring pairs over 50 x 50 cells."""
    a, b = (u[0::2] * 50).astype(int), (u[1::2] * 50).astype(int)
    return float(stats.chisquare(np.bincount(a * 50 + b, minlength=2500)).pvalue)


def correlation(a, b) -> float:
    """Two-sided p of the correlation of two samples."""
    z = np.corrcoef(a, b)[0, 1] * np.sqrt(len(a))
    return float(2 * stats.norm.sf(abs(z)))


def joint(a, b) -> float:
    """Chi-square of two samples taken together over 50 x 50 cells: finds dependence without
    correlation."""
    cells = (a * 50).astype(int) * 50 + (b * 50).astype(int)
    return float(stats.chisquare(np.bincount(cells, minlength=2500)).pvalue)


def avalanche() -> float:
    """One bit of the id changed turns half of the bits of the words: z of the share, two-sided."""
    rng = np.random.default_rng(0)
    ids = np.asarray(IDS[:20_000]).copy()
    flipped = ids.copy()
    which, bit = rng.integers(0, 2, len(ids)), rng.integers(0, 32, len(ids))
    flipped[np.arange(len(ids)), which] ^= np.uint32(1) << bit.astype(np.uint32)
    words = [draws.bits(draws.luck(3), 2, 1, 23_100, jnp.asarray(x)) for x in (ids, flipped)]
    turned = sum(
        np.bitwise_count(np.asarray(a) ^ np.asarray(b)).sum() for a, b in zip(*words, strict=True)
    )
    total = len(ids) * 64
    return float(2 * stats.norm.sf(abs(turned - total / 2) / np.sqrt(total / 4)))


def birthday_spacings() -> float:
    """4,096 birthdays in 2**31 days, 100 times: equal spacings are Poisson with mean m^3 / (4 n) =
    8."""
    m, days, repeats = 4096, 2**31, 100
    equal = 0
    for month in range(repeats):
        u = sample(stream=5, month=23_500 + month)[:m]
        spacings = np.sort(np.diff(np.sort((u * days).astype(np.int64))))
        equal += int(np.sum(np.diff(spacings) == 0))
    mean = repeats * m**3 / (4 * days)
    lower, upper = stats.poisson.cdf(equal, mean), stats.poisson.sf(equal - 1, mean)
    return float(min(1.0, 2 * min(lower, upper)))


def binomial_fit(n: int, p: float) -> float:
    """Chi-square of counts against the exact binomial, cells of at least 20 expected."""
    u = sample(stream=7, site=n % 1000, month=int(1e6 * p) % 4000)
    counts = np.asarray(
        binomial_quantile(jnp.asarray(u), jnp.full(N, float(n)), jnp.full(N, p))
    ).astype(int)
    low, high = stats.binom.ppf([5e-4, 1 - 5e-4], n, p).astype(int)
    step = max((high - low) // 60, 1)
    edges = np.arange(low, high + step, step)
    expected = N * np.diff(np.concatenate([[0], stats.binom.cdf(edges, n, p), [1]]))
    observed = np.bincount(np.searchsorted(edges, counts), minlength=len(edges) + 1)
    keep = expected >= 20
    rest = (expected[~keep].sum(), observed[~keep].sum())
    f, o = np.append(expected[keep], rest[0]), np.append(observed[keep], rest[1])
    f, o = (f[:-1], o[:-1]) if f[-1] < 5 else (f, o)
    if len(f) < 2:
        return 1.0
    return float(stats.chi2.sf(np.sum((o - f) ** 2 / f), len(f) - 1))


def rare_events() -> float:
    """Means of one in ten thousand keep their frequency: total against its Poisson, two-sided."""
    total = 0
    for month in range(200):
        u = jnp.asarray(sample(stream=8, month=24_000 + month))
        total += int(binomial_quantile(u, jnp.full(N, 10.0), jnp.full(N, 1e-5)).sum())
    mean = 200 * N * 1e-4
    return float(
        min(1.0, 2 * min(stats.poisson.cdf(total, mean), stats.poisson.sf(total - 1, mean)))
    )


def battery() -> list[tuple[str, float]]:
    """(test, p) of all tests."""
    base = sample()
    found = [
        ("avalanche", avalanche()),
        ("birthday spacings", birthday_spacings()),
        ("rare events", rare_events()),
    ]
    for word in (0, 1):
        u = numbered(word)
        found += [
            (f"low bits of numbered ids, word {word}", uniformity(u)),
            (f"pairs of numbered ids, word {word}", serial_pairs(u)),
        ]
    for stream in range(1, 21):
        u = sample(stream=stream)
        found += [
            (f"uniform, stream {stream}", uniformity(u)),
            (f"KS, stream {stream}", float(stats.kstest(u, "uniform").pvalue)),
        ]
        found.append((f"serial pairs, stream {stream}", serial_pairs(u)))
    others = {
        "next stream": {"stream": 2},
        "next site": {"site": 2},
        "next month": {"month": 23_001},
        "next seed": {"seed": 2},
        "next run": {"run": 1},
        "a year on": {"month": 23_012},
    }
    for name, change in others.items():
        u = sample(**change)
        found += [
            (f"correlation with {name}", correlation(base, u)),
            (f"joint with {name}", joint(base, u)),
        ]
    grid = [
        (1, 0.3),
        (5, 0.5),
        (50, 0.01),
        (50, 0.9),
        (1000, 0.002),
        (1000, 0.01),
        (1000, 0.3),
        (50_000, 1e-4),
        (50_000, 3e-4),
        (900_000, 0.02),
    ]
    return found + [(f"binomial n={n} p={p}", binomial_fit(n, p)) for n, p in grid]


def main() -> int:
    found = battery()
    bound = ALARM / len(found)
    for name, p in sorted(found, key=lambda f: f[1]):
        print(f"{name:34s} p = {p:.4g}{'   FAILS' if p < bound else ''}")
    failed = [name for name, p in found if p < bound]
    print(
        f"{len(found)} tests, bound {bound:.2g} each: "
        f"{'failed ' + ', '.join(failed) if failed else 'all pass'}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
