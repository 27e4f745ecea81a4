"""An ensemble made by the tasks of an array job: each makes one part, on any machine that sees the
folder, and a last command finishes it when all parts are there.

Tasks may run in any order, side by side and more than once."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.whole import whole
from partystate.experiments.ensemble import missing_of, opened, remove_superseded
from partystate.experiments.ensemble_manifest import described, manifest_of, require_same
from partystate.experiments.job_scripts import JOBS, SLURM, command_of, numbers, write_scripts
from partystate.experiments.parts import Plan, existing_part, write_parts
from partystate.history import files
from partystate.scenario.assemble import Assembled


def prepare(plan: Plan, folder: Path) -> tuple[Path, int]:
    """Write the manifest of an ensemble and `jobs/`, and run nothing; where the folder holds a
    longer ensemble, the jobs are of that one. Returns the folder of the jobs and the number of
    tasks; UserError where the folder holds another ensemble."""
    whole(plan.runs, "runs", least=1)
    whole(plan.seed, "seed")
    with files.only_writer(folder):
        plan, _ = opened(plan, folder)
        return write_scripts(plan, folder), len(plan.ranges())


def run_task(plan: Plan, folder: Path, task: int) -> range:
    """Make the part of a task, counted from 0, unless it is there; returns its runs. UserError for
    a number out of range, or a folder that was not prepared for this ensemble."""
    plan, scenario = _prepared(plan, folder)
    ranges = plan.ranges()
    runs = ranges[whole(task, "task", below=len(ranges))]
    with files.one_of_many_writers(folder):
        if existing_part(folder / "parts", runs) is None:
            for _ in write_parts(folder, plan, scenario, [runs]):
                pass
    return runs


def finish(plan: Plan, folder: Path) -> Path:
    """Whether every part is there; returns the folder. Parts of an ensemble that was shorter are
    removed. UserError for parts that are missing, with the commands that make them."""
    plan, _ = _prepared(plan, folder)
    with files.only_writer(folder):
        missing = set(missing_of(plan, folder))
        lacking = [task for task, runs in enumerate(plan.ranges()) if runs in missing]
        if lacking:
            raise _missing(plan, folder, lacking)
        remove_superseded(folder, plan)
    return folder


def _missing(plan: Plan, folder: Path, lacking: list[int]) -> UserError:
    """What is missing, and how it is made."""
    command = shlex.join(command_of(plan, folder))
    again = f"sbatch --array={numbers(lacking)} {folder / JOBS / SLURM}"
    return UserError(
        f"parts are missing in {folder}: {len(lacking)} of {len(plan.ranges())}",
        found=f"none of task {numbers(lacking)}",
        action=f"Make the first with `{command} --task {lacking[0]}`, or all with `{again}`, and "
        "finish again.",
    )


def _prepared(plan: Plan, folder: Path) -> tuple[Plan, Assembled]:
    """The plan as the folder has it, which may be longer, and its scenario."""
    before = manifest_of(folder)
    command = shlex.join(command_of(plan, folder))
    if not before:
        raise UserError(
            f"the folder {folder} is not prepared for an array",
            expected=files.MANIFEST,
            action=f"Run `{command} --executor array` first.",
        )
    scenario = plan.scenario()
    require_same(folder, before, described(plan, scenario))
    if before["runs"] < plan.runs:
        raise UserError(
            f"the folder {folder} is prepared for fewer histories",
            found=f"{before['runs']} where {plan.runs} are asked for",
            action=f"Run `{command} --executor array` to make it longer.",
        )
    return replace(plan, runs=before["runs"]), scenario
