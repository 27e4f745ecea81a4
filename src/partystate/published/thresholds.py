"""Who speaks when others do: thresholds of public opposition.

A person opposes in public once the share who do reaches a threshold of his own. With thresholds
listed, opposition grows from none until nobody more joins; with normal thresholds, r = N F((r -
mean) / spread), and the lowest root is where opposition stops. At a critical spread the lowest root
vanishes, and a little more dissent lets nearly everyone speak.

Sources: Granovetter (1978); Kuran (1991), whose sequences are as recalled."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published

STEPS = 4000  # of the climb to the lowest root; slow only beside the critical spread
HALVINGS = 60
FARTHEST = 8.0  # spreads below the mean where the search for the critical point begins
PER_CENT = 100
SPREADS = (5.0, 10.0, 12.0, 12.2, 13.0, 20.0, 30.0)  # persons, whose roots the case states


def cascade(thresholds: Float[Array, " persons"]) -> Float[Array, ""]:
    """How many of `thresholds` (in persons, or in parts of the same number) are reached, from
    nobody."""

    def count(now):
        return (thresholds <= now).sum()

    return jax.lax.fori_loop(
        0,
        len(thresholds),
        lambda _, now: count(now).astype(now.dtype),
        jnp.zeros((), thresholds.dtype),
    )


def speaking(visible: Number, mean: Number, spread: Number) -> Float[Array, "..."]:
    """Share whose threshold, normal, is at or below the visible share."""
    return gaussian.cdf((visible - mean) / spread)


def lowest_root(mean: Number, spread: Number) -> Float[Array, "..."]:
    """Share who speak once opposition that began from nothing stands still."""
    return jax.lax.fori_loop(
        0, STEPS, lambda _, r: speaking(r, mean, spread), jnp.zeros(jnp.shape(spread))
    )


def critical(mean: float) -> tuple[Float[Array, ""], Float[Array, ""]]:
    """(spread, share who speak) where the lowest root vanishes: F(z) = mean + z f(z) with spread
    f(z)."""

    def gap(z):
        return gaussian.cdf(z) - mean - z * gaussian.pdf(z)

    def halve(_, ends):
        low, high = ends
        halfway = (low + high) / 2
        return jnp.where(gap(halfway) < 0, halfway, low), jnp.where(gap(halfway) < 0, high, halfway)

    low, high = jax.lax.fori_loop(0, HALVINGS, halve, (jnp.asarray(-FARTHEST), jnp.zeros(())))
    z = (low + high) / 2
    return gaussian.pdf(z), gaussian.cdf(z)


def falsification(inputs: Inputs) -> Outputs:
    """Opposition in per cent under thresholds in per cent."""
    given = jnp.asarray(inputs["thresholds_percent"], float)
    a_person = PER_CENT / len(given)
    return {"equilibrium_percent": cascade(given / a_person) * a_person}


def listed(inputs: Inputs) -> Outputs:
    """Rioters under thresholds written as `0,2,2,3,...,99`."""
    start, last = inputs["thresholds"].split(",...,")
    first = [int(x) for x in start.split(",")]
    whole = [*first, *range(first[-1] + 1, int(last) + 1)]
    return {"equilibrium": cascade(jnp.asarray(whole, float))}


def normal(inputs: Inputs) -> Outputs:
    """The lowest root by spread, and where it vanishes; in persons."""
    persons = inputs["N"]
    mean = inputs["mean"] / persons
    spread, share = critical(mean)
    return {
        "critical_sigma": spread * persons,
        "r_at_critical": share * persons,
        "lowest_eq": {str(s): lowest_root(mean, s / persons) * persons for s in SPREADS},
    }


MODELS = {
    "Preference-falsification cascade": Published(answer=falsification),
    "Granovetter": Published(answer=listed),
    "Granovetter normal thresholds, continuum": Published(
        answer=normal, used_by=("mechanisms.belief.preference_falsification",)
    ),
}
