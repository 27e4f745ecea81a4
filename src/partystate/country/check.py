"""Check a country's folder: every file, every row, and what the files say of each other."""

from __future__ import annotations

import types
import typing
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import polars as pl
from pydantic import ValidationError

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country import renamed
from partystate.country.cells import Row
from partystate.country.files import (
    POSTERIOR,
    Line,
    folder_problems,
    is_there,
    read_lines,
    read_text,
    walk,
)
from partystate.country.meta import FILE, Meta, read_meta, read_toml
from partystate.country.tables import TABLES, Parameter
from partystate.country.told import label_error
from partystate.country.tours import load_tour
from partystate.country.what_ifs import load_thesis, load_what_if

if typing.TYPE_CHECKING:
    from partystate.country.posterior_file import Posterior

DRAWS, ABOUT = f"{POSTERIOR}.csv", f"{POSTERIOR}.toml"
MOST_TOLD = 100  # problems listed by one check
TYPES = {str: pl.String, int: pl.Int64, float: pl.Float64}
TEXT = (".csv", ".toml", ".md")
LOADERS = {"what_ifs": load_what_if, "theses": load_thesis, "tours": load_tour}


@dataclass
class Reading:
    """What could be read so far: rows with their line numbers by table; only sound tables are
    compared."""

    meta: Meta | None = None
    rows: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)
    posterior: Posterior | None = None

    def frames(self) -> dict[str, pl.DataFrame]:
        """Every table as a frame of the declared columns and types."""
        return {name: frame(TABLES[name], rows) for name, rows in self.rows.items()}


def frame(model: type[Row], rows: list[tuple[int, Row]]) -> pl.DataFrame:
    """Rows of one table; a blank is a null."""
    schema = {column: TYPES[_plain_type(f.annotation)] for column, f in model.model_fields.items()}
    return pl.DataFrame([row.model_dump() for _, row in rows], schema=schema)


def _plain_type(annotation) -> type:
    """str, int or float behind `Annotated`, `Literal` and `| None`."""
    if annotation in TYPES:
        return annotation
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return str
    if origin in (types.UnionType, typing.Union):
        return _plain_type(next(a for a in arguments if a is not type(None)))
    return _plain_type(arguments[0])


def problems(folder: Path, reading: Reading) -> Iterator[UserError]:
    """Every problem of the country in `folder`, in the order of its files; fills `reading` on the
    way."""
    from partystate.country import rules  # which knows the mechanisms, and so is slow to load

    try:
        reading.meta = read_meta(folder)
    except UserError as error:
        yield error
        if not is_there(folder / FILE):
            return
    refused = set()
    for error in folder_problems(folder):
        refused.add(error.file)
        yield error
        if not error.file:  # too many files to be a country
            return
    for name, model in TABLES.items():
        if f"{name}.csv" not in refused:
            yield from _table_problems(folder, name, model, reading)
    yield from _label_problems(reading)
    yield from _first_asked_problems(folder, reading.meta)
    yield from rules.problems(folder, reading.meta, reading.rows)
    yield from _posterior_problems(folder, refused, reading)
    yield from _other_text_problems(folder, refused)


def some_tables(folder: Path, names: Collection[str]) -> Reading:
    """The meta data and some tables as they stand, not held to the model's rules, which takes a
    hundredth of the time; the first mistake in them is a UserError."""
    reading = Reading(read_meta(folder))
    for name in names:
        for error in _table_problems(folder, name, TABLES[name], reading):
            raise error
    return reading


def list_problems(folder: Path) -> list[UserError]:
    """The first problems of a country, at most `MOST_TOLD`."""
    return list(islice(problems(folder, Reading()), MOST_TOLD))


def _table_problems(
    folder: Path, name: str, model: type[Row], reading: Reading
) -> Iterator[UserError]:
    file = f"{name}.csv"
    if model.optional and not (folder / file).exists():
        return
    try:
        lines = read_lines(folder / file, file, tuple(model.model_fields))
        if model is Parameter:
            lines = _under_new_names(lines, file)
    except UserError as error:
        yield error
        return
    rows, found = [], 0
    for line in lines:
        try:
            cells = {
                c: cell or None for c, cell in zip(model.model_fields, line.cells, strict=True)
            }
            rows.append((line.number, model.model_validate(cells)))
        except ValidationError as error:
            found += 1
            yield _row_error(error, file, line.number)
    for check in (_empty, _range_problems, _repeats):
        for error in check(model, rows, file) if not found else ():
            found += 1
            yield error
    if not found:
        reading.rows[name] = rows


def _under_new_names(lines: list[Line], file: str) -> list[Line]:
    """Lines whose first cell names a parameter, by the names that hold now."""
    given, column = {line.cells[0] for line in lines}, Parameter.key[0]
    return [
        replace(
            line,
            cells=[
                renamed.read_name(line.cells[0], given, file, line.number, column),
                *line.cells[1:],
            ],
        )
        for line in lines
    ]


def _row_error(error: ValidationError, file: str, number: int) -> UserError:
    """What the first wrong cell of a row should have been."""
    first = error.errors()[0]
    blank = first["input"] is None
    return UserError(
        "a cell is blank" if blank else "a wrong value",
        file,
        number,
        str(first["loc"][0]),
        found="" if blank else repr(first["input"])[:80],
        expected=first["msg"].removeprefix("Input should be "),
        action="Mend the cell; the template's README says what belongs there.",
    )


def _empty(model: type[Row], rows: list, file: str) -> Iterator[UserError]:
    if not rows and not model.optional:
        yield UserError(
            "the table has no row", file, 1, expected="at least one", action="Fill it in."
        )


def _range_problems(model: type[Row], rows: list, file: str) -> Iterator[UserError]:
    """low <= central <= high wherever they are given."""
    for number, row in rows:
        for low, central, high in model.ranges:
            values = [(column, getattr(row, column)) for column in (low, central, high)]
            given = [(column, value) for column, value in values if value is not None]
            for (before, smaller), (after, larger) in zip(given, given[1:], strict=False):
                if smaller > larger:
                    yield UserError(
                        "a range the wrong way round",
                        file,
                        number,
                        after,
                        found=f"{after} {larger:g} under {before} {smaller:g}",
                        expected=f"{low} <= {central} <= {high}",
                        action="Mend the smaller or the larger one.",
                    )


def _repeats(model: type[Row], rows: list, file: str) -> Iterator[UserError]:
    seen: dict[tuple, int] = {}
    for number, row in rows:
        key = tuple(getattr(row, column) for column in model.key)
        if key in seen:
            yield UserError(
                f"the same {', '.join(model.key)} as row {seen[key]}",
                file,
                number,
                model.key[-1],
                found=", ".join("blank" if part is None else str(part) for part in key),
                expected="each once",
                action="Remove one of the two rows.",
            )
        seen.setdefault(key, number)


def _first_asked_problems(folder: Path, meta: Meta | None) -> Iterator[UserError]:
    """What-ifs that a page is to name first, and that there are not."""
    known = sorted(path.stem for path in (folder / "what_ifs").glob("*.toml"))
    for name in meta.first_asked if meta else ():
        if name not in known:
            yield UserError(
                "a what-if that there is not",
                FILE,
                column="first_asked",
                found=repr(name),
                expected=nearest(name, known),
                action="Mend the name, or take it out.",
            )


def _label_problems(reading: Reading) -> Iterator[UserError]:
    """Labels that no other file declares."""
    for name, rows in reading.rows.items():
        for column, (other, other_column) in TABLES[name].labels.items():
            if other in reading.rows:
                known = {getattr(row, other_column): None for _, row in reading.rows[other]}
                for number, row in rows:
                    label = getattr(row, column)
                    if label is not None and label not in known:
                        yield label_error(
                            f"{name}.csv", number, column, label, list(known), f"{other}.csv"
                        )


def _posterior_problems(folder: Path, refused: set[str], reading: Reading) -> Iterator[UserError]:
    """Draws of fitted parameters, inside their priors, where a calibration left them here."""
    from partystate.country.posterior_file import read_posterior

    if "parameters" in reading.rows and not refused & {DRAWS, ABOUT}:
        try:
            reading.posterior = read_posterior(folder, reading.rows["parameters"])
        except UserError as error:
            yield error


def _other_text_problems(folder: Path, refused: set[str]) -> Iterator[UserError]:
    """Text files that are no tables of this module: readable, and TOML where it says so."""
    tables = {f"{name}.csv" for name in TABLES} | {FILE, DRAWS, ABOUT} | refused
    for path in walk(folder):
        name = path.relative_to(folder).as_posix()
        if name in tables or path.suffix not in TEXT:
            continue
        try:
            if path.suffix == ".toml":
                read_toml(path, name)
            else:
                read_text(path, name)
            if path.suffix == ".toml" and path.parent.name in LOADERS:
                LOADERS[path.parent.name](str(path), path.parent)
        except UserError as error:
            yield replace(error, file=name)
