"""The head of every mechanism's file gives its equations, in which each parameter stands under its
own name, and says what it assumes and rests on."""

import dataclasses
import re
import sys
import typing

import pytest

from partystate.mechanisms.registry import MECHANISMS
from partystate.world.endowment import Endowment
from partystate.world.inputs import Inputs
from partystate.world.state import World

HEADINGS = ("Shapes:", "Assumptions:", "Departures:", "Rival accounts:", "Sources:")
IDENTIFIER = re.compile(r"(?<![A-Za-z0-9_])[a-z]{2,}(?:_[a-z]{2,})+(?![A-Za-z0-9_])")
IDS = {m.id for m in MECHANISMS}


def head(mechanism):
    return sys.modules[type(mechanism).__module__].__doc__


def equations(mechanism):
    """The head up to where shapes begin."""
    return head(mechanism).partition("\nShapes:")[0]


def stands(name, text):
    return re.search(rf"(?<![A-Za-z0-9_]){name}(?![A-Za-z0-9_])", text) is not None


def defined(text):
    """Names that the equations define themselves: `name = ...` or `name <- ...`."""
    return set(re.findall(r"([a-z_]+)\s+(?:=|<-)\s", text))


def field_names(record):
    """Fields of a record and of the records in it."""
    hints = typing.get_type_hints(record)
    names = set(hints)
    for hint in hints.values():
        for inner in (hint, *typing.get_args(hint)):
            if dataclasses.is_dataclass(inner):
                names |= field_names(inner)
    return names


FIELDS = field_names(World) | field_names(Inputs) | field_names(Endowment)


def test_fields_of_the_world_are_found():
    assert {"month", "peasant_grain", "state_need", "drought_low", "yield_sd", "trust"} <= FIELDS


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda m: m.id)
def test_every_parameter_stands_in_the_equations(mechanism):
    names = mechanism.Params.__dataclass_fields__
    missing = [name for name in names if not stands(name, equations(mechanism))]
    assert not missing, f"{mechanism.id}: equations do not name {missing}"


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda m: m.id)
def test_every_name_in_the_equations_exists(mechanism):
    text = equations(mechanism)
    known = set(mechanism.Params.__dataclass_fields__) | FIELDS | IDS | defined(text)
    unknown = set(IDENTIFIER.findall(text)) - known
    assert not unknown, f"{mechanism.id}: there is no {sorted(unknown)}"


def test_a_name_that_exists_nowhere_is_found():
    """The guard itself, on the two that once stood in a head."""
    text = "k <- k (1 - fade) + people_share x + long_name,   long_name = 2, bare_norm V_r"
    assert set(IDENTIFIER.findall(text)) - defined(text) == {"people_share", "bare_norm"}
    assert not stands("taut", "a share tautness of it")


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda m: m.id)
def test_headings(mechanism):
    text = head(mechanism)
    assert re.search(r"^Equations?\b", text, re.M), f"{mechanism.id} has no equations"
    places = [text.find(f"\n{heading}") for heading in HEADINGS]
    assert -1 not in places, f"{mechanism.id} lacks {HEADINGS[places.index(-1)]}"
    assert places == sorted(places), f"{mechanism.id}: headings stand in another order"
