"""What lies outside a cut of so many standard deviations: at most this much for any unimodal error
(Pukelsheim 1994), and for a normal one."""

from __future__ import annotations

from scipy import stats

from partystate.published.model import Inputs, Outputs, Published


def outside_share(cut: float) -> tuple[float, float]:
    """(most that any unimodal error can put outside `cut` standard deviations, what a normal one
    does)."""
    return 4 / (9 * cut**2), float(2 * stats.norm.sf(cut))


def answer(inputs: Inputs) -> Outputs:
    """For the cut that the rule ends with."""
    most, normal = outside_share(float(inputs["rule"].split("cut ")[1]))
    return {"pukelsheim_bound": most, "normal_tail": normal}


MODELS = {
    "History-matching cut-off": Published(answer=answer, used_by=("calibration.near_and_far",))
}
