"""Checks that are run by hand still run: every one imports, names what there is, and those that are
quick are run in small. They break in silence otherwise, when something they name is renamed."""

import ast
import importlib
import re
from pathlib import Path

import numpy as np
import pytest

import verification
from partystate.country.country import load
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.parts import Plan
from partystate.history import written
from partystate.scenario.assemble import assemble

HOME = Path(verification.__file__).parent
MODULES = sorted(p.stem for p in HOME.glob("*.py") if p.stem != "__init__")
HELPERS = {"random_worlds"}  # what others import: nothing to run
NAME = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_0-9]*")
# names of files, and beginnings of names, that look like names of the model
OTHERS = re.compile(r".*\.(csv|md|json|toml|parquet|py)|verification\..*|(village_line|issues)\.")


@pytest.fixture(scope="module")
def known():
    """Names that a check may have: parameters, observables, fields of the world."""
    country = load("ussr")
    world, _ = (found := assemble(load("toyland"))).start(found.values("central", 1, 0), 1)
    fields = {
        f"{part}.{name}"
        for part, inside in vars(world).items()
        if hasattr(inside, "__dataclass_fields__")
        for name in inside.__dataclass_fields__
    }
    return {*country.tables["parameters"]["parameter"], *written.forms(), *fields}


def names_in(module: str) -> set[str]:
    """Texts of a module that are a name and nothing else."""
    tree = ast.parse((HOME / f"{module}.py").read_text(encoding="utf-8"))
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    return {t for t in texts if isinstance(t, str) and NAME.fullmatch(t) and not OTHERS.match(t)}


@pytest.mark.parametrize("module", MODULES)
def test_it_imports_and_has_something_to_run(module):
    found = importlib.import_module(f"verification.{module}")
    assert callable(getattr(found, "main", None)) is (module not in HELPERS)


@pytest.mark.parametrize("module", MODULES)
def test_what_it_names_is_there(module, known):
    assert names_in(module) <= known, names_in(module) - known


def test_names_are_looked_at():
    """The guard above reads texts of modules."""
    assert "harvest.hunger_loss" in names_in("counted_gap")


def test_couplings_of_the_table_are_parameters(known):
    from verification.couplings import parameters_of_table

    assert len(parameters_of_table()) > 5
    assert set(parameters_of_table()) <= known


def test_limits(capsys):
    """An operation that starts at once, before anybody is on the cards."""
    from verification.limits import main

    assert main("toyland", "1", "central", "campaigns.onset=-1") == 0
    told = capsys.readouterr().out
    assert "1 of 1 histories have a mass operation" in told
    assert "first limits, thousand: 0 [0, 0]" in told
    assert "highest over first: in no history" in told


def test_how_far_limits_are_overshot():
    from verification.limits import Operation, band

    def factor(first):
        return Operation(0, 3, np.array(first), np.array([6.0, 3.0]), np.zeros(2)).factor

    assert factor([1.0, 2.0]) == 3
    assert factor([0.0, 0.0]) is None
    assert band([1.0, 3.0, 2.0]).startswith("2 [1.1, 2.9")


def test_famine(tmp_path, capsys):
    from verification.famine import main

    main(str(run_ensemble(Plan("toyland", 2, 3), tmp_path / "ensemble")), "toyland")
    assert len(capsys.readouterr().out.splitlines()) > 10


def test_restoring(toy_ensemble, capsys):
    from verification.restoring import main

    assert main(str(toy_ensemble)) == 0
    told = capsys.readouterr().out
    assert told.startswith("10 histories")
    for target in ("famine.deaths", "repression.executions", "population.total"):
        assert f"| {target} | restored |" in told
        assert f"| {target} | mechanisms alone |" in told
    assert "| repression.executions | preserved, at its word |" in told


def test_how_far_a_restored_figure_is_off():
    from verification.restoring import held, off

    truth = np.array([100.0, 200.0, 0.0])
    ends = np.array([[90.0, 210.0, 0.0], [110.0, 220.0, 1.0], [120.0, 230.0, 2.0]])
    assert held(ends, truth) == pytest.approx(2 / 3)
    assert off(ends[1], truth) == "+10% (10%)"


def test_books(monkeypatch, capsys):
    from verification.books import main

    monkeypatch.setattr("sys.argv", ["books", "toyland", "1", "1"])
    assert main() == 0
    assert "persons: cells" in capsys.readouterr().out


def test_coding_agreement(capsys):
    from verification.coding_agreement import main

    main()
    assert "all lines: 80" in capsys.readouterr().out


def test_draws():
    from verification import draws

    assert 1e-6 < draws.uniformity(draws.sample()) < 1 - 1e-6
