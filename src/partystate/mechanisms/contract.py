"""What every mechanism is: a class that says what it rests on, and a method that proposes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar, get_args

import equinox as eqx

from partystate.world.effect import Effect
from partystate.world.view import View

PHASES = ("perceive", "decide", "act", "account", "report")
P = TypeVar("P", bound=eqx.Module)


@dataclass(frozen=True)
class Direction:
    """An expected sign: raising `parameter` moves the yearly or final `observable` by `sign`."""

    parameter: str
    observable: str
    sign: int


class Mechanism(ABC, Generic[P]):
    """One thing that moves the world: `class Hunger(Mechanism[Params])` with a `propose`.

    A mechanism holds no state and no numbers: two of one class are equal, and it may be a static
    argument of `jax.jit`. What it reads and proposes is not declared but traced
    (`mechanisms.traced`).

    Attributes:
        id: its name, as in a country's parameters.csv and in what-ifs.
        theme: the part of the catalogue to which it belongs.
        phase: the phase of the month in which it runs, one of `PHASES` but "account".
        stream: its random stream in streams.csv; its id unless it says otherwise.
        claims: numbers of the claims of the theory that it makes executable.
        citations: the works it rests on; in the catalogue every mechanism has both.
        directions: expected signs, which a test holds it to.
        delay: months after which what it proposes takes effect; of wrapped mechanisms alone.
        Params: the class of its parameters, from the brackets of the base class."""

    id: str
    theme: str
    phase: str
    stream: str
    claims: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    directions: tuple[Direction, ...] = ()
    delay: int = 0
    Params: type[P]

    def __init_subclass__(cls, **options) -> None:
        super().__init_subclass__(**options)
        if "id" in cls.__dict__ and "stream" not in cls.__dict__:
            cls.stream = cls.id
        for base in cls.__dict__.get("__orig_bases__", ()):
            for given in get_args(base):
                if isinstance(given, type):
                    cls.Params = given

    @abstractmethod
    def propose(self, view: View, params: P) -> Effect:
        """What this mechanism would change this month; a pure function, traced by JAX.

        Arguments:
            view: the world, the month's inputs, the endowment, the layout, and the draws of this
                mechanism this month. Nothing else may be looked at.
            params: an instance of `Params`, each field a float64 scalar in the unit that its
                comment gives.

        Returns:
            An `Effect`: hazards, births, claims, inflows, values and posts proposed. Only the
            accountant applies it."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names as in a country's parameters.csv."""
        return tuple(f"{self.id}.{name}" for name in self.Params.__dataclass_fields__)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"<mechanism {self.id}>"
