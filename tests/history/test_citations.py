"""Every citation has its entry and every entry its citation; a run tells what it rests on."""

import ast
import json
import re
import unicodedata
from pathlib import Path

import polars as pl
import pytest

import partystate
from partystate.history.citations import citations, reasons
from partystate.history.opened import History
from partystate.mechanisms.registry import BIBLIOGRAPHY, MECHANISMS

PUBLISHED = Path(partystate.__file__).parent / "published"
WORKS = [work for work in BIBLIOGRAPHY.values() if work.kind not in ("document", "project")]


def docstring(path):
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def surname(author):
    return author.partition(",")[0]


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda m: m.id)
def test_every_key_is_an_entry_once(mechanism):
    assert set(mechanism.citations) <= set(BIBLIOGRAPHY)
    assert len(set(mechanism.citations)) == len(mechanism.citations)


def test_every_entry_is_used():
    used = {key for m in MECHANISMS for key in m.citations}
    idle = [key for key, work in BIBLIOGRAPHY.items() if key not in used and not work.published]
    assert not idle


@pytest.mark.parametrize("work", [w for w in WORKS if w.published], ids=lambda w: w.key)
def test_a_published_model_names_its_paper(work):
    for name in work.published:
        text = docstring(PUBLISHED / f"{name}.py")
        assert surname(work.authors[0]) in text
        assert str(work.year) in text or "Daniels" in work.authors[0]


def test_no_paper_of_a_published_model_is_left_out():
    """Every name followed by a year in the head of such a file has an entry that says so."""
    for path in sorted(PUBLISHED.glob("*.py")):
        here = [w for w in WORKS if path.stem in w.published]
        said = re.findall(r"([A-Z][a-z]+)(?: and others)? \(?((?:1[89]|20)\d\d)", docstring(path))
        for name, year in said:
            assert any(
                str(w.year) == year and any(name in surname(a) for a in w.authors) for w in here
            ), f"{path.name}: {name} ({year})"


@pytest.mark.parametrize("work", WORKS, ids=lambda w: w.key)
def test_a_key_is_a_surname_and_a_year(work):
    plain = unicodedata.normalize("NFKD", work.authors[0]).encode("ascii", "ignore").decode()
    first = re.split(r"[ ,]", plain.replace("'", "").lower())[0]
    assert work.key in (f"{first}{work.year}", f"promyshlennost{work.year}")


def test_no_doi_stands_twice():
    dois = [work.doi for work in BIBLIOGRAPHY.values() if work.doi]
    assert len(set(dois)) == len(dois) > 20


def test_reasons_are_the_mechanisms():
    harvest, collection = (
        next(m for m in MECHANISMS if m.id == name) for name in ("harvest", "collection")
    )
    assert reasons([harvest, collection]) == {
        "davies2004": ["harvest", "collection"],
        "tauger1991": ["harvest"],
        "tauger2001": ["harvest"],
        "jasny1949": ["harvest"],
        "li2019": ["harvest"],
        "ours": ["harvest", "collection"],
    }


def test_bibtex_of_a_run():
    harvest = next(m for m in MECHANISMS if m.id == "harvest")
    text = citations([harvest])
    assert text.count("\n@") == 6
    assert "@article{tauger1991,\n" in text
    assert "  doi = {10.2307/2500600},\n" in text
    assert "  note = {used by harvest; recalled},\n" in text
    assert "@misc{ours,\n" in text
    assert "abbey1952" not in text


def test_a_run_directory_tells_what_it_rests_on(tmp_path):
    """Its own mechanisms alone: a run without some rests on less."""
    about = json.dumps({"mechanisms": ["harvest", "accumulation"]})
    (tmp_path / "manifest.json").write_text(about, encoding="utf-8")
    found = re.findall(r"^@\w+\{(\w+),", History(tmp_path, pl.DataFrame()).citations(), re.M)
    assert found == [
        "davies2004",
        "ellman1975",
        "jasny1949",
        "li2019",
        "millar1974",
        "tauger1991",
        "tauger2001",
        "ours",
    ]
