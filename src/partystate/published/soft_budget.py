"""Whether a bank that has sunk its money refinances a bad project: Dewatripont and Maskin (1995).

A project costs one at the start; a bad one needs one more to end, and then yields `best` with the
chance `a` that the bank buys by effort at the cost c a^2 / 2. Having paid, the bank refinances when
what it can still get exceeds the second outlay; the project as a whole loses when that does not
exceed both. Used as an exact case; hiring beyond the wage is `growth`'s."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Bool, Float

from partystate.published.model import Inputs, Number, Outputs, Published


def refinancing_value(best: Number, effort_cost: Number) -> Float[Array, "..."]:
    """Most that a refinanced project brings, before outlays: max over a of a best - c a^2 / 2 (no
    bound on a in the case)."""
    return jnp.asarray(best) ** 2 / (2 * effort_cost)


def soft_budget(
    best: Number, effort_cost: Number, outlay: Number
) -> tuple[Float[Array, "..."], Bool[Array, "..."], Float[Array, "..."], Bool[Array, "..."]]:
    """(value when refinanced, is it refinanced, value of the whole project, is it soft and a
    loss)."""
    value = refinancing_value(best, effort_cost)
    whole = value - 2 * outlay
    soft = value > outlay
    return value, soft, whole, soft & (whole < 0)


def answer(inputs: Inputs) -> Outputs:
    """Bad projects that are refinanced once begun."""
    found = soft_budget(jnp.asarray(inputs["pibar"]), inputs["c"], inputs["cost_each_stage"])
    names = ("refinance_value", "soft", "bad_project_total_value", "inefficient_and_soft")
    return dict(zip(names, found, strict=True))


MODELS = {"Soft budget constraint": Published(answer=answer)}
