"""Tours of a country: steps in words, each with an address of the explorer; and exercises."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from partystate.core.errors import UserError
from partystate.country.meta import read_toml

FOLDER = "tours"
Written = Annotated[str, Field(min_length=1)]
# of a page of the explorer, and of nowhere else
Address = Annotated[str, Field(pattern=r"^/([^/]|$)")]


class Step(BaseModel):
    """A step: what to look at, in words, and where."""

    model_config = ConfigDict(extra="forbid", strict=True)
    title: Written
    text: Written
    address: Address


class Exercise(BaseModel):
    """A question, the address at which it is answered, and an answer."""

    model_config = ConfigDict(extra="forbid", strict=True)
    question: Written
    address: Address
    answer: Written


class Tour(BaseModel):
    """A tour by its name: for whom, its steps and exercises."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = ""
    title: Written
    about: Written
    step: Annotated[list[Step], Field(min_length=1)]
    exercise: list[Exercise] = []


def load_tour(name: str, folder: Path) -> Tour:
    """Read `name` from a country's folder of tours, or the path of a TOML file; UserError for the
    first mistake, with its place."""
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    try:
        return Tour.model_validate(read_toml(path, path.name) | {"name": path.stem})
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(
            "an entry of a tour is missing" if first["type"] == "missing" else "a wrong entry",
            path.name,
            column=" ".join(str(p + 1) if isinstance(p, int) else p for p in first["loc"]),
            found="" if first["type"] == "missing" else repr(first["input"])[:80],
            expected=first["msg"],
            action="See the tours of the countries that come with the program.",
        ) from None


def tours_of(country: Path) -> list[Tour]:
    """Tours in the folder of a country, in the order of their names."""
    return [load_tour(p.stem, p.parent) for p in sorted((country / FOLDER).glob("*.toml"))]
