"""What a name means: a sentence for every parameter and observable, and the nearest where there is
none."""

import pytest

from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.country.described import described
from partystate.evidence import load_observables


@pytest.fixture(scope="module", params=["toyland", "ussr"])
def country(request):
    return load(request.param)


def test_every_parameter_says_what_it_is_with_unit_prior_and_ground(country):
    for name in country.tables["parameters"]["parameter"]:
        told = described(name, country)
        assert told.kind == "parameter"
        assert told.what.endswith(".")
        assert len(told.what) > 10
        assert told.facts["unit"]
        assert told.facts["prior"]
        assert told.facts["ground"]


def test_so_does_every_observable(country):
    for name, observable in load_observables(country.path / "evidence").items():
        told = described(name, country)
        assert told.kind == "observable"
        assert told.facts["unit"] == observable.unit
        assert observable.definition[1:] in told.what


def test_so_do_what_ifs_and_theses(country):
    for name in country.what_ifs:
        assert described(name, country).kind == "what-if"
        assert described(name, country).facts["changes"]
    for name in country.theses:
        told = described(name, country)  # a mechanism of the same name comes first
        assert told.kind == "mechanism" or told.facts["authors"]


def test_a_parameter_by_hand(toyland):
    told = described("relief.generosity", toyland)
    assert told.what == "Share of a believed lack that is to be filled."
    assert any("generosity belief_r lack_r" in line for line in told.lines)
    assert told.facts["mechanism"].startswith("relief: Whether the state feeds the hungry")
    assert repr(told).splitlines()[0] == (
        "relief.generosity (parameter): Share of a believed lack that is to be filled."
    )
    assert "generosity" in told._repr_html_()
    assert told.as_json()["kind"] == "parameter"


def test_a_mechanism_by_hand(toyland):
    told = described("relief", toyland)
    assert told.kind == "mechanism"
    assert told.facts["runs in"] == "the phase decide"


def test_an_old_name_is_told_as_the_new_one():
    told = described("arrests.quiet", load("ussr"))
    assert told.name == "arrests.quiet_arrests_per_officer"


def test_a_wrong_name_is_told_with_the_nearest_and_not_with_hundreds():
    with pytest.raises(UserError, match=r"expected harvest\.lost") as error:
        described("harvest.lots", load("ussr"))
    assert len(str(error.value)) < 400


def test_a_country_and_a_scenario_show_themselves(country):
    from partystate.scenario.scenario import Scenario

    for shown in (country, Scenario(country), Scenario(country, line="endogenous")):
        assert len(repr(shown)) < 300
        assert country.id in repr(shown)
        assert len(shown._repr_html_()) < 6000
    assert "line='endogenous'" in repr(Scenario(country, line="endogenous"))
    name = country.what_ifs[0]
    assert repr(Scenario(country, what_ifs=[name])) == (
        f"<Scenario of {country.id}: what_ifs=('{name}',)>"
    )


def test_a_parameter_there_is_not_is_told_with_the_nearest(toyland):
    with pytest.raises(UserError, match=r"expected relief\.generosity"):
        toyland.parameter("relief.generositi")


def test_a_what_if_says_where_and_when():
    told = described("plan_cut_1932_ukraine", load("ussr"))
    assert "procurement.tautness in Ukraine from 1932-07 to 1933-06" in repr(told)
