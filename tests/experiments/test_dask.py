"""Ensembles made by dask: the bytes of the serial one, whatever becomes of a worker, and a sentence
where dask cannot do it. All but the first need `partystate[dask]`."""

import os
import signal
import sys
from pathlib import Path

import pytest

from partystate.core.errors import UserError
from partystate.experiments import dask_parts
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.parts import Plan
from partystate.scenario.parts import LEADERSHIP

PLAN = Plan("toyland", 23, 4, parts=(LEADERSHIP,))


def test_without_dask_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match=r"pip install 'partystate\[dask\]'"):
        run_ensemble(PLAN, tmp_path / "none", "dask")
    assert not (tmp_path / "none").exists()


@pytest.fixture(scope="module")
def dask():
    return pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster(dask):
    """Two workers of this machine behind an address, as a cluster has them."""
    quiet = {"dashboard_address": "127.0.0.1:0", "memory_limit": 0, "silence_logs": 50}
    with dask.LocalCluster(n_workers=2, threads_per_worker=1, **quiet) as cluster:
        yield cluster


def held(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    return held(run_ensemble(PLAN, tmp_path_factory.mktemp("serial") / "ensemble"))


def test_the_bytes_are_those_of_serial_though_a_worker_is_killed(dask, cluster, serial, tmp_path):
    """One of the two is killed when the first part is there and two more are being made."""
    with dask.Client(cluster) as client:
        victim = list(client.run(os.getpid).values())[0]
    told = []

    def kill_at_the_start(done: int, of: int) -> None:
        told.append(done)
        if len(told) == 2:
            os.kill(victim, signal.SIGKILL)

    address = cluster.scheduler_address
    made = run_ensemble(
        PLAN, tmp_path / "dask", "dask", progress=kill_at_the_start, scheduler=address
    )
    assert held(made) == serial
    assert sorted(told) == told
    assert told[-1] == 23


def test_workers_of_its_own(dask, serial, tmp_path):
    """Of two parts, as one is there already."""
    folder = tmp_path / "own"
    run_ensemble(Plan("toyland", 10, 4, parts=(LEADERSHIP,)), folder)
    assert held(run_ensemble(PLAN, folder, "dask", workers=1)) == serial


def test_a_worker_that_would_make_another_is_refused(dask, cluster, tmp_path, monkeypatch):
    """As one with other code would."""
    real = dask_parts.described
    monkeypatch.setattr(dask_parts, "described", lambda *given: real(*given) | {"code": "other"})
    with pytest.raises(UserError, match="would make another ensemble; found a different code"):
        run_ensemble(PLAN, tmp_path, "dask", scheduler=cluster.scheduler_address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere at all"])
def test_where_no_scheduler_answers(dask, address, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_parts, "PATIENCE", 1)
    with pytest.raises(UserError, match="no scheduler of dask answers"):
        run_ensemble(PLAN, tmp_path, "dask", scheduler=address)


def test_a_scheduler_without_workers(dask, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_parts, "PATIENCE", 1)
    with (
        dask.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(UserError, match="has no worker"),
    ):
        run_ensemble(PLAN, tmp_path, "dask", scheduler=empty.scheduler_address)


def test_what_dask_cannot_make_good_is_told(dask):
    for lost, says in (
        (dask.KilledWorker("a part", None, 3), "4 workers, and each of them died"),
        (dask.CancelledError("gone"), "scheduler of dask is gone"),
    ):
        with pytest.raises(UserError, match=says), dask_parts._losses_told(dask):
            raise lost
