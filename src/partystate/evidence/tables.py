"""Read a CSV so that every mistake names its file, row and column and says what to do."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from partystate.core.errors import UserError

T = TypeVar("T")
MANY = 12  # beyond so many words an error shows the nearest only


@dataclass(frozen=True)
class Line:
    """One row of a file, by column name, with the number an editor shows."""

    file: str
    number: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell, stripped; blank when the column is absent."""
        return self.cells.get(column, "").strip()

    def required(self, column: str) -> str:
        """The cell, which may not be blank."""
        value = self.text(column)
        if not value:
            raise self.error("a needed cell is blank", column, found="nothing", expected="a value")
        return value

    def number_or_none(self, column: str) -> float | None:
        """The cell as a number, None when blank."""
        value = self.text(column)
        if not value:
            return None
        try:
            return float(value)
        except ValueError:
            raise self.error(
                "this is not a number", column, found=repr(value), expected="a number or a blank"
            ) from None

    def choice(self, column: str, allowed: Iterable[str]) -> str:
        """The cell, which must be one of `allowed`."""
        value = self.text(column)
        words = [w or "blank" for w in allowed]
        if (value or "blank") not in words:
            near = difflib.get_close_matches(value, words, n=6, cutoff=0.3) or words[:6]
            shown = (
                " | ".join(words)
                if len(words) <= MANY
                else f"one of {len(words)} words, such as {' | '.join(near)}"
            )
            raise self.error("an unknown word", column, found=repr(value), expected=shown)
        return value

    def interval(
        self, low: str, central: str, high: str
    ) -> tuple[float | None, float | None, float | None]:
        """Three cells that must rise: low <= central <= high wherever given."""
        values = three(self.number_or_none(c) for c in (low, central, high))
        given = [(c, v) for c, v in zip((low, central, high), values, strict=True) if v is not None]
        for (before, a), (after, b) in zip(given, given[1:], strict=False):
            if a > b:
                raise self.error(
                    "the bounds are the wrong way round",
                    before,
                    found=f"{before} {a:g} > {after} {b:g}",
                    expected="low <= central <= high",
                )
        return values

    def error(
        self, problem: str, column: str, found: str = "", expected: str = "", action: str = ""
    ) -> UserError:
        """A `UserError` placed at this row and column."""
        action = action or f"Mend the row in {self.file}."
        return UserError(
            problem,
            file=self.file,
            row=self.number,
            column=column,
            found=found,
            expected=expected,
            action=action,
        )


def three(values: Iterable[float | None]) -> tuple[float | None, float | None, float | None]:
    """Low, central and high as a tuple of just these."""
    low, central, high = values
    return low, central, high


def read_lines(
    path: Path, columns: Iterable[str], unique: str = "", optional: bool = False
) -> list[Line]:
    """Rows of a UTF-8 CSV that has at least `columns`; values of `unique` may not repeat.

    An `optional` file that is not there has no rows.
    """
    if optional and not path.exists():
        return []
    reader = csv.reader(io.StringIO(_decoded(path), newline=""))
    header = next(reader, [])
    _check_header(path, header, list(columns))
    lines = []
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise UserError(
                "a row has the wrong number of cells",
                file=path.name,
                row=reader.line_num,
                found=str(len(cells)),
                expected=str(len(header)),
                action="Quote cells that hold a comma.",
            )
        lines.append(Line(path.name, reader.line_num, dict(zip(header, cells, strict=True))))
    if unique:
        _check_unique(lines, unique)
    return lines


def each(
    lines: Iterable[Line], make: Callable[[Line], T], problems: list[UserError] | None = None
) -> list[T]:
    """What `make` builds of every row; with `problems` given, mistakes are gathered there instead
    of raised."""
    made = []
    for line in lines:
        try:
            made.append(make(line))
        except UserError as error:
            if problems is None:
                raise
            problems.append(error)
    return made


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UserError(
            "the file is missing",
            file=str(path),
            expected="a CSV file",
            action="Put the file there or mend the path.",
        ) from None
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise UserError(
            "the file is not UTF-8",
            file=path.name,
            row=row,
            found=f"byte 0x{error.object[error.start]:02x}",
            expected="UTF-8 text",
            action="Save the file as UTF-8.",
        ) from None


def _check_header(path: Path, header: list[str], columns: list[str]) -> None:
    missing = [c for c in columns if c not in header]
    if missing:
        raise UserError(
            "a column is missing",
            file=path.name,
            row=1,
            column=missing[0],
            found=",".join(header) or "an empty file",
            expected=",".join(columns),
            action="Add the column to the header, even if its cells are blank.",
        )
    twice = sorted({c for c in header if header.count(c) > 1})
    if twice:
        raise UserError(
            "a column is named twice",
            file=path.name,
            row=1,
            column=twice[0],
            action="Keep one of them.",
        )


def _check_unique(lines: list[Line], column: str) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        value = line.required(column)
        if value in seen:
            raise line.error(
                "an id is used twice",
                column,
                found=f"{value!r}, also in row {seen[value]}",
                expected="one row an id",
            )
        seen[value] = line.number
