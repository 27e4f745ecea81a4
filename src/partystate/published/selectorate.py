"""The selectorate in its stationary version with private goods alone (Bueno de Mesquita and others
2003)."""

from __future__ import annotations

from partystate.published.model import Inputs, Outputs, Published


def split_of_revenue(
    coalition: float, selectorate: float, revenue: float, patience: float
) -> tuple[float, float, float]:
    """(each member's private good, all that is spent, what the leader keeps): z = (R/W)(1 - d)/(1 -
    d W/S)."""
    each = revenue / coalition * (1 - patience) / (1 - patience * coalition / selectorate)
    return each, coalition * each, revenue - coalition * each


def answer(inputs: Inputs) -> Outputs:
    each, spent, kept = split_of_revenue(*(inputs[name] for name in ("W", "S", "R", "delta")))
    return {"coalition_private_good_each": each, "total_spent": spent, "leader_keeps": kept}


MODELS = {"Selectorate, stationary private-goods-only version": Published(answer=answer)}
