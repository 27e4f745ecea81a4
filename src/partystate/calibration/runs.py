"""Run the points of a calibration in chunks on several processes; a killed job takes up where it
stopped.

A folder holds `points.npy` and one file a chunk, each whole or not there. Nothing but its points
and its luck decides what a chunk holds, so that any number of processes gives the same bytes."""

from __future__ import annotations

import io
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from partystate.calibration.figures import Targets, figures_of_runs
from partystate.core.errors import UserError
from partystate.core.interrupts import end_workers, unheard_by_workers
from partystate.core.runtime import configure
from partystate.country.country import Country, load
from partystate.country.priors import quantile
from partystate.history.files import writable_folder, write_whole
from partystate.scenario.assemble import Assembled, assemble
from partystate.scenario.lumping import lumped
from partystate.scenario.parameters import prior_of
from partystate.scenario.parts import SOCIETY

CHUNK = 50
POINTS = "points.npy"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Stage:
    """Points [n, k] of the named parameters, of one wave or one step of the smoother, in a folder
    of their own; run i has luck i of `seed`."""

    country: str
    names: tuple[str, ...]
    targets: Targets
    folder: Path
    seed: int
    held: pl.DataFrame | None = None  # draws of parameters fitted before, one a run in turn


def in_units(country: Country, free: tuple[str, ...], cube: np.ndarray) -> pl.DataFrame:
    """Points [n, k] of the unit cube as parameter values, by the quantiles of the priors."""
    rows = {r["parameter"]: r for r in country.tables["parameters"].iter_rows(named=True)}
    return pl.DataFrame(
        {
            name: [quantile(*prior_of(rows[name]), float(u)) for u in cube[:, k]]
            for k, name in enumerate(free)
        }
    )


def in_turn(held: pl.DataFrame, start: int, count: int) -> pl.DataFrame:
    """The draws that runs `start` to `start + count` take, beginning again after the last."""
    return held[[i % len(held) for i in range(start, start + count)]]


def points_of(folder: Path, choose: Callable[[], np.ndarray]) -> np.ndarray:
    """The points of a stage: those on the disk, or chosen now and written."""
    path = writable_folder(folder) / POINTS
    if not path.is_file():
        _save(path, choose())
    return np.load(path)


@contextmanager
def workers_of(count: int) -> Iterator[ProcessPoolExecutor | None]:
    """Processes for all stages of a calibration; one is this process itself."""
    spawn = multiprocessing.get_context("spawn")
    pool = None if count == 1 else ProcessPoolExecutor(count, spawn, initializer=configure)
    try:
        yield pool
    except KeyboardInterrupt:
        end_workers()
        raise
    finally:
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)


def run_points(stage: Stage, pool: ProcessPoolExecutor | None, progress: Progress) -> np.ndarray:
    """Figures [n, m] of the points of a stage; what is on the disk is not run again.
    `progress(done, of)` is told runs."""
    runs = len(np.load(stage.folder / POINTS))
    missing = [a for a in range(0, runs, CHUNK) if not _chunk(stage, a).is_file()]
    done = runs - sum(min(CHUNK, runs - a) for a in missing)
    progress(done, runs)
    for count in _in_processes(stage, missing, pool) if pool else _in_turn(stage, missing):
        done += count
        progress(done, runs)
    return np.concatenate([np.load(_chunk(stage, a)) for a in range(0, runs, CHUNK)])


def _in_turn(stage: Stage, missing: list[int]) -> Iterator[int]:
    if not missing:
        return
    scenario = _scenario(stage.country)
    for start in missing:
        yield _run_chunk(stage, scenario, start)


def _in_processes(stage: Stage, missing: list[int], pool: ProcessPoolExecutor) -> Iterator[int]:
    try:
        with unheard_by_workers():
            jobs = [pool.submit(_work, stage, start) for start in missing]
        for job in as_completed(jobs):
            yield job.result()
    except BrokenProcessPool:
        raise UserError(
            "a worker process was stopped from outside",
            action="Run the same command again: finished parts are kept.",
        ) from None


def _work(stage: Stage, start: int) -> int:
    """In a worker: one chunk."""
    return _run_chunk(stage, _scenario(stage.country), start)


@cache
def _scenario(country: str) -> Assembled:
    """Built once a worker, which lives no longer than its calibration."""
    return assemble(lumped(load(country)), parts=(SOCIETY,))


def _run_chunk(stage: Stage, scenario: Assembled, start: int) -> int:
    points = np.load(stage.folder / POINTS)[start : start + CHUNK]
    given = in_units(scenario.country, stage.names, points)
    if stage.held is not None:
        given = pl.concat([given, in_turn(stage.held, start, len(points))], how="horizontal")
    _save(_chunk(stage, start), figures_of_runs(scenario, given, start, stage.seed, stage.targets))
    return len(points)


def _chunk(stage: Stage, start: int) -> Path:
    return stage.folder / f"figures-{start:06d}.npy"


def _save(path: Path, numbers: np.ndarray) -> None:
    buffer = io.BytesIO()
    np.save(buffer, numbers)
    write_whole(path, buffer.getvalue())
