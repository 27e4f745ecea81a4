"""Doubt about who is who, carried on: estimates over many ways to link the records.

Record linkage (splink, dedupe) gives pairs of records with a chance that they are of one person.
Each draw keeps a pair with its chance, joins records through the pairs kept, the likeliest first,
never two records of one list, and counts histories. The estimates of the draws are combined as
multiple imputations are:

    total = mean,   error^2 = mean of error^2 + (1 + 1 / draws) x variance of totals

A missed link makes one case two, and so fewer overlaps and a larger total; a false one a smaller.

Sources: Rubin (1987); Sadinle (2018) for linkage before estimation. One record a list for a person
and independent pairs are ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.estimation.frames import frame_of
from partystate.estimation.histories import MOST_LISTS, Histories, list_bits
from partystate.estimation.result import LEVEL, Estimate, log_normal, none_of

IMPUTATIONS = 20
RECORDS, PAIRS = ("record", "list"), ("left", "right", "chance")
SPLINK = {"unique_id_l": "left", "unique_id_r": "right", "match_probability": "chance"}


def imputed(records: Any, pairs: Any, rng: np.random.Generator) -> Histories:
    """Histories of one draw of the links, of data frames of polars or pandas. `records` has the
    columns record and list; `pairs` the columns left, right (records) and chance, 0 to 1."""
    return _drawn(*_read(records, pairs), rng)


Read = tuple[tuple[str, ...], np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _read(records: Any, pairs: Any) -> Read:
    """Names of the lists, the bit of each record's list, and left, right and chance of the
    pairs."""
    numbers, lists, bits = _records(_frame(records, RECORDS, "records"))
    return lists, bits, *_pairs(_frame(pairs, PAIRS, "pairs"), numbers)


def _drawn(
    lists: tuple[str, ...],
    bits: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    chance: np.ndarray,
    rng: np.random.Generator,
) -> Histories:
    """Histories of one draw of the links."""
    kept = np.flatnonzero(rng.uniform(size=len(chance)) < chance)
    parent, holds = np.arange(len(bits)), bits.copy()

    def root(record: int) -> int:
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = int(parent[record])
        return record

    for pair in kept[np.argsort(-chance[kept], kind="stable")]:
        one, other = root(int(left[pair])), root(int(right[pair]))
        if one != other and holds[one] & holds[other] == 0:
            parent[other] = one
            holds[one] |= holds[other]
    tops = np.flatnonzero(parent == np.arange(len(parent)))
    counts = np.bincount(holds[tops], minlength=2 ** len(lists)).astype(np.int64)
    return Histories(lists=lists, counts=counts)


def estimate(
    records: Any,
    pairs: Any,
    estimator: Callable[[Histories], Estimate],
    *,
    imputations: int = IMPUTATIONS,
    level: float = LEVEL,
    seed: int = 1,
) -> Estimate:
    """An estimator over several draws of the links.

    Arguments:
        records: columns record (its name) and list.
        pairs: columns left, right (names of records) and chance that they are of one person; or
            splink's unique_id_l, unique_id_r and match_probability.
        estimator: such as `partystate.estimation.chao.estimate`.
        imputations: draws.
        level: of the interval.
        seed: of the draws.

    Returns:
        Estimate: with the doubt of the links in its error.

    Raises:
        UserError: a column is missing, a record is unknown, a chance is none.
    """
    if imputations < 2:
        raise UserError("too few draws of the links", found=str(imputations), expected="2 or more")
    rng, read = np.random.default_rng(seed), _read(records, pairs)
    found = [estimator(_drawn(*read, rng)) for _ in range(imputations)]
    first = found[0]
    if any(e.total is None for e in found):
        why = "in some draws of the links it cannot be told"
        return none_of(first.method, first.observed, first.assumes, why)
    totals = np.array([e.total for e in found], float)
    errors = np.array([e.error for e in found], float)
    within, between = float((errors**2).mean()), float(totals.var(ddof=1))
    error = float(np.sqrt(within + (1 + 1 / imputations) * between))
    observed = float(np.mean([e.observed for e in found]))
    low, high = log_normal(observed, float(totals.mean()), error, level)
    return replace(
        first,
        observed=round(observed),
        total=float(totals.mean()),
        error=error,
        low=low,
        high=high,
        level=level,
        interval="log-normal",
        assumes=first.assumes + " That chances of links are right, and apart from one another.",
        diagnostics={
            "imputations": imputations,
            "share_of_variance_from_links": between / (within + between),
            "observed_from": min(e.observed for e in found),
            "observed_to": max(e.observed for e in found),
        },
        warnings=(),
        draws=totals,
    )


def _records(records: pl.DataFrame) -> tuple[dict[str, int], tuple[str, ...], np.ndarray]:
    """Numbers of the records by name, names of the lists, and the bit of each record's list."""
    for column in RECORDS:
        if (blank := records[column].is_null() | (records[column] == "")).any():
            raise UserError("a record without a name", row=int(blank.arg_max() or 0), column=column)
    twice = records["record"].filter(records["record"].is_duplicated())
    if len(twice):
        raise UserError("two records have one name", column="record", found=repr(twice[0]))
    names, lists = records["record"].to_list(), tuple(sorted(records["list"].unique()))
    if len(lists) < 2:
        raise UserError("records of one list alone", column="list", expected="two lists or more")
    if len(lists) > MOST_LISTS:
        raise UserError(
            f"{len(lists)} lists are more than can be told apart",
            column="list",
            expected=f"{MOST_LISTS} at most",
            action="Join lists of one kind into one.",
        )
    of_list = dict(zip(lists, list_bits(len(lists)), strict=True))
    bits = np.array([of_list[str(name)] for name in records["list"]], np.int64)
    return {name: i for i, name in enumerate(names)}, lists, bits


def _pairs(
    pairs: pl.DataFrame, numbers: dict[str, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of the left and right records, and the chance, of each pair."""
    sides = []
    for side in ("left", "right"):
        names = pairs[side].to_list()
        if unknown := [name for name in names if name not in numbers]:
            raise UserError("a pair names no record", column=side, found=repr(unknown[0]))
        sides.append(np.array([numbers[name] for name in names], np.int64))
    if (same := sides[0] == sides[1]).any():
        at = int(np.argmax(same))
        raise UserError("a record is paired with itself", row=at, found=repr(pairs["left"][at]))
    chance = pairs["chance"].cast(pl.Float64, strict=False)
    fine = (chance.is_between(0, 1) & chance.is_not_nan()).fill_null(False)
    if not fine.all():
        at = int(fine.arg_min() or 0)
        found = str(pairs["chance"][at])
        raise UserError("not a chance", row=at, column="chance", found=found, expected="0 to 1")
    return sides[0], sides[1], chance.to_numpy()


def _frame(given: Any, needed: tuple[str, ...], what: str) -> pl.DataFrame:
    """The columns that are needed, as texts, of a data frame of polars or pandas."""
    called = f"the table of {what}"
    table = frame_of(given, called, f"{called} is none")
    theirs = {own: name for own, name in SPLINK.items() if name not in table.columns}
    table = table.rename(theirs, strict=False)
    for name in needed:
        if name not in table.columns:
            raise UserError(
                f"{called} has no column {name!r}",
                found=", ".join(table.columns),
                expected=", ".join(needed),
            )
    return table.select(pl.col(name).cast(pl.String) for name in needed)
