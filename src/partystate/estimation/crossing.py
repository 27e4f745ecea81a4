"""Where a function of one number crosses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from scipy import optimize


def crossing(function: Callable[[float], float], low: float, high: float, near: float) -> float:
    """A point between `low` and `high`, at which the function has different signs, where it is
    nothing, to within `near` (Brent 1973)."""
    return cast(float, optimize.brentq(function, low, high, xtol=near))
