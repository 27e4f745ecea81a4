"""Changes of a mechanism from outside, each a mechanism again: compose, do not flag.

`ablate` proposes nothing; `scale` proposes more or less of the same; `clamp` fixes one proposal;
`delay` proposes later; `replay` proposes what was recorded up to a month, and then what the
mechanism says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.mechanisms.contract import Mechanism
from partystate.world.effect import KINDS, Effect
from partystate.world.power import NOBODY
from partystate.world.view import View

CARRIED = (
    "id",
    "theme",
    "phase",
    "stream",
    "claims",
    "citations",
    "directions",
    "delay",
    "Params",
)


@dataclass(frozen=True, repr=False)
class Wrapped(Mechanism):
    """A mechanism around another, under whose name, phase and stream it runs."""

    inner: Mechanism

    def __post_init__(self) -> None:
        for name in CARRIED:
            object.__setattr__(self, name, getattr(self.inner, name))

    @property
    def numbers(self) -> Any:
        """What it is given beside the parameters, which is no part of what is compiled; None for
        nothing."""
        return None


@dataclass(frozen=True, repr=False)
class Scaled(Wrapped):
    factor: float

    def propose(self, view: View, params: eqx.Module) -> Effect:
        effect = self.inner.propose(view, params)
        times = {
            kind: {key: value * self.factor for key, value in getattr(effect, kind).items()}
            for kind in ("hazards", "births", "inflows", "claims")
        }
        values = {
            path: _moved(_current(view, path), value, self.factor)
            for path, value in effect.values.items()
        }
        posts = (
            effect.posts
            if self.factor
            else {kind: nothing_of(value) for kind, value in effect.posts.items()}
        )
        return Effect(values=values, posts=posts, destinations=effect.destinations, **times)


@dataclass(frozen=True, repr=False)
class Clamped(Wrapped):
    entry: str
    value: float

    def propose(self, view: View, params: eqx.Module) -> Effect:
        kind, key = self.entry.split(":")
        effect = self.inner.propose(view, params)
        entries = dict(getattr(effect, kind))
        if key not in entries:
            raise UserError(
                f"{self.id} does not propose this",
                found=repr(self.entry),
                expected=nearest(self.entry, effect.entries()),
                action="Name one of its proposals.",
            )
        entries[key] = jnp.full_like(entries[key], self.value)
        parts = {k: getattr(effect, k) for k in KINDS}
        return Effect(**(parts | {kind: entries}))


@dataclass(frozen=True, repr=False)
class Delayed(Wrapped):
    """The engine keeps the queue; see `engine.step`."""

    months: int

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "delay", self.inner.delay + self.months)

    def propose(self, view: View, params: eqx.Module) -> Effect:
        return self.inner.propose(view, params)


@dataclass(frozen=True, repr=False)
class Replayed(Wrapped):
    """`params` are a pair: those of the mechanism, and the effect recorded for this month."""

    until: int

    def propose(self, view: View, params: tuple[eqx.Module, Effect]) -> Effect:
        own, recorded = params
        live = self.inner.propose(view, own)
        return jax.tree.map(
            lambda was, now: jnp.where(view.world.month < self.until, was, now), recorded, live
        )


def ablate(mechanism: Mechanism) -> Mechanism:
    """The mechanism does nothing: no hazard, no claim, no inflow, and values stay as they are."""
    return scale(mechanism, 0)


def scale(mechanism: Mechanism, factor: float) -> Mechanism:
    """Multiply what it proposes; a value moves `factor` of the way to the proposed one. Flags,
    whole numbers and posts cannot be scaled: they are as proposed, or with factor 0 as they
    were."""
    return Scaled(mechanism, factor)


def clamp(mechanism: Mechanism, entry: str, value: float) -> Mechanism:
    """Fix one proposal, named as in an effect (`hazards:death`, `values:policy.export_due`);
    UserError when the mechanism runs and does not propose it."""
    return Clamped(mechanism, entry, value)


def delay(mechanism: Mechanism, months: int) -> Mechanism:
    """What it proposes takes effect `months` later; until then it does nothing."""
    return Delayed(mechanism, months)


def given(mechanism: Mechanism, params: eqx.Module) -> Any:
    """What a mechanism is given in a run: its parameters, with the numbers of its wrappers."""
    if not isinstance(mechanism, Wrapped):
        return params
    own = given(mechanism.inner, params)
    return own if mechanism.numbers is None else (own, mechanism.numbers)


def replay(mechanism: Mechanism, until: int) -> Mechanism:
    """Propose the recorded effect (`Setting.recorded`) in the months before month number
    `until`."""
    return Replayed(mechanism, until)


def nothing_of(post):
    """A post proposal that changes nothing: no removal, no new status, no candidate."""
    if jnp.issubdtype(post.dtype, jnp.bool_):
        return jnp.zeros_like(post)
    return (
        jnp.full_like(post, -jnp.inf)
        if jnp.issubdtype(post.dtype, jnp.floating)
        else jnp.full_like(post, NOBODY)
    )


def _current(view: View, path: str):
    part, field = path.split(".")
    return getattr(getattr(view.world, part), field)


def _moved(old, new, factor: float):
    if jnp.issubdtype(new.dtype, jnp.floating):
        return old + factor * (new - old)
    return new if factor else old
