"""Published cases of the land, of its deaths and of its calibration, recomputed by the model's own
functions."""

from __future__ import annotations

from collections.abc import Callable

import jax.numpy as jnp

from partystate.calibration.history_matching import CUT, outside_share
from partystate.core.units import convert
from partystate.mechanisms.land.herds import kept
from partystate.mechanisms.land.procurement import weights


def inflexible_collections(inputs: dict) -> dict:
    """Collections fixed by expected surplus before the harvest, and what a uniform shortfall
    leaves."""
    expected = jnp.asarray(inputs["expected_output_pc"])
    one = jnp.ones_like(expected)
    share = weights(expected, inputs["subsistence"] * one, 0 * one, 0.0)
    collected = share * jnp.maximum(expected - inputs["subsistence"], 0).sum()
    actual = expected * (1 - inputs["aggregate_shortfall"])
    return {"actual": actual.tolist(), "retained": (actual - collected).tolist()}


def famine_thresholds(inputs: dict) -> dict:
    """Crude death rates of the famine scale in the unit of the model's own rates."""
    names = ("famine_cdr_per_10000_per_day", "emergency", "normal_reference")
    return {
        "per_1000_per_year": [
            convert(inputs[n], "per 10000 a day", "per 1000 a year") for n in names
        ]
    }


def slaughter(inputs: dict) -> dict:
    """Share of a herd eaten at once. `kept` is against an owner without risk, who keeps d / (1 +
    d); growth drops out."""
    discount, risk = inputs["discount"], jnp.asarray(inputs["confiscation_prob"], float)
    return {"eaten_share": (1 - kept(risk, discount) * discount / (1 + discount)).tolist()}


def cut_off(inputs: dict) -> dict:
    """What the cut of history matching can rule out by mistake: any unimodal error, and a normal
    one."""
    most, normal = outside_share(CUT)
    return {"pukelsheim_bound": most, "normal_tail": normal}


LAND: dict[str, Callable[[dict], dict]] = {
    "Inflexible progressive procurement": inflexible_collections,
    "Famine mortality threshold conversion": famine_thresholds,
    "Pre-collectivization livestock slaughter, log utility two-period": slaughter,
    "History-matching cut-off": cut_off,
}
