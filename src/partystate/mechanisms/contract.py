"""What every mechanism is: a card that declares, and a function that proposes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import equinox as eqx

from partystate.world.effect import Effect
from partystate.world.view import View

PHASES = ("perceive", "decide", "act", "account", "report")


@dataclass(frozen=True)
class Direction:
    """An expected sign: raising `parameter` moves the yearly or final `observable` by `sign`."""

    parameter: str
    observable: str
    sign: int


@dataclass(frozen=True)
class Card:
    """A declaration that the tests check against what the function does.

    `reads` and `proposes` are dotted paths (`people.persons`, `inputs.exports`, `hazards:death`).
    `status` is "provisional" until a second person has coded it blind, and "replay" where recorded
    politics stand in."""

    id: str
    theme: str
    phase: str
    stream: str
    reads: tuple[str, ...]
    proposes: tuple[str, ...]
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    directions: tuple[Direction, ...] = ()
    status: str = "provisional"


@dataclass(frozen=True)
class Mechanism:
    """`propose(view, params, luck, stream)`; `params` is an instance of `Params`; `delay` in months
    (see engine)."""

    card: Card
    Params: type[eqx.Module]
    propose: Callable[[View, eqx.Module, object, int], Effect]
    delay: int = field(default=0)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names as in a country's parameters.csv."""
        return tuple(f"{self.card.id}.{name}" for name in self.Params.__dataclass_fields__)
