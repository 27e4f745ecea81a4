"""Results of a release: what a country ships of an ensemble, so that a page opens without one.

A folder `results` of the country holds quantiles over runs of every series, single runs of what has
to be summed over places or months before quantiles are taken, events and leaders of all runs, the
score, the manifest, the first run's series, which tell whether the results are stale, which run
comes nearest to the record, and what the ensemble was compared with. Quantiles of times after the
usual end are of another ensemble, which goes on beyond it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.history import files
from partystate.history.own_mechanisms import OWN, require_none
from partystate.history.runs import KEYS, parts_of, read_runs

FOLDER = "results"
REANALYSIS = "reanalysis"  # the folder of a country that holds one
MEMBERS_FILE, REANALYSIS_CARD = "members.parquet", "card.json"
QUANTILES_FILE, FIRST_RUN, CARD = "quantiles.parquet", "first_run.parquet", "scorecard.json"
# quantiles of times after the usual end; in the manifest, that of the runs they are of
ONWARD_FILE, ONWARD = "onward.parquet", "onward"
QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}
NEAREST = "nearest.json"
COMPARED = "compared"  # beside an ensemble and among results: a file for each comparison
TRUTH = "truth"
# what the two sides of a page must have in common for bands to be of the same thing
SAME = ("country", "what_ifs", "thesis", "parts", "line", "replay_until", "enters", OWN)


@dataclass(frozen=True)
class NearestRun:
    """The run of an ensemble that comes nearest to the record: its number, how far off its
    `figures` are in the mean [sd], and how far those of the middle run are."""

    seed: int
    number: int
    parameters: str
    runs: int
    figures: int
    distance: float
    middle: float


def nearest_of(country: Path) -> NearestRun:
    """The shipped results' run that comes nearest to the record; UserError where there is none."""
    path = country / FOLDER / NEAREST
    if not path.is_file():
        raise UserError(
            f"the country in {country} does not say which run comes nearest to the record",
            expected=f"{FOLDER}/{NEAREST}, written by `partystate release`",
            action="Leave --nearest out, or make results with `partystate release`.",
        )
    return NearestRun(**files.read_json(path))


def chosen_as(about: dict, country: Path) -> NearestRun | None:
    """As what a run with the manifest `about` was chosen: the run that comes nearest to the
    record, by the results that the country ships; None where it is another."""
    if about.get("number") is None or not (country / FOLDER / NEAREST).is_file():
        return None
    shown, theirs = nearest_of(country), files.read_manifest(country / FOLDER)
    mine = (about["seed"], about["number"], about["parameters"])
    is_one = mine == (shown.seed, shown.number, shown.parameters)
    alike = all(about[name] == theirs[name] for name in ("counting", "months"))
    return shown if is_one and alike and not difference(about, theirs) else None


def results_of(country: Path) -> Path | None:
    """The folder of results that a country ships, or None."""
    folder = country / FOLDER
    return folder if (folder / QUANTILES_FILE).is_file() else None


def difference(about: dict, other: dict, apart: tuple[str, ...] = ()) -> str:
    """In what two manifests are of different things, in words, `apart` left aside; blank where they
    are of one thing: bands of another would mislead."""

    def told(manifest: dict, name: str) -> object:
        value = manifest.get(name)
        return value.get("id") if name == "country" and isinstance(value, dict) else value

    different = [n for n in SAME if n not in apart and told(about, n) != told(other, n)]
    return f"other {different[0].replace('_', ' ')}" if different else ""


def require_the_same(about: dict, folder: Path, apart: tuple[str, ...] = ()) -> None:
    """UserError where the runs in `folder` are not of the thing that the manifest `about` is of."""
    different = difference(about, files.read_manifest(folder), apart)
    if different:
        raise UserError(
            f"{folder} is of something else, which would mislead beside this run",
            found=different,
            expected="runs of the same "
            + ", ".join(n.replace("_", " ") for n in SAME if n not in apart),
            action="Give another folder, or make one with `partystate ensemble`.",
        )


def require_country(about: dict, country: str) -> None:
    """UserError where a manifest is of a country whose id is not `country`."""
    theirs = (about.get("country") or {}).get("id")
    if theirs and theirs != country:
        raise UserError(
            "these runs are of another country",
            found=theirs,
            expected=country,
            action="Name the country of the runs with --country, or leave it out.",
        )


def write_release(
    ensemble: Path,
    folder: Path,
    whole: Iterable[str],
    card: dict,
    nearest: NearestRun | None = None,
    beside: dict[str, dict] | None = None,
    onward: Path | None = None,
) -> Path:
    """Write the results of an `ensemble` into `folder`; runs of the observables `whole` are kept
    one by one, at the level of truth. `beside` goes into the manifest: what else the score was
    taken from. `onward` is an ensemble that goes on beyond that one, of which what is later ships
    too. Raises UserError where the folder holds no ensemble, or one with mechanisms that are not
    of the package, and where `onward` does not go on."""
    parts = _parts_in(ensemble)
    end = None if onward is None else require_onward(files.read_manifest(ensemble), onward)
    require_none(
        files.read_manifest(ensemble),
        "a country does not ship results",
        "Put the mechanism into the package first: docs/how-to/add-a-mechanism.md.",
    )
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    usual = quantiles_of(parts)
    files.write_parquet(folder / QUANTILES_FILE, usual)
    (folder / ONWARD_FILE).unlink(missing_ok=True)
    if onward is not None:
        later = quantiles_of(parts_of(onward), after=end).join(usual, on=KEYS, how="anti")
        files.write_parquet(folder / ONWARD_FILE, later)
        beside = (beside or {}) | {ONWARD: files.read_manifest(onward)}
    files.write_parquet(folder / FIRST_RUN, first_run_of(parts))
    files.write_parquet(folder / "parts" / "part-runs.parquet", runs_of(parts, whole))
    for name in ("events", "leaders"):
        tables = sorted(ensemble.glob(f"{name}-*.parquet"))
        if tables:
            files.write_parquet(folder / f"{name}.parquet", files.read_parquets(tables))
    files.write_json(folder / CARD, json.loads(json.dumps(card)))
    if nearest is not None:
        files.write_json(folder / NEAREST, asdict(nearest))
    ship_compared(ensemble, folder)
    files.write_json(folder / files.MANIFEST, files.read_manifest(ensemble) | (beside or {}))
    return folder


def ship_compared(ensemble: Path, folder: Path) -> None:
    """Comparisons that were written beside an ensemble, in place of those of an older one; numbers
    to six figures."""
    for older in (folder / COMPARED).glob("*.json"):
        older.unlink()
    for path in sorted((ensemble / COMPARED).glob("*.json")):
        (folder / COMPARED).mkdir(parents=True, exist_ok=True)
        told = json.dumps(_in_six_figures(files.read_json(path)))
        files.write_whole(folder / COMPARED / path.name, told.encode())


def _in_six_figures(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _in_six_figures(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_in_six_figures(value) for value in told]
    return float(f"{told:.6g}") if isinstance(told, float) else told


def answer_of(country: Path, what_if: str) -> dict | None:
    """The comparison with a what-if that a country ships, as it was written; None where it ships
    none."""
    path = country / FOLDER / COMPARED / f"{what_if}.json"
    return files.read_json(path) if path.is_file() else None


def answers_of(country: Path) -> list[dict]:
    """Every comparison that a country ships, by name."""
    return [files.read_json(path) for path in sorted((country / FOLDER / COMPARED).glob("*.json"))]


def _parts_in(folder: Path) -> list[Path]:
    """Parts of an ensemble; UserError where a folder holds none."""
    parts = parts_of(folder)
    if not parts:
        raise UserError(
            f"{folder} holds no ensemble",
            expected="a folder with parts/*.parquet",
            action="Make one with `partystate ensemble`.",
        )
    return parts


def require_onward(about: dict, onward: Path) -> int:
    """The last month of the ensemble of a manifest; UserError where that in `onward` is of
    something else, by another seed, or ends no later."""
    _parts_in(onward)
    require_the_same(about, onward)
    other, end = files.read_manifest(onward), dates.month_number(about["end"])
    told = [f"{name} {other.get(name)}" for name in ("seed", "parameters", "counting")]
    ours = [f"{name} {about.get(name)}" for name in ("seed", "parameters", "counting")]
    if told != ours or dates.month_number(other["end"]) <= end:
        raise UserError(
            f"{onward} does not go on from these results",
            found=", ".join([*told, f"end {other['end']}"]),
            expected=", ".join([*ours, f"an end after {about['end']}"]),
            action="Make one with `partystate ensemble --until`.",
        )
    return end


def quantiles_of(parts: list[Path], after: int | None = None) -> pl.DataFrame:
    """Quantiles over runs of every series, in single precision; one observable at a time. Of times
    that end after the month number `after` alone, where one is given."""
    there = files.scan_parquet(parts[0]).select("observable", "time").unique().collect()
    times = [t for t in there["time"].unique() if after is None or dates.parse(t).months[1] > after]
    chosen, tables = pl.col("time").is_in(times), []
    for name in there["observable"].unique().sort():
        runs = read_runs(parts, [name]).where(chosen)
        found = np.quantile(runs.values, list(QUANTILES.values()), axis=1).astype(np.float32)
        tables.append(
            runs.keys.with_columns(pl.Series(q, v) for q, v in zip(QUANTILES, found, strict=True))
        )
    return pl.concat(tables)


def first_run_of(parts: list[Path]) -> pl.DataFrame:
    """Series of the whole country at the level of truth, of run 0."""
    first = (pl.col("run") == 0) & (pl.col("group") == "") & (pl.col("level") == TRUTH)
    return files.scan_parquet(parts).filter(first).select(*KEYS, "value").collect()


def runs_of(parts: list[Path], whole: Iterable[str]) -> pl.DataFrame:
    """Runs of some observables one by one, in single precision."""
    asked = pl.col("observable").is_in(sorted(set(whole))) & (pl.col("level") == TRUTH)
    table = files.scan_parquet(parts).filter(asked).collect()
    return table.with_columns(pl.col("value").cast(pl.Float32))
