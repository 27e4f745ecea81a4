"""Ensembles made by the tasks of an array job: the bytes of the serial one in any order of tasks,
and a sentence for whatever is missing or wrong."""

import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from partystate.cli import ensemble as command
from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.country.what_ifs import WhatIf
from partystate.experiments.array_tasks import finish, prepare, run_task
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.job_scripts import command_of, numbers, scripts
from partystate.experiments.parts import Plan
from partystate.history import files
from partystate.scenario.parts import LEADERSHIP

# three parts, the last of them short; the leadership alone is compiled soonest
PLAN = Plan("toyland", 23, 4, parts=(LEADERSHIP,))


def held(folder: Path) -> dict[str, bytes]:
    """Every file of an ensemble, but the scripts that made it and the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "jobs" and path.name != files.LOCK
    }


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    return held(run_ensemble(PLAN, tmp_path_factory.mktemp("serial") / "ensemble"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Prepared and made by its tasks, the last first and one of them twice; not finished."""
    folder = tmp_path_factory.mktemp("array") / "an ensemble"
    assert prepare(PLAN, folder) == (folder / "jobs", 3)
    assert [run_task(PLAN, folder, task) for task in (2, 0, 1, 0)][:2] == [
        range(20, 23),
        range(10),
    ]
    return folder


def call(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_bytes_are_those_of_serial(made, serial):
    assert held(finish(PLAN, made)) == serial
    assert len(serial) == 1 + 3 * 4  # the manifest; series, parameters, events and leaders


def test_scripts_make_what_is_missing(made, serial):
    """As a cluster runs them: one part is lost, finishing says so, its task makes it again."""
    for path in made.glob("parts/part-000010-*"):
        path.write_bytes(b"half")
    jobs = made / "jobs"
    broken = subprocess.run(["sh", jobs / "finish.sh"], capture_output=True, text=True)
    assert broken.returncode == 2
    assert "none of task 1." in broken.stderr
    assert f"sbatch --array=1 {jobs / 'slurm.sh'}" in broken.stderr
    alone = subprocess.run(["sh", jobs / "slurm.sh"], capture_output=True, text=True)
    assert "submit this with sbatch" in alone.stderr
    told = os.environ | {"SLURM_ARRAY_TASK_ID": "1"}
    assert subprocess.run(["sh", jobs / "slurm.sh"], env=told).returncode == 0
    assert "histories 10 to 19" in (jobs / "task-1.txt").read_text()
    assert held(finish(PLAN, made)) == serial


def test_the_command_that_is_told_makes_the_part(made, serial, monkeypatch):
    for path in made.glob("parts/part-000000-*"):
        path.unlink()
    with pytest.raises(UserError, match="1 of 3") as told:
        finish(PLAN, made)
    assert f"`{_quoted(command_of(PLAN, made))} --task 0`" in str(told.value)
    assert call(*command_of(PLAN, made)[1:], "--task", 0).exit_code == 0
    done = call(*command_of(PLAN, made)[1:], "--finish")
    assert done.exit_code == 0
    assert "23 histories" in done.output
    assert held(made) == serial


def _quoted(words: list[str]) -> str:
    return " ".join(f"'{word}'" if " " in word else word for word in words)


@pytest.mark.parametrize("task", [3, -1])
def test_a_task_out_of_range(made, task):
    with pytest.raises(UserError, match="wrong task; found .*from 0 to 2"):
        run_task(PLAN, made, task)


def test_a_folder_that_was_not_prepared(tmp_path):
    for wrong in (lambda: run_task(PLAN, tmp_path / "new", 0), lambda: finish(PLAN, tmp_path)):
        with pytest.raises(UserError, match="not prepared .* --executor array"):
            wrong()
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_another(made):
    other = Plan("toyland", 23, 5, parts=(LEADERSHIP,))
    for wrong in (prepare, finish, lambda plan, folder: run_task(plan, folder, 0)):
        with pytest.raises(UserError, match="holds something else; found a different seed"):
            wrong(other, made)


def test_a_longer_one_is_prepared_first(tmp_path):
    """Then tasks that were written for the shorter one are of the longer one."""
    short, long = (Plan("toyland", runs, 4, parts=(LEADERSHIP,)) for runs in (3, 12))
    prepare(short, tmp_path)
    run_task(short, tmp_path, 0)
    with pytest.raises(UserError, match="prepared for fewer histories; found 3 where 12"):
        run_task(long, tmp_path, 0)
    assert prepare(long, tmp_path)[1] == prepare(short, tmp_path)[1] == 2
    assert run_task(short, tmp_path, 0) == range(10)
    assert run_task(short, tmp_path, 1) == range(10, 12)
    finish(short, tmp_path)
    assert len(list(tmp_path.glob("parts/*"))) == 2


def test_tasks_write_side_by_side_and_nobody_else(made):
    with files.one_of_many_writers(made):
        run_task(PLAN, made, 0)
        with pytest.raises(UserError, match="another process is writing"):
            finish(PLAN, made)
    with files.only_writer(made), pytest.raises(UserError, match="another process is writing"):
        run_task(PLAN, made, 0)


@pytest.mark.parametrize(("runs", "slurm", "pbs"), [(23, "0-2", "#PBS -J 0-2"), (9, "0-0", "")])
def test_scripts_are_shell_and_ask_for_every_task(tmp_path, runs, slurm, pbs):
    """PBS takes no array of one task; names with blanks and quotes are one word."""
    plan, odd = Plan("toyland", runs), tmp_path / "it's here"
    odd.mkdir()
    for name, text in scripts(plan, odd, odd).items():
        path = odd / name
        path.write_text(text)
        assert subprocess.run(["sh", "-n", path]).returncode == 0
    assert f"#SBATCH --array={slurm}\n" in (odd / "slurm.sh").read_text()
    asked = (odd / "pbs.sh").read_text()
    assert f"{pbs}\n" in asked
    assert ("PBS_ARRAY_INDEX" in asked) is ("-J" in asked) is (runs > 10)


def test_the_command_is_that_of_the_plan(monkeypatch, tmp_path):
    """What it is of comes back whole through the words of its command."""
    seen = []
    monkeypatch.setattr(command, "show_array", lambda chosen, plan, *rest: seen.append(plan))
    plan = Plan(
        "toyland",
        12,
        3,
        "central",
        "counted",
        ("no_exports", "no_relief"),
        "1928-12",
        "planned",
        ("leadership", "society"),
        "endogenous",
        "1927-01",
        "1926-12",
    )
    for one in (plan, PLAN, Plan("toyland", 1)):
        assert call(*command_of(one, tmp_path)[1:], "--executor", "array").exit_code == 0
        assert seen.pop() == one
    with pytest.raises(UserError, match="no name on a command line; found 'mine'"):
        command_of(
            Plan("toyland", 1, what_ifs=(WhatIf(title="x", edit=[], name="mine"),)), tmp_path
        )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--executor", "moon"), "expected serial, processes, dask, array"),
        (("--executor", "array", "--task", 1), "--executor array does not go with --task"),
        (("--task", 1, "--finish"), "--task does not go with --finish"),
        (("--executor", "processes", "--finish"), "processes does not go with --finish"),
        (("--workers", 3), "--workers does not go with --executor serial"),
        (("--task", 1, "--workers", 3), "--workers does not go with --task"),
        (("--scheduler", "tcp://there:1"), "--scheduler does not go with --executor serial"),
        (
            ("--executor", "dask", "--scheduler", "a", "--workers", 2),
            "--workers does not go with --scheduler",
        ),
        (("--executor", "processes", "--workers", 0), "wrong number of workers"),
        (("--executor", "array", "--placebos", 2, "--episodes"), "found --episodes, --placebos"),
        (("--executor", "dask", "--ablations"), "dask makes ensembles alone; found --ablations"),
    ],
)
def test_options_that_contradict_one_another(words, says, tmp_path):
    done = call("ensemble", "toyland", "--runs", 3, "--out", tmp_path / "none", *words)
    assert done.exit_code == 2
    assert says in done.output
    assert not (tmp_path / "none").exists()


def test_numbers_that_are_neighbours_are_joined():
    assert numbers([4]) == "4"
    assert numbers([0, 1, 3, 5, 6, 7]) == "0-1,3,5-7"
