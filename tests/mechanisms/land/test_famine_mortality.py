"""Hazards of hunger by hand."""

import numpy as np
import pytest

RULE = {
    "multiplier": 2.0,
    "convexity": 2.0,
    "most_hunger": 3.0,
    "age_bend": 0.5,
    "adult_hazard": 1e-3,
    "male_excess": 1.44,
    "confined": 0.5,
}


def hungry(village, town):
    """Field of hunger of all fifths of villages and towns, [2, 5, 3]."""
    return {
        "people__hunger_fifths": np.array([village, town])[:, None, None],
    }


def hazard(ground, **fields):
    return np.asarray(
        ground.propose("famine_mortality", ground.view(**fields), **RULE).hazards["famine_death"]
    )


def bent(ground):
    """The baseline hazard of each cell, bent: the geometric mean with that of adults."""
    layout = ground.setting.layout
    base = np.asarray(ground.setting.endowment.people.death_rate[layout.cell_age, layout.cell_sex])
    return np.sqrt(base * 1e-3) * np.where(np.asarray(layout.cell_sex) == 0, 1.2, 1 / 1.2)


def fed_otherwise(layout):
    """Cells of those whom the state confines and feeds, for whom `camps` speaks: all but towns,
    villages and settlements."""
    return ~np.asarray(layout.cell_urban | layout.cell_rural | layout.is_status("special_settler"))


def test_none_without_hunger(ground):
    assert hazard(ground, **hungry(0.0, 0.0)).max() == 0


def test_square_of_hunger_times_a_bent_baseline(ground):
    layout = ground.setting.layout
    found = hazard(ground, **hungry(1.5, 0.5))
    felt = np.where(
        np.asarray(layout.cell_urban), 0.5, np.where(np.asarray(layout.cell_rural), 1.5, 0.75)
    )
    felt = np.where(fed_otherwise(layout), 0, felt)
    np.testing.assert_allclose(found, 2 * felt**2 * bent(ground))


def test_a_fifth_that_starves_kills_more_than_a_village_a_little_hungry(ground):
    """Square of hunger 2 in one fifth is five times that of 0.4 in all: 4 / 5 against 0.16."""
    one = np.zeros((2, 5, 3))
    one[:, 0] = 2.0
    found = hazard(ground, people__hunger_fifths=one)
    alike = hazard(ground, **hungry(0.4, 0.4))
    np.testing.assert_allclose(found[alike > 0], 5 * alike[alike > 0])


def test_who_starved_is_told_by_fifths(ground):
    """Nobody of fifths without hunger; the share of the hungry one is that of the hazard of all."""
    one = np.zeros((2, 5, 3))
    one[0, 0] = 2.0
    view = ground.view(people__hunger_fifths=one)
    effect = ground.propose("famine_mortality", view, **RULE)
    starved = np.asarray(effect.values["people.starved"])
    assert starved[1].max() == starved[0, 1:].max() == 0
    layout, persons = ground.setting.layout, np.asarray(view.world.people.persons)
    rural = np.asarray(layout.cell_rural)
    region = np.asarray(layout.pair_region)[np.asarray(layout.cell_pair)]
    dead = np.asarray(effect.hazards["famine_death"]) * persons * rural
    many = np.array([(persons * rural)[region == r].sum() for r in range(3)])
    deaths = np.array([dead[region == r].sum() for r in range(3)])
    np.testing.assert_allclose(starved[0, 0], 1 - np.exp(-5 * deaths / many))


def test_hunger_beyond_the_worst_kills_no_faster(ground):
    worst = hazard(ground, **hungry(6.0, 3.0))
    beyond = hazard(ground, **hungry(99.0, 99.0))
    np.testing.assert_allclose(beyond, worst)


def test_men_against_women_of_one_age(ground):
    """Bent baselines apart, men bear 1.44 times what women do."""
    layout = ground.setting.layout
    found = hazard(ground, **hungry(1.0, 1.0)).reshape(layout.axes.sizes)
    base = np.asarray(ground.setting.endowment.people.death_rate)
    rural = np.asarray(layout.pair_rural)
    expected = np.broadcast_to(1.44 * np.sqrt(base[:, 0] / base[:, 1]), found[rural, :, 0].shape)
    np.testing.assert_allclose(found[rural, :, 0] / found[rural, :, 1], expected)


@pytest.mark.parametrize("bend", [0.0, 1.0])
def test_ends_of_the_bend(ground, bend):
    """Bend 1 multiplies every age alike; bend 0 kills every age alike."""
    view = ground.view(**hungry(1.0, 1.0))
    layout = ground.setting.layout
    found = np.asarray(
        ground.propose(
            "famine_mortality", view, **RULE | {"age_bend": bend, "male_excess": 1, "confined": 1}
        ).hazards["famine_death"]
    )
    base = np.asarray(ground.setting.endowment.people.death_rate[layout.cell_age, layout.cell_sex])
    np.testing.assert_allclose(
        found, np.where(fed_otherwise(layout), 0, 2 * (base if bend else 1e-3 + 0 * base))
    )
