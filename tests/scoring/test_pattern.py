"""The pattern of falls by hand: over whoever sits, step by step."""

import sys
from pathlib import Path

import polars as pl
import pytest

from partystate.scoring.events import Ledger
from partystate.scoring.pattern import STEPS, pattern_of_falls

sys.path.insert(0, str(Path(__file__).parent))
from ensembles import EPOCH, ledger_table

BODY, YEARS = "council", 10
SITTERS = ("lead", "rival", "first", "second", "third")
# the first is dropped in the fourth year, the second in the sixth
RULED = {
    0: ("lead", "first", "second", "third"),
    4: ("lead", "second", "third"),
    6: ("lead", "third"),
}
FALLS = {"rival": 30, "first": 58, "second": 80}  # months after the start


def rulers(year: int, ruled: dict) -> str:
    return ";".join(ruled[max(y for y in ruled if y <= year)])


def steps(
    falls=FALLS, ruled=RULED, rival="rival", leader="lead", presence=0.0, how="removed", more=()
) -> list[float]:
    """Which steps one run makes, to December of the eighth year."""
    events = [(0, 0, "appointed", person, BODY) for person in SITTERS]
    events += [(0, month, how, person, BODY) for person, month in falls.items()] + list(more)
    told = pl.DataFrame(
        {
            "run": [0] * YEARS,
            "time": [f"{1900 + year}-12" for year in range(YEARS)],
            "leader": [leader] * YEARS,
            "rulers": [rulers(year, ruled) for year in range(YEARS)],
            "rival": [rival] * YEARS,
            "presence": [1.0] + [presence] * (YEARS - 1),
        }
    ).with_columns(pl.col("run").cast(pl.Int32))
    ledger = Ledger(ledger_table(events), 1, EPOCH, EPOCH + 12 * YEARS)
    found = pattern_of_falls(ledger, told, BODY, "1908-12", "1909")
    return [found.steps[name] for name in STEPS]


def test_the_rival_then_a_partner_then_the_next():
    assert steps() == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"falls": {}}, 0),
        ({"falls": FALLS | {"rival": 118}}, 0),  # after the last month
        ({"rival": ""}, 0),  # all who sit rule
        ({"presence": 1.0}, 0),  # the founder never goes
        ({"falls": {"rival": 30}}, 1),  # who ceases to rule keeps his seat
        ({"ruled": {0: RULED[0]}}, 1),  # nobody ceases to rule
        ({"falls": {"rival": 30, "first": 58}}, 2),
        ({"ruled": {0: RULED[0], 4: ("lead", "third")}}, 2),  # both in one wave
        ({"leader": "second"}, 2),  # then the partner dropped is the second's, and he stays in
        ({"leader": ""}, 1),
    ],
)
def test_each_step_needs_those_before_it(given, made):
    assert steps(**given)[made:] == [0] * (4 - made)
    assert steps(**given)[:made] == [1] * made


def test_whoever_it_is_it_counts():
    """Names do not matter: the third falls in place of the first."""
    swap = {0: RULED[0], 4: ("lead", "first", "second"), 6: ("lead", "first")}
    assert steps({"rival": 30, "third": 58, "second": 80}, swap) == [1, 1, 1, 1]


def test_death_is_no_fall():
    died = [(0, 30, "died", "rival", "")]
    falls = {"first": 58, "second": 80}
    assert steps(falls, more=died) == [0, 0, 0, 0]


def test_who_comes_back_has_not_fallen():
    back = [(0, 40, "appointed", "rival", BODY)]
    assert steps(more=back) == [0, 0, 0, 0]
