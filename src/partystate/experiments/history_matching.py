"""History matching: which points of the unit cube of free parameters the figures cannot rule out.

Craig, Goldstein, Seheult and Smith (1997); Vernon, Goldstein and Bower (2010), Bayesian Analysis 5:619-669. A quick stand-in
for the simulator is fitted to a design of runs; a point is ruled out where a figure lies too many standard deviations away.
k inputs in [0, 1] without unit, m outputs each in its own unit (variances in that unit squared), n points; all float64.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.stats import qmc

ACTIVE = 8  # inputs that squares and products are built of, for each output
PENALTIES = (1e-9, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)  # ridge penalties, a run
MARGIN = 2  # runs above the number of inputs, below which an output is not fitted
CHUNK = 4096  # points emulated at once
WALKERS = 200  # points that walk together, in two halves
SHRINKS = 30  # tries along a line before a walker stays where it is
AXIS_SHARE = 0.5  # share of the steps along one axis; the others go along the difference of two walkers
WARM_UP = 20  # steps an input before walkers are read
THIN = 4  # steps an input between readings


@dataclass(frozen=True)
class Wave:
    """One round: points run [n, k], their outputs [n, m], and the share of the cube not ruled out after it (0 to 1)."""

    points: np.ndarray
    outputs: np.ndarray
    kept_share: float


@dataclass(frozen=True)
class Emulator:
    """Quadratic surfaces of m outputs: coefficients [1 + k + p, m], the products of inputs in the basis [p, 2], variance [m]."""

    coefficients: np.ndarray
    products: np.ndarray
    residual_variance: np.ndarray

    @property
    def inputs(self) -> int:
        """k, the number of inputs."""
        return len(self.coefficients) - 1 - len(self.products)

    def mean(self, points: np.ndarray) -> np.ndarray:
        """Expected outputs [n, m], in their units, at points [n, k]; NaN for an output that had too few runs."""
        return _basis(points, self.products) @ self.coefficients

    def variance(self, points: np.ndarray) -> np.ndarray:
        """Leave-one-out residual variance [n, m], unit squared: constant over the cube, the simulator's own luck included.

        Vernon et al. (2010) let it fall near runs; with a noisy simulator and many runs it hardly would.
        """
        return np.tile(self.residual_variance, (len(points), 1))


def space_filling(runs: int, size: int, seed: int) -> np.ndarray:
    """Latin hypercube [runs, size] in the unit cube: one point in each of `runs` strata of every axis (McKay et al. 1979)."""
    return qmc.LatinHypercube(size, scramble=True, optimization=None, rng=seed).random(runs)


def fit_emulator(points: np.ndarray, outputs: np.ndarray) -> Emulator:
    """Ridge regression of outputs [n, m], in their units, on points [n, k] (Hoerl and Kennard 1970).

    Each output bends with its `ACTIVE` inputs of largest rank correlation; the penalty is the one of least leave-one-out error.
    Runs without a finite output are left out of that output's fit. Choosing inputs and penalty on the same runs makes the
    variance a little small where runs are few.
    """
    size, m = points.shape[1], outputs.shape[1]
    fits = [_fit_one(points, outputs[:, j]) for j in range(m)]
    products = np.array(sorted({tuple(pair) for pairs, _, _ in fits for pair in pairs.tolist()}), int).reshape(-1, 2)
    row = {tuple(pair): 1 + size + i for i, pair in enumerate(products.tolist())}
    coefficients = np.zeros((1 + size + len(products), m))
    for j, (pairs, found, _) in enumerate(fits):
        rows = [*range(1 + size), *(row[tuple(pair)] for pair in pairs.tolist())]
        coefficients[rows, j] = found
    return Emulator(coefficients, products, np.array([variance for _, _, variance in fits]))


def implausibility(mean, emulator_variance, target, observation_variance, discrepancy_variance) -> np.ndarray:
    """Standard deviations [n, m] between mean [n, m] and target [m] (Craig et al. 1997); variances [n, m] or [m], unit squared.

    0 where the target is NaN, for there is nothing to miss; NaN where anything else is.
    """
    gap = np.abs(target - mean)
    spread = np.sqrt(emulator_variance + observation_variance + discrepancy_variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = gap / spread
    return np.where(np.isnan(target) | ((gap == 0) & (spread == 0)), 0.0, found)


def nth_largest(values: np.ndarray, n: int) -> np.ndarray:
    """The n-th largest [rows] of each row of values [rows, m], n = 1 the maximum (Vernon et al. 2010, section 3.6).

    NaN counts as infinite; `implausibility` has put 0 where the target is NaN.
    """
    if not 1 <= n <= values.shape[1]:
        raise ValueError(f"there is no largest number {n} of {values.shape[1]} outputs")
    return np.sort(np.where(np.isnan(values), np.inf, values), axis=1)[:, -n]


def not_ruled_out(
    emulator: Emulator, target, observation_variance, discrepancy_variance, count: int, cut: float, leave_out: int, seed: int, among: int,
) -> np.ndarray:  # fmt: skip
    """At most `count` points [<= count, k], even over what is not ruled out: all but `leave_out` outputs within `cut` sd of target [m].

    `among` even points are tried. Where too few stay, walkers slice-sample the region (Neal 2003, along lines across the cube)
    from those that stay and from the least implausible, which walk downhill first, and are read once in `THIN` * k steps.
    Regions that do not touch get walkers by how many found their way in, not by volume. Nothing found gives [0, k].
    """
    rng = np.random.default_rng(seed)

    def worst(points: np.ndarray) -> np.ndarray:
        mean, variance = emulator.mean(points), emulator.residual_variance
        return nth_largest(implausibility(mean, variance, target, observation_variance, discrepancy_variance), leave_out + 1)

    points, now = np.empty((0, emulator.inputs)), np.empty(0)
    kept = points
    for first in range(0, among, CHUNK):
        tried = rng.random((min(CHUNK, among - first), emulator.inputs))
        found = worst(tried)
        kept = np.vstack([kept, tried[found <= cut]])
        if len(kept) >= count:
            return kept[:count]
        points, now = np.vstack([points, tried]), np.concatenate([now, found])
        best = np.argsort(np.maximum(now, cut), kind="stable")[:WALKERS]
        points, now = points[best], now[best]
    return np.vstack([kept, _walk(points, worst, cut, count - len(kept), rng)])


def contraction(prior: np.ndarray, posterior: np.ndarray) -> np.ndarray:
    """1 - sd of posterior [n, k] / sd of prior [n, k], by input [k]: 0 is nothing learnt, 1 is all."""
    return 1 - posterior.std(axis=0) / prior.std(axis=0)


def _basis(points: np.ndarray, products: np.ndarray) -> np.ndarray:
    """One, the inputs put on -1 to 1, and products of two of them: [n, 1 + k + p]."""
    centred = 2 * points - 1
    return np.hstack([np.ones((len(points), 1)), centred, centred[:, products[:, 0]] * centred[:, products[:, 1]]])


def _fit_one(points: np.ndarray, output: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Products [p, 2], coefficients [1 + k + p] and leave-one-out variance of one output [n]; NaN if runs are too few."""
    there = np.isfinite(output)
    points, output = points[there], output[there]
    if len(output) < points.shape[1] + MARGIN:
        return np.empty((0, 2), int), np.full(1 + points.shape[1], np.nan), np.nan
    ranks, rank = (stats.rankdata(v, axis=0) - (len(v) + 1) / 2 for v in (points, output))
    active = np.sort(np.argsort(-np.abs(rank @ ranks) / np.linalg.norm(ranks, axis=0), kind="stable")[:ACTIVE])
    products = active[np.stack(np.triu_indices(len(active)), axis=1)]
    x = _basis(points, products)[:, 1:]
    slopes, variance = min((_ridge(x, output, penalty) for penalty in PENALTIES), key=lambda fit: fit[1])
    return products, np.concatenate([[output.mean() - x.mean(0) @ slopes], slopes]), variance


def _ridge(x: np.ndarray, y: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
    """Slopes and mean squared leave-one-out error, by the hat matrix; the constant is not penalised."""
    left, size, right = np.linalg.svd(x - x.mean(0), full_matrices=False)
    shrunk = size**2 + penalty * len(y)
    along = left.T @ (y - y.mean())
    leverage = 1 / len(y) + left**2 @ (size**2 / shrunk)
    missed = y - y.mean() - left @ (size**2 / shrunk * along)
    return right.T @ (size / shrunk * along), float(np.mean((missed / (1 - leverage)) ** 2))


def _walk(points: np.ndarray, worst: Callable, cut: float, count: int, rng: np.random.Generator) -> np.ndarray:
    """Up to `count` points [<= count, k] whose worst is within the cut, by walkers from points [n, k]."""
    points = np.resize(points, (WALKERS, points.shape[1]))
    size = points.shape[1]
    points = _steps(points, worst, cut, WARM_UP * size, rng)
    inside = points[worst(points) <= cut]
    if not len(inside):
        return inside
    points, read = inside[rng.permutation(np.arange(WALKERS) % len(inside))], []
    while WALKERS * len(read) < count:
        points = _steps(points, worst, cut, THIN * size, rng)
        read.append(points.copy())
    return np.vstack(read)[:count]


def _steps(points: np.ndarray, worst: Callable, cut: float, steps: int, rng: np.random.Generator) -> np.ndarray:
    """Points [n, k] after `steps`; each half moves along axes or differences of the other (Goodman and Weare 2010)."""
    points, n = points.copy(), len(points) // 2
    now = worst(points)
    for step in range(2 * steps):
        mine, other = (np.arange(n), np.arange(n, 2 * n))[:: 1 if step % 2 else -1]
        axes = np.eye(points.shape[1])[rng.integers(points.shape[1], size=n)]
        apart = points[other] - points[np.roll(other, rng.integers(1, n))]
        on_axis = (rng.random(n) < AXIS_SHARE) | ~apart.any(1)
        points[mine], now[mine] = _slice(points[mine], now[mine], np.where(on_axis[:, None], axes, apart), worst, cut, rng)
    return points


def _slice(points, now, directions, worst, cut, rng) -> tuple[np.ndarray, np.ndarray]:
    """One even draw along each line across the cube from where it is no worse than now or the cut; shrinks on a miss."""
    points, now, level = points.copy(), now.copy(), np.maximum(now, cut)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.where(directions == 0, np.inf, np.stack([-points, 1 - points]) / directions)
    low = np.where(directions == 0, -np.inf, ends.min(0)).max(1)
    high = ends.max(0).min(1)
    left = np.arange(len(points))
    for _ in range(SHRINKS):
        far = rng.uniform(low[left], high[left])
        tried = np.clip(points[left] + far[:, None] * directions[left], 0, 1)
        found = worst(tried)
        low[left], high[left] = np.where(far < 0, far, low[left]), np.where(far < 0, high[left], far)
        good = found <= level[left]
        points[left[good]], now[left[good]] = tried[good], found[good]
        left = left[~good]
        if not len(left):
            break
    return points, now
