"""Least, greatest and mean of a column of numbers, which polars types as of anything."""

from __future__ import annotations

from typing import cast

import polars as pl


def least(column: pl.Series) -> float:
    """Least value of a column that is not empty."""
    return float(cast(float, column.min()))


def most(column: pl.Series) -> float:
    """Greatest value of a column that is not empty."""
    return float(cast(float, column.max()))


def mean(column: pl.Series) -> float:
    """Mean of a column that is not empty."""
    return float(cast(float, column.mean()))
