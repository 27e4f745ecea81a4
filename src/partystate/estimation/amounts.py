"""Amounts that demography is given: numbers that are there and are not below nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from partystate.core.errors import UserError


def amounts(given: Any, what: str, above_nothing: bool = False) -> np.ndarray:
    """Numbers as an array; UserError at the first that is missing, without end or below nothing
    (or nothing, with `above_nothing`)."""
    values = np.asarray(given, float)
    fine = np.isfinite(values) & ((values > 0) if above_nothing else (values >= 0))
    if not fine.all():
        at = int(np.argmin(fine.ravel()))
        where = f" in band {at} (from 0)" if values.ndim else ""
        raise UserError(
            f"no number of {what}{where}",
            found=str(values.ravel()[at]),
            expected="above 0" if above_nothing else "0 or more",
        )
    return values


def finite(given: dict[str, float]) -> None:
    """UserError at the first of named numbers that is missing or without end."""
    for name, value in given.items():
        if not np.isfinite(value):
            raise UserError(f"no number of {name}", found=str(value), expected="a number")
