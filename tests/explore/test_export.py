"""The exported folder: the served pages with their links turned, and every link leads to a file."""

import os
import re
from html import unescape

import pytest
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.explore.address import Address
from partystate.explore.export import Scope, relinked
from partystate.explore.jobs.desk import Desk
from partystate.explore.library import Library
from partystate.explore.site import Site


@pytest.fixture
def toy_site(toyland_with_results, answers):
    return Site(Library(toyland_with_results), Desk(is_live=False))


def test_the_files_are_the_served_pages(toy_site, tmp_path):
    folder = str(toy_site.library.country.path)
    done = CliRunner().invoke(app, ["explore", folder, "--export", str(tmp_path / "site")])
    assert done.exit_code == 0, done.output
    number = int(done.output.split()[0])
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert len(files) == number > 100
    scope = Scope.of(toy_site)
    for address in (
        Address("/"),
        Address("/chart/population.total"),
        Address("/map"),
        Address("/top"),
        Address("/whatif/no_exports"),
        Address("/country"),
    ):
        written = (tmp_path / "site" / address.file).read_text(encoding="utf-8")
        served = toy_site.answer(address).body.decode()
        assert written == relinked(served, address, scope)
        words = [re.sub(r"<[^>]*>", " ", text).split() for text in (written, served)]
        assert words[0] == words[1]
    csv = Address("/chart/population.total.csv")
    assert (tmp_path / "site" / csv.file).read_bytes() == toy_site.answer(csv).body
    broken = [
        (path.name, link)
        for path in files
        if path.suffix == ".html"
        for link in re.findall(r'\b(?:href|src)="([^"#]+)', path.read_text(encoding="utf-8"))
        if not link.startswith("data:") and not (path.parent / unescape(link)).is_file()
    ]
    assert not broken
    assert not [path for path in files if os.sep + ".." in str(path)]


def test_a_page_of_toyland_is_whole(toy_site):
    """A country of three regions, without theses or tours, has the same pages."""
    for path in (
        "/",
        "/chart",
        "/map",
        "/whatif",
        "/top",
        "/records",
        "/evidence",
        "/learn",
        "/country",
    ):
        assert toy_site.answer(Address(path)).status == 200, path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["toyland"], "ships no results"),
        (["atlantis"], "no such country"),
        (["ussr", "--port", "99999"], "port 99999"),
    ],
)
def test_what_cannot_be_explored_is_said(words, said):
    done = CliRunner().invoke(app, ["explore", *words])
    assert done.exit_code == 2
    assert said in done.stderr
