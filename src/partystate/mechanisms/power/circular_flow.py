"""The circular flow of power in its linear form (ours, after Daniels)."""

from __future__ import annotations


def renewed(shares, filled_by, turnover):
    """Shares of posts after a part `turnover` of them is filled anew in proportion `filled_by`."""
    return shares + turnover * (filled_by - shares)
