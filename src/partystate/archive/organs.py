"""The organs that keep lists, and how much of the truth survives in each: read from a table.

A row an organ: `kept` is the chance that a death stands in its list, in an ordinary region and the
middle of the span; log-odds differ between regions by `region_spread` (a standard deviation) and
rise by `yearly` a year; a share `lost` of the region-years has burnt. `copied` of those in the list
`copied_from` are taken over from it, and `avoided` of those in the list `avoids` are left out.
`twice` and `misspelt` are shares of the records. `basis` says what each row rests on."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.nearest import nearest

SHIPPED = Path(__file__).with_name("organs.csv")
SHARES = ("kept", "lost", "copied", "avoided", "twice", "misspelt")
NUMBERS = (*SHARES, "region_spread", "yearly")
COLUMNS = ("list", "causes", *NUMBERS, "copied_from", "avoids", "basis")
MOST_TWICE = 0.5  # of the records


@dataclass(frozen=True, kw_only=True)
class Organ:
    """One row of the table; shares 0 to 1, `causes` of death that the organ writes down."""

    list: str
    causes: tuple[str, ...]
    kept: float
    region_spread: float
    yearly: float
    lost: float
    copied_from: str
    copied: float
    avoids: str
    avoided: float
    twice: float
    misspelt: float


def read_organs(path: Path = SHIPPED) -> tuple[Organ, ...]:
    """The organs of a table, in its order; UserError where it is no such table."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot read the organs: {error}", str(path)) from None
    reader = csv.DictReader(text.splitlines())
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise UserError(
            "a column is missing", path.name, 1, expected=f"{missing[0]!r} among the columns"
        )
    found: list[Organ] = []
    for number, row in enumerate(reader, start=2):
        found.append(_organ(row, [organ.list for organ in found], path.name, number))
    if len(found) < 2:
        raise UserError("fewer than two lists", path.name, expected="a row a list")
    return tuple(found)


def _organ(row: dict[str, str | None], before: list[str], file: str, number: int) -> Organ:
    cell = {name: (row.get(name) or "").strip() for name in COLUMNS}
    wrong = _wrong(file, number)
    if not cell["list"] or cell["list"] in before:
        raise wrong("a list without a name of its own", "list", cell["list"], "another name")
    if not cell["basis"]:
        raise wrong("nothing says what the row rests on", "basis", "", "a source or `assumption: `")
    for column in ("copied_from", "avoids"):
        if cell[column] and cell[column] not in before:
            known = nearest(cell[column], before)
            raise wrong("no list stands above by that name", column, cell[column], known)
    numbers = {name: _number(cell[name], name, wrong) for name in NUMBERS}
    if numbers["twice"] > MOST_TWICE:
        raise wrong("too many records twice", "twice", cell["twice"], f"at most {MOST_TWICE}")
    return Organ(
        list=cell["list"],
        causes=tuple(cell["causes"].split()),
        copied_from=cell["copied_from"],
        avoids=cell["avoids"],
        **numbers,
    )


def _wrong(file: str, number: int) -> Callable[[str, str, str, str], UserError]:
    def told(problem: str, column: str, found: str, expected: str) -> UserError:
        return UserError(problem, file, number, column, repr(found), expected)

    return told


def _number(text: str, name: str, wrong: Callable[[str, str, str, str], UserError]) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        raise wrong("not a number", name, text, "a number") from None
    low, high = (0.0, 1.0) if name in SHARES else (-10.0, 10.0)
    if not low <= value <= high or (name == "kept" and not 0 < value < 1):
        raise wrong("out of range", name, text, f"{low:g} to {high:g}")
    return value
