"""Names of cases that come again, in a table of a row a case or of a row a record."""

from __future__ import annotations

import polars as pl

from partystate.estimation.checks import number_of

BITS, STRATUM, COUNT = "__bits", "__stratum", "__count"


def once(coded: pl.DataFrame, bits: list[int]) -> tuple[pl.DataFrame, list[str]]:
    """One row a case: rows of one name are taken together, as of one case in the lists of all."""
    named = coded.filter(pl.col("case") != "")
    close = alike(named["case"])
    if named["case"].is_unique().all():
        return coded, close
    merged = named.group_by("case", maintain_order=True).agg(
        pl.sum_horizontal(
            ((pl.col(BITS) & bit) > 0).any().cast(pl.Int64) * bit for bit in bits
        ).alias(BITS),
        pl.col(STRATUM).first(),
        pl.col(COUNT).first(),
        (pl.col(STRATUM).n_unique() > 1).alias("apart"),
    )
    again = number_of(len(named) - len(merged), "row names", "rows name")
    warnings = [
        f"{again} a case that was named before: taken for the same case, in the lists of all its "
        "rows",
        *in_two_strata(merged),
        *close,
    ]
    unnamed = coded.filter(pl.col("case") == "")
    return pl.concat([merged.select(coded.columns), unnamed]), warnings


def in_two_strata(cases: pl.DataFrame) -> list[str]:
    """What is told of cases whose rows are "apart"."""
    if not (apart := int(cases["apart"].sum())):
        return []
    stand = number_of(apart, "case stands", "cases stand")
    return [f"{stand} in two strata: each counts where it comes first"]


def alike(names: pl.Series) -> list[str]:
    """What is told of names that differ by capital letters, spaces or the way an accent is
    written."""
    different = names.unique()
    plain = different.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s+", " ")
    if not (close := len(different) - plain.n_unique()):
        return []
    differ = number_of(close, "name differs", "names differ")
    return [
        f"{differ} from another by capital letters or spaces alone: each is taken for a case of "
        "its own"
    ]
