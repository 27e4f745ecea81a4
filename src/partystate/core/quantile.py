"""Counts from one uniform each: a quantile of the binomial that is monotone in the uniform, so that histories couple.

The uniform is an upper tail, P(X >= k), so that rare events keep their probability. Small means are inverted term
by term, which is exact; large ones take the normal quantile with the Cornish-Fisher correction for skewness (Cornish
and Fisher 1937), rounded. Probabilities above one half are drawn as their complement.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

TERMS = 40  # of the inversion; enough for the largest mean below the switch
SWITCH = 12.0  # mean of the rarer outcome above which the corrected normal quantile stands in
SIX = 6.0


def binomial_quantile(u: Float[Array, "n"], n, p) -> Float[Array, "n"]:
    """The k with P(X >= k + 1) < u <= P(X >= k), X ~ Binomial(n, p); flat arrays, n whole in float64."""
    flip = p > 1 / 2
    rare = jnp.where(flip, 1 - p, p)
    tail = jnp.where(flip, 1 - u, u)  # complement: many successes are few failures
    mean = n * rare
    small = _inverted(tail, n, rare, mean)
    large = _corrected_normal(tail, n, rare, mean)
    k = jnp.clip(jnp.where(mean < SWITCH, small, large), 0, n)
    return jnp.where(flip, n - k, k)


def _inverted(tail, n, p, mean):
    """Count the k for which P(X >= k) still exceeds the tail."""
    safe = mean < SWITCH
    p = jnp.where(safe, p, 0)
    odds = p / (1 - p)
    mass = jnp.exp(jnp.where(safe, n, 0) * jnp.log1p(-p))
    # P(X >= 1) without cancellation, so that events of tiny probability are kept
    survival = -jnp.expm1(jnp.where(safe, n, 0) * jnp.log1p(-p))

    def one_term(k, carry):
        mass, survival, count = carry
        reached = survival > tail
        k = k.astype(mass.dtype)
        mass = mass * odds * jnp.maximum(n - k, 0) / (k + 1)
        return mass, jnp.maximum(survival - mass, 0), count + reached

    _, _, count = jax.lax.fori_loop(0, TERMS, one_term, (mass, survival, jnp.zeros_like(mean)))
    return count


def _corrected_normal(tail, n, p, mean):
    """Cornish-Fisher quantile with continuity correction."""
    spread = jnp.sqrt(jnp.maximum(mean * (1 - p), 1))
    z = -jax.scipy.special.ndtri(tail)
    skew = (1 - 2 * p) * (z * z - 1) / SIX
    return jnp.floor(mean + spread * z + skew + 1 / 2)
