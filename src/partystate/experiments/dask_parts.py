"""Parts of an ensemble made by dask: by worker processes of this machine, or by those of a
scheduler that runs already, on other machines.

A worker gets the plan and a range of runs and gives back the bytes of a part; only the process
that asked writes, so that workers need no folder in common with it. When a worker dies, dask gives
its part to another one."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from partystate.core.errors import UserError
from partystate.core.interrupts import unheard_by_workers
from partystate.core.runtime import configure
from partystate.experiments.ensemble_manifest import described, difference
from partystate.experiments.parts import Part, Plan, make_part
from partystate.scenario.assemble import Assembled

INSTALL = "pip install 'partystate[dask]'"
PATIENCE = 60  # seconds for a scheduler to answer, and for its first worker to be there


def dask_package() -> ModuleType:
    """The package that runs work by dask; UserError where it is not installed."""
    try:
        return import_module("distributed")
    except ImportError:
        raise UserError(
            "dask is not installed here",
            expected="the packages dask and distributed",
            action=f"Install them with `{INSTALL}`, or use --executor processes.",
        ) from None


def parts_by_dask(
    dask: ModuleType,
    workers: int,
    scheduler: str | None,
    folder: Path,
    plan: Plan,
    scenario: Assembled,
    missing: list[range],
) -> Iterator[range]:
    """Parts of `missing`, written as they come; each range is told once it is there. `workers`
    processes are started here, unless there is the address of a `scheduler`; `dask` is
    `dask_package()`."""
    told, about = pickle.dumps(plan), described(plan, scenario)
    with _client(dask, workers, scheduler) as client, _losses_told(dask):
        made = [client.submit(_make, told, about, runs, pure=False) for runs in missing]
        for done in dask.as_completed(made):
            runs, part = done.result()
            done.release()  # the bytes need not be kept by the worker
            part.write(folder, runs)
            yield runs


def _make(told: bytes, about: dict, runs: range) -> tuple[range, Part]:
    """In a worker: a part of the plan that is told, or UserError where this worker would make
    another one."""
    configure()
    plan, scenario, here = _opened(told)
    if different := difference(about, here):
        raise UserError(
            "a worker of dask would make another ensemble",
            found=f"a different {different}",
            expected="the same code and countries on all machines",
            action="Install the same partystate there, and start its workers again.",
        )
    return runs, make_part(plan, scenario, runs)[0]


@lru_cache(maxsize=1)
def _opened(told: bytes) -> tuple[Plan, Assembled, dict]:
    """Plan, scenario and manifest, made once in a worker that makes several parts."""
    try:
        plan: Plan = pickle.loads(told)
    except (ImportError, AttributeError) as error:
        raise UserError(
            "a worker of dask cannot import a mechanism of your own",
            found=str(error)[:120],
            expected="a file that can be imported on every machine",
            action="Put it where its workers import from, and start them again.",
        ) from None
    scenario = plan.scenario()
    return plan, scenario, described(plan, scenario)


@contextlib.contextmanager
def _client(dask: ModuleType, workers: int, scheduler: str | None) -> Iterator[Any]:
    """A client of a running scheduler, or of workers that live as long as it."""
    if scheduler is not None:
        with _client_of(dask, scheduler) as client:
            yield client
        return
    # without a limit of memory, at which dask would end a worker: other executors have none
    settings = {"threads_per_worker": 1, "memory_limit": 0, "dashboard_address": "127.0.0.1:0"}
    with contextlib.ExitStack() as held:
        with unheard_by_workers():
            cluster = dask.LocalCluster(n_workers=workers, processes=True, **settings)
            held.enter_context(cluster)
        yield held.enter_context(dask.Client(cluster))


def _client_of(dask: ModuleType, scheduler: str) -> Any:
    """A client of the scheduler at an address; UserError where nobody answers or works there."""
    try:
        client = dask.Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise UserError(
            "no scheduler of dask answers",
            found=f"{scheduler!r} ({' '.join(str(error).split())[:120] or type(error).__name__})",
            expected="an address such as tcp://node1:8786",
            action="Start one with `dask scheduler`, or leave --scheduler out.",
        ) from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        client.close()
        raise UserError(
            f"the scheduler {scheduler} has no worker",
            found=f"none in {PATIENCE} seconds",
            action=f"Start some with `dask worker {scheduler} --nthreads 1`.",
        ) from None
    return client


@contextlib.contextmanager
def _losses_told(dask: ModuleType) -> Iterator[None]:
    """What dask cannot make good is told in a sentence."""
    try:
        yield
    except dask.KilledWorker as error:
        raise UserError(
            f"a part was given to {error.allowed_failures + 1} workers, and each of them died",
            action="Look whether memory was short, and run the same command again: finished parts "
            "are kept.",
        ) from None
    except (dask.CancelledError, OSError) as error:
        raise UserError(
            "the scheduler of dask is gone",
            found=type(error).__name__,
            action="Start it and run the same command again: finished parts are kept.",
        ) from None
