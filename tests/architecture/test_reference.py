"""The reference has a place for everything, and every link in it leads somewhere."""

import re
from pathlib import Path

import pytest

import partystate
from docs.generate import api, command_line, glossary, run_directory, write
from docs.generate.markdown import anchor, docstring, escape
from docs.generate.tutorials import FOLDER, rendered
from partystate.country.country import load
from partystate.evidence.loading import load_observables
from partystate.experiments.ensemble import DESCRIBED as OF_AN_ENSEMBLE
from partystate.history.directory import DESCRIBED
from partystate.mechanisms.registry import MECHANISMS

ROOT = Path(__file__).parents[2]
LABEL = re.compile(r"^\((\S+)\)=$", re.MULTILINE)
LINK = re.compile(r"\]\(#([^)\s]+)\)")


@pytest.fixture(scope="module")
def pages():
    return write.reference()


@pytest.fixture(scope="module")
def labels(pages):
    return [label for text in pages.values() for label in LABEL.findall(text)]


def test_every_thing_has_a_place(labels):
    parameters = load("ussr").tables["parameters"]["parameter"]
    observables = load_observables(load("ussr").path / "evidence")
    wanted = [
        *(anchor("mechanism", m.id) for m in MECHANISMS),
        *(anchor("parameter", name) for m in MECHANISMS for name in m.parameters),
        *(anchor("parameter", name) for name in parameters),
        *(anchor("observable", name) for name in observables),
        *(anchor("file", name) for name in DESCRIBED),
        *(anchor(api.kind_of(getattr(partystate, name)), name) for name in partystate.__all__),
        *(anchor("command", command_line.slug(name)) for name, _ in command_line.commands()),
    ]
    assert not set(wanted) - set(labels)


def test_no_place_is_there_twice(labels):
    """Nor but for capitals, which labels of pages do not tell apart."""
    assert len(labels) == len({label.lower() for label in labels})


def test_every_link_leads_somewhere(pages, labels):
    for name, text in pages.items():
        assert not set(LINK.findall(text)) - set(labels), name


def test_pages_no_longer_made_are_removed(tmp_path, pages, monkeypatch):
    monkeypatch.setattr(write, "reference", lambda: dict(list(pages.items())[:2]))
    (tmp_path / "mechanisms").mkdir()
    old = tmp_path / "mechanisms" / "gone.md"
    old.write_text("gone")
    made = write.write_reference(tmp_path)
    assert not old.exists()
    assert all(path.is_file() for path in made)


def test_where_the_glossary_points_there_is_something():
    missing = [row["where"] for row in glossary.terms() if not (ROOT / row["where"]).exists()]
    assert not missing


def test_every_table_of_a_run_has_its_columns_named():
    """Whether they are those of a run, tests of runs and ensembles say."""
    for directory, described in (("run", DESCRIBED), ("ensemble", OF_AN_ENSEMBLE)):
        tables = {name for name in described if name.endswith(".parquet")}
        assert set(run_directory.columns_of(directory)) == tables


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a_b * c", r"a\_b \* c"),
        ("`a_b` c_d", r"`a_b` c\_d"),
        ("a ` b_c", r"a \` b\_c"),
        ("[regions] |x|", r"\[regions\] \|x\|"),
    ],
)
def test_text_stays_as_it_is(text, shown):
    assert escape(text) == shown


def test_a_docstring_keeps_its_equations_and_marks_its_labels():
    text = (
        "What it is.\n\nEquations:\n    a = b\n        + c\nmore.\n\nShapes: [R].\nSources: ours."
    )
    assert docstring(text) == (
        "What it is.\n\nEquations:\n\n```text\na = b\n    + c\n```\n\nmore.\n\n"
        "**Shapes**: \\[R\\].\n\n**Sources**: ours."
    )


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_a_tutorial_runs_and_shows_what_it_found(file):
    page = rendered(file.read_text(encoding="utf-8"))
    assert page.startswith("# ")
    assert page.count("```text") == page.count("```python") - 1  # all cells but the first show
