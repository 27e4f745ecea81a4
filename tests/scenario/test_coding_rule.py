"""The coding rule by hand, and that nothing after the cut enters."""

import numpy as np
import polars as pl
import pytest

from partystate.core import dates
from partystate.country.country import load
from partystate.scenario import coding_rule

CUT = dates.month_number("1921-03")
TIE = ("person_a", "person_b", "date", "kind", "sign", "size", "place")


def ties(*rows):
    return coding_rule.ties(["a", "b", "c"], pl.DataFrame(rows, schema=TIE, orient="row"), CUT)


def test_a_tie_of_two_counts_in_full_and_fades_by_half_in_four_years():
    now = ties(("a", "b", "1921-03", "family", "warm", 2, "x"))[0, 1]
    then = ties(("a", "b", "1917-03", "family", "warm", 2, "x"))[0, 1]
    assert now == pytest.approx(0.40)
    assert then == pytest.approx(0.20)


def test_a_large_body_makes_a_weak_tie_and_a_quarrel_a_cold_one():
    weak = ties(("a", "b", "1921-03", "co_service", "warm", 16, "x"))
    cold = ties(("b", "a", "1921-03", "public_conflict", "cold", 2, "x"))
    assert weak[0, 1] == weak[1, 0] == pytest.approx(0.25 * 4 / 16)
    assert cold[0, 1] == cold[1, 0] == pytest.approx(-0.35)
    assert cold[2].sum() == 0


def test_one_kind_place_and_pair_counts_once_and_sums_are_held_within_one():
    same = ties(
        ("a", "b", "1921-03", "family", "warm", 2, "x"),
        ("b", "a", "1921-02", "family", "warm", 2, "x"),
    )
    many = ties(*[("a", "b", "1921-03", "family", "warm", 2, str(i)) for i in range(9)])
    assert same[0, 1] == pytest.approx(0.40)
    assert many[0, 1] == 1


def test_a_year_counts_once_it_is_over():
    assert coding_rule.known_by("1920", CUT)
    assert not coding_rule.known_by("1921", CUT)
    assert coding_rule.known_by("1921-03", CUT)
    assert not coding_rule.known_by("1921-04", CUT)


def test_standing_by_hand():
    schema = ("person", "type", "item", "start", "end", "given_up", "value")
    facts = [
        ("a", "body", "Central Committee (IX congress) | full", "1920-04", None, "no", None),
        ("a", "cc_vote", "IX", "1920-04", None, "no", 400.0),
        ("b", "cc_vote", "IX", "1920-04", None, "no", 200.0),
        ("a", "report", "one", "1920-04", None, "no", 1.0),
        ("a", "report", "two", "1921-04", None, "no", 1.0),
        ("a", "honour", "order", "1919", None, "no", 1.0),
        ("a", "office", "army", "1918", None, "yes", 1.0),
    ]
    table = pl.DataFrame(facts, schema=schema, orient="row")
    got = coding_rule.standing_earned(["a", "b"], {"a": "1911-03", "b": None}, table, CUT)
    party = 0.25 * (0.5 * 1 / 5 + 0.5 * 1)
    assert got[0] == pytest.approx(
        10 * (party + 0.20 * 0.25 + 0.15 / 6 + 0.05 * 0.5 + 0.15 * 10 / 20)
    )
    assert got[1] == pytest.approx(10 * 0.25 * 0.5 * 0.5)


def test_the_latest_position_holds_and_silence_is_neutral():
    said = pl.DataFrame(
        [("a", "q", 0.5, "1919"), ("a", "q", -1.0, "1920-12"), ("a", "q", 1.0, "1922")],
        schema=("person", "question", "value", "date"),
        orient="row",
    )
    issues = pl.DataFrame(
        [("x", "q", 0.5), ("x", "r", 1.0)], schema=("issue", "question", "weight"), orient="row"
    )
    assert coding_rule.positions(["a", "b"], ["x"], issues, said, CUT).tolist() == [[-0.5], [0.0]]


@pytest.mark.parametrize("name", ["ties", "service", "positions"])
def test_nothing_after_the_cut_enters(name):
    """The tables of the reference country with every later row taken out give the same codes."""
    country = load("ussr")
    persons = country.tables["persons"]["person"].to_list()
    table = country.tables[name]
    column = {"ties": "date", "service": "start", "positions": "date"}[name]
    early = table.filter(pl.Series([coding_rule.known_by(d, CUT) for d in table[column]]))
    assert 0 < len(early) < len(table)
    code = {
        "ties": lambda t: coding_rule.ties(persons, t, CUT),
        "service": lambda t: coding_rule.standing_earned(
            persons, dict.fromkeys(persons, "1900"), t, CUT
        ),
        "positions": lambda t: coding_rule.positions(
            persons, ["market", "regime"], country.tables["issues"], t, CUT
        ),
    }[name]
    assert np.array_equal(code(table), code(early))
