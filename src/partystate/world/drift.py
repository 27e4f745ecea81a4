"""Yearly drift of parameters: by how much the rules of a year and a place differ from the usual.

A parameter p that drifts is in year y, place r

    p_yr = p exp(sd x_yr)                              where it is a positive amount,
    p_yr = p exp(sd x_yr) / (1 - p + p exp(sd x_yr))   where it is a share (on its log-odds),
    x_yr = rho x_(y-1)r + sqrt(1 - rho^2) e_yr,  e_yr = sqrt(shared) a_y + sqrt(1 - shared) b_yr,

with a, b standard normal, drawn each January: x is standard normal in every year, and the median of
p_yr is p. Mechanisms do not know of it: the engine hands them the parameter of the month, a number
or one by region.

Source: state equations with noise (West and Harrison 1997, Bayesian Forecasting and Dynamic Models,
chapter 2); why a simulator needs a discrepancy of its own: Kennedy and O'Hagan (2001); yearly
distortions of a model of this economy: Cheremukhin, Golosov, Guriev and Tsyvinski (2017). The form
is ours."""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float, UInt32

from partystate.core.draws import Draws

JANUARY = 1
COMMON_SITE, OWN_SITE = 0, 1


class Drifting(eqx.Module):
    """Where each parameter that drifts stands this year."""

    deviation: Float[Array, "drifting regions"]  # 1, x; alike in all regions where it is shared


class Drift(eqx.Module):
    """Which parameters drift, how far and for how long."""

    names: tuple[tuple[str, str], ...] = eqx.field(static=True)  # mechanism, field of its Params
    is_regional: tuple[bool, ...] = eqx.field(static=True)
    is_share: tuple[bool, ...] = eqx.field(static=True)
    ids: UInt32[Array, "drifting 2"]
    region_ids: UInt32[Array, "regions 2"]
    sd: Float[Array, "drifting"]  # 1, of the logarithm or the log-odds
    persistence: Float[Array, "drifting"]  # 1, rho from one year to the next
    shared: Float[Array, "drifting"]  # share of the variance that all regions have in common


def fresh(drift: Drift, draws: Draws) -> Float[Array, "drifting regions"]:
    """New standard normal shocks e of a year."""
    common = draws.normal(COMMON_SITE, drift.ids)[:, None]
    own = draws.normal(OWN_SITE, drift.ids[:, None] ^ drift.region_ids[None])
    return jnp.sqrt(drift.shared)[:, None] * common + jnp.sqrt(1 - drift.shared)[:, None] * own


def opened(drift: Drift, draws: Draws) -> Drifting:
    """Where parameters stand on the first day: as in any other year."""
    return Drifting(fresh(drift, draws))


def moved_on(drift: Drift, before: Drifting, draws: Draws, is_january: Array) -> Drifting:
    """Where they stand this month: elsewhere in January, as before in other months."""
    rho = drift.persistence[:, None]
    after = rho * before.deviation + jnp.sqrt(1 - rho**2) * fresh(drift, draws)
    return Drifting(jnp.where(is_january, after, before.deviation))


def drifted(drift: Drift, now: Drifting, mechanism: str, given: Any) -> Any:
    """What a mechanism is given this month: its `Params`, or a pair that begins with them, with
    those that drift as they are this year."""
    if isinstance(given, tuple):
        return (drifted(drift, now, mechanism, given[0]), *given[1:])
    for i, (owner, name) in enumerate(drift.names):
        if owner == mechanism:
            x = now.deviation[i] if drift.is_regional[i] else now.deviation[i, 0]
            value = _shifted(getattr(given, name), drift.sd[i] * x, drift.is_share[i])
            given = eqx.tree_at(lambda p, name=name: getattr(p, name), given, value)
    return given


def _shifted(value: Array, by: Array, is_share: bool) -> Array:
    """A parameter moved by so much on its log, or a share on its log-odds; 0 and 1 stay."""
    times = jnp.exp(by)
    return value * times / (1 - value + value * times) if is_share else value * times
