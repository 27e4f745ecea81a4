"""The page: one file, nothing from outside, a table and a source behind every chart, misses
first."""

import re
import shutil

import pytest

from partystate.experiments.histories import run_and_write
from partystate.report.build import build_report
from partystate.report.content import Table
from partystate.report.rendering import kinds, plain
from partystate.scenario.assemble import assemble
from tests.report.tags import Page


@pytest.fixture(scope="module")
def folders(toy_run, toy_ensemble, tmp_path_factory):
    base = tmp_path_factory.mktemp("report")
    shutil.copytree(toy_run, base / "run")
    shutil.copytree(toy_ensemble, base / "ensemble")
    return base


@pytest.fixture(scope="module")
def with_an_ensemble(folders, toyland):
    page = build_report(folders / "run", toyland, folders / "ensemble")
    return page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def alone(folders, toyland):
    return build_report(folders / "run", toyland).read_text(encoding="utf-8")


@pytest.fixture(params=["with_an_ensemble", "alone"])
def html(request):
    return request.getfixturevalue(request.param)


def test_nothing_is_asked_of_the_network(html):
    outside = [link for link in Page(html).links if not link.startswith(("#", "data:"))]
    assert not outside
    assert not re.search(r"@import|url\((?!#)", html)
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", html, flags=re.DOTALL)
    assert scripts
    assert {attributes for attributes, _ in scripts} == {"", ' type="application/json"'}
    assert not any(
        word in text
        for _, text in scripts
        for word in ("fetch(", "XMLHttpRequest", "import(", "WebSocket", "http:", "https:")
    )


def test_it_is_well_formed(html):
    page = Page(html)
    assert not page.open
    assert not page.crossed
    assert len(page.ids) == len(set(page.ids))


def test_every_figure_has_a_table_and_a_source(html):
    figures = re.findall(r"<figure .*?</figure>", html, flags=re.DOTALL)
    assert len(figures) > 12
    for figure in figures:
        assert "<table>" in figure
        assert "Download as CSV" in figure
        assert re.search(r"Sources, [1-9]", figure), figure[:200]


def test_every_chart_has_words(html):
    for label in re.findall(r'role="img" aria-label="([^"]*)"', html):
        assert len(label) > 20


def test_size(html):
    assert len(html.encode()) < 5_000_000


def test_what_is_missing_is_said(alone):
    assert "No ensemble was given" in alone
    assert "nothing is scored" in alone


def test_misses_come_first(with_an_ensemble):
    html = with_an_ensemble
    assert html.index('id="score"') < html.index('id="people"')
    assert "standardised errors" in html


def test_text_is_escaped():
    assert str(plain("a <b> & `c` **d**")) == "a &lt;b&gt; &amp; <code>c</code> <strong>d</strong>"


@pytest.mark.parametrize(
    ("part", "there", "absent"),
    [
        ("leadership", {"politics", "parameters", "made"}, {"people", "food", "terror", "books"}),
        ("society", {"people", "food", "terror", "books", "made"}, {"politics"}),
    ],
)
def test_a_part_that_did_not_run_has_no_section(toyland, tmp_path, part, there, absent):
    run_and_write(assemble(toyland, parts=(part,)), 1, tmp_path)
    html = build_report(tmp_path, toyland).read_text(encoding="utf-8")
    found = set(re.findall(r'<section id="(\w+)"', html))
    assert there <= found
    assert not absent & found


def test_columns_of_a_table_are_numbers_short_or_words():
    long = "a sentence that is too long for one line"
    table = Table(("a", "b", "c", "d"), [("1", "2", "x", long), ("3", "1,000.5%", "", "y")])
    assert kinds(table) == ["short", "number", "short", "words"]
    assert kinds(Table(("a", "b"), [])) == ["short", "short"]
