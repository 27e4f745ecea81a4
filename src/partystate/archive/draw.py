"""Which of the dead stand in which list: drawn organ by organ, each from a stream of its own, so
that one organ more changes no other list.

    log-odds of standing = log-odds(kept) + region + yearly x (year - middle year)
    then: burnt region-years are empty; some are copied from another list, some avoided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import polars as pl

from partystate.archive.dead import names
from partystate.archive.organs import Organ
from partystate.archive.spelling import misspelt
from partystate.core.errors import UserError


@dataclass(frozen=True, kw_only=True)
class Archive:
    """`dead`: one row a person, with name. `standing` [persons, lists]: who stands in which list.
    `records`: one row a record, as it is written; its column `person` is the truth."""

    dead: pl.DataFrame
    lists: tuple[str, ...]
    standing: np.ndarray
    records: pl.DataFrame


def draw(dead: pl.DataFrame, organs: Sequence[Organ], seed: int) -> Archive:
    """An archive of the dead (`dead.read_dead`)."""
    if seed < 0:
        raise UserError("no such seed", found=str(seed), expected="a whole number, 0 or more")
    named = dead.with_columns(names(len(dead), np.random.default_rng([seed, 0])))
    standing: dict[str, np.ndarray] = {}
    written = []
    for organ in organs:
        rng = np.random.default_rng([seed, crc32(organ.list.encode())])
        standing[organ.list] = _standing(named, organ, standing, rng)
        written.append(_records(named, organ, standing[organ.list], rng))
    return Archive(
        dead=named,
        lists=tuple(standing),
        standing=np.column_stack(list(standing.values())),
        records=pl.concat(written),
    )


def _standing(
    dead: pl.DataFrame, organ: Organ, before: dict[str, np.ndarray], rng: np.random.Generator
) -> np.ndarray:
    """Whether each person stands in the organ's list [persons]."""
    regions = dead["region"].unique().sort()
    region = dead["region"].replace_strict(
        regions, pl.Series(range(len(regions))), return_dtype=pl.Int64
    )
    at, year = region.to_numpy(), dead["time"].str.slice(0, 4).cast(pl.Int64).to_numpy()
    first, last = int(year.min()), int(year.max())
    odds = np.log(organ.kept / (1 - organ.kept)) + organ.yearly * (year - (first + last) / 2)
    odds = odds + organ.region_spread * rng.normal(size=len(regions))[at]
    burnt = rng.random((len(regions), last - first + 1)) < organ.lost
    drawn = rng.random((3, len(dead)))
    stands = drawn[0] < 1 / (1 + np.exp(-odds))
    if organ.copied_from:
        stands |= before[organ.copied_from] & (drawn[1] < organ.copied)
    if organ.avoids:
        stands &= ~(before[organ.avoids] & (drawn[2] < organ.avoided))
    right = dead["cause"].is_in(list(organ.causes)).to_numpy()
    return stands & right & ~burnt[at, year - first]


def _records(
    dead: pl.DataFrame, organ: Organ, stands: np.ndarray, rng: np.random.Generator
) -> pl.DataFrame:
    """Records of an organ's list: one or two a person, names as its clerks write them, in an order
    that says nothing."""
    person = np.flatnonzero(stands)
    again = person[rng.random(len(person)) < organ.twice]
    at = rng.permutation(np.concatenate([person, again]))
    found = dead[at].drop("cause")
    return found.select(
        pl.format("{}-{}", pl.lit(organ.list), pl.int_range(pl.len())).alias("record"),
        pl.lit(organ.list).alias("list"),
        misspelt(found["name"], organ.misspelt, rng).alias("name"),
        "region",
        "time",
        "status",
        "person",
    )
