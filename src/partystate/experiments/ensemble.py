"""Ensembles: many draws of parameters and luck, written in parts that a killed job takes up where
it stopped.

A part holds a fixed range of runs. Its name carries its content hash, so a part that exists and is
whole is skipped; killed at any moment, a rerun ends with the same bytes. Parts depend on the seed
and the range alone, never on the executor or on which parts were there before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.core.runtime import configure
from partystate.core.whole import whole
from partystate.country.country import load
from partystate.country.what_ifs import WhatIf
from partystate.experiments.histories import Simulated, simulate
from partystate.experiments.placebo import with_placebo
from partystate.experiments.workers import told_by_workers
from partystate.history import files
from partystate.history.directory import parameters_table
from partystate.history.ledger.land import land_ledger
from partystate.history.ledger.leaders import leaders
from partystate.history.ledger.leadership import ledger
from partystate.history.observables.about import about_of
from partystate.history.observables.observe import observe
from partystate.history.provenance import manifest
from partystate.history.series import index_of, long_table
from partystate.scenario.assemble import EXPECTED, RECORDED, Assembled
from partystate.scenario.parts import ALL
from partystate.scenario.scenario import Scenario

RUNS_PER_PART = 10
EXECUTORS = ("serial", "processes")
WORKERS = 2
SPAN = re.compile(r"-(\d{6}-\d{6})(?=[-.])")
# what two ensembles in one folder must have in common, by the names of the manifest
SAME = (
    "code",
    "country",
    "seed",
    "counting",
    "parameters",
    "what_ifs",
    "thesis",
    "months",
    "runs_per_part",
    "parts",
    "line",
    "replay_until",
    "enters",
    "placebo",
)

DESCRIBED = {
    "manifest.json": "versions, digests, seed, parameters, what-ifs and device",
    "parts/part-*.parquet": "observables by level, time and group; the name ends in the hash of "
    "what it holds",
    "events-*.parquet": "the ledgers of events",
    "leaders-*.parquet": "who led and held the appointments office, each December",
    "parameters-*.parquet": "parameter values of the runs",
}


@dataclass(frozen=True)
class Plan:
    """What an ensemble is, in terms a worker process can rebuild."""

    country: str
    runs: int
    seed: int = 1
    parameters: str = "prior"
    counting: str = EXPECTED
    what_ifs: tuple[str | WhatIf, ...] = ()
    until: str | None = None
    thesis: str | None = None
    parts: tuple[str, ...] | None = None
    line: str = RECORDED
    replay_until: str | None = None
    enters: str | None = None
    placebo: int | None = None

    def described(self) -> Scenario:
        """What the runs are of, but for a placebo."""
        return Scenario(
            load(self.country),
            what_ifs=self.what_ifs,
            thesis=self.thesis,
            line=self.line,
            counting=self.counting,
            parts=ALL if self.parts is None else self.parts,
            until=self.until,
            replay_until=self.replay_until,
            enters=self.enters,
        )

    def scenario(self) -> Assembled:
        """What the runs are of, ready to run."""
        made = self.described().assembled
        return made if self.placebo is None else with_placebo(made, self.placebo)

    def ranges(self) -> list[range]:
        """The runs of each part."""
        starts = range(0, self.runs, RUNS_PER_PART)
        return [range(a, min(a + RUNS_PER_PART, self.runs)) for a in starts]


def plan_of(scenario: Scenario, runs: int, seed: int, parameters: str) -> Plan:
    """The plan of an ensemble of a scenario."""
    return Plan(
        country=str(scenario.country.path),
        runs=runs,
        seed=seed,
        parameters=parameters,
        counting=scenario.counting,
        what_ifs=tuple(scenario.what_ifs),
        until=scenario.until,
        thesis=scenario.thesis,
        parts=tuple(scenario.parts),
        line=scenario.line,
        replay_until=scenario.replay_until,
        enters=scenario.enters,
    )


@dataclass(frozen=True)
class Part:
    """A range of runs as Parquet: series, parameters, and the ledger where there is one."""

    series: bytes
    parameters: bytes
    ledgers: dict[str, bytes]  # events; with a leadership, leaders too
    index: pl.DataFrame


def part_name(runs: range, data: bytes) -> str:
    return f"part-{runs.start:06d}-{runs.stop:06d}-{files.digest(data)}.parquet"


def existing_part(folder: Path, runs: range) -> Path | None:
    """A whole part for this range: its bytes hash to its name."""
    for path in folder.glob(f"part-{runs.start:06d}-{runs.stop:06d}-*.parquet"):
        if path.name == part_name(runs, path.read_bytes()):
            return path
        path.unlink()
    return None


def part_bytes(
    plan: Plan, scenario: Assembled, runs: range, index: pl.DataFrame | None = None
) -> Part:
    """A range of runs."""
    about = about_of(scenario)
    values, parameters, events, led = [], [], [], []
    for run in runs:
        made = simulate(scenario, plan.seed, run, plan.parameters)
        series = observe(made.trajectory, about)
        index = index_of(series.labels) if index is None else index
        values.append(np.asarray(series.values))
        parameters.append(parameters_table(scenario.country, made.values, run))
        events.append(events_of_run(made, scenario))
        if made.leadership is not None:
            led.append(leaders(made.leadership))
    if index is None:
        raise ValueError("a part without runs")
    tables = {"events": pl.concat(events)} | ({"leaders": pl.concat(led)} if led else {})
    return Part(
        files.parquet_bytes(long_table(index, values, list(runs))),
        files.parquet_bytes(pl.concat(parameters)),
        {name: files.parquet_bytes(table) for name, table in tables.items()},
        index,
    )


def events_of_run(made: Simulated, scenario: Assembled) -> pl.DataFrame:
    """The ledgers of the parts that ran, in order of time."""
    found = []
    if made.leadership is not None:
        found.append(ledger(made.leadership))
    if made.society is not None:
        season = np.asarray(scenario.inputs.calendar.collection_season)
        found.append(land_ledger(made.society, season, made.run))
    return pl.concat(found).sort("time", maintain_order=True)


def write_part(folder: Path, plan: Plan, scenario, runs: range, index=None) -> pl.DataFrame:
    """Write parameters and events first, then the series part whose presence says that the range is
    done."""
    part = part_bytes(plan, scenario, runs, index)
    span = f"{runs.start:06d}-{runs.stop:06d}"
    files.write_whole(folder / f"parameters-{span}.parquet", part.parameters)
    for name, data in part.ledgers.items():
        files.write_whole(folder / f"{name}-{span}.parquet", data)
    files.write_whole(folder / "parts" / part_name(runs, part.series), part.series)
    return part.index


def _work(folder: str, plan: Plan, mine: list[range], done) -> None:
    """A worker process: its own scenario, its share of the parts."""
    configure()
    scenario, index = plan.scenario(), None
    for runs in mine:
        try:
            index = write_part(Path(folder), plan, scenario, runs, index)
        except UserError as error:
            done.put(error)
            return
        done.put(runs)


def run_ensemble(
    plan: Plan,
    folder: Path,
    executor: str = "serial",
    workers: int = WORKERS,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Path:
    """Run what is missing of an ensemble; returns its folder. `progress(done, of)` is told runs."""
    if executor not in EXECUTORS:
        raise UserError(
            "unknown executor",
            found=repr(executor),
            expected=", ".join(EXECUTORS),
            action="Use one of these.",
        )
    whole(plan.runs, "runs", least=1)
    whole(plan.seed, "seed")
    with files.only_writer(folder):
        return _run(plan, folder, executor, workers, progress)


def _run(
    plan: Plan, folder: Path, executor: str, workers: int, progress: Callable[[int, int], None]
) -> Path:
    """`run_ensemble` by the one writer of the folder."""
    files.writable_folder(folder / "parts")
    already = manifest_of(folder).get("runs", 0)
    if isinstance(already, int) and already > plan.runs:
        plan = replace(plan, runs=already)  # what is there is kept
    scenario = plan.scenario()
    keep_manifest(folder, plan, scenario)
    missing = [runs for runs in plan.ranges() if existing_part(folder / "parts", runs) is None]
    done = plan.runs - sum(map(len, missing))
    progress(done, plan.runs)
    runner = _in_processes if executor == "processes" and len(missing) > 1 else _in_turn
    for runs in runner(folder, plan, scenario, missing, workers):
        done += len(runs)
        progress(done, plan.runs)
    _remove_superseded(folder, plan)
    return folder


def _remove_superseded(folder: Path, plan: Plan) -> None:
    """Parts of an ensemble that was shorter, whose runs now stand in longer parts."""
    spans = {f"{runs.start:06d}-{runs.stop:06d}" for runs in plan.ranges()}
    for path in (*folder.glob("parts/part-*.parquet"), *folder.glob("*-*-*.parquet")):
        found = SPAN.search(path.name)
        if found and found[1] not in spans:
            path.unlink()


def _in_turn(folder: Path, plan: Plan, scenario: Assembled, missing: list[range], workers: int):
    index = None
    for runs in missing:
        index = write_part(folder, plan, scenario, runs, index)
        yield runs


def _in_processes(
    folder: Path, plan: Plan, scenario: Assembled, missing: list[range], workers: int
):
    shares = [missing[i::workers] for i in range(workers) if missing[i::workers]]
    return told_by_workers(_work, [(str(folder), plan, share) for share in shares], len(missing))


def keep_manifest(folder: Path, plan: Plan, scenario: Assembled) -> None:
    """Write the manifest, or refuse a folder that holds another ensemble."""
    about = manifest(scenario, seed=plan.seed, parameters=plan.parameters, runs=plan.runs)
    about |= {"runs_per_part": RUNS_PER_PART, "placebo": plan.placebo}
    path = folder / "manifest.json"
    before = manifest_of(folder)
    different = [key for key in SAME if before and before.get(key) != about[key]]
    if different:
        raise UserError(
            f"the folder {folder} holds something else",
            found=f"a different {different[0]}",
            expected="the same ensemble, to be taken up or made longer",
            action="Give another --out, or remove that folder.",
        )
    files.write_json(path, about)


def manifest_of(folder: Path) -> dict:
    """The manifest of a folder; nothing where it has none that can be read."""
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
