"""Who runs an ensemble, as the options of `partystate ensemble` say it: this process, several, dask
or the tasks of an array job; and what these options do not go with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import console, print_json
from partystate.core.errors import UserError
from partystate.core.whole import whole
from partystate.experiments.array_tasks import finish, prepare, run_task
from partystate.experiments.ensemble import EXECUTORS, WORKERS
from partystate.experiments.ensemble_manifest import manifest_of
from partystate.experiments.job_scripts import FINISH, PBS, SLURM
from partystate.experiments.parts import Plan

ARRAY = "array"
Executor = Annotated[
    str,
    typer.Option(help="serial, processes, dask, or array: job scripts for a cluster are written"),
]
Workers = Annotated[
    int | None, typer.Option(help=f"of processes or dask: how many at a time; {WORKERS} if none")
]
Scheduler = Annotated[
    str | None, typer.Option(help="of dask: the address of a scheduler that runs already")
]
Task = Annotated[
    int | None, typer.Option(help="make the part of one task of an array, counted from 0")
]
Finish = Annotated[
    bool, typer.Option("--finish", help="look whether all parts of an array are there")
]


@dataclass(frozen=True)
class Chosen:
    """What these options were given."""

    executor: str
    workers: int | None
    scheduler: str | None
    task: int | None
    finishes: bool

    @property
    def is_array(self) -> bool:
        """Whether this command prepares an array, is one of its tasks or finishes it."""
        return self.executor == ARRAY or self.task is not None or self.finishes

    @property
    def processes(self) -> int:
        """How many histories run at a time on this machine."""
        return 1 if self.executor == "serial" else self.workers or WORKERS

    def check(self, beside: dict[str, object]) -> None:
        """UserError where options contradict one another; `beside` are those that run more than the
        ensemble itself, which only this machine does."""
        if self.executor not in (*EXECUTORS, ARRAY):
            raise UserError(
                "unknown executor",
                found=repr(self.executor),
                expected=", ".join((*EXECUTORS, ARRAY)),
                action="Use one of these.",
            )
        if self.workers is not None:
            whole(self.workers, "workers", least=1)
        self._refuse_what_is_not_heard()
        if self.is_array:
            _refuse("an array makes the ensemble alone", beside)
        if self.executor == "dask":
            arms = ("--directions", "--ablations")
            _refuse("dask makes ensembles alone", {name: beside[name] for name in arms})

    def _refuse_what_is_not_heard(self) -> None:
        """No option is passed over without a word."""
        ways = {
            f"--executor {self.executor}": self.executor != "serial",
            "--task": self.task is not None,
            "--finish": self.finishes,
        }
        asked = [name for name, given in ways.items() if given]
        if self.is_array and len(asked) > 1:
            raise _no_pair(*asked[:2])
        way = asked[0] if asked else "--executor serial"
        if self.scheduler is not None and self.executor != "dask":
            raise _no_pair("--scheduler", way)
        if self.workers is not None and (self.is_array or self.executor == "serial"):
            raise _no_pair("--workers", way)
        if self.workers is not None and self.scheduler is not None:
            raise _no_pair("--workers", "--scheduler")


def _no_pair(one: str, other: str) -> UserError:
    return UserError(f"{one} does not go with {other}", action="Leave one of them out.")


def _refuse(says: str, beside: dict[str, object]) -> None:
    if found := [name for name, given in beside.items() if given]:
        raise UserError(
            says,
            found=", ".join(found),
            action="When it is done, give the same command with --executor processes: parts that "
            "are there are kept, and only what is beside them is run.",
        )


def show_array(chosen: Chosen, plan: Plan, folder: Path, as_json: bool) -> None:
    """Prepare an array, be one of its tasks or finish it, and say what was done."""
    if chosen.task is not None:
        runs = run_task(plan, folder, chosen.task)
        done = {"task": chosen.task, "first": runs.start, "last": runs.stop - 1}
        text = f"Task {chosen.task}: histories {runs.start} to {runs.stop - 1} in {folder}"
    elif chosen.finishes:
        finish(plan, folder)
        done = {"runs": manifest_of(folder)["runs"]}
        text = f"{done['runs']} histories in {folder}"
    else:
        jobs, tasks = prepare(plan, folder)
        done = {"jobs": str(jobs), "tasks": tasks}
        text = (
            f"{tasks} tasks in {jobs}. Submit them: sbatch {jobs / SLURM}, or qsub {jobs / PBS}. "
            f"Then: sh {jobs / FINISH}"
        )
    if as_json:
        print_json({"directory": str(folder), **done})
    else:
        console.print(text, soft_wrap=True)
