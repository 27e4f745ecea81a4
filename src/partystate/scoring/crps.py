"""Continuous ranked probability scores: exact for an ensemble, closed form for a normal.

Gneiting and Raftery (2007), "Strictly proper scoring rules", eqs. 20 and 21.
"""

from __future__ import annotations

import numpy as np
from scipy import stats


def of_ensemble(x: np.ndarray, y: float) -> float:
    """E|X - y| - E|X - X'| / 2 over the members of `x`."""
    x = np.sort(np.asarray(x, float))
    n = len(x)
    spread = np.sum((2 * np.arange(1, n + 1) - n - 1) * x) / (n * n)
    return float(np.mean(np.abs(x - y)) - spread)


def of_normal(mean: float, sd: float, y: float) -> float:
    z = (y - mean) / sd
    return float(
        sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))
    )
