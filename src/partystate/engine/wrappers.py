"""Changes of a mechanism from outside, each a mechanism again: compose, do not flag.

`ablate` proposes nothing; `scale` proposes more or less of the same; `clamp` fixes one proposal;
`delay` proposes later; `for_months` proposes under another parameter value in some months; `replay`
proposes what was recorded up to a month, and then what the mechanism says."""

from __future__ import annotations

from dataclasses import replace

import equinox as eqx
import jax
import jax.numpy as jnp

from partystate.mechanisms.contract import Mechanism
from partystate.world.effect import KINDS, Effect
from partystate.world.power import NOBODY
from partystate.world.view import View


def _current(view: View, path: str):
    part, field = path.split(".")
    return getattr(getattr(view.world, part), field)


def nothing_of(post):
    """A post proposal that changes nothing: no removal, no new status, no candidate."""
    if jnp.issubdtype(post.dtype, jnp.bool_):
        return jnp.zeros_like(post)
    return (
        jnp.full_like(post, -jnp.inf)
        if jnp.issubdtype(post.dtype, jnp.floating)
        else jnp.full_like(post, NOBODY)
    )


def ablate(mechanism: Mechanism) -> Mechanism:
    """The mechanism does nothing: no hazard, no claim, no inflow, and values stay as they are."""
    return scale(mechanism, 0)


def scale(mechanism: Mechanism, factor: float) -> Mechanism:
    """Multiply what it proposes; a value moves `factor` of the way to the proposed one. Flags,
    whole numbers and posts cannot be scaled: they are as proposed, or with factor 0 as they
    were."""

    def propose(view, params, luck, stream):
        effect = mechanism.propose(view, params, luck, stream)
        times = {
            kind: {key: value * factor for key, value in getattr(effect, kind).items()}
            for kind in ("hazards", "births", "inflows", "claims")
        }
        values = {
            path: _moved(_current(view, path), value, factor)
            for path, value in effect.values.items()
        }
        posts = (
            effect.posts
            if factor
            else {kind: nothing_of(value) for kind, value in effect.posts.items()}
        )
        return Effect(values=values, posts=posts, destinations=effect.destinations, **times)

    return replace(mechanism, propose=propose)


def _moved(old, new, factor: float):
    if jnp.issubdtype(new.dtype, jnp.floating):
        return old + factor * (new - old)
    return new if factor else old


def clamp(mechanism: Mechanism, entry: str, value: float) -> Mechanism:
    """Fix one proposal, named as in the card (`hazards:death`, `values:policy.export_due`)."""
    kind, key = entry.split(":")

    def propose(view, params, luck, stream):
        effect = mechanism.propose(view, params, luck, stream)
        entries = dict(getattr(effect, kind))
        if key not in entries:
            raise ValueError(
                f"{mechanism.card.id} does not propose {entry}; it proposes "
                f"{mechanism.card.proposes}"
            )
        entries[key] = jnp.full_like(entries[key], value)
        parts = {k: getattr(effect, k) for k in KINDS}
        return Effect(**(parts | {kind: entries}))

    return replace(mechanism, propose=propose)


def delay(mechanism: Mechanism, months: int) -> Mechanism:
    """What it proposes takes effect `months` later; until then it does nothing."""
    return replace(mechanism, delay=mechanism.delay + months)


def for_months(mechanism: Mechanism, parameter: str, changed, inside) -> Mechanism:
    """Give `parameter` the value `changed(value)` in the months where `inside(month)`."""

    def propose(view, params, luck, stream):
        now = getattr(params, parameter)
        now = jnp.where(inside(view.world.month), changed(now), now)
        return mechanism.propose(
            view, eqx.tree_at(lambda p: getattr(p, parameter), params, now), luck, stream
        )

    return replace(mechanism, propose=propose)


def replay(mechanism: Mechanism, until: int) -> Mechanism:
    """Propose the recorded effect (`Setting.recorded`) in the months before month number
    `until`."""

    def propose(view, params, luck, stream):
        own, recorded = params
        live = mechanism.propose(view, own, luck, stream)
        return jax.tree.map(
            lambda was, now: jnp.where(view.world.month < until, was, now), recorded, live
        )

    return replace(mechanism, propose=propose)
