"""Tours of a country: steps in words, each with an address of the explorer; and exercises."""

from __future__ import annotations

from dataclasses import dataclass, field

from partystate.country.country import Country
from partystate.country.meta import read_toml

FOLDER = "tours"


@dataclass(frozen=True)
class Step:
    """A step: what to look at, in words, and where."""

    title: str
    text: str
    address: str


@dataclass(frozen=True)
class Exercise:
    """A question, the address at which it is answered, and an answer."""

    question: str
    address: str
    answer: str


@dataclass(frozen=True)
class Tour:
    """A tour by its name: for whom, its steps and exercises."""

    name: str
    title: str
    about: str
    steps: list[Step] = field(default_factory=list)
    exercises: list[Exercise] = field(default_factory=list)


def tours_of(country: Country) -> list[Tour]:
    """Tours in the folder `tours` of a country, in the order of their names."""
    found = []
    for path in sorted((country.path / FOLDER).glob("*.toml")):
        data = read_toml(path, path.name)
        found.append(
            Tour(
                path.stem,
                data["title"],
                data["about"],
                [Step(**step) for step in data.get("step", [])],
                [Exercise(**one) for one in data.get("exercise", [])],
            )
        )
    return found
