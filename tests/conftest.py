"""Shared fixtures; every test runs with silent broadcasting of ranks turned into an error."""

import ctypes
import gc
import os
from pathlib import Path

import jax
import pytest

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.engine import run as running
from partystate.experiments import kept
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.histories import run_and_write
from partystate.experiments.parts import Plan
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import SOCIETY
from partystate.scenario.traces import traces_of

configure()
jax.config.update("jax_numpy_rank_promotion", "raise")
# Tests compile far longer than they run: here and in processes they start, the compiler's slow
# optimisations are left out (`optimised` has them).
PLAIN = "jax_disable_most_optimizations"
jax.config.update(PLAIN, True)
os.environ[PLAIN.upper()] = "1"
# Moving code out of loops takes the compiler a third of its time, as the loop of months has to
# carry all that is moved. It is left out in processes that are started as well, and of `optimised`
# programs too. Without slow optimisations no bit of a history moves by it; with them the last ones
# do, so that ussr is held to its kept histories in a process of its own (`users_environment`).
LEFT_OUT = (
    "--xla_disable_hlo_passes="
    "while-loop-invariant-code-motion,simplify-while-loops,while-loop-constant-sinking"
)
if LEFT_OUT not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {LEFT_OUT}".strip()
# Counted histories are compiled as expected ones are: a third sooner, and run nearly as quickly.
running._counted = running._expected
# the small programs of operations that are run one by one are kept as well: the other worker, and
# files after this one, have thousands of the same
jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
TESTS = Path(__file__).parent
SHORT = "1927-03"  # an end before the first whole year is over
MUCH = 2.5e9  # bytes
RESIDENT = Path("/proc/self/statm")  # pages, in its second word
PAGE = 4096  # bytes
RARELY = (100_000, 20, 20)  # objects made, and searches of the younger ones, before a search


# Files that compile most begin, so that at the end no worker is left alone with one of them, and
# other files find on the disk what they have in common with these.
FIRST = (
    "golden/test_golden.py",
    "metamorphic/test_same_history.py",
    "metamorphic/test_nothing_else_changes.py",
    "experiments/test_forks.py",
    "engine/test_wrappers.py",
    "engine/test_switch.py",
    "metamorphic/test_power.py",
    "mechanisms/land/test_random_worlds.py",
    "history/test_directory.py",
    "world/test_counted_and_expected.py",
    "experiments/test_arms.py",
    "experiments/test_compare.py",
    "calibration/test_calibrate.py",
    "architecture/test_contributing.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of `FIRST` before all others, which stay in order."""
    rank = {TESTS / name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: rank.get(item.path, len(FIRST)))


def pytest_collection_finish() -> None:
    """Tracing makes and drops many small objects: the search for cycles among them is rarer, and
    leaves out what was there before the first test, so that tests that trace take a twelfth less
    time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def pytest_sessionfinish() -> None:
    """What was left out is looked at again, so that everything is let go in order."""
    gc.unfreeze()


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
def toy_society(toyland):
    """Society alone, whose program takes half as long to compile."""
    return assemble(toyland, parts=(SOCIETY,))


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
    """The folder of a run of society without a whole year, to be read and not written to."""
    short = assemble(toyland, until=SHORT, parts=(SOCIETY,))
    return run_and_write(short, 1, tmp_path_factory.mktemp("short") / "run")


@pytest.fixture(scope="session")
def users_environment() -> dict[str, str]:
    """The environment of a process in which programs are compiled as users' are."""
    kept = {name: value for name, value in os.environ.items() if name != PLAIN.upper()}
    return kept | {"XLA_FLAGS": kept["XLA_FLAGS"].replace(LEFT_OUT, "").strip()}


@pytest.fixture(scope="module")
def optimised():
    """Programs are compiled with the optimisations of users', but for `LEFT_OUT`; in processes that
    are started as well."""
    compile_as(plain=False)
    yield
    compile_as(plain=True)


def compile_as(plain: bool) -> None:
    """From now on programs are compiled with or without the compiler's slow optimisations."""
    jax.config.update(PLAIN, plain)
    os.environ[PLAIN.upper()] = str(int(plain))
    jax.clear_caches()


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
