"""Kendall's rank correlation."""

from __future__ import annotations

from numpy.typing import ArrayLike
from scipy import stats


def tau(one: ArrayLike, other: ArrayLike) -> float:
    """Correlation of the ranks of two sequences of one length; not a number where either is
    constant."""
    found = stats.kendalltau(one, other)
    # the type of what scipy gives is lost in its decorators
    return float(found.statistic)  # pyright: ignore[reportAttributeAccessIssue]
