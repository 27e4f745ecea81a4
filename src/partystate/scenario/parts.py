"""The parts of the model a run may leave out, and the mechanisms of each."""

from __future__ import annotations

from collections.abc import Sequence

from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import (
    MECHANISMS,
    is_common,
    is_of_revolution,
    is_of_the_leadership,
    is_of_war,
    is_shared,
)
from partystate.scenario.own_mechanism import OwnMechanism, with_own

SOCIETY, LEADERSHIP = "society", "leadership"
ALL = (SOCIETY, LEADERSHIP)
REVOLUTION = "revolution"  # runs by itself, where it is asked for


def parts_of(country: Country, asked: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Parts of a run: those asked for, or all that the country has."""
    has = tuple(p for p in ALL if p == SOCIETY or country.meta.power is not None)
    wrong = [part for part in asked or () if part not in (*ALL, REVOLUTION)]
    if wrong or asked == ():
        raise UserError(
            "unknown part of the model",
            found=repr(wrong[0] if wrong else ""),
            expected=" or ".join((*ALL, REVOLUTION)),
            action="Leave --parts out for all of it.",
        )
    if asked and REVOLUTION in asked:
        return _by_itself(country, asked)
    lacking = [part for part in asked or () if part not in has]
    if lacking:
        raise UserError(
            f"the country {country.id!r} has no {lacking[0]}",
            "country.toml",
            expected="[power] in country.toml and its tables",
            action="See the countries that come with the package.",
        )
    return tuple(p for p in has if asked is None or p in asked)


def _by_itself(country: Country, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The revolution, which has months of its own and joins no other part."""
    country.uprising  # noqa: B018 - says what is missing
    if set(asked) != {REVOLUTION}:
        raise UserError(
            "the revolution runs by itself",
            found=", ".join(asked),
            expected=REVOLUTION,
            action="Ask for it alone; other parts begin where it ends.",
        )
    return (REVOLUTION,)


def mechanisms_of(
    parts: tuple[str, ...], is_at_war: bool = False, own: Sequence[OwnMechanism] = ()
) -> tuple[Mechanism, ...]:
    """The catalogue, with what the user brings, without what needs a part that is left out, nor,
    unless a war may be fought, what belongs to one."""
    found = []
    for mechanism in with_own(MECHANISMS, own):
        if is_of_revolution(mechanism):
            here = REVOLUTION in parts
        elif REVOLUTION in parts:
            here = False
        elif is_of_war(mechanism):
            here = is_at_war and SOCIETY in parts
        elif is_common(mechanism):
            here = True
        elif is_shared(mechanism):
            here = set(parts) == set(ALL)
        else:
            here = (LEADERSHIP if is_of_the_leadership(mechanism) else SOCIETY) in parts
        if here:
            found.append(mechanism)
    return tuple(found)
