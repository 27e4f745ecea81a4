"""A table of lists from a file or a data frame, every cell a text."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import Any

import polars as pl

from partystate.core.errors import UserError

SEPARATORS = ",;\t|"
MARKS = (  # at the start of a file, which say how it is written
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FRAME = "the data frame"


def table_of(given: Any, encoding: str | None = None) -> tuple[pl.DataFrame, str]:
    """A table of texts, and what it is called in errors, of a CSV file's path or of a data frame of
    polars or pandas."""
    if isinstance(given, str | Path):
        return _of_file(Path(given), encoding), Path(given).name
    if isinstance(given, pl.DataFrame):
        found = given
    elif type(given).__module__.split(".")[0] == "pandas":
        found = pl.from_pandas(given)
    else:
        raise UserError(
            "not a table of lists",
            found=type(given).__name__,
            expected="a CSV file's path, or a data frame of polars or pandas",
        )
    texts = [
        pl.col(name).cast(pl.String).str.strip_chars().fill_null("").alias(name)
        for name in found.columns
    ]
    return found.select(texts), FRAME


def _of_file(path: Path, encoding: str | None) -> pl.DataFrame:
    text = _text(path, encoding)
    header = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    names = [
        name.strip() for name in next(csv.reader([header.strip("\r")], delimiter=separator), [])
    ]
    _check_header(names, path)
    try:
        found = pl.read_csv(
            io.BytesIO(text.encode()), separator=separator, infer_schema=False, new_columns=names
        )
    except pl.exceptions.PolarsError as error:
        raise UserError(
            "the file is no table",
            path.name,
            found=str(error).split("\n", 1)[0],
            action="Give every row as many cells as the header has.",
        ) from None
    return found.with_columns(pl.all().str.strip_chars().fill_null(""))


def _text(path: Path, encoding: str | None) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"cannot read the lists: {error.strerror}", str(path), action="Give a CSV file."
        ) from None
    written = encoding or next((name for mark, name in MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(written)
    except LookupError:
        raise UserError(
            "unknown encoding", found=repr(written), expected="such as cp1251"
        ) from None
    except UnicodeDecodeError as error:
        raise UserError(
            f"the file is not written in {written}",
            path.name,
            raw[: error.start].count(b"\n") + 1,
            found=f"the byte 0x{raw[error.start]:02x}",
            action="Say how it is written (`--encoding cp1251` is usual for Russian), or save it "
            "as UTF-8.",
        ) from None


def _check_header(names: list[str], path: Path) -> None:
    if not any(names):
        raise UserError("the file is empty", path.name, expected="a header and a row a case")
    for name in names:
        if names.count(name) > 1:
            raise UserError(
                "two columns have one name",
                path.name,
                1,
                found=repr(name),
                action="Name each list once.",
            )
