"""From contested to established autocrat as a chain of steps (our own formalisation, after Svolik
2009)."""

from __future__ import annotations

from partystate.published.model import Inputs, Outputs, Published


def chance_of_establishment(steps: int, advance: float, removed: float) -> float:
    """Chance that all `steps` are made before removal."""
    return (advance / (advance + removed)) ** steps


def expected_periods(steps: int, advance: float, removed: float) -> float:
    """Mean periods until established or removed."""
    going_on = advance / (advance + removed)
    reached = sum(going_on**k for k in range(steps))
    return reached / (advance + removed)


def answer(inputs: Inputs) -> Outputs:
    chain = inputs["steps_to_established"], inputs["p_advance"], inputs["p_coup_success_per_step"]
    return {
        "P_established_from_0": chance_of_establishment(*chain),
        "expected_periods_to_absorption": expected_periods(*chain),
    }


MODELS = {"Contested->established autocrat, absorbing chain": Published(answer=answer)}
