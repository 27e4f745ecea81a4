"""A quick stand-in for the model: quadratic surfaces of its outputs over the unit cube of free
parameters.

k inputs in [0, 1] without unit, m outputs each in its own unit (variances in that unit squared), n
points; all float64. Vernon, Goldstein and Bower (2010), Bayesian Analysis 5:619-669, add a process
that follows the runs; with a model that has luck of its own and many runs it would add little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

ACTIVE = 12  # most inputs that squares and products are built of, for each output
# fewest; with fewer, products of inputs that matter little make a surface worse
RUNS_A_PRODUCT = 10
PENALTIES = (1e-9, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)  # of the ridge, for each run
MARGIN = 2  # runs above the number of inputs, below which an output is not fitted


@dataclass(frozen=True)
class Emulator:
    """Quadratic surfaces of m outputs: coefficients [1 + k + p, m], the products of inputs in the
    basis [p, 2], variance [m].

    The variance is that of what leave-one-out prediction misses, the model's own luck included, the
    same all over the cube."""

    coefficients: np.ndarray
    products: np.ndarray
    variance: np.ndarray

    def mean(self, points: np.ndarray) -> np.ndarray:
        """Expected outputs [n, m], in their units, at points [n, k]; NaN for an output that had too
        few runs."""
        return _basis(points, self.products) @ self.coefficients


def fit_emulator(points: np.ndarray, outputs: np.ndarray) -> Emulator:
    """Ridge regression of outputs [n, m], in their units, on points [n, k] (Hoerl and Kennard
    1970).

    Each output bends with its inputs of largest rank correlation, as many as the runs bear; the
    penalty is the one of least leave-one-out error. Runs without a finite output are left out of
    that output's fit. Choosing inputs and penalty on the same runs makes the variance a little
    small where runs are few."""
    size, m = points.shape[1], outputs.shape[1]
    fits = [_fit_one(points, outputs[:, j]) for j in range(m)]
    products = np.array(
        sorted({tuple(pair) for pairs, _, _ in fits for pair in pairs.tolist()}), int
    ).reshape(-1, 2)
    row = {tuple(pair): 1 + size + i for i, pair in enumerate(products.tolist())}
    coefficients = np.zeros((1 + size + len(products), m))
    for j, (pairs, found, _) in enumerate(fits):
        rows = [*range(1 + size), *(row[tuple(pair)] for pair in pairs.tolist())]
        coefficients[rows, j] = found
    return Emulator(coefficients, products, np.array([variance for _, _, variance in fits]))


def _basis(points: np.ndarray, products: np.ndarray) -> np.ndarray:
    """One, the inputs put on -1 to 1, and products of two of them: [n, 1 + k + p]."""
    centred = 2 * points - 1
    return np.hstack(
        [
            np.ones((len(points), 1)),
            centred,
            centred[:, products[:, 0]] * centred[:, products[:, 1]],
        ]
    )


def _fit_one(points: np.ndarray, output: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Products [p, 2], coefficients [1 + k + p] and leave-one-out variance of one output [n]; NaN
    if runs are too few."""
    there = np.isfinite(output)
    points, output = points[there], output[there]
    if len(output) < points.shape[1] + MARGIN:
        return np.empty((0, 2), int), np.full(1 + points.shape[1], np.nan), np.nan
    ranks, rank = (stats.rankdata(v, axis=0) - (len(v) + 1) / 2 for v in (points, output))
    active = np.sort(
        np.argsort(-np.abs(rank @ ranks) / np.linalg.norm(ranks, axis=0), kind="stable")[
            : _active(len(output))
        ]
    )
    products = active[np.stack(np.triu_indices(len(active)), axis=1)]
    x = _basis(points, products)[:, 1:]
    slopes, variance = _ridge(x, output)
    return products, np.concatenate([[output.mean() - x.mean(0) @ slopes], slopes]), variance


def _active(runs: int) -> int:
    """As many inputs as have one square or product for `RUNS_A_PRODUCT` runs."""
    return max(
        (a for a in range(1, ACTIVE + 1) if a * (a + 1) / 2 <= runs / RUNS_A_PRODUCT), default=1
    )


def _ridge(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Slopes and mean squared leave-one-out error, by the hat matrix, at the best penalty; the
    constant is not penalised."""
    left, size, right = np.linalg.svd(x - x.mean(0), full_matrices=False)
    along, centred = left.T @ (y - y.mean()), y - y.mean()

    def missed(penalty: float) -> float:
        shrunk = size**2 / (size**2 + penalty * len(y))
        leverage = 1 / len(y) + left**2 @ shrunk
        return float(np.mean(((centred - left @ (shrunk * along)) / (1 - leverage)) ** 2))

    best = min(PENALTIES, key=missed)
    return right.T @ (size / (size**2 + best * len(y)) * along), missed(best)
