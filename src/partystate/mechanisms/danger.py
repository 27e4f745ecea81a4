"""Danger from abroad as rulers feel it: points of disputes and events, remembered, and the index
made of them.

The index is half of the points remembered, at most 5, over 5, as the inputs define it; so one
year's points fade by `forget` a month. Relieving events are negative points, and nobody feels less
than no danger. The rule is ours; points are those of a country's `recorded.csv`."""

from __future__ import annotations

import jax.numpy as jnp

TOP = 5.0  # end of the index


def remembered(points, forget, new):
    """Points after a month in which `new` ones came."""
    return jnp.maximum(points * (1 - forget) + new, 0)


def index(points):
    """Danger, 0..1, at so many points."""
    return jnp.minimum(points / 2, TOP) / TOP
