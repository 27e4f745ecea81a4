"""What a bonus is worth when the next targets follow today's output: Weitzman (1980).

The target moves by a part lambda of what exceeds it, so that a unit more today costs lambda of a
unit's bonus in every year to come, at the discount rate r."""

from __future__ import annotations

from partystate.published.model import Inputs, Number, Outputs, Published


def effective_bonus(bonus: Number, ratchet: Number, discount_rate: Number) -> Number:
    """What a unit more is worth to a manager when the next targets follow it: b / (1 + lambda /
    r)."""
    return bonus / (1 + ratchet / discount_rate)


def answer(inputs: Inputs) -> Outputs:
    """Bonus that is left of a unit more, and output where its cost y^2 / 2 has that slope: the
    bonus itself."""
    bonus = effective_bonus(inputs["b"], inputs["lam"], inputs["r"])
    return {"effective_bonus": bonus, "y_star": bonus}


MODELS = {"Weitzman ratchet": Published(answer=answer, used_by=("mechanisms.industry.plan",))}
