"""Ensembles: the same bytes however often they are stopped, whoever runs them, and whatever
breaks."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from docs.generate.run_directory import AN_ENSEMBLE, columns_of
from partystate.core.errors import UserError
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.ensemble_manifest import manifest_of
from partystate.experiments.parts import Plan
from partystate.experiments.workers import _ended
from partystate.history import files
from partystate.scenario.parts import LEADERSHIP

COMMAND = ["ensemble", "toyland", "--runs", "30", "--seed", "4", "--parts", LEADERSHIP]


def digests(folder: Path) -> dict[str, str]:
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*.parquet"))
    }


def plan(runs=30, **asked) -> Plan:
    return Plan("toyland", runs, 4, **asked)


def top(runs=30) -> Plan:
    """Of the leadership alone, whose program is ready soonest: how files are made, lost and made
    again does not hang on what is in them."""
    return plan(runs, parts=(LEADERSHIP,))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return run_ensemble(plan(), tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def of_the_top(tmp_path_factory):
    return run_ensemble(top(), tmp_path_factory.mktemp("top"))


def test_parts_hold_every_run_once(whole):
    table = pl.read_parquet(whole / "parts" / "*.parquet")
    assert table["run"].unique().sort().to_list() == list(range(30))
    assert table.group_by("run").len()["len"].n_unique() == 1
    births = table.filter(
        (pl.col("observable") == "population.births")
        & (pl.col("level") == "truth")
        & (pl.col("time") == "1927")
        & (pl.col("group") == "")
    )
    assert births["value"].n_unique() == 30


def test_files_and_columns(whole):
    """Those that the reference names, and no other."""
    told = columns_of(AN_ENSEMBLE)
    found = {}
    for path in whole.rglob("*.parquet"):
        name = path.relative_to(whole)
        mine = [pattern for pattern in told if name.match(pattern)]
        assert len(mine) == 1, name
        found[mine[0]] = pl.read_parquet(path).columns
    assert found == told
    others = {path.name for path in whole.iterdir() if path.is_file()} - {files.LOCK}
    assert {name for name in others if not name.endswith(".parquet")} == {files.MANIFEST}


def test_processes_give_the_same_bytes(whole, tmp_path):
    other = run_ensemble(plan(), tmp_path / "two", "processes")
    assert digests(other) == digests(whole)


def test_killed_at_any_moment_it_resumes_to_the_same_bytes(of_the_top, tmp_path):
    """Three kills with -9, each a little later, then a run to the end."""
    out = tmp_path / "killed"
    command = [sys.executable, "-m", "partystate.cli.main", *COMMAND, "--out", str(out)]
    for parts_wanted in (0, 1, 2):
        job = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while job.poll() is None and time.monotonic() < deadline:
            if (
                out.is_dir()
                and len(list(out.glob("parts/part-*.parquet"))) >= parts_wanted
                and list(out.iterdir())
            ):
                break
            time.sleep(0.02)
        if job.poll() is None:
            os.killpg(job.pid, signal.SIGKILL)
        job.wait()
    assert subprocess.run(command, stderr=subprocess.PIPE).returncode == 0
    assert digests(out) == digests(of_the_top)


def test_a_damaged_part_is_made_again(tmp_path):
    out = run_ensemble(top(10), tmp_path / "one")
    part = next((out / "parts").glob("part-*.parquet"))
    before = part.read_bytes()
    part.write_bytes(before[: len(before) // 2])
    run_ensemble(top(10), out)
    assert part.read_bytes() == before


def test_another_ensemble_in_the_folder_is_refused(whole):
    with pytest.raises(UserError, match="holds something else"):
        run_ensemble(plan(10, counting="counted"), whole)


def test_a_full_disk_is_one_sentence_and_leaves_the_rest(tmp_path, monkeypatch):
    out = run_ensemble(top(10), tmp_path / "full")
    before = digests(out)

    def no_space(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", no_space)
    with pytest.raises(UserError, match="No space left on device") as told:
        run_ensemble(top(20), out)
    assert "\n" not in str(told.value)
    monkeypatch.undo()
    assert {k: v for k, v in digests(out).items() if k in before} == before
    assert not list(out.rglob("*.part"))


def test_an_unwritable_folder_is_one_sentence(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("here is a file")
    with pytest.raises(UserError, match="cannot write into the folder"):
        run_ensemble(plan(10), blocked / "inside")


@pytest.mark.parametrize(
    ("runs", "executor", "says"),
    [(0, "serial", "wrong number of runs"), (5, "moon", "unknown executor")],
)
def test_bad_requests(tmp_path, runs, executor, says):
    with pytest.raises(UserError, match=says):
        run_ensemble(plan(runs), tmp_path, executor)


def test_a_longer_ensemble_counts_every_run_once(tmp_path):
    """Three histories made five are the five of one go, to the byte; asked for two again, all five
    stay and are counted."""
    grown = run_ensemble(top(3), tmp_path / "grown")
    run_ensemble(top(5), grown)
    once = run_ensemble(top(5), tmp_path / "once")
    assert digests(grown) == digests(once)
    run_ensemble(top(2), grown)
    assert digests(grown) == digests(once)
    assert manifest_of(grown)["runs"] == 5


@pytest.mark.parametrize(
    ("status", "said"), [(-9, "stopped from outside; found signal 9"), (1, "__main__")]
)
def test_a_worker_that_ended_says_why(status, said):
    assert said in str(_ended(status))
