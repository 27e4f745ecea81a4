"""Scripts by which a cluster makes an ensemble: `task.sh NUMBER` makes one part, `slurm.sh` and
`pbs.sh` ask for all of them as an array job, `finish.sh` looks whether all are there.

Paths in them are whole, so that they may be submitted from anywhere."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from partystate.core.errors import UserError
from partystate.experiments.parts import Plan
from partystate.history import files

JOBS = "jobs"  # folder beside the parts
TASK, SLURM, PBS, FINISH = "task.sh", "slurm.sh", "pbs.sh", "finish.sh"
# for a part of the USSR, which takes about two minutes and 4 GB with compiling, and much to spare
HOURS, GIGABYTES = 1, 6
ASKED = "# Memory and time are ample for a part of the USSR; change them as your cluster wants."

TASK_SCRIPT = """#!/bin/sh
# Makes the part of one task: sh {task} NUMBER, from 0 to {last}. A part that is there is left.
cd {here} || exit 1
exec {command} --task "$1"
"""
FINISH_SCRIPT = """#!/bin/sh
# Looks whether the parts of all tasks are there, and says how to make those that are not.
cd {here} || exit 1
exec {command} --finish
"""
SLURM_SCRIPT = """#!/bin/sh
#SBATCH --job-name=partystate
#SBATCH --array=0-{last}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem={gigabytes}G
#SBATCH --time={hours:02d}:00:00
#SBATCH --output=/dev/null
{asked}
task=${{SLURM_ARRAY_TASK_ID:?submit this with sbatch}}
exec sh {script} "$task" > {jobs}/task-"$task".txt 2>&1
"""
PBS_SCRIPT = """#!/bin/sh
#PBS -N partystate
{array}#PBS -l select=1:ncpus=1:mem={gigabytes}gb
#PBS -l walltime={hours:02d}:00:00
#PBS -j oe
#PBS -o /dev/null
{asked}
task={number}
exec sh {script} "$task" > {jobs}/task-"$task".txt 2>&1
"""


def write_scripts(plan: Plan, folder: Path) -> Path:
    """Write `jobs/` for the parts of a plan; returns that folder."""
    jobs = files.writable_folder(folder / JOBS).resolve()
    for name, text in scripts(plan, folder, jobs).items():
        files.write_whole(jobs / name, text.encode())
    return folder / JOBS


def scripts(plan: Plan, folder: Path, jobs: Path) -> dict[str, str]:
    """Text of each script by its name; `jobs` is where they will stand."""
    run = [sys.executable, "-m", "partystate.cli.main", *command_of(plan, folder)[1:]]
    last = len(plan.ranges()) - 1
    told = {
        "last": last,
        "task": TASK,
        "script": shlex.quote(str(jobs / TASK)),
        "jobs": shlex.quote(str(jobs)),
        "here": shlex.quote(str(Path.cwd())),
        "command": shlex.join(run),
        "gigabytes": GIGABYTES,
        "hours": HOURS,
        "asked": ASKED,
        # PBS takes no array of one task
        "array": f"#PBS -J 0-{last}\n" if last else "",
        "number": "${PBS_ARRAY_INDEX:?submit this with qsub}" if last else "0",
    }
    texts = {TASK: TASK_SCRIPT, FINISH: FINISH_SCRIPT, SLURM: SLURM_SCRIPT, PBS: PBS_SCRIPT}
    return {name: text.format(**told) for name, text in texts.items()}


def command_of(plan: Plan, folder: Path) -> list[str]:
    """The command that makes this ensemble in this folder, as words. UserError for a what-if that
    was made in Python, which no command can name."""
    unnamed = [w for w in plan.what_ifs if not isinstance(w, str)]
    if unnamed:
        raise UserError(
            "a what-if made in Python has no name on a command line",
            found=repr(unnamed[0].name),
            action="Write it as a TOML file and name that.",
        )
    options = {
        "runs": plan.runs,
        "seed": plan.seed,
        "parameters": plan.parameters,
        "counting": plan.counting,
        "what-if": plan.what_ifs,
        "until": plan.until,
        "thesis": plan.thesis,
        "parts": plan.parts,
        "line": plan.line,
        "replay-until": plan.replay_until,
        "enters": plan.enters,
        "out": folder,
    }
    words = ["partystate", "ensemble", plan.country]
    for name, value in options.items():
        for one in value if isinstance(value, tuple) else (value,):
            words += [] if one is None else [f"--{name}", str(one)]
    return words


def numbers(tasks: list[int]) -> str:
    """Numbers in order as array jobs write them, neighbours joined.

    >>> numbers([0, 2, 3, 4, 9])
    '0,2-4,9'
    """
    spans: list[list[int]] = []
    for task in tasks:
        if spans and spans[-1][1] == task - 1:
            spans[-1][1] = task
        else:
            spans.append([task, task])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
