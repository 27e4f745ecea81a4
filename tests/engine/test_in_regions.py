"""An edit in some regions: there as if it held everywhere, elsewhere as if it were not."""

from dataclasses import replace

import numpy as np
import pytest

from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.country.what_ifs import Edit, WhatIf
from partystate.engine.run import inputs_at
from partystate.engine.step import propose
from partystate.scenario.assemble import assemble, given_to
from partystate.scenario.edited_regions import regions_of
from partystate.scenario.edits import edit_mechanisms, edit_parameters
from partystate.scenario.parameters import tree
from partystate.world.agricultural_clock import HARVEST

PLACES = ("Harbour", "Midland", "Steppe")


def edit(name, target="parameter", **what):
    return WhatIf(title="x", name="x", edit=[Edit(target=target, name=name, **what)])


@pytest.fixture(scope="module")
def opened(toy_society):
    values = toy_society.values("central", 1, 0)
    world, setting = toy_society.start(values, 1)
    at = int(np.argmax(np.asarray(toy_society.inputs.calendar.month) % 12 == HARVEST))
    return toy_society, values, world, setting, inputs_at(toy_society.inputs, at)


def proposed(opened, owner, what_if=None):
    """What a mechanism proposes in a harvest month of toyland, under a what-if."""
    scenario, values, world, setting, inputs = opened
    edits = [what_if] if what_if else []
    found = edit_mechanisms(scenario.rules.mechanisms, edits, scenario.country)
    rules = replace(scenario.rules, mechanisms=found)
    given = given_to(rules, tree(edit_parameters(values, edits), found))
    setting = replace(setting, parameters=given)
    world = replace(world, month=inputs.calendar.month)
    return propose(next(m for m in found if m.id == owner), rules, world, inputs, setting)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("harvest.drought_loss", "values:land.harvest"),
        ("births_deaths.fertility_level", "births:per_woman"),
        ("births_deaths.mortality_level", "hazards:death"),
        ("food.need", "claims:peasant_grain.eaten"),
        ("herds.growth_horses", "values:land.herds"),
    ],
)
def test_in_its_regions_as_everywhere_and_elsewhere_as_nowhere(name, entry, opened):
    owner = name.partition(".")[0]
    layout = opened[0].layout
    plain, everywhere, there = (
        np.asarray(proposed(opened, owner, w).entries()[entry])
        for w in (None, edit(name, scale=1.2), edit(name, scale=1.2, region="Steppe"))
    )
    number = PLACES.index("Steppe")
    inside = np.asarray(layout.cell_region) == number
    if plain.shape[-1] == len(PLACES):
        inside = np.arange(len(PLACES)) == number
    assert np.any(everywhere != plain)
    np.testing.assert_array_equal(there[..., inside], everywhere[..., inside])
    np.testing.assert_array_equal(there[..., ~inside], plain[..., ~inside])


def test_months_hold_in_a_region_too(opened):
    name = "births_deaths.fertility_level"
    plain = proposed(opened, "births_deaths").births["per_woman"]
    later = edit(name, scale=1.2, region="Steppe", start="1931-01")
    np.testing.assert_array_equal(
        proposed(opened, "births_deaths", later).births["per_woman"], plain
    )


def test_what_speaks_of_the_country_alone_is_refused(opened):
    with pytest.raises(UserError, match="proposes nothing by region"):
        proposed(opened, "women_at_work", edit("women_at_work.need", scale=1.2, region="Steppe"))


def test_weather_of_one_region(toyland):
    change = edit("wet", "input", set=2.0, region="Midland", start="1930-01", until="1930-12")
    one, other = (assemble(toyland, what_ifs=w).inputs.weather.wet for w in ([], [change]))
    differs = np.asarray(one != other)
    assert differs.any(0).tolist() == [False, True, False]
    assert (np.asarray(other)[differs] == 2).all()


@pytest.mark.parametrize(
    ("what_if", "said"),
    [
        (edit("harvest.drought_loss", scale=1.1, region="Steep"), "Steppe"),
        (edit("opening.tractors", scale=1.1, region="Steppe"), "parameter of the start"),
        (edit("imports", "input", scale=1.1, region="Steppe"), "one number for the country"),
    ],
)
def test_an_edit_of_nowhere_is_refused(what_if, said, toyland):
    with pytest.raises(UserError, match=said):
        assemble(toyland, what_ifs=[what_if])


def test_places_are_whole_regions():
    ussr = load("ussr")
    change = edit("procurement.tautness", set=0.0, region="Ukraine", start="1932-07")
    assert assemble(ussr, what_ifs=[change]).what_ifs == (change,)
    assert len(regions_of(ussr, change, change.edit[0])) == 8
    with pytest.raises(UserError, match="has parts of some"):
        assemble(ussr, what_ifs=[edit("procurement.tautness", set=0.0, region="Aldan")])
