"""The naive guess a model must beat (quantity rule 3). It sees calibrate rows only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEWEST = 4  # calibrate rows from which an error can be reckoned
DEFAULT_ERROR = 0.35
LINE_POINTS = 5


@dataclass(frozen=True)
class Guess:
    """Mean and sd on the scale g; `basis` says how it was come by."""

    mean: float
    sd: float
    basis: str


def last_value(times, values, at: float) -> float:
    return float(values[-1])


def line(times, values, at: float) -> float:
    """A straight line through the last five values, read at `at`."""
    t, v = times[-LINE_POINTS:], values[-LINE_POINTS:]
    if len(t) < 2 or np.ptp(t) == 0:
        return float(v[-1])
    slope, level = np.polyfit(t - t[-1], v, 1)
    return float(level + slope * (at - t[-1]))


METHODS = {"last value": last_value, "line": line}


def guess(times, values, at: float, prior_middle: float | None) -> Guess | None:
    """The better method before time `at` (years), from calibrate `times` and `values` on the scale
    g.

    Its error is that of the same method on the calibrate rows at the same horizon, each left out.
    None where there is neither an earlier calibrate row nor a declared prior range."""
    order = np.argsort(times, kind="stable")
    times, values = np.asarray(times, float)[order], np.asarray(values, float)[order]
    before = times < at
    if not before.any():
        if prior_middle is None:
            return None
        return Guess(prior_middle, DEFAULT_ERROR, "prior range")
    horizon = at - times[before][-1]
    best = None
    for name, method in METHODS.items():
        errors = _errors(method, times, values, horizon)
        enough = len(times) >= FEWEST and len(errors) > 0
        error = float(np.sqrt(np.mean(np.square(errors)))) if enough else DEFAULT_ERROR
        found = Guess(method(times[before], values[before], at), max(error, 1e-9), name)
        if best is None or found.sd < best.sd:
            best = found
    return best


def _errors(method, times, values, horizon: float) -> list[float]:
    """Errors on each calibrate row from those at least `horizon` before it."""
    found = []
    for i, time in enumerate(times):
        earlier = times <= time - horizon
        earlier[i] = False
        if earlier.any():
            found.append(values[i] - method(times[earlier], values[earlier], time))
    return found
