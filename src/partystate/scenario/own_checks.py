"""Whether what a user gives can be a mechanism at all: its id, phase, theme, stream, parameters and
directions, by itself and beside the catalogue. Every mistake is told with what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping

import equinox as eqx

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.country import Country
from partystate.engine.phases import WHAT_HAPPENS
from partystate.engine.wrappers import Wrapped
from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.registry import STREAMS

ID = re.compile(r"[a-z][a-z0-9_]*")
ACCOUNT = "account"
SIGNS = (-1, 1)


def check_by_itself(given: object) -> None:
    """UserError where `given` is no mechanism that the engine can run."""
    if isinstance(given, type):
        raise _refused("a class is given in place of a mechanism", given.__name__, "", "Call it.")
    if not isinstance(given, Mechanism):
        raise _refused(
            "this is no mechanism",
            repr(given)[:80],
            "an instance of a class that is built upon Mechanism",
            "See docs/how-to/add-a-mechanism.md.",
        )
    kind = type(given).__name__
    if isinstance(given, Wrapped):
        raise _refused(
            f"the mechanism {given.id} is changed from outside",
            kind,
            "the mechanism itself",
            "Give it as it is, and write the change as an edit of a what-if.",
        )
    for name in ("id", "theme", "phase"):
        if not isinstance(getattr(given, name, None), str):
            raise _refused(
                f"the mechanism {kind} does not say its {name}",
                repr(getattr(given, name, None)),
                f'{name} = "..." in the class',
                "Write it.",
            )
    if not ID.fullmatch(given.id):
        raise _refused(
            f"the mechanism {kind} cannot have this id",
            repr(given.id),
            "small letters, digits and _, a letter first",
            "Give it another.",
        )
    _check_phase(given)
    _check_params(given)
    _check_state(given)
    _check_directions(given)


def check_place(given: Mechanism, catalogue: Mapping[str, Mechanism], country: Country) -> None:
    """UserError where a mechanism does not fit beside or in place of those of the catalogue, or
    where its name is that of something else."""
    themes = sorted({m.theme for m in catalogue.values()})
    if given.theme not in themes:
        raise _refused(
            f"the mechanism {given.id} is of a theme that there is not",
            repr(given.theme),
            ", ".join(themes),
            "Name the one to which it belongs.",
        )
    there = catalogue.get(given.id)
    expected = given.id if there is None else there.stream
    if given.stream != expected:
        raise _refused(
            f"the mechanism {given.id} would draw the luck of another",
            f"stream = {given.stream!r}",
            f"the stream {expected!r}",
            "Leave stream out.",
        )
    if there is not None:
        if given.theme != there.theme:
            raise _refused(
                f"the mechanism {given.id} stands in place of one of another theme",
                repr(given.theme),
                repr(there.theme),
                "Write that theme, or give it an id of its own.",
            )
        return
    owners = {name.partition(".")[0] for name in country.tables["parameters"]["parameter"]}
    if given.id in owners or given.id in STREAMS:
        raise _refused(
            "the id of a mechanism is the name of something else",
            repr(given.id),
            "an id that no parameter begins with and no random stream has",
            "Give it another.",
        )


def _check_phase(given: Mechanism) -> None:
    phases = [phase for phase in WHAT_HAPPENS if phase != ACCOUNT]
    if given.phase not in phases:
        raise _refused(
            f"the mechanism {given.id} names a phase in which none runs",
            repr(given.phase),
            nearest(given.phase, phases),
            "Name the phase of the month in which it acts.",
        )


def _check_params(given: Mechanism) -> None:
    params = getattr(given, "Params", None)
    if not (isinstance(params, type) and issubclass(params, eqx.Module)):
        raise _refused(
            f"the mechanism {given.id} does not say what its parameters are",
            repr(params),
            f"class {type(given).__name__}(Mechanism[Params]), with class Params(eqx.Module)",
            "Name them in the brackets; a class without fields where it has none.",
        )


def _check_state(given: Mechanism) -> None:
    """Two mechanisms of one class are equal, and what was compiled for one is run for the other: a
    number that one of them holds would not be seen."""
    held = [name for name in vars(given) if not name.startswith("__")]
    if held and type(given).__eq__ is Mechanism.__eq__:
        raise _refused(
            f"the mechanism {given.id} holds values of its own",
            ", ".join(held),
            "fields of Params, whose values with_mechanism takes",
            "Move them there.",
        )


def _check_directions(given: Mechanism) -> None:
    fields = given.Params.__dataclass_fields__
    for one in given.directions:
        if not isinstance(one, Direction) or one.parameter not in fields or one.sign not in SIGNS:
            raise _refused(
                f"a direction of the mechanism {given.id} cannot be read",
                repr(one)[:120],
                f"Direction(parameter, observable, +1 or -1), parameter one of {', '.join(fields)}",
                "Mend it, or leave directions out.",
            )


def _refused(problem: str, found: str, expected: str, action: str) -> UserError:
    return UserError(problem, found=found, expected=expected, action=action)
