"""Doctors trained and worn, and room for births, by hand."""

import numpy as np
import pytest

from partystate.mechanisms.people.medicine import taken_in

FORCE, TRADE = -1.0, 1.0
RULE = {
    "founded": 120.0,
    "trained": 240.0,
    "rise": 0.5,
    "ordered": 360.0,
    "wear": 0.12,
    "attended": 12.0,
}


def next_month(ground, rule=None, **fields):
    given = {
        "people__doctors": 1000.0,
        "industry__output": [0.125, 0.125],
        "policy__line": TRADE,
        "vital__births": 0.0,
    }
    found = ground.propose(
        "medicine", ground.view(1, **(given | fields)), **(RULE | (rule or {}))
    ).values
    return float(found["people.doctors"]), float(found["people.hospital_births"])


def test_doctors_come_from_schools_output_and_orders_and_wear(ground):
    """Ten from old schools, twenty times the root of a quarter, thirty by order; one in a hundred
    gone."""
    assert next_month(ground)[0] == pytest.approx(1000 + 10 + 10 - 10)
    assert next_month(ground, policy__line=FORCE)[0] == pytest.approx(1000 + 10 + 10 + 30 - 10)
    assert next_month(ground, industry__output=[0.5, 0.5])[0] == pytest.approx(1000 + 10 + 20 - 10)


def test_steady_number_of_doctors(ground):
    """Where as many are trained as wear out: (120 + 120) / .12."""
    assert next_month(ground, people__doctors=2000.0)[0] == pytest.approx(2000)


def test_room_is_filled_and_no_more_than_all_are_taken_in():
    assert float(taken_in(1.0, 1e6)) == pytest.approx(1.0, rel=1e-5)
    assert float(taken_in(1e9, 1e6)) == pytest.approx(1e6)


def test_towns_come_first(ground):
    """Ten thousand births in each region, 12 births a doctor and year. With few doctors all the
    room goes to towns; with many all find room."""
    few, many = (next_month(ground, people__doctors=n, vital__births=1e4)[1] for n in (10.0, 1e6))
    assert few == pytest.approx(10 / 3e4, rel=2e-2)
    assert many == pytest.approx(1)
    urban = ground.setting.layout.cell_urban
    persons = np.asarray(ground.world.people.persons)
    towns = 3e4 * persons[np.asarray(urban)].sum() / persons.sum()
    some = next_month(ground, people__doctors=float(towns), vital__births=1e4)[1] * 3e4
    in_town = towns * (1 - np.exp(-1))
    assert in_town < some < towns


def test_no_births_no_share(ground):
    assert next_month(ground)[1] == 0
