"""Ensembles: many draws of parameters and luck, written in parts that a killed job takes up where
it stopped.

A part holds a fixed range of runs. Its name carries its content hash, so a part that exists and is
whole is skipped; killed at any moment, a rerun ends with the same bytes. Parts depend on the seed
and the range alone, never on the executor or on which parts were there before."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.experiments.free_line import FreeScenario, free_histories
from partystate.experiments.histories import simulate
from partystate.experiments.placebo import with_placebo
from partystate.experiments.power_histories import BATCH, simulate_batch
from partystate.history import files
from partystate.history.directory import parameters_table, replayed
from partystate.history.ledger.land import land_ledger
from partystate.history.ledger.leaders import leaders
from partystate.history.ledger.leadership import ledger
from partystate.history.observables.leadership import power_blocks
from partystate.history.provenance import manifest
from partystate.history.series import blocks_of, index_of, long_table, values_of
from partystate.scenario.assemble import Scenario, assemble
from partystate.scenario.assemble_power import PowerScenario, assemble_power

RUNS_PER_PART = 10
POWER_RUNS_PER_PART = BATCH
ONLY_POWER = "power"
# the rulers' line on the village: given, or out of the party's top
RECORDED, FREE = "recorded", "free"
EXECUTORS = ("serial", "processes")


@dataclass(frozen=True)
class Plan:
    """What an ensemble is, in terms a worker process can rebuild."""

    country: str
    people: str
    what_ifs: tuple[str, ...]
    until: str | None
    parameters: str
    seed: int
    runs: int
    only: str | None = None
    replay_until: str | None = None
    placebo: int | None = None
    start: str | None = None
    thesis: str | None = None
    line: str = RECORDED

    def scenario(self) -> Scenario | PowerScenario | FreeScenario:
        """What the runs are of: people and land under the recorded line, with `only` the party's
        top, or with a free line both."""
        country = load(self.country)
        if self.only is None:
            land = assemble(country, self.people, list(self.what_ifs), self.until, self.thesis)
            return (
                land
                if self.line == RECORDED
                else FreeScenario(land, assemble_power(country, list(self.what_ifs)))
            )
        scenario = assemble_power(
            country, list(self.what_ifs), self.start, self.until, self.replay_until
        )
        return scenario if self.placebo is None else with_placebo(scenario, self.placebo)

    @property
    def per_part(self) -> int:
        return POWER_RUNS_PER_PART if self.only else RUNS_PER_PART

    def parts(self) -> list[range]:
        return [
            range(a, min(a + self.per_part, self.runs)) for a in range(0, self.runs, self.per_part)
        ]


@dataclass(frozen=True)
class Part:
    """A range of runs as Parquet: series, parameters, and the ledger where there is one."""

    series: bytes
    parameters: bytes
    told: dict[str, bytes]  # events; with the party's top leaders too
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
    plan: Plan, scenario: Scenario | PowerScenario, runs: range, index: pl.DataFrame | None = None
) -> Part:
    """A range of runs."""
    if isinstance(scenario, PowerScenario):
        return _power_part(plan, scenario, runs, index)
    if isinstance(scenario, FreeScenario):
        return _free_part(plan, scenario, runs, index)
    values, parameters, told = [], [], []
    season = np.asarray(scenario.inputs.collection_season)
    for run in runs:
        kept, drawn = simulate(scenario, plan.seed, run, plan.parameters)
        blocks = blocks_of(kept, scenario)
        index = index_of(blocks) if index is None else index
        values.append(values_of(blocks))
        parameters.append(parameters_table(scenario.country, drawn, run))
        told.append(land_ledger(kept, season, run))
    series = files.parquet_bytes(long_table(index, values, list(runs)))
    return Part(
        series,
        files.parquet_bytes(pl.concat(parameters)),
        {"events": files.parquet_bytes(pl.concat(told))},
        index,
    )


def _free_part(plan: Plan, scenario: FreeScenario, runs: range, index: pl.DataFrame | None) -> Part:
    """Both parts of each run in one table, both ledgers in another; how far each line still moved
    stands beside the leaders."""
    found = free_histories(scenario, plan.seed, runs, plan.parameters)
    season = np.asarray(scenario.land.inputs.collection_season)
    blocks = [
        blocks_of(kept, scenario.land) + power_blocks(found.top, i)
        for i, kept in enumerate(found.land)
    ]
    index = index_of(blocks[0]) if index is None else index
    series = long_table(index, [values_of(b) for b in blocks], list(runs))
    parameters = pl.concat(
        [
            parameters_table(scenario.country, v, run)
            for v, run in zip(found.values, runs, strict=True)
        ]
    )
    events = [land_ledger(kept, season, run) for kept, run in zip(found.land, runs, strict=True)]
    events = pl.concat([ledger(found.top), *events]).sort("run", "time", maintain_order=True)
    moved = pl.DataFrame(
        {
            "run": pl.Series(list(runs), dtype=pl.Int32),
            "moved": found.moved,
            "sweeps": [found.sweeps] * len(runs),
        }
    )
    told = {"events": events, "leaders": leaders(found.top), "lines": moved}
    return Part(
        files.parquet_bytes(series),
        files.parquet_bytes(parameters),
        {k: files.parquet_bytes(v) for k, v in told.items()},
        index,
    )


def _power_part(
    plan: Plan, scenario: PowerScenario, runs: range, index: pl.DataFrame | None
) -> Part:
    kept, drawn = simulate_batch(scenario, plan.seed, runs, plan.parameters)
    blocks = [power_blocks(kept, i) for i in range(len(runs))]
    index = index_of(blocks[0]) if index is None else index
    series = long_table(index, [values_of(b) for b in blocks], list(runs))
    parameters = pl.concat(
        [parameters_table(scenario.country, d, run) for d, run in zip(drawn, runs, strict=True)]
    )
    told = {
        "events": files.parquet_bytes(ledger(kept)),
        "leaders": files.parquet_bytes(leaders(kept)),
    }
    return Part(files.parquet_bytes(series), files.parquet_bytes(parameters), told, index)


def write_part(folder: Path, plan: Plan, scenario, runs: range, index=None) -> pl.DataFrame:
    """Write parameters and events first, then the series part whose presence says that the range is
    done."""
    part = part_bytes(plan, scenario, runs, index)
    span = f"{runs.start:06d}-{runs.stop:06d}"
    files.write_whole(folder / f"parameters-{span}.parquet", part.parameters)
    for name, data in part.told.items():
        files.write_whole(folder / f"{name}-{span}.parquet", data)
    files.write_whole(folder / "parts" / part_name(runs, part.series), part.series)
    return part.index


def _work(folder: str, plan: Plan, mine: list[range], done) -> None:
    """A worker process: its own scenario, its share of the parts."""
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
    workers: int = 2,
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
    if plan.runs < 1:
        raise UserError(
            "an ensemble needs at least one run",
            found=str(plan.runs),
            action="Give --runs 1 or more.",
        )
    files.writable_folder(folder / "parts")
    scenario = plan.scenario()
    _write_manifest(folder, plan, scenario)
    missing = [runs for runs in plan.parts() if existing_part(folder / "parts", runs) is None]
    done = plan.runs - sum(map(len, missing))
    progress(done, plan.runs)
    runner = _in_processes if executor == "processes" and len(missing) > 1 else _in_turn
    for runs in runner(folder, plan, scenario, missing, workers):
        done += len(runs)
        progress(done, plan.runs)
    return folder


def _in_turn(folder: Path, plan: Plan, scenario: Scenario, missing: list[range], workers: int):
    index = None
    for runs in missing:
        index = write_part(folder, plan, scenario, runs, index)
        yield runs


def _in_processes(folder: Path, plan: Plan, scenario: Scenario, missing: list[range], workers: int):
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    shares = [missing[i::workers] for i in range(workers) if missing[i::workers]]
    jobs = [
        context.Process(target=_work, args=(str(folder), plan, share, queue)) for share in shares
    ]
    for job in jobs:
        job.start()
    try:
        for _ in missing:
            message = _next_message(queue, jobs)
            if isinstance(message, UserError):
                raise message
            yield message
    finally:
        for job in jobs:
            if job.is_alive():
                job.join(timeout=1)
                job.terminate()


def _next_message(queue, jobs):
    """The next report of a worker; a worker that died without a word is told as an error."""
    while True:
        try:
            return queue.get(timeout=2)
        except multiprocessing.queues.Empty:
            broken = [job for job in jobs if job.exitcode not in (None, 0)]
            if broken:
                raise UserError(
                    "a worker process was stopped from outside",
                    found=f"exit status {broken[0].exitcode}",
                    action="Run the same command again: finished parts are kept.",
                ) from None


def _write_manifest(folder: Path, plan: Plan, scenario: Scenario) -> None:
    """Write the manifest, or refuse a folder that holds another ensemble."""
    about = manifest(
        scenario,
        seed=plan.seed,
        people=plan.people,
        parameters=plan.parameters,
        runs=plan.runs,
        replayed=replayed(scenario),
    )
    about["runs_per_part"] = plan.per_part
    about |= {
        "only": plan.only,
        "replay_until": plan.replay_until,
        "placebo": plan.placebo,
        "line": None if plan.only else plan.line,
    }
    path = folder / "manifest.json"
    if path.is_file():
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            before = {}
        same = (
            "code",
            "country",
            "seed",
            "people",
            "parameters",
            "what_ifs",
            "thesis",
            "months",
            "runs_per_part",
            "only",
            "replay_until",
            "placebo",
            "line",
        )
        different = [key for key in same if before.get(key) != about[key]]
        if before and different:
            raise UserError(
                f"the folder {folder} holds another ensemble",
                found=f"a different {different[0]}",
                action="Give another --out, or remove that folder.",
            )
    files.write_json(path, about)
