"""What a score may owe to hindsight is data, stands beside the score and folded in the report."""

import pytest
from pydantic import ValidationError

from partystate.country.country import load
from partystate.country.meta import Hindsight
from partystate.evidence import load_observables
from partystate.evidence.records import THEMES
from partystate.report.sections.score import hindsight_figures


def test_what_it_touches_is_a_theme_or_an_observable():
    country = load("ussr")
    known = {*THEMES, *load_observables(country.path / "evidence")}
    assert len(country.meta.hindsight) > 3
    for one in country.meta.hindsight:
        assert set(one.touches) <= known
        assert one.how.endswith(".")


def test_it_is_folded_in_the_report_and_absent_where_there_is_none():
    (figure,) = hindsight_figures([Hindsight(touches=["land", "grain.harvest"], how="Known.")])
    assert figure.table.rows == [("land, grain.harvest", "Known.")]
    assert not figure.is_open
    assert hindsight_figures([]) == []


def test_a_line_names_what_it_touches():
    assert Hindsight(touches=["land"], how="Known.").line == "land: Known."


@pytest.mark.parametrize(
    "cells", [{"touches": [], "how": "x"}, {"touches": ["land"], "how": ""}, {"touches": ["a"] * 2}]
)
def test_it_says_what_and_how(cells):
    with pytest.raises(ValidationError):
        Hindsight(**cells)
