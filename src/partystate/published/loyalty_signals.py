"""Praise as a signal: how much of it keeps those who do not mean it from joining in.

To praise at a level e costs the loyal `cost_loyal` e and the disloyal `cost_disloyal` e; whoever
is taken for loyal gets a benefit. The least level that separates them is the one at which the
disloyal gain nothing: e* = benefit / cost_disloyal. Where praise comes cheaper to the disloyal,
the loyal have to give more of it: flattery inflates.

Sources: Spence (1973) for the logic; Crabtree, Kern and Siegel (2020) and Marquez (2018) on cults;
the instance is ours."""

from __future__ import annotations

from partystate.published.model import Inputs, Number, Outputs, Published


def separating_level(benefit: Number, cost_disloyal: Number) -> Number:
    """The least level of praise at which the disloyal gain nothing by it."""
    return benefit / cost_disloyal


def _cost(text: str) -> float:
    """The cost of a unit of praise, from `2.5*e`."""
    number, _, level = text.partition("*")
    if level != "e":
        raise ValueError(f"a cost that is not proportional to e: {text!r}")
    return float(number)


def answer(inputs: Inputs) -> Outputs:
    benefit, loyal, disloyal = (
        float(inputs["benefit"]),
        _cost(inputs["cost_loyal"]),
        _cost(inputs["cost_disloyal"]),
    )
    level = separating_level(benefit, disloyal)
    return {
        "e_star": level,
        "loyal_net": benefit - loyal * level,
        "disloyal_mimic_net": benefit - disloyal * level,
    }


MODELS = {
    "Two-type loyalty signalling (least-cost separating)": Published(
        answer=answer, used_by=("mechanisms.belief.propaganda",)
    )
}
