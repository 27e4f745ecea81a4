"""Priors of parameters: quantiles, probabilities and bounds of a row of parameters.csv."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from partystate.core.errors import UserError

# largest value of units that measure a part of a whole
WHOLE = {"share": 1.0, "percent": 100.0, "per 100": 100.0, "index 0..1": 1.0, "0-1": 1.0}
Z95 = float(stats.norm.ppf(0.975))  # low and high of a normal prior are its 95 per cent range


def quantile(prior: str, low: float, mode: float, high: float, u: float) -> float:
    """Value at probability `u` of a prior of parameters.csv."""
    if is_fixed(prior, low, high):
        return mode
    law, shape = _law(prior, low, mode, high)
    value = law.ppf(u, *shape)
    return float(np.exp(value) if prior == "lognormal" else value)


class Priors:
    """Quantiles of many priors at once: the same values as `quantile`, one by one."""

    def __init__(self, rows: Sequence[tuple[str, float, float, float]]):
        """`rows` are prior, low, mode and high of each."""
        self._mode = np.array([mode for _, _, mode, _ in rows], float)
        laws = {
            i: (row[0], *_law(*row)) for i, row in enumerate(rows) if not is_fixed(*row[:2], row[3])
        }
        self._kinds = []
        for kind in sorted({kind for kind, _, _ in laws.values()}):
            places = [i for i, (found, _, _) in laws.items() if found == kind]
            shape = np.array([laws[i][2] for i in places], float).T
            self._kinds.append((kind, laws[places[0]][1], np.array(places), shape))

    def at(self, u: np.ndarray) -> np.ndarray:
        """Values at the probabilities `u`, one for each prior."""
        found = self._mode.copy()
        for kind, law, places, shape in self._kinds:
            values = law.ppf(u[places], *shape)
            found[places] = np.exp(values) if kind == "lognormal" else values
        return found


def probability(prior: str, low: float, mode: float, high: float, value: float) -> float:
    """Probability below `value`: the place of a value in the unit interval; one half where the
    prior is fixed."""
    if is_fixed(prior, low, high):
        return 1 / 2
    law, shape = _law(prior, low, mode, high)
    return float(law.cdf(np.log(value) if prior == "lognormal" else value, *shape))


def bounds(prior: str, low: float, mode: float, high: float) -> tuple[float, float]:
    """The range no value may leave; that of a normal or lognormal prior is wider than its 95 per
    cent range."""
    if is_fixed(prior, low, high):
        return mode, mode
    return {"normal": (-np.inf, np.inf), "lognormal": (0.0, np.inf)}.get(prior, (low, high))


def domain(unit: str, low: float | None, central: float, high: float | None) -> tuple[float, float]:
    """What the quantity of a parameter can be at all, in its unit: a share is from 0 to 1, and what
    no prior takes below zero is not negative. A what-if may leave a prior, but not this."""
    smallest = min(value for value in (low, central) if value is not None)
    largest = max(value for value in (central, high) if value is not None)
    least = 0.0 if smallest >= 0 else -np.inf
    return least, max(WHOLE[unit], largest) if unit in WHOLE and smallest >= 0 else np.inf


def is_fixed(prior: str, low: float | None, high: float | None) -> bool:
    """Whether there is one value only."""
    return prior == "fixed" or low is None or high is None or high <= low


def _law(prior: str, low: float, mode: float, high: float) -> tuple:
    """The distribution and its shape, of a value or, for a lognormal prior, of its logarithm."""
    if prior == "uniform":
        return stats.uniform, (low, high - low)
    if prior == "triangular":
        return stats.triang, ((mode - low) / (high - low), low, high - low)
    if prior == "normal":
        return stats.norm, (mode, (high - low) / (2 * Z95))
    if prior == "lognormal":
        return stats.norm, (np.log(mode), np.log(high / low) / (2 * Z95))
    raise UserError(
        "unknown prior",
        "parameters.csv",
        column="prior",
        found=repr(prior),
        expected="fixed, uniform, triangular, normal or lognormal",
        action="Use one of these.",
    )
