"""Series and events of faiths by hand: first days, means by persons, the month of a break."""

from types import SimpleNamespace

import numpy as np
import pytest

from partystate.core import dates
from partystate.history.ledger.faith import SECTS, faith_events
from partystate.history.observables import faith, science
from partystate.history.trajectory import PERSONS
from tests.history.made_run import made_run

DECEMBER = dates.month_number("1926-12")
ABOUT = SimpleNamespace(
    society=SimpleNamespace(
        largest_faith=0, census_days=("1927-01-06",), sown_area=np.array([1e6, 3e6])
    )
)


def test_communities_are_told_on_first_days():
    run = made_run(DECEMBER, 2, {"faith.open": np.array([[[10.0, 6.0]], [[8.0, 4.0]]])})
    whole, regions = faith.parishes(run, ABOUT)
    assert whole.times == ("1926-12-01", "1927-01-01", "1927-02-01")
    assert np.asarray(whole.values["truth"]).ravel().tolist() == [16, 16, 12]
    assert regions.times == ("1927-01-01",)
    assert np.asarray(regions.values["truth"]).tolist() == [[10, 6]]


def test_belief_is_a_mean_over_persons():
    """One in ten of A and half of B believe, A has three times the people; half of them say so."""
    persons = np.array([[300.0, 100.0]] * 3)
    believers = np.array([[0.1, 0.5]] * 2)
    fields = {"faith.believers": believers, "faith.declared": believers / 2, PERSONS: persons}
    (cut,) = faith.believers(made_run(DECEMBER, 2, fields), ABOUT)
    assert cut.times == ("1927-01-06",)
    assert float(cut.values["truth"][0, 0]) == pytest.approx(0.2)
    assert float(cut.values["known"][0, 0]) == pytest.approx(0.1)
    assert set(cut.values) == {"truth", "known", "preserved"}


def test_a_break_is_an_event_of_its_month_alone():
    run = made_run(
        DECEMBER,
        3,
        {"faith.schism": np.array([0.0, 1.0, 1.0]), "faith.outlawed": np.array([[0.0], [0], [1]])},
    )
    (cut,) = faith.schism(run, ABOUT)
    assert np.asarray(cut.values["truth"]).ravel().tolist() == [0, 1, 0]
    told = [(month, kind, target) for month, kind, target, *_ in faith_events(run)]
    assert told == [
        (1, "schism", ""),
        (2, "faith_outlawed", "faith=none"),
        (2, "faith_outlawed", SECTS),
    ]


def test_area_under_a_measure_is_a_share_of_what_is_sown():
    july = dates.month_number("1927-07")
    fields = {
        "science.measure": np.array([0.25, 0.5]),
        "land.sown_area": np.array([[1.0, 1.0], [2.0, 2.0]]),
    }
    (cut,) = science.measure_area(made_run(july, 2, fields), ABOUT)
    assert cut.times == ("1927",)
    assert float(cut.values["truth"][0, 0]) == pytest.approx(1e6)
