"""Run points in chunks on several processes; a killed job takes up where it stopped.

A folder holds `points.npy` and one file a chunk, each whole or not there. Nothing but its points
and its luck decides what a chunk holds, so that any number of processes gives the same bytes. What
is run at a point is for `Work` to say: the stages of a calibration stand here, the histories of a
design in `designs`."""

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
from typing import Protocol

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


class Work(Protocol):
    """Points [n, k] in a folder, and what comes of them; it travels to worker processes."""

    @property
    def folder(self) -> Path:
        """Where the points and what came of them lie."""
        ...

    @property
    def chunk(self) -> int:
        """Runs of one file."""
        ...

    def figures(self, points: np.ndarray, start: int) -> np.ndarray:
        """Figures [c, m] of runs `start`, `start + 1`, ... at points [c, k] of the unit cube."""
        ...


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

    @property
    def chunk(self) -> int:
        """Runs of one file."""
        return CHUNK

    def figures(self, points: np.ndarray, start: int) -> np.ndarray:
        """Figures [c, m] on the scale of the score."""
        scenario = _scenario(self.country)
        given = in_units(scenario.country, self.names, points)
        if self.held is not None:
            held = in_turn(self.held, start, len(points))
            given = pl.concat([given, held], how="horizontal")
        return figures_of_runs(scenario, given, start, self.seed, self.targets)


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


def missing_of(work: Work) -> tuple[list[int], int]:
    """First runs of the chunks that are not on the disk, and how many runs are."""
    runs = len(np.load(work.folder / POINTS))
    missing = [a for a in range(0, runs, work.chunk) if not _file(work, a).is_file()]
    return missing, runs - sum(min(work.chunk, runs - a) for a in missing)


def run_points(work: Work, pool: ProcessPoolExecutor | None, progress: Progress) -> np.ndarray:
    """Figures [n, m] of the points of some work; what is on the disk is not run again.
    `progress(done, of)` is told runs."""
    runs = len(np.load(work.folder / POINTS))
    missing, done = missing_of(work)
    progress(done, runs)
    chunks = _in_processes(work, missing, pool) if pool else (_run(work, a) for a in missing)
    for count in chunks:
        done += count
        progress(done, runs)
    return np.concatenate([np.load(_file(work, a)) for a in range(0, runs, work.chunk)])


def _in_processes(work: Work, missing: list[int], pool: ProcessPoolExecutor) -> Iterator[int]:
    try:
        with unheard_by_workers():
            jobs = [pool.submit(_run, work, start) for start in missing]
        for job in as_completed(jobs):
            yield job.result()
    except BrokenProcessPool:
        raise UserError(
            "a worker process was stopped from outside, or broke off",
            action="Run the same command again: finished parts are kept. A script of your own "
            'starts processes under `if __name__ == "__main__":`.',
        ) from None


def _run(work: Work, start: int) -> int:
    """Run one chunk and keep it; says how many runs it has."""
    points = np.load(work.folder / POINTS)[start : start + work.chunk]
    _save(_file(work, start), work.figures(points, start))
    return len(points)


@cache
def _scenario(country: str) -> Assembled:
    """Built once a worker, which lives no longer than its calibration."""
    return assemble(lumped(load(country)), parts=(SOCIETY,))


def _file(work: Work, start: int) -> Path:
    return work.folder / f"figures-{start:06d}.npy"


def _save(path: Path, numbers: np.ndarray) -> None:
    buffer = io.BytesIO()
    np.save(buffer, numbers)
    write_whole(path, buffer.getvalue())
