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

STEPS = 4000  # of the climb to the lowest root; slow only beside the critical spread
HALVINGS = 60
FARTHEST = 8.0  # spreads below the mean where the search for the critical point begins


def cascade(thresholds):
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


def speaking(visible, mean, spread):
    """Share whose threshold, normal, is at or below the visible share."""
    return gaussian.cdf((visible - mean) / spread)


def lowest_root(mean, spread):
    """Share who speak once opposition that began from nothing stands still."""
    return jax.lax.fori_loop(
        0, STEPS, lambda _, r: speaking(r, mean, spread), jnp.zeros(jnp.shape(spread))
    )


def critical(mean):
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
