"""The part of the page on faiths and sciences."""

from partystate.report.sections.church import church
from partystate.report.series import RunData


def test_what_the_page_shows_of_faiths_and_sciences(toy_run):
    """Communities, pressure, belief against what is said of it at the census of 1932, posts."""
    section = church(RunData(toy_run), None)
    assert section is not None
    shown = {figure.id: figure for figure in section.figures}
    assert list(shown) == ["parishes", "faiths", "believers", "science"]
    said = {row[0] for row in shown["believers"].table.rows}
    assert said == {"believe", "say so"}
    assert "illustrative" in section.text[0]


def test_a_run_without_a_whole_year_has_none(short_run):
    assert church(RunData(short_run), None) is None
