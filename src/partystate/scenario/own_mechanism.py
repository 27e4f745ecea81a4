"""A mechanism that the user brings to a run, beside those of the catalogue or in place of one.

One whose id is in the catalogue stands in place of that one, under its stream and, where it has
parameters of the same names, under the country's values; any other comes last, with a stream of its
own that is derived from its id. What is wrong with it by itself is told here, when it is given;
`own_proposals` holds what it proposes against the world of the run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array

from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.engine.wrappers import Wrapped
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import MECHANISMS, STREAMS
from partystate.scenario.own_checks import check_by_itself, check_place
from partystate.scenario.own_parameters import Given, OwnParameter, given_by, require_all
from partystate.scenario.own_source import Written, written
from partystate.world.effect import Effect
from partystate.world.view import View

CATALOGUE = {m.id: m for m in MECHANISMS}
STREAM_BYTES = 4
# streams of the register are counted from 1; those derived from an id lie in the upper half
UPPER_HALF = 2**31
BOOKED = ("births", "inflows")  # what the books take as it is, so that it may not be below nought


@dataclass(frozen=True, repr=False)
class Brought(Wrapped):
    """A mechanism of the user's own as the engine runs it: under a stream that is its own, and
    another mechanism once its `code` is another, so that nothing that was compiled before is taken
    for it."""

    own_stream: str
    code: str

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "stream", self.own_stream)

    def propose(self, view: View, params: eqx.Module) -> Effect:
        """As the user's; births and inflows below nought become not-a-number, at which the run
        breaks."""
        effect = self.inner.propose(view, params)
        if not isinstance(effect, Effect):
            return effect  # refused by `own_proposals`
        booked = {
            kind: {key: _not_below(value) for key, value in getattr(effect, kind).items()}
            for kind in BOOKED
        }
        return replace(effect, **booked)


@dataclass(frozen=True)
class OwnMechanism:
    """A mechanism of the user's own, the parameters that it gives itself, and how it is written."""

    mechanism: Mechanism
    parameters: tuple[OwnParameter, ...]
    written: Written = field(repr=False)

    @property
    def id(self) -> str:
        """Its name."""
        return self.mechanism.id

    @property
    def replaces(self) -> bool:
        """Whether it stands in place of one of the catalogue."""
        return self.id in CATALOGUE

    @property
    def brought(self) -> Brought:
        """The mechanism as the engine runs it."""
        stream = CATALOGUE[self.id].stream if self.replaces else stream_of(self.id)
        return Brought(self.mechanism, stream, self.written.digest)


def own_of(
    given: Mechanism | OwnMechanism,
    country: Country,
    params: Mapping[str, Given] | None = None,
) -> OwnMechanism:
    """A mechanism with its parameters, held against the catalogue and the country; UserError for
    what cannot be one."""
    if isinstance(given, OwnMechanism):  # anew, as its text may be another since
        return replace(given, written=written(given.mechanism))
    check_by_itself(given)
    check_place(given, CATALOGUE, country)
    parameters = given_by(given, params or {})
    require_all(given, parameters, country.tables["parameters"]["parameter"])
    return OwnMechanism(given, parameters, written(given))


def with_own(mechanisms: Iterable[Mechanism], own: Iterable[OwnMechanism]) -> tuple[Mechanism, ...]:
    """Mechanisms of the catalogue, those of the user in place of those of the same id, and his
    others after them."""
    brought = {one.id: one.brought for one in own}
    return tuple(({m.id: m for m in mechanisms} | brought).values())


def shipped(mechanisms: Iterable[Mechanism]) -> tuple[Mechanism, ...]:
    """Those of the catalogue that have the ids of some mechanisms: what the opening takes
    parameters of, whoever stands in their place."""
    return tuple(CATALOGUE[m.id] for m in mechanisms if m.id in CATALOGUE)


def stream_of(name: str) -> str:
    """Name of the random stream of a mechanism that is not in the catalogue."""
    return f"own {name}"


def streams_of(own: Iterable[OwnMechanism]) -> dict[str, int]:
    """Numbers of the streams of added mechanisms, each from its id; UserError where two share one.

    They lie above all of the register, so that none of its draws is theirs."""
    found: dict[str, int] = {}
    for one in own:
        if one.replaces:
            continue
        name = stream_of(one.id)
        digest = hashlib.blake2b(name.encode(), digest_size=STREAM_BYTES).digest()
        number = UPPER_HALF | int.from_bytes(digest, "big")
        if number in found.values() or number in STREAMS.values():
            raise UserError(
                "two mechanisms would share their luck",
                found=one.id,
                expected="an id whose random stream is its own",
                action="Give it another id.",
            )
        found[name] = number
    return found


def _not_below(value: Array) -> Array:
    """The value, not-a-number where it is below nought."""
    return jnp.where(jnp.asarray(value) < 0, jnp.nan, value)
