"""Reading a run, an ensemble's bands and the record's ranges into plain frames for figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.country.names import words_of_the_model
from partystate.evidence import Row
from partystate.history import files
from partystate.history.release import QUANTILES, QUANTILES_FILE
from partystate.history.runs import Runs, count_runs, parts_of, read_runs
from partystate.scoring.aggregate import middle_of
from partystate.scoring.ranges import range_of

LONGEST = 60  # characters of a source that stand on an axis
CLAIMED = "source-text"  # the mark of a claim of the text that is tested, in place of a work
NUMBERS = ("at", "low", "central", "high")
HELD = 2  # observables of an ensemble in memory at once
PRECISION_OF = {"year": "year", "month": "month", "day": "day", "ag": "interval"}


@dataclass(frozen=True)
class Wanted:
    """One series: observable, level, group, and the precision of its times."""

    observable: str
    group: str = ""
    level: str = "truth"
    every: str = "year"


NO_BAND = pl.DataFrame(
    schema={"time": pl.String, "at": pl.Float64} | dict.fromkeys(QUANTILES, pl.Float64)
)


class RunData:
    """Series of a run, and of an ensemble where there is one; `whose` says what its lines are,
    `whose_sums` what sums over places or times are of."""

    whose = whose_sums = "this run"
    adds_up = True  # whether values of the line may be added up over places and times

    def __init__(self, directory: Path, ensemble: Path | None = None):
        self.run = files.read_parquet(directory / "series.parquet")
        self.parts = parts_of(ensemble) if ensemble else []
        self.members = count_runs(self.parts)
        path = ensemble / QUANTILES_FILE if ensemble else None
        self._quantiles = files.scan_parquet(path) if path and path.is_file() else None
        self._held: dict[str, Runs] = {}  # the last observables read, oldest first

    def line(self, wanted: Wanted) -> pl.DataFrame:
        """`time, at, value` of the run, `at` in years."""
        return _timed(_pick(self.run, wanted), wanted).select("time", "at", "value")

    def band(self, wanted: Wanted) -> pl.DataFrame:
        """`time, at` and quantiles over runs; empty without an ensemble."""
        if not self.parts:
            return NO_BAND
        if self._quantiles is not None:
            doubled = pl.col(*QUANTILES).cast(pl.Float64)  # they ship in single precision
            found = self._quantiles.filter(_is(wanted)).with_columns(doubled).collect()
            return _timed(found, wanted).select("time", "at", *QUANTILES)
        mine = self.of_runs(wanted.observable).where(_is(wanted))
        return _banded(mine.keys["time"], mine.values, wanted)

    def of_runs(self, observable: str) -> Runs:
        """All series of one observable in the ensemble; the last `HELD` observables stay in
        memory."""
        if observable not in self._held:
            self._held[observable] = read_runs(self.parts, [observable])
            while len(self._held) > HELD:
                self._held.pop(next(iter(self._held)))
        return self._held[observable]

    def total(self, observable: str, chosen: pl.Expr) -> float | None:
        """Sum of the series and times of an observable that an expression over the keys chooses."""
        found = self.run.filter((pl.col("observable") == observable) & chosen)["value"]
        return float(found.sum())

    def over(
        self, observable: str, members: tuple[str, ...], every: str = "month"
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Line and band of the sum over groups, at the level of truth; each run is summed before
        quantiles are taken. No band where results that ship do not hold the runs one by one."""
        names = [Wanted(observable, group, every=every) for group in members]
        line = (
            pl.concat([_pick(self.run, w) for w in names])
            .group_by("time")
            .agg(pl.col("value").sum())
        )
        line = _timed(line, names[0]).select("time", "at", "value")
        return line, self.band_over(observable, members, every)

    def band_over(
        self, observable: str, members: tuple[str, ...], every: str = "month"
    ) -> pl.DataFrame:
        """The band of `over`."""
        names = [Wanted(observable, group, every=every) for group in members]
        mine = self.of_runs(observable).where(pl.any_horizontal(*map(_is, names)))
        if mine.keys.is_empty():
            return NO_BAND
        times = mine.keys["time"].unique(maintain_order=True)
        sums = np.zeros((len(times), self.members))
        np.add.at(
            sums, mine.keys["time"].replace_strict(times, range(len(times))).to_numpy(), mine.values
        )
        return _banded(times, sums, names[0])

    def band_of_ratio(self, part: Wanted, whole: Wanted) -> pl.DataFrame:
        """The band of one series over another, run by run, at times at which every run has some of
        the whole; empty where there are no runs one by one."""
        if not self.parts:
            return NO_BAND
        above, below = (self.of_runs(w.observable).where(_is(w)) for w in (part, whole))
        rows = [{t: n for n, t in enumerate(runs.keys["time"])} for runs in (above, below)]
        times = [time for time in rows[0] if time in rows[1]]
        if not times:
            return NO_BAND
        numerator, denominator = (
            runs.values[[row[time] for time in times]]
            for runs, row in zip((above, below), rows, strict=True)
        )
        some = (denominator > 0).all(1)
        ratios = numerator[some] / denominator[some]
        return _banded(pl.Series("time", np.array(times)[some]), ratios, part)


def _pick(table: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    return table.filter(_is(wanted))


def _is(wanted: Wanted) -> pl.Expr:
    return (
        (pl.col("observable") == wanted.observable)
        & (pl.col("group") == wanted.group)
        & (pl.col("level") == wanted.level)
    )


def _banded(times: pl.Series, values: np.ndarray, wanted: Wanted) -> pl.DataFrame:
    """`time, at` and quantiles of values [times, runs]."""
    found = (
        np.quantile(values, list(QUANTILES.values()), axis=1)
        if values.size
        else np.zeros((len(QUANTILES), 0))
    )
    table = pl.DataFrame({"time": times} | dict(zip(QUANTILES, found, strict=True)))
    return _timed(table, wanted).select("time", "at", *QUANTILES)


def _timed(table: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """Rows whose time has the wanted precision, with `at`, in order."""
    precision = {t: dates.parse(t).precision for t in table["time"].unique()}
    kept = table.filter(
        pl.col("time").is_in([t for t, p in precision.items() if p == wanted.every])
    )
    at = {t: middle_of(t) for t in kept["time"].unique()}
    return kept.with_columns(pl.Series("at", [at[t] for t in kept["time"]], pl.Float64)).sort("at")


def record_points(rows: list[Row] | None, wanted: Wanted, factor: float = 1.0) -> pl.DataFrame:
    """`time, at, low, central, high, role, verified, source` of the record for one series, in its
    unit times factor."""
    found = []
    for row in rows or []:
        same = (row.observable, row.group, row.level) == (
            wanted.observable,
            wanted.group,
            wanted.level,
        )
        bounds = (
            range_of(row) if same and row.kind == "quantity" and row.role != "context" else None
        )
        if bounds is None or dates.parse(row.time).precision != wanted.every:
            continue
        given = [row.low, row.central, row.high]
        middle = bounds.middle
        low = given[0] if given[0] is not None else middle
        high = given[2] if given[2] is not None else middle
        found.append(
            (
                row.time,
                middle_of(row.time),
                _times(low, factor),
                _times(middle, factor),
                _times(high, factor),
                role_words(row.role),
                "read" if row.verified else "as recalled",
                row.source,
            )
        )
    names = ("time", "at", "low", "central", "high", "role", "verified", "source")
    kinds = {name: pl.Float64 if name in NUMBERS else pl.String for name in names}
    return pl.DataFrame(found, schema=kinds, orient="row").sort("at")


def role_words(role: str) -> str:
    """What was done with a figure, in words: used in fitting, not used in fitting, put in."""
    return words_of_the_model().get(("role", role), role)


def estimates_of(
    rows: list[Row] | None, observable: str, precisions: tuple[str, ...] = ("year",)
) -> pl.DataFrame:
    """`time, at, low, central, high, who, source` of every figure of the record for the whole
    country, at every level."""
    found = []
    for row in rows or []:
        if (
            row.observable != observable
            or row.group
            or row.kind != "quantity"
            or row.role == "context"
        ):
            continue
        ends = [v for v in (row.low, row.central, row.high) if v is not None]
        if not ends or dates.parse(row.time).precision not in precisions:
            continue
        middle = row.central if row.central is not None else sum(ends) / len(ends)
        found.append(
            (
                row.time,
                middle_of(row.time),
                min(ends),
                middle,
                max(ends),
                estimator(row),
                row.source,
            )
        )
    names = ("time", "at", "low", "central", "high", "who", "source")
    kinds = {name: pl.Float64 if name in NUMBERS else pl.String for name in names}
    return pl.DataFrame(found, schema=kinds, orient="row").sort("who", "at")


def estimator(row: Row) -> str:
    """Who tells a figure: the tail of its series in words, with the level it is told of."""
    name = row.series.split(":", 1)[-1].split(":")[0]
    subject = row.observable.replace(".", "_")
    tail = name.replace(".", "_").removeprefix(subject).strip("_").replace("_", " ")
    return f"{tail or short(row)} ({row.level})"


def short(row: Row) -> str:
    """A source as an axis can hold it; a claim of the tested text by its number."""
    if row.source == CLAIMED:
        return f"claim {row.id}"
    return (
        row.source if len(row.source) <= LONGEST else row.source[:LONGEST].rsplit(" ", 1)[0] + " …"
    )


def month_words(month: str) -> str:
    """ "March 1933" for "1933-03"."""
    return dates.parse(month).start.strftime("%B %Y")


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def scaled(table: pl.DataFrame, factor: float) -> pl.DataFrame:
    """Multiply the value columns of a line or band."""
    names = [c for c in table.columns if c not in ("time", "at")]
    return table.with_columns([pl.col(c) * factor for c in names])


def sources_of(points: pl.DataFrame) -> list[str]:
    """Citations behind points, each once, in order."""
    return list(dict.fromkeys(points["source"].to_list()))


def rounded(value, digits: int = 4):
    """A number as a table shows it."""
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1e3 else f"{value:,.{digits}g}"
    return value
