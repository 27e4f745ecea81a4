"""Parameters that a mechanism of the user's own brings with it: a value, and a range where one is
given, from which ensembles draw."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass

import jax.numpy as jnp

from partystate.core.axes import stable_ids
from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.priors import Priors
from partystate.country.renamed import first_name
from partystate.mechanisms.contract import Mechanism
from partystate.scenario.parameters import CENTRAL, PRIOR_SITE, uniforms

FIXED, TRIANGULAR = "fixed", "triangular"
UNIT = "of the mechanism"  # no table says the unit of a parameter that no country gives

Given = float | Sequence[float]  # a value, or the low, the middle and the high one


@dataclass(frozen=True)
class OwnParameter:
    """A parameter by its whole name, `winter.cold`; `low` and `high` are its value where it has no
    range, of which the prior is else triangular."""

    name: str
    low: float
    central: float
    high: float

    @property
    def prior(self) -> tuple[str, float, float, float]:
        """Prior, low, central and high."""
        kind = TRIANGULAR if self.low < self.high else FIXED
        return kind, self.low, self.central, self.high


def given_by(mechanism: Mechanism, params: Mapping[str, Given]) -> tuple[OwnParameter, ...]:
    """The parameters that `params` gives by field, or `Params` as the default of the field; others
    are looked for in the country. UserError for a field that `Params` has not, or no number."""
    fields = mechanism.Params.__dataclass_fields__
    for name in params:
        if name not in fields:
            raise UserError(
                f"the mechanism {mechanism.id} has no such parameter",
                found=repr(name),
                expected=nearest(name, fields),
                action="Give the fields of its Params.",
            )
    defaults = {n: one.default for n, one in fields.items() if one.default is not MISSING}
    values = {**defaults, **params}
    return tuple(_parameter(f"{mechanism.id}.{n}", values[n]) for n in fields if n in values)


def require_all(
    mechanism: Mechanism, parameters: Iterable[OwnParameter], known: Iterable[str]
) -> None:
    """UserError where a parameter is given neither with the mechanism nor among the `known` names
    of the country."""
    there = {one.name for one in parameters} | set(known)
    missing = [name for name in mechanism.parameters if name not in there]
    if missing:
        field = missing[0].partition(".")[2]
        raise UserError(
            "a parameter of a mechanism has no value",
            found=missing[0],
            expected=f"params={{{field!r}: VALUE}}, or (low, middle, high)",
            action="Give it to with_mechanism, or as the default of the field of Params.",
        )


def own_values(
    parameters: Sequence[OwnParameter], kind: str, seed: int, run: int
) -> dict[str, float]:
    """Values of one run: those in the middle where `kind` is `central`, else drawn from the ranges,
    each by its own name, so that it moves the draw of no other parameter."""
    if kind == CENTRAL or not parameters:
        return {one.name: one.central for one in parameters}
    ids = jnp.asarray(stable_ids(f"parameter={first_name(one.name)}" for one in parameters))
    drawn = Priors([one.prior for one in parameters]).at(uniforms(seed, run, PRIOR_SITE, ids))
    return dict(zip((one.name for one in parameters), drawn.tolist(), strict=True))


def _parameter(name: str, given: object) -> OwnParameter:
    """A parameter of a value or of a range."""
    told = [given] if not isinstance(given, Sequence) or isinstance(given, str) else list(given)
    numbers = [_number(one) for one in told]
    if len(numbers) == 1:
        numbers *= 3
    if len(numbers) != 3 or not all(map(math.isfinite, numbers)) or sorted(numbers) != numbers:
        raise UserError(
            "a parameter of a mechanism is neither a value nor a range",
            found=f"{name}: {given!r}"[:120],
            expected="a number, or three that do not fall: (low, middle, high)",
            action="Give another.",
        )
    return OwnParameter(name, *numbers)


def _number(value: object) -> float:
    """A number, or an array of one, as a number; not-a-number for anything else."""
    if isinstance(value, str | bool):
        return math.nan
    try:
        return float(value)  # pyright: ignore[reportArgumentType]  (what has no number is caught)
    except (TypeError, ValueError):
        return math.nan
