"""History matching: which points of the unit cube of free parameters the figures cannot rule out.

Craig, Goldstein, Seheult and Smith (1997); Vernon, Goldstein and Bower (2010), Bayesian Analysis
5:619-669. A point is ruled out where a figure lies too many standard deviations away. What is left
is sampled evenly, by slices along lines (Neal 2003). k inputs in [0, 1] without unit, m outputs
each in its own unit (variances in that unit squared), n points; all float64."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.stats import qmc

CUT = 3.0  # standard deviations; see `published.outside_share`
CHUNK = 4096  # points judged at once
WALKERS = 200  # points that walk together, in two halves
SHRINKS = 30  # tries along a line before a walker stays where it is
# share of the steps along one axis; the others go along the difference of two walkers
AXIS_SHARE = 0.5
WARM_UP = 20  # steps an input before walkers are read
THIN = 4  # steps an input between readings

# points [n, k] -> how bad each is [n]; kept where at most 1
Judge = Callable[[np.ndarray], np.ndarray]


def space_filling(runs: int, size: int, seed: int) -> np.ndarray:
    """Latin hypercube [runs, size] in the unit cube: one point in each of `runs` strata of every
    axis (McKay et al. 1979)."""
    return qmc.LatinHypercube(size, scramble=True, optimization=None, rng=seed).random(runs)


def implausibility(
    mean, emulator_variance, target, observation_variance, discrepancy_variance
) -> np.ndarray:
    """Standard deviations [n, m] between mean [n, m] and target [m] (Craig et al. 1997); variances
    [n, m] or [m], unit squared.

    0 where the target is NaN, for there is nothing to miss; NaN where anything else is."""
    gap = np.abs(target - mean)
    spread = np.sqrt(emulator_variance + observation_variance + discrepancy_variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = gap / spread
    return np.where(np.isnan(target) | ((gap == 0) & (spread == 0)), 0.0, found)


def nth_largest(values: np.ndarray, n: int) -> np.ndarray:
    """The n-th largest [rows] of each row of values [rows, m], n = 1 the maximum (Vernon et al.
    2010, section 3.6).

    NaN counts as infinite; `implausibility` has put 0 where the target is NaN."""
    if not 1 <= n <= values.shape[1]:
        raise ValueError(f"there is no largest number {n} of {values.shape[1]} outputs")
    return np.sort(np.where(np.isnan(values), np.inf, values), axis=1)[:, -n]


def not_ruled_out(
    judge: Judge, size: int, count: int, seed: int, among: int, start: np.ndarray | None = None
) -> np.ndarray:
    """At most `count` points [<= count, size], even over what the judge puts at 1 or less.

    `among` even points are tried. Where too few stay, walkers slice-sample the region from those
    that stay, from `start` and from the least bad, which walk downhill first, and are read once in
    `THIN` * size steps. Regions that do not touch get walkers by how many found their way in, not
    by volume. Nothing found gives [0, size]."""
    rng = np.random.default_rng(seed)
    kept = np.empty((0, size))
    points = kept if start is None else start
    now = judge(points) if len(points) else np.empty(0)
    for first in range(0, among, CHUNK):
        tried = rng.random((min(CHUNK, among - first), size))
        found = judge(tried)
        kept = np.vstack([kept, tried[found <= 1]])
        if len(kept) >= count:
            return kept[:count]
        points, now = np.vstack([points, tried]), np.concatenate([now, found])
        best = np.argsort(np.maximum(now, 1), kind="stable")[:WALKERS]
        points, now = points[best], now[best]
    return np.vstack([kept, _walk(points, judge, count - len(kept), rng)])


def contraction(prior: np.ndarray, posterior: np.ndarray) -> np.ndarray:
    """1 - sd of posterior [n, k] / sd of prior [n, k], by input [k]: 0 is nothing learnt, 1 is
    all."""
    return 1 - posterior.std(axis=0) / prior.std(axis=0)


def _walk(points: np.ndarray, judge: Judge, count: int, rng: np.random.Generator) -> np.ndarray:
    """Up to `count` points [<= count, k] that the judge lets pass, by walkers from points [n,
    k]."""
    points = np.resize(points, (WALKERS, points.shape[1]))
    size = points.shape[1]
    points = _steps(points, judge, WARM_UP * size, rng)
    inside = points[judge(points) <= 1]
    if not len(inside):
        return inside
    points, read = inside[rng.permutation(np.arange(WALKERS) % len(inside))], []
    while WALKERS * len(read) < count:
        points = _steps(points, judge, THIN * size, rng)
        read.append(points.copy())
    return np.vstack(read)[:count]


def _steps(points: np.ndarray, judge: Judge, steps: int, rng: np.random.Generator) -> np.ndarray:
    """Points [n, k] after `steps`; each half moves along axes or differences of the other (Goodman
    and Weare 2010)."""
    points, n = points.copy(), len(points) // 2
    now = judge(points)
    for step in range(2 * steps):
        mine, other = (np.arange(n), np.arange(n, 2 * n))[:: 1 if step % 2 else -1]
        axes = np.eye(points.shape[1])[rng.integers(points.shape[1], size=n)]
        apart = points[other] - points[np.roll(other, rng.integers(1, n))]
        on_axis = (rng.random(n) < AXIS_SHARE) | ~apart.any(1)
        points[mine], now[mine] = _slice(
            points[mine], now[mine], np.where(on_axis[:, None], axes, apart), judge, rng
        )
    return points


def _slice(points, now, directions, judge: Judge, rng) -> tuple[np.ndarray, np.ndarray]:
    """One even draw along each line across the cube from where it is no worse than now or than 1;
    shrinks on a miss."""
    points, now, level = points.copy(), now.copy(), np.maximum(now, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.where(directions == 0, np.inf, np.stack([-points, 1 - points]) / directions)
    low = np.where(directions == 0, -np.inf, ends.min(0)).max(1)
    high = ends.max(0).min(1)
    left = np.arange(len(points))
    for _ in range(SHRINKS):
        far = rng.uniform(low[left], high[left])
        tried = np.clip(points[left] + far[:, None] * directions[left], 0, 1)
        found = judge(tried)
        low[left], high[left] = (
            np.where(far < 0, far, low[left]),
            np.where(far < 0, high[left], far),
        )
        good = found <= level[left]
        points[left[good]], now[left[good]] = tried[good], found[good]
        left = left[~good]
        if not len(left):
            break
    return points, now
