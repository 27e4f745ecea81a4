"""What each fifth of the households of a place has to eat, and who belongs to it.

Equations, of households whose food is lognormal with mean x and sd s of its log; z_0 to z_5 cut the
normal distribution into fifths, K = 5:
    share   f_k = K [Phi(z_k - s) - Phi(z_(k-1) - s)],   food of fifth k over the mean
    lack    E_k = K {t [Phi(m_k) - Phi(z_(k-1))] - x [Phi(m_k - s) - Phi(z_(k-1) - s)]},
        m_k = min{max[(ln(t / x)) / s + s / 2, z_(k-1)], z_k}
E_k is what a household of fifth k lacks below t on the mean; over all fifths the mean is the price
of a put option. Where shares n_k of the fifths are left, those who remain are ranked anew:
    U_j = K int U du over the j-th fifth of those left,   U the step of old ranks.

Sources: Aitchison and Brown (1957) on Lorenz curves of the lognormal, as recalled; Black and
Scholes (1973) for the sum; ranking anew is ours."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm as gaussian

from partystate.mechanisms.quantities import LEAST
from partystate.world.households import FIFTHS

EDGE = np.linspace(0, 1, FIFTHS + 1)  # shares of households up to each edge
# of the normal distribution; 8 sd stand for no bound
CUTS = np.array(
    [-8.0, -0.8416212335729143, -0.2533471031357997, 0.2533471031357997, 0.8416212335729143, 8.0]
)


def edges(mean):
    """Cuts below and above the fifths, one axis before those of `mean`."""
    shape = (FIFTHS,) + (1,) * jnp.ndim(mean)
    return CUTS[:-1].reshape(shape), CUTS[1:].reshape(shape)


def shares_of_food(spread):
    """Food of each fifth over the mean, [fifths, ...] for spreads [...]."""
    low, high = edges(spread)
    spread = jnp.asarray(spread)[None]
    return FIFTHS * (gaussian.cdf(high - spread) - gaussian.cdf(low - spread))


def lack_of_fifths(mean, threshold, spread):
    """What households of each fifth lack below `threshold`, [fifths, ...], where intake is
    lognormal with this mean and sd of its log [...]."""
    low, high = edges(mean)
    mean, spread = jnp.maximum(mean, LEAST)[None], jnp.broadcast_to(spread, jnp.shape(mean))[None]
    cut = jnp.clip(jnp.log(threshold / mean) / spread + spread / 2, low, high)
    who = gaussian.cdf(cut) - gaussian.cdf(low)
    what = gaussian.cdf(cut - spread) - gaussian.cdf(low - spread)
    return FIFTHS * jnp.maximum(threshold * who - mean * what, 0)


def ranked_anew(values, left):
    """Values [fifths, ...] of fifths of which the shares `left` remain, by fifths of those who
    remain."""
    part = left / jnp.maximum(left.sum(0), LEAST)[None]
    end = jnp.cumsum(part, axis=0)
    start = end - part
    shape = (FIFTHS, 1) + (1,) * (values.ndim - 1)
    first, last = EDGE[:-1].reshape(shape), EDGE[1:].reshape(shape)
    shared = jnp.minimum(last, end[None]) - jnp.maximum(first, start[None])  # new, old
    return FIFTHS * (jnp.maximum(shared, 0) * values[None]).sum(1)
