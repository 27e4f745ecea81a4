"""Shared fixtures; every test runs with silent broadcasting of ranks turned into an error."""

import ctypes
import gc
from pathlib import Path

import jax
import pytest

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.experiments import kept
from partystate.experiments.ensemble import Plan, run_ensemble
from partystate.experiments.histories import run_and_write
from partystate.scenario.assemble import assemble
from partystate.scenario.traces import traces_of

configure()
jax.config.update("jax_numpy_rank_promotion", "raise")
SHORT = "1927-03"  # an end before the first whole year is over
MUCH = 1.5e9  # bytes
RESIDENT = Path("/proc/self/statm")  # pages, in its second word
PAGE = 4096  # bytes


@pytest.fixture(autouse=True, scope="session")
def _answers_of_their_own(tmp_path_factory):
    """Answers of what-ifs are kept for the tests alone, and none of the user's is found."""
    folder = tmp_path_factory.mktemp("answers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "folder", lambda: folder)
        yield


@pytest.fixture(scope="session")
def toyland():
    return load("toyland")


@pytest.fixture(scope="session")
def toy_scenario(toyland):
    return assemble(toyland)


@pytest.fixture(scope="session")
def counted_scenario(toyland):
    return assemble(toyland, "counted")


@pytest.fixture(scope="session")
def traced(toyland):
    """What each mechanism reads and proposes, by id."""
    return traces_of(toyland)


@pytest.fixture(scope="session")
def toy_run(toy_scenario, tmp_path_factory):
    """The folder of the reference run, to be read and not written to."""
    return run_and_write(toy_scenario, 1, tmp_path_factory.mktemp("reference") / "run")


@pytest.fixture(scope="session")
def toy_ensemble(tmp_path_factory):
    """The folder of ten histories, to be read and not written to."""
    return run_ensemble(Plan("toyland", 10), tmp_path_factory.mktemp("ten") / "ensemble")


@pytest.fixture(scope="session")
def short_run(toyland, tmp_path_factory):
    """The folder of a run without a whole year, to be read and not written to."""
    return run_and_write(
        assemble(toyland, until=SHORT), 1, tmp_path_factory.mktemp("short") / "run"
    )


@pytest.fixture(autouse=True, scope="module")
def _release_compiled():
    """After a test file that leaves much in memory, compiled programs are dropped and what is free
    is handed back; the cache on disk keeps programs for the next file. Where little is held they
    stay, so that a program that files share is traced once."""
    yield
    if not RESIDENT.exists() or resident() > MUCH:
        jax.clear_caches()
        gc.collect()
        hand_back()


def resident() -> float:
    """Bytes this process holds."""
    return int(RESIDENT.read_text().split()[1]) * PAGE


def hand_back() -> None:
    """Free memory goes back to the system, where the C library is GNU's."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):
        return
