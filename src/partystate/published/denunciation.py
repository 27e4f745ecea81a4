"""Chains of denunciation: each arrested person names others, R of whom are arrested in turn, a
branching process.

With a Poisson number of named and arrested, the total of one chain is Borel: mean 1 / (1 - R),
variance R / (1 - R)^3, and a chain goes on for ever with chance 1 - q where q = exp(R (q - 1)).

Sources: Otter (1949) and Dwass (1969) for the law of the total."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax.scipy.special import gammaln
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published

# of the iteration to the chance that a chain ends; it closes in by the factor R q each time
STEPS = 200
TOTALS = (1, 2, 3, 5, 10)  # whose chance the case states


def multiplier(reproduction: Number) -> Number:
    """Arrested in all for one arrest from outside the chain; `reproduction` below one."""
    return 1 / (1 - reproduction)


def variance(reproduction: Number) -> Number:
    """Variance of the total of one chain."""
    return reproduction / ((1 - reproduction) * (1 - reproduction) ** 2)


def total_law(reproduction: Number, total: Number) -> Float[Array, "..."]:
    """Chance that a chain ends with `total` arrested: e^(-R n) (R n)^(n - 1) / n!."""
    mean = reproduction * total
    return jnp.exp(-mean + (total - 1) * jnp.log(mean) - gammaln(total + 1))


def dies_out(reproduction: Number) -> Float[Array, "..."]:
    """Chance that a chain ends of itself."""
    return jax.lax.fori_loop(
        0, STEPS, lambda _, q: jnp.exp(reproduction * (q - 1)), jnp.zeros(jnp.shape(reproduction))
    )


def chain(inputs: Inputs) -> Outputs:
    """Mean, variance and law of the total of a chain."""
    given = inputs["R"]
    return {
        "mean_total": multiplier(given),
        "var_total": variance(given),
        "P_total": {str(n): total_law(given, float(n)) for n in TOTALS},
    }


def endless(inputs: Inputs) -> Outputs:
    """Chance that a chain ends, and the share reached if it does not."""
    end = dies_out(inputs["R"])
    return {"extinction": end, "final_size_fraction": 1 - end}


MODELS = {
    "Denunciation branching process, Poisson offspring": Published(
        answer=chain, used_by=("mechanisms.terror.arrests",)
    ),
    "Denunciation branching: extinction probability": Published(answer=endless),
}
