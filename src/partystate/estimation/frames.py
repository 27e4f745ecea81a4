"""Data frames of polars and of pandas, every cell a text."""

from __future__ import annotations

from typing import Any

import polars as pl

from partystate.core.errors import UserError

PANDAS = "pandas"
A_FRAME = "a data frame of polars or pandas"


def texts_of(given: Any, called: str) -> pl.DataFrame:
    """A frame whose cells are texts, "" where there is nothing; `called` is its name in errors."""
    found = frame_of(given, called, "not a table of lists", f"a CSV file's path, or {A_FRAME}")
    return pl.DataFrame([_texts(column) for column in found])


def frame_of(given: Any, called: str, refusal: str, expected: str = A_FRAME) -> pl.DataFrame:
    """A frame of polars, out of one of polars or of pandas; UserError with the words of `refusal`
    and what is `expected` for anything else."""
    if isinstance(given, pl.LazyFrame):
        given = given.collect()
    if isinstance(given, pl.DataFrame):
        return given
    if type(given).__module__.split(".")[0] == PANDAS:
        return _frame_of_pandas(given, called)
    raise UserError(refusal, found=type(given).__name__, expected=expected)


def _frame_of_pandas(given: Any, called: str) -> pl.DataFrame:
    """A frame of pandas as one of polars, its index left out and mixed columns as texts."""
    if getattr(given, "ndim", 0) != 2:
        raise UserError("not a table", called, found=type(given).__name__, expected="a DataFrame")
    names = [str(name) for name in given.columns]
    for name in names:
        if names.count(name) > 1:
            raise UserError(
                "two columns have one name", called, found=repr(name), action="Name each list once."
            )
    named = given.set_axis(names, axis=1).reset_index(drop=True)
    mixed = {name: named[name].map(str, "ignore") for name in names if named[name].dtype == object}
    return pl.from_pandas(named.assign(**mixed))


def _texts(column: pl.Series) -> pl.Series:
    """A column as texts; what is itself a list or an object, in Python's words."""
    if column.dtype.is_nested() or column.dtype == pl.Object:
        words = ["" if value is None else str(value) for value in column.to_list()]
        return pl.Series(column.name, words, pl.String)
    return column.cast(pl.String).str.strip_chars().fill_null("")
