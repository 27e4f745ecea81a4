"""A menu of bonuses under which a manager names his own target: Weitzman (1976) on the reform of
1976.

He is paid `on_target` a unit of the target he names, `above` and `below` a unit of what exceeds it
or falls short; with below < on_target < above he names the quantile of his output at which the
chance to fall short is (on_target - below) / (above - below)."""

from __future__ import annotations

from partystate.published.model import Inputs, Outputs, Published


def chosen_target(
    below: float, on_target: float, above: float, low: float, high: float
) -> tuple[float, float]:
    """(target named, chance to fall short of it) when output is uniform on low..high."""
    short = (on_target - below) / (above - below)
    return low + short * (high - low), short


def answer(inputs: Inputs) -> Outputs:
    low, high = (float(x) for x in inputs["y"].removeprefix("U(").removesuffix(")").split(","))
    target, short = chosen_target(inputs["alpha"], inputs["beta"], inputs["gamma"], low, high)
    return {"P_shortfall": short, "plan_choice": target}


MODELS = {"New Soviet incentive model": Published(answer=answer)}
