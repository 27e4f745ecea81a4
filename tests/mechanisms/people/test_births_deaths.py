"""What doctors do to deaths, and abortion and its ban to births, by hand."""

import numpy as np
import pytest

from partystate.mechanisms.people.births_deaths import TO_BIRTH, done
from partystate.world import statuses as s


def proposed(ground, rule=None, **fields):
    return ground.propose("births_deaths", ground.view(1, **fields), **(rule or {}))


def per_thousand(ground, number):
    return number * float(ground.world.people.persons.sum()) / 1000


def test_four_times_the_doctors_halve_deaths_at_an_elasticity_of_one_half(ground):
    rule = {"doctors": 0.5, "base_doctors": 0.3}
    base, more = (
        proposed(ground, rule, people__doctors=per_thousand(ground, n)).hazards["death"]
        for n in (0.3, 1.2)
    )
    np.testing.assert_allclose(more, np.asarray(base) / 2)


def test_abortion_averts_births_in_towns_and_fewer_in_villages(ground):
    rule = {"averted": 1.0, "village": 0.5, "base_abortion": 0.25}
    before, after = (
        np.asarray(
            proposed(ground, rule, people__abortion=p, policy__abortion_banned=0.0).births[
                "per_woman"
            ]
        )
        for p in (0.25, 0.75)
    )
    layout = ground.setting.layout
    towns, villages = (
        np.asarray(mask) & (before > 0) for mask in (layout.cell_urban, layout.cell_rural)
    )
    np.testing.assert_allclose(after[towns] / before[towns], np.exp(-0.5))
    np.testing.assert_allclose(after[villages] / before[villages], np.exp(-0.25))


def test_newcomers_in_settlements_have_fewer_births(ground):
    """Half of the settlers are newcomers, who carry two months of hunger: births fall by
    exp(-0.5 x 2 / 2) in settlements, and nowhere else."""
    rule = {"uprooted": 2.0, "hunger_response": 0.5}
    before, after = (
        np.asarray(proposed(ground, rule, repression__fresh=z).births["per_woman"])
        for z in (0.0, 0.5)
    )
    settlers = np.asarray(ground.setting.layout.is_status(s.SPECIAL_SETTLER)) & (before > 0)
    np.testing.assert_allclose(after[settlers] / before[settlers], np.exp(-0.5))
    np.testing.assert_allclose(after[~settlers], before[~settlers])


def test_a_ban_tells_after_a_pregnancy_and_wears_off():
    assert float(done(0.5, 0.0, 0.8, 24.0)) == float(done(0.5, float(TO_BIRTH), 0.8, 24.0)) == 0.5
    assert float(done(0.5, TO_BIRTH + 24.0, 0.8, 24.0)) == pytest.approx(0.5 * (1 - 0.8 / np.e))
    assert float(done(0.5, 1e6, 0.8, 24.0)) == pytest.approx(0.5)


def test_abortion_spreads_with_towns(ground):
    """A quarter know it, rate 12 a year: z of three sixteenths more in a month, z the share of
    townspeople."""
    persons = np.asarray(ground.world.people.persons)
    towns = persons[np.asarray(ground.setting.layout.cell_urban)].sum()
    villages = persons[np.asarray(ground.setting.layout.cell_rural)].sum()
    found = proposed(ground, {"learnt": 12.0}, people__abortion=0.25).values["people.abortion"]
    assert float(found) == pytest.approx(0.25 + 3 / 16 * towns / (towns + villages))
