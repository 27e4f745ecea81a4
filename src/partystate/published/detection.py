"""Who is taken when enemies cannot be told from others: a signal, a cut, and errors of both kinds.

A share `prior` are enemies. Each person shows a signal, normal with mean 0 for the innocent,
`separation` for enemies, and spread 1; those above a cut are arrested. The cut that costs least: k
= ln(beta) / d + d / 2, beta = (1 - prior) / prior x cost of a wrong arrest over cost of a missed
enemy. Under a quota the cut is where the share arrested is the quota.

Sources: Green and Swets (1966) for the cut; Gregory, Schröder and Sonin (2011) for the idea, whose
equations were not seen; the quota and the eliminations are our own corollaries."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian

HALVINGS = 60  # of the range in which a cut is sought
RANGE = 12.0  # spreads on either side of nothing; beyond it a double holds no share


def cheapest_cut(prior, separation, cost_ratio):
    """Cut at which wrong arrests and missed enemies cost least in all."""
    odds = (1 - prior) / prior * cost_ratio
    return jnp.log(odds) / separation + separation / 2


def rates(cut, separation):
    """Share of the enemies who are arrested, and share of the innocent."""
    return gaussian.sf(cut - separation), gaussian.sf(cut)


def arrested(prior, hit, false_alarm):
    """Share of all who are arrested, and share of the arrested who are innocent."""
    rate = prior * hit + (1 - prior) * false_alarm
    return rate, jnp.where(rate > 0, (1 - prior) * false_alarm / jnp.where(rate > 0, rate, 1), 0)


def quota_cut(prior, separation, quota):
    """Cut at which the share arrested is `quota`, found by halving; the signal ranks, the quota
    decides."""
    shape = jnp.broadcast_shapes(jnp.shape(prior), jnp.shape(separation), jnp.shape(quota))
    ends = jnp.full(shape, -RANGE), jnp.full(shape, RANGE)

    def halve(_, ends):
        low, high = ends
        halfway = (low + high) / 2
        too_many = arrested(prior, *rates(halfway, separation))[0] > quota
        return jnp.where(too_many, halfway, low), jnp.where(too_many, high, halfway)

    low, high = jax.lax.fori_loop(0, HALVINGS, halve, ends)
    return (low + high) / 2


def innocent_share(prior, separation, quota):
    """Share of the arrested who are innocent when `quota` of all are taken by rank of signal."""
    return arrested(prior, *rates(quota_cut(prior, separation, quota), separation))[1]


def eliminations(enemy_share, precision):
    """Least share to be removed so that enemies are no majority of those left, and the innocent in
    it, when `precision` of the removed are enemies."""
    removed = (enemy_share - 1 / 2) / (precision - 1 / 2)
    return removed, removed * (1 - precision)
