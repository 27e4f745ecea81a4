"""The dead of a counted history, one row a person, with an invented name each.

Names are put together from syllables of no language, so that no real person can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.history.files import read_manifest, read_parquet

COUNTED = "counted"
MOST = 20_000_000  # persons, by memory
FIRST = ("Va", "Tso", "Mikh", "Zhe", "Oly", "Bra", "Khe", "Ya", "Sho", "Pe", "Lyu", "Du")
SECOND = ("ran", "lev", "dor", "kush", "vin", "ma", "zhin", "toy", "rel", "gan", "bish", "yut")
LAST = ("sky", "ets", "enya", "ukh", "avin", "orl", "yshe", "imo", "adze", "akh", "yuk", "ov")


def read_dead(folder: Path, causes: Sequence[str]) -> pl.DataFrame:
    """Persons who died of the causes in a run directory: person (a number), cause, time, region and
    status; UserError where the history is not counted, or none died so."""
    made = read_manifest(folder)
    if made.get("counting") != COUNTED:
        raise UserError(
            "the history is one of expected numbers, and nobody can be drawn from it",
            str(folder),
            found=f"counting {made.get('counting')!r}",
            expected=repr(COUNTED),
            action="Run it with `--counting counted`.",
        )
    flows = read_parquet(folder / "flows.parquet", ["time", "cause", "region", "from", "persons"])
    known = flows["cause"].unique().sort().to_list()
    for cause in causes:
        if cause not in known and not _may_be_absent(cause):
            raise UserError("no such cause", found=repr(cause), expected=nearest(cause, known))
    cells = (
        flows.filter(pl.col("cause").is_in(list(causes)) & (pl.col("persons") > 0))
        .group_by("cause", "time", "region", pl.col("from").alias("status"))
        .agg(pl.col("persons").sum().round(0).cast(pl.Int64))
        .filter(pl.col("persons") > 0)
        .sort("time", "cause", "region", "status")
    )
    total = int(cells["persons"].sum() or 0)
    if not total:
        raise UserError("nobody died so in this history", str(folder), found=", ".join(causes))
    if total > MOST:
        raise UserError(
            "too many dead for one archive", str(folder), found=f"{total:,}", expected=f"{MOST:,}"
        )
    number = np.repeat(np.arange(len(cells)), cells["persons"].to_numpy())
    return cells.drop("persons")[number].with_row_index("person")


def _may_be_absent(cause: str) -> bool:
    """Whether a cause is one of the model's that need not happen in every history."""
    from partystate.world.causes import CAUSES

    return cause in {each.name for each in CAUSES}


def names(persons: int, rng: np.random.Generator) -> pl.Series:
    """Invented names [persons], as they are rightly written."""

    def part(*syllables: Sequence[str]) -> np.ndarray:
        drawn = [np.array(s, object)[rng.integers(0, len(s), persons)] for s in syllables]
        return np.sum(drawn, axis=0)

    return pl.Series("name", part(FIRST, SECOND, LAST) + " " + part(FIRST, SECOND), pl.String)
