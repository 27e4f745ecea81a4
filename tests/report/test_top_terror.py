"""Who was in danger, and how chiefs of the police went, from a hand-made ledger."""

import polars as pl
import pytest

from partystate.report.sections.leadership_terror import (
    CLIENTS,
    OPPONENTS,
    OTHERS,
    chiefs,
    counts,
    fates,
)

COLUMNS = ("run", "time", "kind", "actor", "target", "office", "mechanism")
EVENTS = [
    (0, "1930-01", "appointed", "", "a", "board", "opening"),
    (0, "1930-01", "appointed", "", "b", "board", "opening"),
    (0, "1930-01", "appointed", "", "c", "board", "opening"),
    (0, "1930-01", "appointed", "chair", "b", "mill", "appointments"),
    (0, "1930-02", "platform_opposed", "c", "", "board", "discipline"),
    (0, "1930-03", "removed", "chair", "c", "mill", "votes"),
    (0, "1930-03", "appointed", "", "d", "guard", "appointments"),
    (0, "1931-01", "arrested", "chair", "c", "", "prosecution"),
    (0, "1931-02", "executed", "", "c", "", "prosecution"),
    (0, "1931-04", "removed", "chair", "d", "guard", "police_chief"),
    (0, "1931-04", "appointed", "chair", "d", "mill", "appointments"),
    (0, "1931-06", "arrested", "chair", "d", "", "prosecution"),
    (1, "1930-01", "appointed", "", "a", "board", "opening"),
]


@pytest.fixture
def events():
    return pl.DataFrame(EVENTS, schema=list(COLUMNS), orient="row")


def test_groups_are_what_they_were_before_the_first_arrest(events):
    found = {(r, g): rest for r, g, *rest in fates(events, "board").iter_rows()}
    assert found[0, OPPONENTS] == [1, 1, 1]
    assert found[0, CLIENTS] == [1, 0, 0]
    assert found[0, OTHERS] == [1, 0, 0]
    assert found[1, OTHERS] == [1, 0, 0]


def test_counts_are_over_all_runs(events):
    arrested = counts(events).filter(pl.col("kind") == "arrested")
    assert arrested["mean"].to_list() == [1.0]


def test_a_chief_is_moved_aside_and_then_taken(events):
    assert chiefs(events, "guard").rows() == [
        (0, "d", "1930-03", "1931-04", "removed", True, True, False)
    ]
