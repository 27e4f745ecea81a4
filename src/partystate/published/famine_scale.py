"""Crude death rates of the famine scale (Integrated Food Security Phase Classification) in the unit
of the model's own rates."""

from __future__ import annotations

from partystate.core.units import convert
from partystate.published.model import Inputs, Outputs, Published

LEVELS = ("famine_cdr_per_10000_per_day", "emergency", "normal_reference")


def answer(inputs: Inputs) -> Outputs:
    found = [convert(inputs[name], "per 10000 a day", "per 1000 a year") for name in LEVELS]
    return {"per_1000_per_year": found}


MODELS = {
    "Famine mortality threshold conversion": Published(answer=answer, used_by=("core.units",))
}
