"""The drive, its pauses and its returns, by hand."""

import pytest

FORCE, TRADE = -1.0, 1.0
RULE = {
    "onset": 2.0,
    "width": 0.5,
    "tolerance": 0.4,
    "resume_unrest_share": 0.5,
    "caution": 0.6,
    "complete": 0.9,
    "busy": 0.7,
    "equipped": 0.5,
}
JANUARY, APRIL, MAY, AUGUST = 1, 4, 5, 8


def decided(ground, month=JANUARY, **fields):
    calm = {
        "policy__frustration": 2.25,
        "policy__paused": 0.0,
        "policy__pace": 1.0,
        "information__known_unrest_over_farms": 0.1,
        "information__reported_output": 1.0,
        "policy__line": FORCE,
        "inputs__collection_season": 0.9,
        "information__known_collectivised_share": 0.0,
        "information__known_population": [1e6, 2e6, 1e6],
    }
    values = ground.propose(
        "collectivisation_drive", ground.view(month, **calm | fields), **RULE
    ).values
    return tuple(float(values[f"policy.{name}"]) for name in ("drive", "pace", "paused"))


@pytest.mark.parametrize(
    ("frustration", "drive"), [(0.0, 0), (2.0, 0), (2.25, 0.5), (2.5, 1), (9.0, 1)]
)
def test_it_begins_when_collections_keep_falling_short(ground, frustration, drive):
    assert decided(ground, policy__frustration=frustration) == pytest.approx((drive, 1, 0))


@pytest.mark.parametrize(
    "fields",
    [
        {"policy__line": TRADE},
        {"policy__line": 0.0},
        {"inputs__collection_season": 0.69},
    ],
)
def test_not_under_free_trade_and_not_while_officials_collect(ground, fields):
    assert decided(ground, **fields)[0] == 0


def test_the_same_shortfall_moves_the_more_the_further_the_line_is_for_force(ground):
    """Half way from even to full force, half of it is felt."""
    half = decided(ground, policy__frustration=4.5, policy__line=-0.5)
    assert half == pytest.approx((0.5, 1, 0))


def test_it_breaks_off_when_the_village_rises(ground):
    assert decided(ground, information__known_unrest_over_farms=0.5) == pytest.approx((0, 0.6, 1))


def test_a_pause_that_goes_on_does_not_slow_it_twice(ground):
    assert decided(
        ground, information__known_unrest_over_farms=0.5, policy__paused=1.0, policy__pace=0.6
    ) == pytest.approx((0, 0.6, 1))


@pytest.mark.parametrize(
    ("unrest", "month", "found"),
    [
        (0.3, AUGUST, (0, 0.6, 1)),
        (0.1, AUGUST, (0.3, 0.6, 0)),
        (0.1, JANUARY, (0.3, 0.6, 0)),
        (0.1, APRIL, (0.3, 0.6, 0)),
        (0.1, MAY, (0, 0.6, 1)),
    ],
)
def test_it_waits_for_quiet_and_for_the_harvest_and_comes_back_weaker(ground, unrest, month, found):
    rested = {"policy__paused": 1.0, "policy__pace": 0.6}
    told = {"information__known_unrest_over_farms": unrest}
    assert decided(ground, month=month, **rested, **told) == pytest.approx(found)


def test_unrest_over_collections_does_not_break_it_off(ground):
    calm = {"information__known_unrest_over_farms": 0.1}
    assert decided(ground, information__known_unrest=0.9, **calm) == pytest.approx((0.5, 1, 0))


@pytest.mark.parametrize(
    ("joined", "drive"),
    [
        ([0.45, 0.45, 0.45], 0.5 * (1 - 0.5**4)),
        ([0.9, 0.0, 0.9], 0.5 * (1 - 0.5**4)),
        ([0.9, 0.9, 0.9], 0),
        ([1.0, 1.0, 1.0], 0),
    ],
)
def test_it_ends_when_all_have_joined(ground, joined, drive):
    """Half of a full drive; nine tenths of the peasants count as all, in the mean of the people."""
    assert decided(ground, information__known_collectivised_share=joined)[0] == pytest.approx(drive)


@pytest.mark.parametrize(("output", "part"), [(0.2, 0), (0.5, 0), (0.75, 0.5), (1.0, 1), (3.0, 1)])
def test_it_waits_for_an_industry_that_can_equip_the_farms(ground, output, part):
    """Below half of the output of the base year none is equipped, at all of it all are."""
    drive = decided(ground, information__reported_output=output)[0]
    assert drive == pytest.approx(0.5 * part)
