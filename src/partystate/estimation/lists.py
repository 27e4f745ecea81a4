"""Lists read: from a table of who stands in which list to counted capture histories.

A table has one of three forms:

- a row a case, a column a list, 1 where the case stands in it and 0 where not (also yes and no,
  true and false);
- the same with a column `count`: a row a combination of lists, and how many cases it has;
- a row a record: a column `list` with the name of the list, a column `case` with that of the case.

What is wrong with it is either told as a UserError or mended with a warning; nothing is dropped in
silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.estimation import checks
from partystate.estimation.case_names import BITS, COUNT, STRATUM, alike, in_two_strata, once
from partystate.estimation.checks import number_of
from partystate.estimation.histories import MOST_LISTS, Histories, list_bits
from partystate.estimation.reading import FRAME, table_of
from partystate.estimation.strata import label_of

INSIDE = ("1", "1.0", "true", "yes", "y", "x")
OUTSIDE = ("0", "0.0", "false", "no", "n")
COUNTS = ("count", "n", "freq", "frequency")
CASES = ("case", "id", "person", "name")
LIST = "list"
MOST_CASES = 10**10  # in a row: more than have ever lived at one time
OF_A_LIST = 0.5  # share of cells that are 1 or 0, from which a column is taken for a list


@dataclass(frozen=True, kw_only=True)
class Lists:
    """`histories` of all cases; of each stratum in `strata`, by its label, if any were asked for;
    `warnings`, in a sentence each; `of_strata` warnings by label."""

    histories: Histories
    strata: dict[str, Histories]
    warnings: tuple[str, ...]
    of_strata: dict[str, tuple[str, ...]]


def read_lists(
    given: Any,
    *,
    lists: Sequence[str] | None = None,
    strata: Sequence[str] = (),
    case: str | None = None,
    count: str | None = None,
    encoding: str | None = None,
) -> Lists:
    """Lists of a CSV file or a data frame of polars or pandas.

    Arguments:
        given: the path of a file, or the frame.
        lists: columns that are lists (or names of the column `list`); those of ones and zeros if
            not given.
        strata: columns to divide the cases by; "date:month" and "date:year" cut dates (YYYY-MM-DD),
            "age:10" makes bands of ten.
        case: the column that names a case; `case`, `id`, `person` or `name` if there is one.
        count: the column that counts; `count`, `n`, `freq` or `frequency` if there is one.
        encoding: how the file is written, UTF-8 if not said.

    Returns:
        Lists: counted histories, and warnings.

    Raises:
        UserError: the table cannot be read as lists, or leaves fewer than two of them.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1], "count": [30, 170, 120]})
        >>> read_lists(table).histories.in_list.tolist()
        [200, 150]
    """
    table, file = table_of(given, encoding)
    lists, strata = _several(lists, "list"), _several(strata, "stratum") or ()
    if not len(table):
        raise UserError("there is no row", file, expected="a row a case")
    case = _column(table, case, CASES, file)
    if case and LIST in table.columns and not set(lists or ()) & set(table.columns):
        told = _unused_count(table, count, (case, *strata), file)
        coded, names, warnings = _of_records(_among(table, lists, file), case, strata, file)
        warnings = told + warnings
    else:
        counted = _column(table, count, COUNTS, file)
        if count is None and counted is not None and _is_a_list(table, counted, lists):
            counted = None
        names = _lists_of(table, lists, (case, counted, *strata), file)
        if len(names) < 2 and LIST in table.columns and not case:
            raise UserError(
                "no column names the case of a record",
                file,
                found=", ".join(table.columns),
                expected=", ".join(CASES),
                action="Rename it, or say which it is (`--case COLUMN`).",
            )
        coded, warnings = _of_rows(table, names, case, counted, strata, file)
    return _counted(coded, names, warnings, bool(strata))


def _several(names: Sequence[str] | None, what: str) -> tuple[str, ...] | None:
    """Names that are asked for, a single one as well; none of them twice."""
    if names is None:
        return None
    found = (names,) if isinstance(names, str) else tuple(names)
    for name in found:
        if found.count(name) > 1:
            raise UserError(f"a {what} is named twice", found=repr(name), action="Name each once.")
    return found


def _unused_count(
    table: pl.DataFrame, count: str | None, others: Sequence[str], file: str
) -> list[str]:
    """What is told of a column of counts beside records; UserError where it was asked for."""
    if count is not None:
        raise UserError(
            "records are not counted by a column",
            file,
            column=count,
            action="Give a row a record, or a column a list with a count of its cases.",
        )
    found = _column(table, None, COUNTS, file)
    if found is None or found in others:
        return []
    return [f"column {found} was not used: a row with a case and a list is one record"]


def _column(table: pl.DataFrame, given: str | None, usual: Sequence[str], file: str) -> str | None:
    """The column that is given, else the first of the usual names, in any case of letters."""
    if given is not None:
        _must_be_there(table, given, file)
        return given
    return next((c for name in usual for c in table.columns if c.lower() == name), None)


def _is_a_list(table: pl.DataFrame, column: str, lists: Sequence[str] | None) -> bool:
    """Whether a column that has the name of a count is a list all the same: given as one, or called
    N and of nothing but ones and zeros."""
    marks = INSIDE + OUTSIDE
    return column in (lists or ()) or (
        column.lower() == "n" and bool(table[column].str.to_lowercase().is_in(marks).all())
    )


def _among(table: pl.DataFrame, lists: Sequence[str] | None, file: str) -> pl.DataFrame:
    """Records of the lists that are asked for; all of them if none is named."""
    if lists is None:
        return table
    known = table[LIST].unique().sort().to_list()
    for name in lists:
        if name not in known:
            raise UserError(
                "there is no such list", file, found=repr(name), expected=nearest(name, known)
            )
    return table.filter(pl.col(LIST).is_in(list(lists)))


def _must_be_there(table: pl.DataFrame, name: str, file: str) -> None:
    if name not in table.columns:
        raise UserError(
            "there is no such column", file, found=repr(name), expected=nearest(name, table.columns)
        )


def _lists_of(
    table: pl.DataFrame, given: Sequence[str] | None, others: Sequence[str | None], file: str
) -> tuple[str, ...]:
    """Names of the lists: those given, else the columns that are mostly of ones and zeros."""
    for name in given or ():
        _must_be_there(table, name, file)
    taken = {(other or "").split(":")[0] for other in others}
    known = INSIDE + OUTSIDE
    names = tuple(
        given
        or (
            name
            for name in table.columns
            if name not in taken
            and table[name].str.to_lowercase().is_in(known).to_numpy().mean() > OF_A_LIST
        )
    )
    if not names:
        raise UserError(
            "no column is a list",
            file,
            found=", ".join(table.columns),
            expected="columns of 1 (in the list) and 0, or the columns case and list",
        )
    if len(names) > MOST_LISTS:
        raise UserError(
            f"{len(names)} lists are more than can be told apart",
            file,
            expected=f"{MOST_LISTS} at most",
            action="Join lists of one kind into one.",
        )
    return names


def _of_rows(
    table: pl.DataFrame,
    names: tuple[str, ...],
    case: str | None,
    count: str | None,
    strata: Sequence[str],
    file: str,
) -> tuple[pl.DataFrame, list[str]]:
    """Rows with the bits of their lists, their stratum and count, from a column a list."""
    for name in names:
        words = table[name].str.to_lowercase()
        if not (known := words.is_in(INSIDE + OUTSIDE)).all():
            at = int(np.argmin(known.to_numpy()))
            raise UserError(
                "neither in the list nor out of it",
                file,
                _row(at, file),
                name,
                found=repr(table[name][at]),
                expected="1 or 0",
            )
    bits = [int(bit) for bit in list_bits(len(names))]
    inside = [
        pl.col(name).str.to_lowercase().is_in(INSIDE).cast(pl.Int64) * bit
        for name, bit in zip(names, bits, strict=True)
    ]
    counts = _counts(table, count, file)
    coded = table.select(
        pl.sum_horizontal(inside).alias(BITS),
        label_of(table, strata, file).alias(STRATUM),
        counts.alias(COUNT),
        *([pl.col(case).alias("case")] if case else []),
    )
    return once(coded, bits) if case and not count else (coded, [])


def _of_records(
    table: pl.DataFrame, case: str, strata: Sequence[str], file: str
) -> tuple[pl.DataFrame, tuple[str, ...], list[str]]:
    """Cases with the bits of their lists, from a row a record; and the lists' names."""
    for column in (case, LIST):
        if (blank := table[column] == "").any():
            at = int(np.argmax(blank.to_numpy()))
            raise UserError("a record without a name", file, _row(at, file), column)
    names = tuple(sorted(table[LIST].unique()))
    if len(names) > MOST_LISTS:
        _lists_of(table, names, (), file)
    bits = dict(zip(names, (int(bit) for bit in list_bits(len(names))), strict=True))
    rows = table.select(
        pl.col(case).alias("case"),
        pl.col(LIST).replace_strict(bits, return_dtype=pl.Int64).alias("bit"),
        label_of(table, strata, file).alias(STRATUM),
    )
    single = rows.unique(["case", "bit"], maintain_order=True)
    warnings = []
    if twice := len(rows) - len(single):
        again = number_of(twice, "record names", "records name")
        warnings.append(f"{again} a case twice in one list: it counts once")
    coded = single.group_by("case", maintain_order=True).agg(
        pl.col("bit").sum().alias(BITS),
        pl.col(STRATUM).first(),
        pl.lit(1, pl.Int64).alias(COUNT),
        (pl.col(STRATUM).n_unique() > 1).alias("apart"),
    )
    warnings += [*in_two_strata(coded), *alike(coded["case"])]
    return coded.drop("apart"), names, warnings


def _counts(table: pl.DataFrame, count: str | None, file: str) -> pl.Series:
    """How many cases each row has; one where nothing counts."""
    if count is None:
        return pl.repeat(1, len(table), dtype=pl.Int64, eager=True)
    numbers = table[count].cast(pl.Float64, strict=False)
    whole = numbers.is_finite() & (numbers == numbers.round(0))  # nan is nan, says polars
    fine = (whole & numbers.is_between(0, MOST_CASES)).fill_null(False)
    if not fine.all():
        at = int(np.argmin(fine.to_numpy()))
        raise UserError(
            "not a count",
            file,
            _row(at, file),
            count,
            found=repr(table[count][at]),
            expected=f"a whole number, 0 to {MOST_CASES:,}",
        )
    return numbers.cast(pl.Int64)


def _row(at: int, file: str) -> int:
    """The row as an editor shows it; in a frame, as it is counted there."""
    return at if file == FRAME else at + 2


def _counted(
    coded: pl.DataFrame, names: tuple[str, ...], warnings: list[str], has_strata: bool
) -> Lists:
    nowhere = int(coded.filter(pl.col(BITS) == 0)[COUNT].sum())
    if nowhere:
        stand = number_of(
            nowhere, "case stands in no list and was", "cases stand in no list and were"
        )
        warnings.append(f"{stand} left out")
    sums = coded.group_by(STRATUM, BITS).agg(pl.col(COUNT).sum()).sort(STRATUM, BITS)
    by_label = {
        str(label[0]): _histories(part, names)
        for label, part in sums.group_by(STRATUM, maintain_order=True)
    }
    whole = Histories(lists=names, counts=np.sum([h.counts for h in by_label.values()], axis=0))
    whole, told = checks.mended(whole)
    strata, of_strata = {}, {}
    for label, part in by_label.items() if has_strata else ():
        strata[label] = part.only(whole.lists)
        of_strata[label] = checks.warnings_of(strata[label])
    return Lists(histories=whole, strata=strata, warnings=(*warnings, *told), of_strata=of_strata)


def _histories(part: pl.DataFrame, names: tuple[str, ...]) -> Histories:
    counts = np.zeros(2 ** len(names), np.int64)
    counts[part[BITS].to_numpy()] = part[COUNT].to_numpy()
    counts[0] = 0
    return Histories(lists=names, counts=counts)
