"""Tractors and what is owed for their work, by hand."""

import numpy as np
import pytest

from partystate.mechanisms.industry.tractors import owed
from partystate.mechanisms.quantities import collectivised_share, tractors_stand

FORCE, TRADE = -1.0, 1.0
RULE = {"serves": 200.0, "payment": 0.1}


def test_a_station_is_owed_a_share_of_the_crop_it_worked(ground):
    """Tractors for half of the area: a tenth of half of what joined farms harvested."""
    there = np.asarray(tractors_stand(ground.view()))
    stock = 1000.0
    area = 2 * 200 * stock * there
    view = ground.view(
        policy__line=FORCE,
        land__tractors=stock,
        land__harvest=100.0,
        land__sown_area=1.0,
        endowment__sown_area=area,
    )
    there_now = np.asarray(tractors_stand(view))
    joined = np.asarray(collectivised_share(view))
    served = np.minimum(200 * stock * there_now / area, 1)
    params = ground.params("tractors", **RULE)
    np.testing.assert_allclose(owed(view, params), 0.1 * served * joined * 100)
    assert joined.max() > 0


def test_no_more_than_all_the_area_is_worked(ground):
    view = ground.view(policy__line=FORCE, land__tractors=1e9, land__harvest=100.0)
    joined = np.asarray(collectivised_share(view))
    np.testing.assert_allclose(owed(view, ground.params("tractors", **RULE)), 10 * joined)


@pytest.mark.parametrize("fields", [{"policy__line": TRADE}, {"land__tractors": 0.0}])
def test_a_market_and_a_village_without_tractors_owe_nothing(ground, fields):
    view = ground.view(
        **{"policy__line": FORCE, "land__tractors": 1e3, "land__harvest": 1.0} | fields
    )
    np.testing.assert_allclose(owed(view, ground.params("tractors", **RULE)), 0)


def test_stocks_of_tractors(ground):
    """Half of 1,200 wear out in a year; under full force 120 of an investment of .1 come."""
    view = ground.view(policy__line=FORCE, land__tractors=1200.0, industry__invested=0.1)
    effect = ground.propose("tractors", view, sent=14400.0, wear=0.5, market=0.0, horses=20.0)
    np.testing.assert_allclose(effect.values["land.tractors"], 1200 + 1440 / 12 - 50)
    np.testing.assert_allclose(effect.values["land.tractor_power"], 20 * (1200 + 70))
