"""Rows that no run can answer: exactly those that a run does not answer, each with its reason."""

import pytest

from partystate.country.country import load
from partystate.evidence import compile_rows, load_observables
from partystate.scoring.aggregate import open_ensemble, value_of
from partystate.scoring.reach import never_spoken_to, why_silent

REASONS = {
    "secret_police_chiefs:staff_gugb": "written by year only",
    "population:war_losses": "no mechanism writes the observable",
    "gulag_population:gulag_inflow_wartime": "not wholly inside the run",
}


@pytest.fixture(scope="module")
def evidence(toyland):
    folder = toyland.path / "evidence"
    return compile_rows(folder), load_observables(folder)


def test_a_run_answers_all_others(toyland, toy_run, evidence):
    rows, observables = evidence
    ensemble = open_ensemble(toy_run, rows)
    scored = [r for r in rows if r.kind == "quantity" and r.role in ("calibrate", "validate")]
    silent = {r.id for r in scored if value_of(r, ensemble, observables) is None}
    assert {r.id for r, _ in never_spoken_to(rows, toyland, observables)} == silent
    assert len(silent) < len(scored)


def test_reasons_by_hand(toyland, evidence):
    rows, observables = evidence
    good = next(
        r
        for r in rows
        if r.kind == "quantity" and r.observable == "grain.harvest" and not r.group and not r.base
    )

    def why(**changes):
        row = type(good)(**{**vars(good), "members": ((changes.get("group", ""), 1.0),), **changes})
        return why_silent(row, toyland, observables)

    assert why() == ""
    assert why(observable="grain.dreams") == "no mechanism writes the observable"
    assert why(observable="population.urban", level="known") == "written as truth, not as known"
    assert why(time="1913") == "before the run"
    assert why(time="1950") == "after the run"
    assert why(time="1933/1934") == "not wholly inside the run"
    assert why(time="1930-05") == "written by harvest year only"
    assert why(group="region=Atlantis") == "the country has no region 'Atlantis'"
    assert why(group="sex=male", level="truth") == (
        "as truth written for the whole country and by region, not by sex"
    )


def test_what_is_mapped_and_silent_in_the_reference_country():
    country = load("ussr")
    folder = country.path / "evidence"
    found = never_spoken_to(compile_rows(folder), country, load_observables(folder))
    told = {row.series: reason for row, reason in found}
    assert {series: told[series] for series in REASONS} == REASONS
    silent = {row.id for row, _ in found}
    assert not silent & {"grain:127", "grain:128", "grain:129", "population:68"}
