"""Sums over the parts of a place, history by history, and their quantiles."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.evidence import Gazetteer
from partystate.evidence.compiling import resolve_group
from partystate.history.release import QUANTILES
from partystate.history.runs import Runs
from partystate.report.series import NO_BAND
from partystate.scoring.aggregate import middle_of


def sum_over(runs: Runs, group: str, every: str, places: Gazetteer, is_rural: bool) -> pl.DataFrame:
    """`time, at` and quantiles over `runs` of the sum over the parts of `group`, `axis=label`, at
    times of the kind `every`. Times at which a part of the place lies outside of the model, or the
    place had no meaning, are left out."""
    axis = group.partition("=")[0]
    kept = runs.keys.with_row_index("row").filter(pl.col("group").str.starts_with(f"{axis}="))
    found = []
    for (time,), mine in kept.group_by("time", maintain_order=True):
        if dates.parse(str(time)).precision != every:
            continue
        members = _members(group, str(time), places, is_rural)
        rows = dict(mine.select("group", "row").iter_rows())
        if not members or any(name not in rows for name, _ in members):
            continue
        weights = np.array([weight for _, weight in members])
        values = runs.values[[rows[name] for name, _ in members]].astype(float)
        ends = np.quantile(weights @ values, list(QUANTILES.values()))
        found.append((str(time), middle_of(str(time)), *ends.tolist()))
    if not found:
        return NO_BAND
    return pl.DataFrame(found, schema=NO_BAND.schema, orient="row").sort("at")


def _members(
    group: str, time: str, places: Gazetteer, is_rural: bool
) -> tuple[tuple[str, float], ...]:
    try:
        return resolve_group(group, time, places, is_rural)
    except UserError:
        return ()
