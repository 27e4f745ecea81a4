"""A table of lists from a file or a data frame, every cell a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from partystate.core.errors import UserError
from partystate.estimation.frames import texts_of
from partystate.estimation.written_text import text_of

SEPARATORS = ",;\t|"
FRAME = "the data frame"


def table_of(given: Any, encoding: str | None = None) -> tuple[pl.DataFrame, str]:
    """A table of texts, and what it is called in errors, of a CSV file's path or of a data frame of
    polars or pandas."""
    if isinstance(given, str | Path):
        return _of_file(Path(given), encoding), Path(given).name
    return texts_of(given, FRAME), FRAME


def _of_file(path: Path, encoding: str | None) -> pl.DataFrame:
    text = text_of(path, encoding)
    separator = max(SEPARATORS, key=text.split("\n", 1)[0].count)
    stream = io.StringIO(text)
    names = next(_records(stream, separator, path.name), [])
    names = [" ".join(name.split()) for name in names]
    _check_header(names, path.name)
    try:
        found = pl.read_csv(
            io.BytesIO(stream.read().encode()),
            separator=separator,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError as error:
        _check_rows(text, separator, len(names), path.name)
        raise UserError(
            "the file is no table", path.name, found=str(error).split("\n", 1)[0]
        ) from None
    return found.with_columns(pl.all().str.strip_chars().fill_null(""))


def _records(stream: io.StringIO, separator: str, file: str) -> Iterator[list[str]]:
    """Rows of a file, by Python's own reader; UserError where a quotation mark is never closed."""
    reader = csv.reader(stream, delimiter=separator, strict=True)
    last = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise UserError(
                "a row cannot be read",
                file,
                last + 1,
                found=str(error),
                action="Close every quotation mark that is opened, and double those inside a cell.",
            ) from None
        if row is None:
            return
        last = reader.line_num
        yield row


def _check_rows(text: str, separator: str, cells: int, file: str) -> None:
    """Tell the first row that has more cells than the header."""
    for number, row in enumerate(_records(io.StringIO(text), separator, file), 1):
        if len(row) > cells:
            raise UserError(
                "a row has more cells than the header",
                file,
                number,
                found=f"{len(row)} cells",
                expected=f"{cells}, as in row 1",
                action="Put cells that hold the separator in quotation marks; begin with the "
                "header.",
            )


def _check_header(names: list[str], file: str) -> None:
    if not any(names):
        raise UserError("the file is empty", file, expected="a header and a row a case")
    if all(name in ("0", "1", "") for name in names):
        raise UserError(
            "the first row is no header",
            file,
            1,
            found=", ".join(names),
            expected="names of the lists",
        )
    for name in names:
        if names.count(name) > 1:
            raise UserError(
                "two columns have one name",
                file,
                1,
                found=repr(name),
                action="Name each list once.",
            )
