"""How much of his herd an owner eats when it may be taken from him: two periods, log utility (ours;
the question is Chen and Lan's, 2017).

With discount factor d and chance p of confiscation he eats 1 / (1 + d (1 - p)) of it at once; the
growth of what he keeps drops out."""

from __future__ import annotations

import jax.numpy as jnp

from partystate.published.model import Inputs, Number, Outputs, Published

PATIENCE = 0.95  # yearly discount factor of the owner; case stock-1


def kept(risk: Number, patience: Number = PATIENCE) -> Number:
    """Share of what he would carry over without risk that a log owner keeps when he expects to lose
    it with `risk`."""
    return (1 - risk) * (1 + patience) / (1 + patience * (1 - risk))


def answer(inputs: Inputs) -> Outputs:
    """Share of a herd eaten at once; an owner without risk keeps d / (1 + d)."""
    discount, risk = inputs["discount"], jnp.asarray(inputs["confiscation_prob"], float)
    return {"eaten_share": 1 - kept(risk, discount) * discount / (1 + discount)}


MODELS = {
    "Pre-collectivization livestock slaughter, log utility two-period": Published(
        answer=answer, used_by=("mechanisms.land.herds",)
    )
}
