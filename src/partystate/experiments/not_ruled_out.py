"""History matching: which parameters cannot be ruled out by the figures that calibrate.

Implausibility of a point for one figure z: |z - E[f(x)]| / sqrt(Var of emulator + observation + discrepancy); a point is
ruled out when the largest but `leave_out` exceeds the cut (Craig, Goldstein, Seheult and Smith 1997; Vernon, Goldstein and
Bower 2010, who cut at 3, Pukelsheim's rule for any unimodal error).
"""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc

from partystate.experiments.emulator import Emulator

CUT = 3.0
CHUNK = 20_000
STEPS = 400  # of the walk from each kept point
STEP = 0.15  # sd of a step in the unit cube, one tenth of the inputs moved at a time
MOVED = 0.1


def space_filling(runs: int, size: int, seed: int) -> np.ndarray:
    """Latin hypercube [runs, size]: one point in each of `runs` strata of every axis."""
    return qmc.LatinHypercube(size, scramble=True, rng=seed).random(runs)


def implausibility(mean, emulator_variance, target, observation_variance, discrepancy_variance) -> np.ndarray:
    """Implausibility [n, m] of emulated outputs [n, m] against targets [m]."""
    spread = np.sqrt(emulator_variance + observation_variance + discrepancy_variance)
    return np.abs(target - mean) / spread


def nth_largest(values: np.ndarray, n: int) -> np.ndarray:
    """The n-th largest [rows] of each row; n = 1 is the maximum."""
    return np.sort(values, 1)[:, -n]


def points_not_ruled_out(emulator: Emulator, target, observation, discrepancy, count: int, leave_out: int, seed: int) -> np.ndarray:
    """`count` points of the unit cube that stay, [count, k], drawn evenly among them.

    Rejection finds the first ones; a random walk that never leaves the region spreads from the least implausible points.
    """
    rng = np.random.default_rng(seed)
    size = _inputs(emulator)

    def worst(points):
        found = implausibility(emulator.mean(points), emulator.variance, target, observation, discrepancy)
        return nth_largest(found, leave_out + 1)

    tried = rng.random((CHUNK, size))
    badness = worst(tried)
    start = tried[np.argsort(badness)[:count]]
    return _walk(start, worst, rng)


def _inputs(emulator: Emulator) -> int:
    surface = emulator.surfaces[0]
    bends = len(surface.active) * (len(surface.active) + 1) // 2
    return surface.coefficients.size - 1 - bends


def _walk(points: np.ndarray, worst, rng) -> np.ndarray:
    """Walk each point: towards less implausibility while it is above the cut, then anywhere below it."""
    points, now = points.copy(), worst(points)
    for _ in range(STEPS):
        moved = rng.random(points.shape) < MOVED
        step = points + moved * STEP * rng.standard_normal(points.shape)
        step = np.abs(step) % 2
        step = np.where(step > 1, 2 - step, step)
        then = worst(step)
        accept = (then <= CUT) | (then <= now)
        points[accept], now[accept] = step[accept], then[accept]
    return points[now <= CUT]


def contraction(prior: np.ndarray, posterior: np.ndarray) -> np.ndarray:
    """1 - sd after / sd before [k]; under 0.2 a parameter is not identified."""
    return 1 - posterior.std(0) / prior.std(0)
