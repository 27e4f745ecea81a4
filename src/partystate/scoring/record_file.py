"""A user's record file as rows to be scored: `observable, level, time, group, low, central, high,
unit, source, role, class`."""

from __future__ import annotations

import csv
from pathlib import Path

from partystate.core import dates
from partystate.core.axes import parse_group
from partystate.core.errors import UserError
from partystate.core.units import convert
from partystate.evidence import Observable, Row
from partystate.evidence.records import CLASSES, LEVELS, ROLES

COLUMNS = (
    "observable",
    "level",
    "time",
    "group",
    "low",
    "central",
    "high",
    "unit",
    "source",
    "role",
    "class",
)


def load_record_file(path: Path, observables: dict[str, Observable]) -> list[Row]:
    """Rows of a record file; the first mistake is told with its row and column."""
    name = Path(path).name
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(
            f"cannot read the record: {error.strerror}", str(path), action="Give a CSV file."
        ) from None
    except UnicodeDecodeError as error:
        raise UserError(
            "not UTF-8 text", name, text_row(path, error.start), action="Save the file as UTF-8."
        ) from None
    reader = csv.DictReader(text.splitlines())
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or [])]
    if missing:
        raise UserError(
            "a column is missing",
            name,
            1,
            missing[0],
            expected=", ".join(COLUMNS),
            action="Add the column.",
        )
    return [_row(entry, number, name, observables) for number, entry in enumerate(reader, start=2)]


def text_row(path: Path, byte: int) -> int:
    return Path(path).read_bytes()[:byte].count(b"\n") + 1


def _row(entry: dict, number: int, file: str, observables: dict[str, Observable]) -> Row:
    def wrong(column: str, expected: str, problem: str = "a wrong entry") -> UserError:
        return UserError(
            problem, file, number, column, repr(entry[column]), expected, "Mend this cell."
        )

    observable = observables.get(entry["observable"])
    if observable is None:
        raise wrong("observable", "a name of observables.csv")
    for column, allowed in (("level", LEVELS), ("role", ROLES), ("class", CLASSES)):
        if entry[column] not in allowed:
            raise wrong(column, ", ".join(allowed))
    try:
        dates.parse(entry["time"])
    except UserError as error:
        raise wrong("time", error.expected) from None
    try:
        parse_group(entry["group"])
    except UserError as error:
        raise wrong("group", error.expected) from None
    if not entry["source"].strip():
        raise wrong("source", "the publication the figure stands in")
    figures = [
        _figure(entry, column, observable.unit, wrong) for column in ("low", "central", "high")
    ]
    given = [f for f in figures if f is not None]
    if not given:
        raise wrong("central", "a figure or a bound", "a row without a figure")
    if given != sorted(given):
        raise wrong("low", "low <= central <= high", "bounds out of order")
    return Row(
        id=f"{file}:{number}",
        headline="literature",
        kind="quantity",
        observable=observable.name,
        level=entry["level"],
        time=entry["time"],
        group=entry["group"],
        members=((entry["group"], 1.0),),
        combine="sum",
        low=figures[0],
        central=figures[1],
        high=figures[2],
        stated=tuple(figures),
        unit=observable.unit,
        source=entry["source"],
        place="",
        verified=True,
        role=entry["role"],
        tolerance=entry["class"],
        scale=observable.scale,
        series=f"{file}:{observable.name}",
        theme=observable.theme,
        base="",
        statement="",
    )


def _figure(entry: dict, column: str, unit: str, wrong) -> float | None:
    text = entry[column].strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise wrong(column, "a number, or nothing") from None
    if number != number or abs(number) == float("inf"):
        raise wrong(column, "a finite number")
    if entry["unit"] == unit:
        return number
    try:
        return convert(number, entry["unit"], unit)
    except UserError as error:
        raise UserError(
            error.problem, "", None, "unit", entry["unit"], unit, "Give the figure in this unit."
        ) from None
