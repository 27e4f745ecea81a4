"""Events of the land against made-up months: collections that fall short, force, a drive broken off
and resumed."""

import numpy as np
import polars as pl
import pytest

from partystate.experiments.histories import simulate
from partystate.history.ledger.land import BY_FORCE, OF_LAND, land_ledger
from partystate.world.agricultural_clock import HARVEST
from tests.history.made_run import made_run

YEARS = 2
MONTHS = 12 * YEARS
FIRST = 1900 * 12 + HARVEST
SEASON = np.tile(np.arange(1, 13) / 12, YEARS)


def kept(**world):
    """Two agricultural years of two regions, a million peasants in each; what is not given stands
    still."""
    plan = np.full((MONTHS, 2), 12.0)
    still = {
        "policy.plan": plan,
        "land.collected": plan * SEASON[:, None],
        "policy.coercion": np.zeros((MONTHS, 2)),
        "policy.paused": np.zeros(MONTHS),
        "information.known_collectivised_share": np.zeros((MONTHS, 2)),
        "culture.works": np.full((MONTHS, 3), 1 / 3),
    }
    people = {"persons.population": np.full((MONTHS + 1, 2), 1e6)}
    return made_run(FIRST, MONTHS, people | still | world)


def events(**world):
    return list(land_ledger(kept(**world), SEASON).select("time", "kind", "target").iter_rows())


def test_nothing_happens_when_plans_are_met():
    assert events() == []


def test_a_shortfall_is_told_once_a_year_when_half_is_due():
    """A quarter is missing from the first month of the second year on; half of the year's plan is
    due by December."""
    got = np.full((MONTHS, 2), 12.0) * SEASON[:, None]
    got[12:] *= 0.75
    assert events(**{"land.collected": got}) == [("1901-12", "procurement_short", "")]


def test_grain_is_seized_where_force_passes_its_threshold():
    force = np.zeros((MONTHS, 2))
    force[3:6, 1] = BY_FORCE
    force[9, 1] = BY_FORCE + 0.1
    assert events(**{"policy.coercion": force}) == [
        ("1900-10", "grain_seized", "region=B"),
        ("1901-04", "grain_seized", "region=B"),
    ]


def test_a_drive_is_resumed_when_it_passes_its_former_peak():
    share = np.concatenate(
        [np.linspace(0.1, 0.5, 8), np.linspace(0.4, 0.2, 6), np.linspace(0.25, 0.7, 10)]
    )
    paused = np.zeros(MONTHS)
    paused[8:14] = 1
    found = events(
        **{
            "policy.paused": paused,
            "information.known_collectivised_share": np.stack([share, share], 1),
        }
    )
    above = int(np.flatnonzero((np.arange(MONTHS) >= 14) & (share > 0.5))[0])
    assert found == [
        ("1901-03", "drive_paused", ""),
        (f"1902-{(HARVEST + above) % 12 + 1:02d}", "drive_resumed", ""),
    ]


@pytest.mark.parametrize("force", [0.0, BY_FORCE - 1e-9])
def test_force_below_the_threshold_is_not_told(force):
    assert events(**{"policy.coercion": np.full((MONTHS, 2), force)}) == []


def test_a_style_becomes_the_official_one_once_it_is_half_of_new_works():
    works = np.full((MONTHS, 3), 0.25)
    works[:, 0] = np.where(np.arange(MONTHS) < 5, 0.5, 0.6)
    assert [kind for _, kind, _ in events(**{"culture.works": works})] == ["style_made_official"]


def test_a_run_tells_events_of_the_land_alone(toy_scenario):
    history = simulate(toy_scenario, 1).trajectory
    table = land_ledger(history, np.asarray(toy_scenario.inputs.calendar.collection_season), run=7)
    assert set(table["mechanism"]) <= set(OF_LAND)
    assert (table["run"] == 7).all()
    assert table["time"].is_sorted()
    assert len(table.filter(pl.col("kind") == "grain_seized")) > 0
