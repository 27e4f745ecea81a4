"""Parameters that are others in some months."""

import pytest

from partystate.core import dates
from partystate.country.what_ifs import Edit, WhatIf
from partystate.engine.run import program
from partystate.experiments.histories import simulate
from partystate.scenario.dated_parameters import as_in, dated_edits, turns
from partystate.scenario.scenario import Scenario


def what_if(*edits):
    made = [
        Edit(target="parameter", name=name, start=start, until=until, **how)
        for name, how, start, until in edits
    ]
    return WhatIf(title="dated", edit=made, name="dated")


TWICE = what_if(
    ("relief.generosity", {"set": 0.1}, "1929-01", "1931-12"),
    ("relief.generosity", {"scale": 3.0}, "1930-06", "1930-06"),
    ("relief.suspicion", {"set": 0.0}, "1931-01", None),
)


def test_values_by_month_by_hand(toy_society):
    """The last edit has the last word; what is not edited, or not yet, is as it was."""
    _, setting = toy_society.start(toy_society.values("central", 1, 0), 1)
    own = setting.parameters["relief"]
    assert (float(own.generosity), float(own.suspicion)) == (0.4, 0.7)
    wanted = {
        "1928-12": (0.4, 0.7),
        "1929-01": (0.1, 0.7),
        "1930-06": (0.3, 0.7),  # three times the tenth that the edit before it set
        "1930-07": (0.1, 0.7),
        "1931-01": (0.1, 0.0),
        "1932-01": (0.4, 0.0),
    }
    edits = dated_edits([TWICE])
    for month, (generosity, suspicion) in wanted.items():
        now = as_in(dates.month_number(month), setting, edits).parameters["relief"]
        assert float(now.generosity) == pytest.approx(generosity, rel=1e-12)
        assert float(now.suspicion) == suspicion
        assert now.generosity.dtype == own.generosity.dtype
    begins = ("1929-01", "1930-06", "1930-07", "1931-01", "1932-01")
    assert turns(edits) == [dates.month_number(month) for month in begins]


def test_edits_of_mechanisms_that_do_not_run_are_passed_over(toy_society):
    _, setting = toy_society.start(toy_society.values("central", 1, 0), 1)
    edit = dated_edits([what_if(("votes.trust", {"set": 0.0}, "1929-01", None))])
    assert "votes" not in as_in(dates.month_number("1930-01"), setting, edit).parameters


def test_neither_months_nor_values_nor_names_are_compiled(toyland, toy_society):
    """Histories under dated edits of two parameters run in the program of the plain one, and
    differ from it from the first month of an edit on."""
    plain = simulate(toy_society, 1).trajectory.arrays
    compiled = program(toy_society.rules)._cache_size()
    at = dates.month_number("1929-01") - int(toy_society.months[0])
    for name in ("collection.force", "births_deaths.fertility_level"):
        edit = what_if((name, {"scale": 0.5}, "1929-01", "1929-12"))
        edited = Scenario(toyland, what_ifs=[edit], parts=toy_society.parts).assembled
        made = simulate(edited, 1).trajectory.arrays
        assert all((made[key][:at] == plain[key][:at]).all() for key in plain)
        assert any((made[key][at:] != plain[key][at:]).any() for key in plain)
    assert program(toy_society.rules)._cache_size() == compiled
