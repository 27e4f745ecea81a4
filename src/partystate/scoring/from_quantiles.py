"""A shipped reanalysis as something that can be scored: quantiles of every series, one by one, and
members of those of the whole country.

What a row asks for as it stands is read from its quantiles. What has to be summed over months or
places first is read from members, or not at all: quantiles are never added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from scipy import stats

from partystate.evidence import Row
from partystate.history import files
from partystate.history.release import MEMBERS_FILE, QUANTILES, QUANTILES_FILE
from partystate.history.release import REANALYSIS_CARD as CARD
from partystate.history.runs import KEYS
from partystate.scoring.aggregate import POPULATION, Ensemble

MEMBER = "member"  # how columns of members begin


def card_in(folder: Path | None) -> dict | None:
    """The card of a reanalysis in a folder; None where it holds something else."""
    path = None if folder is None else Path(folder) / CARD
    return files.read_json(path) if path and path.is_file() else None


def is_shipped(folder: Path | None) -> bool:
    """Whether a folder holds a reanalysis as a country ships it."""
    return folder is not None and (Path(folder) / MEMBERS_FILE).is_file() and bool(card_in(folder))


def open_shipped(folder: Path, rows: Sequence[Row]) -> Ensemble:
    """What `rows` need of a shipped reanalysis."""
    folder, card = Path(folder), card_in(folder) or {}
    told = {(r.observable, r.level, group, r.time) for r in rows for group, _ in r.members}
    asked = pl.DataFrame(sorted(told), schema=dict.fromkeys(KEYS, pl.String), orient="row")
    table = files.read_parquet(folder / QUANTILES_FILE).join(asked, on=KEYS, how="semi")
    names = asked["observable"].unique().to_list()
    members = files.read_parquet(folder / MEMBERS_FILE).filter(
        pl.col("observable").is_in([*names, POPULATION])
    )
    runs = int(card.get("members", 0))
    samples = samples_of(table.select(list(QUANTILES)).to_numpy(), runs)
    columns = members.select(pl.selectors.starts_with(MEMBER)).to_numpy()
    return Ensemble(
        folder, runs, _by_series(members, columns), None, {}, _by_series(table, samples)
    )


def samples_of(quantiles: np.ndarray, runs: int) -> np.ndarray:
    """`runs` values [keys, runs], evenly placed, that have the quantiles [keys, 5]: straight lines
    between them against normal scores, and on beyond the ends. What is never below nought at the
    lowest quantile is not below it anywhere."""
    given = stats.norm.ppf(list(QUANTILES.values()))
    wanted = stats.norm.ppf((np.arange(runs) + 0.5) / max(runs, 1))
    left = np.clip(np.searchsorted(given, wanted) - 1, 0, len(given) - 2)
    part = (wanted - given[left]) / (given[left + 1] - given[left])
    found = quantiles[:, left] + part * (quantiles[:, left + 1] - quantiles[:, left])
    return np.where(quantiles[:, :1] >= 0, np.maximum(found, 0), found)


def _by_series(
    table: pl.DataFrame, values: np.ndarray
) -> dict[tuple[str, str, str], dict[str, np.ndarray]]:
    found: dict[tuple[str, str, str], dict[str, np.ndarray]] = {}
    for (observable, level, group, time), numbers in zip(
        table.select(KEYS).iter_rows(), values, strict=True
    ):
        found.setdefault((observable, level, group), {})[time] = numbers
    return found
