"""Months in which two scenarios cannot differ."""

import pytest

from partystate.core import dates
from partystate.country.what_ifs import Edit, WhatIf
from partystate.scenario.alike import opened_like
from partystate.scenario.first_difference import months_alike
from partystate.scenario.scenario import Scenario

MONTH = "1930-06"


@pytest.mark.parametrize(
    ("edit", "begins"),
    [
        ({"target": "parameter", "name": "relief.generosity", "set": 0.5}, None),
        ({"target": "parameter", "name": "relief.generosity", "set": 0.5}, MONTH),
        ({"target": "input", "name": "imports", "set": 0.0}, None),
        ({"target": "input", "name": "imports", "set": 0.0}, MONTH),
        ({"target": "parameter", "name": "collection.force", "set": 0.1, "region": "Steppe"}, None),
    ],
)
def test_an_edit_makes_a_difference_from_its_first_month_on(toyland, toy_society, edit, begins):
    start = {} if begins is None else {"start": begins}
    what_if = WhatIf(title="edit", edit=[Edit(**edit, **start)], name="edit")
    edited = Scenario(toyland, what_ifs=[what_if], parts=toy_society.parts).assembled
    alike = months_alike(toy_society, opened_like(edited, toy_society))
    wanted = 0 if begins is None else dates.month_number(begins) - int(toy_society.months[0])
    assert alike == wanted == months_alike(opened_like(edited, toy_society), toy_society)


def test_a_scenario_and_itself_never_differ(toy_society):
    assert months_alike(toy_society, toy_society) == len(toy_society.months)


def test_mechanisms_changed_from_outside_differ_from_the_first_month_on(toyland, toy_society):
    edit = Edit(target="mechanism", name="flight", change="ablate")
    without = WhatIf(title="edit", edit=[edit], name="edit")
    edited = Scenario(toyland, what_ifs=[without], parts=toy_society.parts).assembled
    assert months_alike(toy_society, opened_like(edited, toy_society)) == 0
