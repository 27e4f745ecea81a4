"""Shared fixtures; every test runs with silent broadcasting of ranks turned into an error."""

import jax
import pytest

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.scenario.assemble import assemble
from partystate.scenario.traces import traces_of

configure()
jax.config.update("jax_numpy_rank_promotion", "raise")


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


@pytest.fixture(autouse=True, scope="module")
def _release_compiled():
    """Compiled programs of a test file are dropped after it; the cache on disk keeps them for the
    next."""
    yield
    jax.clear_caches()
