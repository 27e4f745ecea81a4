"""The results that a country ships, read as a page reads a run: no history is run for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from partystate.history import files
from partystate.history.release import QUANTILES_FILE, REANALYSIS
from partystate.history.runs import KEYS, count_runs, parts_of
from partystate.report.series import RunData

BEST, MIDDLE = "the best account", "the middle history"


class ShippedData(RunData):
    """Bands of the free histories of `results`; the line is the median of the country's reanalysis,
    or the median of the free histories where it ships none, or is not asked for it: it does not
    speak of the leadership. Medians do not add up: sums are those of free histories, one by one,
    where these ship so, and are left out elsewhere."""

    whose_sums = f"{MIDDLE}, each summed first"
    adds_up = False

    def __init__(self, results: Path, with_best: bool = True):
        self.folder = results
        self.parts = parts_of(results)
        self.members = count_runs(self.parts)
        self._quantiles = files.scan_parquet(results / QUANTILES_FILE)
        self._held = {}
        best = results.parent / REANALYSIS / QUANTILES_FILE
        self.is_best = with_best and best.is_file()
        self.whose = BEST if self.is_best else MIDDLE
        table = files.read_parquet(best if self.is_best else results / QUANTILES_FILE)
        self.run = table.select(*KEYS, pl.col("median").cast(pl.Float64).alias("value"))

    def total(self, observable: str, chosen: pl.Expr) -> float | None:
        """Median over the free histories of the sum; None where they do not ship one by one."""
        values = self.of_runs(observable).where(chosen).values
        return float(np.median(values.sum(0))) if values.size else None

    def over(
        self, observable: str, members: tuple[str, ...], every: str = "month"
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Median and band of the sums over groups of the free histories; both empty where these do
        not ship one by one."""
        band = self.band_over(observable, members, every)
        return band.select("time", "at", pl.col("median").alias("value")), band
