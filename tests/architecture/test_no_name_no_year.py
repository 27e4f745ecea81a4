"""Core, world, mechanisms and engine know no proper name, no year, and mechanisms no bare
number."""

import ast
import csv
import re
from pathlib import Path

import pytest

import partystate

ROOT = Path(partystate.__file__).parent
BLIND = ("core", "world", "mechanisms", "engine")
FILES = sorted(p for layer in BLIND for p in (ROOT / layer).rglob("*.py"))
# the calendar itself is calendar knowledge (design section 5): its two reforms have dates
# intervals draws so many resamples
YEARS_ALLOWED = {"core/dates.py", "core/intervals.py"}
YEAR = re.compile(r"\b1[5-9]\d\d\b|\b20\d\d\b")
LABELS_THAT_ARE_WORDS = {"other", "worker", "northern", "western", "far east", "central"}


def without_docstrings(path):
    """Code identifiers and literals, docstrings apart (they cite)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                body.pop(0)
    return tree


def citations_apart(tree):
    """Drop the `citations` of mechanisms: they name authors and years by right."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body = [n for n in node.body if not _is_citations(n)]
    return tree


def _is_citations(node):
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "citations"


def words(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Constant):
            yield str(node.value)


def names_of_countries():
    found = set()
    for table, column in (
        ("regions", "region"),
        ("nationalities", "nationality"),
        ("persons", "name"),
    ):
        for path in (ROOT / "countries").glob(f"[a-z]*/{table}.csv"):
            with open(path, encoding="utf-8", newline="") as file:
                found |= {
                    row[column].split()[0].lower()
                    for row in csv.DictReader(file)
                    if row.get(column)
                }
    return found - {label.split()[0] for label in LABELS_THAT_ARE_WORDS}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_year(path):
    if path.relative_to(ROOT).as_posix() in YEARS_ALLOWED:
        return
    years = [w for w in words(citations_apart(without_docstrings(path))) if YEAR.search(w)]
    assert not years, f"{path.name} knows a year: {years}; dated facts are inputs of a country"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_proper_name(path):
    names = names_of_countries()
    assert len(names) > 40
    tokens = {
        t.lower()
        for w in words(citations_apart(without_docstrings(path)))
        for t in re.findall(r"[A-Za-z]+", w)
    }
    assert not tokens & names, (
        f"{path.name} knows {sorted(tokens & names)}; names belong to countries/"
    )


@pytest.mark.parametrize("path", sorted((ROOT / "mechanisms").rglob("*.py")), ids=lambda p: p.stem)
def test_no_bare_number_in_a_mechanism(path):
    """Only 0, 1 and 2 may stand in a function body; a structural constant has a name and a source
    beside it."""
    bare = [
        node.value
        for function in ast.walk(without_docstrings(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and node.value not in (0, 1, 2)
        and not isinstance(node.value, bool)
    ]
    assert not bare, f"{path.name}: {bare}"
