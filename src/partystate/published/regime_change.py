"""When a government falls because enough people think that it will: a global game of regime change.

A government has strength theta and falls where the share that attacks is at least theta. Each of a
share `size` of people sees x = theta + e, e normal with precision `private`, and all see y, of
precision `public`. To attack pays 1 - cost if the government falls, and -cost if not. In the one
equilibrium a person attacks below a signal x*, and the government falls below theta*:

    size Phi(sqrt(private) (x* - theta*)) = theta*
    Phi(sqrt(private + public) (theta* - (private x* + public y) / (private + public))) = cost

Where nothing is public, or what is private is exact beside it, theta* = size (1 - cost).

Sources: Morris and Shin (1998, 2003); Angeletos, Hellwig and Pavan (2007) for regime change; Edmond
(2013); `size` is ours."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax.scipy.special import ndtr, ndtri
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published

HALVINGS = 60  # of the range in which the threshold is sought
EDGE = 1e-12  # share of the range that is left out at each end, where the normal has no quantile


def sure_threshold(size: Number, cost: Number) -> Number:
    """Strength below which the government falls, where private signals are exact."""
    return size * (1 - cost)


def chance_of_fall(threshold: Number, strength: Number, spread: Number) -> Float[Array, "..."]:
    """Chance that a strength, normal around `strength`, is below the threshold."""
    return ndtr((threshold - strength) / jnp.asarray(spread))


def threshold(
    size: Number, cost: Number, private: Number, public: Number, signal: Number
) -> Float[Array, "..."]:
    """Strength below which the government falls, found by halving; one only where public / sqrt(
    private) is at most sqrt(2 pi) / size."""
    size, cost, private, public, signal = jnp.broadcast_arrays(
        *(jnp.asarray(v, float) for v in (size, cost, private, public, signal))
    )

    def too_high(theta):
        share = jnp.clip(theta / size, EDGE, 1 - EDGE)
        left = public * (theta - signal) - jnp.sqrt(private) * ndtri(share)
        return left < jnp.sqrt(private + public) * ndtri(cost)

    def halve(_, ends):
        least, most = ends
        halfway = (least + most) / 2
        high = too_high(halfway)
        return jnp.where(high, least, halfway), jnp.where(high, halfway, most)

    least, most = jax.lax.fori_loop(0, HALVINGS, halve, (jnp.zeros_like(size), size))
    return (least + most) / 2


def by_signals(inputs: Inputs) -> Outputs:
    """The threshold of a case, and the one with exact private signals."""
    given = {name: inputs[name] for name in ("size", "cost", "private", "public", "signal")}
    return {
        "threshold": threshold(**given),
        "sure_threshold": sure_threshold(inputs["size"], inputs["cost"]),
    }


def in_chances(inputs: Inputs) -> Outputs:
    """Chance that a government of uncertain strength falls."""
    sure = sure_threshold(inputs["size"], inputs["cost"])
    return {"chance": chance_of_fall(sure, inputs["strength"], inputs["spread"])}


MODELS = {
    "Global game of regime change, threshold": Published(
        answer=by_signals, used_by=("mechanisms.revolution.insurrection",)
    ),
    "Global game of regime change, chance of fall": Published(
        answer=in_chances, used_by=("mechanisms.revolution.insurrection",)
    ),
}
