"""Ensembles: many draws of parameters and luck, written in parts that a killed job takes up where
it stopped.

A part holds a fixed range of runs. Its name carries its content hash, so a part that exists and is
whole is skipped; killed at any moment, a rerun ends with the same bytes. Parts depend on the seed
and the range alone, never on the executor or on which parts were there before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from multiprocessing.queues import Queue
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.runtime import configure
from partystate.core.whole import whole
from partystate.experiments.dask_parts import dask_package, parts_by_dask
from partystate.experiments.ensemble_manifest import keep_manifest, manifest_of
from partystate.experiments.parts import Plan, existing_part, span, write_parts
from partystate.experiments.workers import told_by_workers
from partystate.history import files
from partystate.scenario.assemble import Assembled
from partystate.scenario.own_source import require_importable

EXECUTORS = ("serial", "processes", "dask")
WORKERS = 2
SPAN = re.compile(r"-(\d{6}-\d{6})(?=[-.])")
Runner = Callable[[Path, Plan, Assembled, list[range]], Iterator[range]]

DESCRIBED = {
    "manifest.json": "versions, digests, seed, parameters, what-ifs and device",
    "parts/part-*.parquet": "observables by level, time and group; the name ends in the hash of "
    "what it holds",
    "events-*.parquet": "the ledgers of events",
    "leaders-*.parquet": "who led and held the appointments office, each December",
    "parameters-*.parquet": "parameter values of the runs",
    "jobs/": "scripts and reports of the tasks, where the ensemble was made by an array job",
}


def _work(folder: str, plan: Plan, mine: list[range], done: Queue) -> None:
    """A worker process: its own scenario, its share of the parts."""
    configure()
    try:
        for runs in write_parts(Path(folder), plan, plan.scenario(), mine):
            done.put(runs)
    except UserError as error:
        done.put(error)


def run_ensemble(
    plan: Plan,
    folder: Path,
    executor: str = "serial",
    workers: int = WORKERS,
    progress: Callable[[int, int], None] = lambda done, of: None,
    scheduler: str | None = None,
) -> Path:
    """Run what is missing of an ensemble; returns its folder. `progress(done, of)` is told runs;
    `scheduler` is the address of one of dask that runs already."""
    if executor not in EXECUTORS:
        raise UserError(
            "unknown executor",
            found=repr(executor),
            expected=", ".join(EXECUTORS),
            action="Use one of these.",
        )
    whole(plan.runs, "runs", least=1)
    whole(plan.seed, "seed")
    if executor != "serial":
        for one in plan.own:
            require_importable(one.mechanism)
    runner = _runner(executor, workers, scheduler)
    with files.only_writer(folder):
        return _run(plan, folder, runner, progress)


def _runner(executor: str, workers: int, scheduler: str | None) -> Runner:
    """Who makes the parts that are missing."""
    if executor == "processes":
        return partial(_in_processes, workers)
    if executor == "dask":
        return partial(parts_by_dask, dask_package(), workers, scheduler)
    return write_parts


def _run(plan: Plan, folder: Path, runner: Runner, progress: Callable[[int, int], None]) -> Path:
    """`run_ensemble` by the one writer of the folder."""
    plan, scenario = opened(plan, folder)
    missing = missing_of(plan, folder)
    done = plan.runs - sum(map(len, missing))
    progress(done, plan.runs)
    for runs in runner(folder, plan, scenario, missing) if missing else ():
        done += len(runs)
        progress(done, plan.runs)
    remove_superseded(folder, plan)
    return folder


def opened(plan: Plan, folder: Path) -> tuple[Plan, Assembled]:
    """A folder with its manifest, in which parts can be written; where it holds a longer ensemble,
    the plan is of that one."""
    files.writable_folder(folder / "parts")
    already = manifest_of(folder).get("runs", 0)
    if isinstance(already, int) and already > plan.runs:
        plan = replace(plan, runs=already)  # what is there is kept
    scenario = plan.scenario()
    keep_manifest(folder, plan, scenario)
    return plan, scenario


def missing_of(plan: Plan, folder: Path) -> list[range]:
    """Ranges of runs of which no whole part is there."""
    return [runs for runs in plan.ranges() if existing_part(folder / "parts", runs) is None]


def remove_superseded(folder: Path, plan: Plan) -> None:
    """Parts of an ensemble that was shorter, whose runs now stand in longer parts."""
    spans = {span(runs) for runs in plan.ranges()}
    for path in (*folder.glob("parts/part-*.parquet"), *folder.glob("*-*-*.parquet")):
        found = SPAN.search(path.name)
        if found and found[1] not in spans:
            path.unlink()


def _in_processes(
    workers: int, folder: Path, plan: Plan, scenario: Assembled, missing: list[range]
) -> Iterator[range]:
    if len(missing) == 1:
        return write_parts(folder, plan, scenario, missing)
    shares = [missing[i::workers] for i in range(workers) if missing[i::workers]]
    return told_by_workers(_work, [(str(folder), plan, share) for share in shares], len(missing))
