"""The selectorate in its stationary version with private goods alone (Bueno de Mesquita and others
2003)."""

from __future__ import annotations


def split_of_revenue(
    coalition: float, selectorate: float, revenue: float, patience: float
) -> tuple[float, float, float]:
    """(each member's private good, all that is spent, what the leader keeps): z = (R/W)(1 - d)/(1 -
    d W/S)."""
    each = revenue / coalition * (1 - patience) / (1 - patience * coalition / selectorate)
    return each, coalition * each, revenue - coalition * each
