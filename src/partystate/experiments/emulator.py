"""A quick stand-in for the model: quadratic regression of each output on parameters in the unit cube.

Vernon, Goldstein and Bower (2010), Bayesian Analysis 5:619-669, use a regression surface with a residual process; here
the residual is one variance an output, from leave-one-out, which also holds the luck and all that is not free.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

ACTIVE = 10  # inputs an output may bend with
PENALTIES = (1e-3, 1e-1, 1.0, 10.0, 100.0)
MIDDLE = 1 / 2
FEWEST = 3  # rows a column, below which nothing is fitted


@dataclass(frozen=True)
class Surface:
    """One output: `active` inputs, coefficients of its columns, and the leave-one-out variance of what they miss."""

    active: np.ndarray
    coefficients: np.ndarray
    variance: float

    def mean(self, points: np.ndarray) -> np.ndarray:
        """Expected output [n] at points [n, k]."""
        return columns(points, self.active) @ self.coefficients


@dataclass(frozen=True)
class Emulator:
    """Surfaces of m outputs."""

    surfaces: tuple[Surface, ...]

    def mean(self, points: np.ndarray) -> np.ndarray:
        """Expected outputs [n, m] at points [n, k]."""
        return np.stack([s.mean(points) for s in self.surfaces], 1)

    @property
    def variance(self) -> np.ndarray:
        """Variance [m] around the surfaces, the same everywhere in the cube."""
        return np.array([s.variance for s in self.surfaces])


def columns(points: np.ndarray, active: np.ndarray) -> np.ndarray:
    """One, every input, and squares and products of the active ones, centred: [n, columns]."""
    centred = points - MIDDLE
    some = centred[:, active]
    i, j = np.triu_indices(len(active))
    return np.hstack([np.ones((len(points), 1)), centred, some[:, i] * some[:, j]])


def fit_emulator(points: np.ndarray, outputs: np.ndarray) -> Emulator:
    """Fit outputs [n, m] at points [n, k]; rows with a missing output are left out of that output's fit."""
    return Emulator(tuple(fit_surface(points, outputs[:, j]) for j in range(outputs.shape[1])))


def fit_surface(points: np.ndarray, output: np.ndarray) -> Surface:
    """Ridge regression whose penalty has the least leave-one-out error."""
    there = np.isfinite(output)
    points, output = points[there], output[there]
    ranks = np.abs([stats.spearmanr(points[:, k], output).statistic for k in range(points.shape[1])])
    active = np.sort(np.argsort(-np.nan_to_num(ranks))[:ACTIVE])
    x = columns(points, active)
    if len(x) < FEWEST * x.shape[1]:
        raise ValueError(f"{len(x)} runs are too few for {x.shape[1]} columns")
    fits = [_ridge(x, output, penalty) for penalty in PENALTIES]
    coefficients, error = min(fits, key=lambda fit: fit[1])
    return Surface(active, coefficients, error)


def _ridge(x: np.ndarray, y: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
    """Coefficients and mean squared leave-one-out error, the constant unpenalised."""
    shrink = penalty * np.eye(x.shape[1])
    shrink[0, 0] = 0
    inverse = np.linalg.inv(x.T @ x + shrink)
    coefficients = inverse @ (x.T @ y)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    return coefficients, float(np.mean(((y - x @ coefficients) / (1 - leverage)) ** 2))
