"""The site of the USSR, and that of toyland with results of ten histories."""

import shutil

import pytest

from partystate.experiments import kept
from partystate.explore.jobs.desk import Desk
from partystate.explore.library import Library
from partystate.explore.site import Site


@pytest.fixture(scope="session")
def library():
    return Library("ussr")


@pytest.fixture
def answers(tmp_path, monkeypatch):
    """A folder of answers of its own."""
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "answers")
    return tmp_path / "answers"


@pytest.fixture
def site(library, answers):
    return Site(library, Desk(is_live=False))


@pytest.fixture(scope="session")
def toyland_with_results(toyland, toy_ensemble, tmp_path_factory):
    from partystate.country.country import load
    from partystate.history.release import write_release
    from partystate.scoring import score

    folder = shutil.copytree(toyland.path, tmp_path_factory.mktemp("explored") / "toyland")
    card = score(toyland, replayed=toy_ensemble).as_json()
    whole = ("famine.deaths_attributed", "population.total")
    write_release(toy_ensemble, folder / "results", whole, card)
    return load(folder)
