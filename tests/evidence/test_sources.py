"""Where a source is found: read, checked, looked up, and shown as a link."""

import json
import re

import pytest
from typer.testing import CliRunner

from docs.generate.bibliography import pages
from partystate.cli.evidence import app
from partystate.evidence import (
    Source,
    compile_rows,
    known_sources,
    load_sources,
    problems,
    source_of,
    where_found,
)
from partystate.evidence.by_source import by_source
from partystate.explore.cite import bibtex
from partystate.report.rendering import cited

RUNNER = CliRunner()
HEADER, BOOK, YEARBOOK = (
    "key,citation,kind",
    "book,A book,text",
    "yearbook,A yearbook 1930,literature",
)
DOI, ADDRESS = "10.1000/a(1)<2>", "https://www.example.org/a?b=1"


@pytest.fixture
def found(mini, spoil):
    """The small folder, whose yearbook has two DOIs and an address."""
    spoil("sources.csv", HEADER, f"{HEADER},doi,address")
    spoil("sources.csv", BOOK, f"{BOOK},,")
    return spoil("sources.csv", YEARBOOK, f"{YEARBOOK},{DOI} 10.1000/b,{ADDRESS}")


def test_columns_may_be_left_out(mini):
    assert load_sources(mini)[1] == Source("yearbook", "A yearbook 1930", "literature")


def test_places_are_read_and_led_to(found):
    assert problems(found) == []
    book, yearbook = load_sources(found)
    assert book.links == ()
    assert yearbook.doi == (DOI, "10.1000/b")
    assert yearbook.links == (
        (f"doi:{DOI}", "https://doi.org/10.1000/a(1)%3C2%3E"),
        ("doi:10.1000/b", "https://doi.org/10.1000/b"),
        ("example.org", ADDRESS),
    )


@pytest.mark.parametrize(
    ("old", "new", "column", "word"),
    [
        ("10.1000/b", "11.1000/b", "doi", "11.1000/b"),
        ("10.1000/b", "10.1000", "doi", "10.1000"),
        ("10.1000/b", "https://doi.org/10.1000/b", "doi", "https://doi.org/10.1000/b"),
        ("https://www", "http://www", "address", ADDRESS.replace("s://", "://")),
        (ADDRESS, "www.example.org", "address", "www.example.org"),
        (ADDRESS, "https://example", "address", "https://example"),
    ],
)
def test_a_place_that_is_none_is_told(found, spoil, old, new, column, word):
    told = problems(spoil("sources.csv", old, new))
    place = f"sources.csv, row 3, column '{column}': a place where no source is found"
    assert any(line.startswith(place) for line in told), told
    assert any(f"found '{word}'; expected " in line for line in told)


def test_a_figure_names_a_source_by_citation_or_key(found):
    known = known_sources(found)
    for words in ("A yearbook 1930", "yearbook", "yearbook p. 3", "yearbook: table 2"):
        assert source_of(words, known).key == "yearbook"
        assert where_found(words, known) == {"doi": f"{DOI} 10.1000/b", "address": ADDRESS}
    assert source_of("A yearbook", known) is None
    assert where_found("nobody", known) == {"doi": "", "address": ""}
    assert known_sources(found / "record") == {}


def test_commands_say_where_a_source_is_found(found):
    (found.parent / "country.toml").write_text('id = "mini"\n', encoding="utf-8")
    where = ["--country", str(found.parent)]
    told = json.loads(RUNNER.invoke(app, ["show", "grain:3", *where, "--json"]).stdout)
    assert (told["doi"], told["address"]) == (f"{DOI} 10.1000/b", ADDRESS)
    assert ADDRESS in RUNNER.invoke(app, ["show", "grain:3", *where]).stdout
    told = json.loads(RUNNER.invoke(app, ["sources", *where, "--json"]).stdout)
    assert {one["source"]: one["address"] for one in told} == {
        "book": "",
        "A yearbook 1930": ADDRESS,
    }


def test_a_page_leads_to_a_source_and_escapes_it(found):
    known = known_sources(found)
    html = cited("A yearbook 1930", known)
    assert html.startswith("A yearbook 1930 <a href=")
    assert re.findall(r'href="([^"]+)"', html) == [place for _, place in known["yearbook"].links]
    assert "doi:10.1000/a(1)&lt;2&gt;</a>" in html
    assert cited("A <book>", known) == "A &lt;book&gt;"


def test_bibtex_says_where(found):
    known = known_sources(found)
    assert (
        "  note = {Found at https://doi.org/10.1000/a(1)\\%3C2\\%3E, "
        in bibtex("Page", "/", ["A yearbook 1930"], known).decode()
    )
    one = {"x": Source("x", "x", "text", ("10.1000/a_b",))}
    assert "  doi = {10.1000/a_b}" in bibtex("Page", "/", ["x"], one).decode()
    one = {"x": Source("x", "x", "text", (), ("https://a.org/b_c",))}
    assert "  url = {https://a.org/b_c}" in bibtex("Page", "/", ["x"], one).decode()


def test_every_place_of_the_record_has_its_form(ussr):
    """A DOI begins with 10. and has a slash, an address begins with https://; none stands twice."""
    sources = load_sources(ussr)
    for source in sources:
        assert all(doi.startswith("10.") and "/" in doi for doi in source.doi), source.key
        assert all(place.startswith("https://") for place in source.address), source.key
        assert len({place for _, place in source.links}) == len(source.links), source.key
    page = pages()["bibliography.md"]
    assert all(place in page for source in sources for _, place in source.links)


def test_the_wishes_say_how_many_have_a_place(ussr):
    """The numbers of docs/explanation/wishes.md are those of the record."""
    known = known_sources(ussr)
    ranked = sorted(by_source(compile_rows(ussr), known), key=lambda one: -one.rows)
    most = [source_of(one.source, known) for one in ranked[:100]]
    number = sum(bool(source and source.links) for source in most)
    of_all = [source for source in load_sources(ussr) if source.links]
    wishes = (ussr.parents[4] / "docs" / "explanation" / "wishes.md").read_text(encoding="utf-8")
    assert f"{number} of the 100 most used and {len(of_all)} of all" in wishes
    reached = sum(one.rows for one in ranked if one.doi or one.address)
    assert f"({reached:,} of {sum(one.rows for one in ranked):,} rows)" in wishes
