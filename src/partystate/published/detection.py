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
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published

HALVINGS = 60  # of the range in which a cut is sought
RANGE = 12.0  # spreads on either side of nothing; beyond it a double holds no share


def cheapest_cut(prior: Number, separation: Number, cost_ratio: Number) -> Float[Array, "..."]:
    """Cut at which wrong arrests and missed enemies cost least in all."""
    odds = (1 - prior) / prior * cost_ratio
    return jnp.log(odds) / separation + separation / 2


def rates(cut: Number, separation: Number) -> tuple[Float[Array, "..."], Float[Array, "..."]]:
    """Share of the enemies who are arrested, and share of the innocent."""
    return gaussian.sf(cut - separation), gaussian.sf(cut)


def arrested(prior: Number, hit: Number, false_alarm: Number) -> tuple[Number, Float[Array, "..."]]:
    """Share of all who are arrested, and share of the arrested who are innocent."""
    rate = prior * hit + (1 - prior) * false_alarm
    return rate, jnp.where(rate > 0, (1 - prior) * false_alarm / jnp.where(rate > 0, rate, 1), 0)


def quota_cut(prior: Number, separation: Number, quota: Number) -> Float[Array, "..."]:
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


def innocent_share(prior: Number, separation: Number, quota: Number) -> Float[Array, "..."]:
    """Share of the arrested who are innocent when `quota` of all are taken by rank of signal."""
    return arrested(prior, *rates(quota_cut(prior, separation, quota), separation))[1]


def eliminations(enemy_share: Number, precision: Number) -> tuple[Number, Number]:
    """Least share to be removed so that enemies are no majority of those left, and the innocent in
    it, when `precision` of the removed are enemies."""
    removed = (enemy_share - 1 / 2) / (precision - 1 / 2)
    return removed, removed * (1 - precision)


def cheapest(inputs: Inputs) -> Outputs:
    """Cut that costs least, errors of both kinds, and who is arrested."""
    prior, separation = inputs["prior_enemy"], inputs["dprime"]
    cut = cheapest_cut(prior, separation, inputs["C_FP_over_C_FN"])
    hit, false_alarm = rates(cut, separation)
    rate, innocent = arrested(prior, hit, false_alarm)
    return {
        "cut": cut,
        "hit": hit,
        "false_alarm": false_alarm,
        "arrest_rate": rate,
        "innocent_share": innocent,
    }


def by_quota(inputs: Inputs) -> Outputs:
    """Cut that fills a quota, and who is in it."""
    prior, separation, quota = inputs["prior_enemy"], inputs["dprime"], inputs["quota_share"]
    cut = quota_cut(prior, separation, quota)
    return {
        "cut": cut,
        "hit": rates(cut, separation)[0],
        "innocent_share": innocent_share(prior, separation, quota),
    }


def removed_for_a_majority(inputs: Inputs) -> Outputs:
    """Least share removed so that enemies are no majority."""
    removed, innocent = eliminations(inputs["enemy_share"], jnp.asarray(inputs["precision"]))
    return {"min_share_eliminated": removed, "innocents_share_of_population": innocent}


MODELS = {
    "Signal-detection repression (equal-variance Gaussian)": Published(
        answer=cheapest, used_by=("mechanisms.terror.arrests",)
    ),
    "Quota-filling from ranked signals": Published(
        answer=by_quota, used_by=("mechanisms.terror.arrests",)
    ),
    "Eliminations to shift the median citizen": Published(answer=removed_for_a_majority),
}
