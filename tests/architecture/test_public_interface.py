"""What `import partystate as ps` gives: every function and class says its arguments, and its
example runs."""

from __future__ import annotations

import doctest
import hashlib
import inspect
import os
import subprocess
import sys

import pytest

import partystate as ps
from partystate.core.errors import UserError

CALLABLE = [name for name in ps.__all__ if callable(getattr(ps, name))]
RUN = """
import numpy
import partystate as ps
ps.run(ps.load_country("toyland"), seed=3, out="OUT")
"""
COMMAND = """
from partystate.cli.main import app
app("run toyland --seed 3 --out OUT".split())
"""


@pytest.fixture(scope="module")
def plain(toyland):
    return ps.Scenario(toyland)


@pytest.mark.parametrize("name", CALLABLE)
def test_its_example_runs(name):
    finder, found = doctest.DocTestFinder(), []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for test in finder.find(getattr(ps, name), name, module=False, globs={}):
        if test.examples:
            runner.run(test, out=found.append)
    assert runner.tries, f"{name} has no example"
    assert not runner.failures, "".join(found)


@pytest.mark.parametrize("name", CALLABLE)
def test_every_argument_is_told(name):
    text, thing = inspect.getdoc(getattr(ps, name)) or "", getattr(ps, name)
    missing = [p for p in inspect.signature(thing).parameters if f"    {p}: " not in text]
    assert not missing, f"{name} does not say what these are: {missing}"
    if inspect.isfunction(thing):
        assert "Returns:" in text
        kinds = [p.kind for p in inspect.signature(thing).parameters.values()]
        usual = 2 if name in ("compare", "compare_theses", "why") else 1
        assert all(kind is inspect.Parameter.KEYWORD_ONLY for kind in kinds[usual:])


def digests(folder) -> dict[str, str]:
    return {
        path.name: hashlib.blake2b(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.parquet"))
    }


def test_the_same_bytes_from_python_and_the_command_line(plain, tmp_path):
    """Configured by a fixture, by the function itself after NumPy had started, by the command."""
    made = {"here": ps.run(plain, seed=3, out=tmp_path / "here").path}
    for name, code in (("alone", RUN), ("command", COMMAND)):
        made[name] = tmp_path / name
        env = {k: v for k, v in os.environ.items() if k not in ("NPROC", "OPENBLAS_NUM_THREADS")}
        done = subprocess.run(
            [sys.executable, "-c", code.replace("OUT", str(made[name]))],
            env=env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-800:]
    wanted = digests(made["here"])
    assert len(wanted) > 5
    assert digests(made["alone"]) == wanted
    assert digests(made["command"]) == wanted


def test_a_country_by_itself_is_a_scenario_without_what_ifs(toyland, plain):
    assert ps.Scenario(toyland).assembled.what_ifs == ()
    assert [w.name for w in plain.edited("no_exports").assembled.what_ifs] == ["no_exports"]
    assert plain.what_ifs == ()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"what_ifs": "no_exports"}, r"expected \['no_exports'\]"),
        ({"what_ifs": ["no_export"]}, "expected no_exports"),
        ({"parts": ["army"]}, "society or leadership"),
        ({"line": "free"}, "recorded or endogenous"),
        ({"counting": "all"}, "expected or counted"),
    ],
)
def test_a_wrong_word_is_told_when_it_is_written(toyland, given, says):
    with pytest.raises(UserError, match=says):
        ps.Scenario(toyland, **given)


def test_the_name_of_a_country_is_no_country():
    with pytest.raises(UserError, match="a scenario is of a country that is loaded"):
        ps.run("toyland")  # pyright: ignore[reportArgumentType]


def test_what_differs_in_more_than_what_ifs_is_not_compared(toyland, plain):
    other = ps.Scenario(toyland, what_ifs=["no_exports"], until="1928-12")
    with pytest.raises(UserError, match="found another until"):
        ps.compare(plain, other, runs=1)
    with pytest.raises(UserError, match="nothing to compare"):
        ps.compare(plain, plain, runs=1)


def test_a_history_knows_its_scenario(plain):
    """Built again from its manifest, it is the same to the last bit."""
    from partystate.history.files import read_manifest
    from partystate.history.provenance import manifest, scenario_in

    history = ps.run(plain.edited("no_exports"), seed=2)
    about = read_manifest(history.path)
    again = scenario_in(about, plain.country)
    assert manifest(again.assembled, seed=2, parameters=about["parameters"], runs=1) == about
    assert digests(ps.run(again, seed=2).path) == digests(history.path)
