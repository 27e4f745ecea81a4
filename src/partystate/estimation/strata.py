"""Strata: estimates of parts of the cases, by region, month or age, and their sum.

Lists that find some kinds of cases better than others make a false dependence between lists; within
a stratum there is less of it. What it costs is overlap: a stratum in which nothing can be told is
named, and its cases observed stand in the sum, which is then a least number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.estimation.reading import FRAME
from partystate.estimation.result import LEVEL, Estimate, none_of, of_error

CUTS = {"year": r"^(\d{4})", "month": r"^(\d{4}-\d{2})"}
BETWEEN, UNKNOWN, ALL = ", ", "unknown", "all"
SHOWN = 5


def label_of(table: pl.DataFrame, strata: Sequence[str], file: str) -> pl.Series:
    """The stratum of each row [rows], as the values of its columns; `all` where none is asked."""
    if not strata:
        return pl.repeat(ALL, len(table), dtype=pl.String, eager=True)
    labels = [_cut(table, asked, file).alias(str(i)) for i, asked in enumerate(strata)]
    return pl.DataFrame(labels).select(pl.concat_str(pl.all(), separator=BETWEEN)).to_series()


def _cut(table: pl.DataFrame, asked: str, file: str) -> pl.Series:
    """Values of one column of strata, cut by month, year or bands of so many years."""
    name, _, cut = asked.partition(":")
    if name not in table.columns:
        raise UserError(
            "there is no such column to divide by",
            file,
            found=repr(name),
            expected=nearest(name, table.columns),
        )
    values = table[name]
    if not cut:
        return pl.select(pl.when(values == "").then(pl.lit(UNKNOWN)).otherwise(values)).to_series()
    if cut in CUTS:
        found = values.str.extract(CUTS[cut])
        expected = "a date as YYYY-MM-DD"
    elif cut.isdigit() and int(cut) > 0:
        width = int(cut)
        ages = values.cast(pl.Float64, strict=False).floor().cast(pl.Int64, strict=False)
        start = ages // width * width
        found = pl.select(
            pl.format("{}-{}", start, start + (width - 1))  # null where either is
        ).to_series()
        expected = "an age in years"
    else:
        raise UserError(
            "cases cannot be divided so", found=repr(asked), expected="COLUMN, :month, :year or :10"
        )
    wrong = (found.is_null() & (values != "")).to_numpy()
    if wrong.any():
        at = int(np.argmax(wrong))
        row = at if file == FRAME else at + 2
        raise UserError("a value cannot be divided by", file, row, name, repr(values[at]), expected)
    return found.fill_null(UNKNOWN)


def summed(method: str, by_stratum: Mapping[str, Estimate], level: float = LEVEL) -> Estimate:
    """One method's estimates of all strata added up. Errors are taken as apart from one another."""
    estimates = list(by_stratum.values())
    observed = sum(e.observed for e in estimates)
    known = [e for e in estimates if e.total is not None]
    untold = [label for label, e in by_stratum.items() if e.total is None]
    if not known:
        return none_of(method, observed, estimates[0].assumes, "it can be told in no stratum")
    total = sum(e.total for e in known if e.total is not None)
    total += sum(by_stratum[label].observed for label in untold)
    error = float(np.sqrt(sum((e.error or 0.0) ** 2 for e in known)))
    warnings = []
    if untold:
        more = f" and {len(untold) - SHOWN} more" if len(untold) > SHOWN else ""
        warnings.append(
            f"at least so many: in {', '.join(untold[:SHOWN])}{more} nothing can be told, and only "
            "the observed are counted"
        )
    if warned := sum(bool(e.warnings) for e in known):
        warnings.append(f"{warned} of {len(known)} strata have warnings of their own")
    assumes = known[0].assumes + " Within each stratum."
    diagnostics = {"strata": len(estimates), "strata_untold": len(untold)}
    return of_error(method, observed, assumes, total, error, level, diagnostics, tuple(warnings))
