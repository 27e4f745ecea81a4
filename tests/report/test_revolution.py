"""The part of the page on a revolution."""

import pytest

from partystate.country.country import load
from partystate.experiments.histories import run_and_write
from partystate.report.build import build_report
from partystate.report.page import _failures
from partystate.report.sections.revolution import revolution
from partystate.report.series import RunData
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import REVOLUTION


@pytest.fixture(scope="module")
def risen(toyland, tmp_path_factory):
    folder = tmp_path_factory.mktemp("risen") / "run"
    return run_and_write(assemble(toyland, parts=(REVOLUTION,)), 1, folder)


def test_what_the_page_shows_of_a_revolution(risen, toyland):
    section = revolution(toyland, RunData(risen), None)
    assert section is not None
    shown = {figure.id: figure for figure in section.figures}
    assert list(shown) == ["rising", "territory", "armies", "commands"]
    said = {row[0] for row in shown["commands"].table.rows}
    assert said == {"standing, main", "standing, second"}
    assert len(shown["territory"].table.rows) == 34


def test_another_run_has_none(toy_run, toyland):
    assert revolution(toyland, RunData(toy_run), None) is None


def test_its_page_tells_its_own_failures_and_not_those_of_a_usual_run(risen):
    """On the bundled country, whose failures are told in country.toml: a page of the one is not
    that of the other."""
    country = load("ussr")
    mine, usual = country.uprising.known_failures, country.meta.known_failures
    assert mine
    assert _failures(country, {"parts": [REVOLUTION]}) == mine
    assert _failures(country, {"parts": ["society"]}) == usual
    text = build_report(risen, load("toyland")).read_text(encoding="utf-8")
    assert "A party that may take power" in text
