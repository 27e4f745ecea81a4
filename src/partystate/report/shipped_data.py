"""The results that a country ships, read as a page reads a run: no history is run for it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from partystate.history import files
from partystate.history.release import QUANTILES_FILE, REANALYSIS
from partystate.history.runs import KEYS, count_runs, parts_of
from partystate.report.series import RunData

BEST, MIDDLE = "the best account", "the middle history"


class ShippedData(RunData):
    """Bands of the free histories of `results`; the line is the mean of the country's reanalysis,
    or the median of the free histories where it ships none, or is not asked for it: it does not
    speak of the leadership."""

    def __init__(self, results: Path, with_best: bool = True):
        self.folder = results
        self.parts = parts_of(results)
        self.members = count_runs(self.parts)
        self._quantiles = files.scan_parquet(results / QUANTILES_FILE)
        self._held = {}
        best = results.parent / REANALYSIS / QUANTILES_FILE
        self.is_best = with_best and best.is_file()
        self.whose = BEST if self.is_best else MIDDLE
        column = "mean" if self.is_best else "median"  # means of one account add up, medians do not
        table = files.read_parquet(best if self.is_best else results / QUANTILES_FILE)
        self.run = table.select(*KEYS, pl.col(column).cast(pl.Float64).alias("value"))
