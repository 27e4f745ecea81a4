"""Blocks held out: which figures they take, and that no fact is fitted and held out at once."""

from collections import defaultdict
from dataclasses import replace

import pytest

from partystate.core.errors import UserError
from partystate.evidence import compile_rows, load_observables, problems
from partystate.evidence.roles import Block, Roles, agreed, fact_of, load_blocks
from partystate.scoring.quantity import mates_of, naive_for
from partystate.scoring.scale import to_scale
from partystate.scoring.smoothness import on_lines, smooth_flows

YEARS = Block("1933-34", (1933, 1934), "", "smooth")
PLACES = Block("regions", None, "region", "all")
HEADER = "block,from,to,axis,observables,reason\n"


@pytest.fixture
def observables(ussr):
    return load_observables(ussr)


@pytest.mark.parametrize(
    ("time", "held"),
    [
        ("1933-01-01", False),  # closes 1932
        ("1934-01-01", True),
        ("1935-01-01", True),
        ("1936-01-01", False),
        ("1932", False),
        ("1933", True),
        ("1934", True),
        ("1935", False),
        ("1928/1933", True),
        ("1934-07/1935-06", True),
    ],
)
def test_a_block_takes_stocks_that_close_its_years_and_flows_of_any_part(observables, time, held):
    assert YEARS.holds(time, "", observables["livestock.cattle"]) is held


def test_only_smooth_series_are_held_out_by_years_and_all_by_places(observables):
    cattle, harvest = observables["livestock.cattle"], observables["grain.harvest"]
    rule = Roles((YEARS, PLACES))
    assert rule.of("even", "1933", "", harvest) == "validate"
    assert rule.of("even", "1934", "", harvest) == "calibrate"
    assert rule.of("even", "1935", "", cattle) == "calibrate"
    assert rule.of("calibrate", "1934", "", cattle) == "validate"
    assert rule.of("even", "1934", "region=Urals", harvest) == "validate"
    assert rule.of("even", "1934", "sex=male", harvest) == "calibrate"
    assert rule.of("validate", "1920", "", cattle) == "validate"
    assert rule.of("given", "1934", "", cattle) == "given"
    assert rule.of("context", "", "", None) == "context"


@pytest.mark.parametrize(
    ("time", "role"),
    [
        ("1941", "calibrate"),
        ("1941-06", "calibrate"),
        ("1941-07-01", "calibrate"),
        ("1941-07", "extrapolation"),
        ("1942-01-01", "extrapolation"),
        ("1947", "extrapolation"),
    ],
)
def test_what_begins_after_the_usual_end_is_extrapolation(observables, time, role):
    rule, harvest = Roles(usual_end="1941-06"), observables["grain.harvest"]
    assert rule.of("calibrate", time, "", harvest) == role
    assert rule.of("given", time, "", harvest) == "given"
    assert rule.of("validate", time, "", None) == "validate"


def test_no_figure_of_later_months_is_fitted_or_held_out(ussr):
    """Of the record; a count of peoples that the source gives as an event keeps its role."""
    later = [row for row in compile_rows(ussr) if row.kind == "quantity" and row.time >= "1942"]
    assert later
    assert {row.role for row in later if row.observable and ":" in row.id} <= {
        "extrapolation",
        "context",
        "given",
    }


def test_no_fact_of_the_record_is_fitted_and_held_out(ussr):
    roles = defaultdict(set)
    for row in compile_rows(ussr, "blocks"):
        if row.kind == "quantity" and row.observable and not row.base:
            roles[fact_of(row)].add(row.role)
    assert not [fact for fact, found in roles.items() if {"calibrate", "validate"} <= found]


def test_of_a_region_nothing_is_fitted_and_outside_of_blocks_smooth_series_are(ussr, observables):
    before = {row.id: row.role for row in compile_rows(ussr)}
    rows = [r for r in compile_rows(ussr, "blocks") if r.kind == "quantity"]
    assert not [r for r in rows if "region=" in r.group and r.role == "calibrate"]
    changed = [r for r in rows if before[r.id] != r.role]
    assert len(changed) > 100
    freed = [r for r in changed if r.role == "calibrate"]
    assert all(observables[r.observable].is_smooth for r in freed)
    assert not [r for r in freed if any(b.holds(r.time, r.group, None) for b in [PLACES])]
    assert {r.time for r in freed}.isdisjoint({"1933", "1934", "1937", "1938", "1934-01-01"})


def test_a_fact_that_one_row_holds_out_is_held_out_in_all(ussr):
    row = next(r for r in compile_rows(ussr) if r.kind == "quantity" and not r.base)
    pair = [replace(row, id="a", role="validate"), replace(row, id="b", role="calibrate")]
    other = replace(pair[1], id="c", time="1901")
    assert [r.role for r in agreed([*pair, other])] == ["validate", "validate", "calibrate"]


def test_the_table_of_smooth_flows_follows_from_the_record(ussr, observables):
    """Where it does not, write what `smooth_flows` gives into smooth_flows.csv."""
    found = smooth_flows(compile_rows(ussr), observables)
    lines = (ussr / "smooth_flows.csv").read_text().splitlines()[1:]
    assert [f"{name},{on},{of}" for name, (on, of) in found.items()] == lines
    assert all(observables[name].is_smooth for name in found)
    assert not observables["grain.exports"].is_smooth


def test_a_figure_on_the_line_between_its_neighbours_by_hand(ussr):
    row = next(
        r
        for r in compile_rows(ussr)
        if r.observable == "industry.coal" and r.kind == "quantity" and r.low is None
    )
    row = replace(row, tolerance="registered", scale="positive", base="")

    def at(year, figure):
        return replace(row, time=str(year), low=None, central=figure, high=None)

    line = [at(1930, 100.0), at(1931, 141.0), at(1932, 200.0), at(1933, 200.0), at(1939, 500.0)]
    assert on_lines(line, 0.05) == [True, False]  # the gap of six years is not judged


def test_the_naive_guess_sees_what_the_roles_in_force_calibrate(ussr, observables):
    """Coal of 1934 is fitted under the alternate rule and held out under blocks: only there it says
    nothing of 1935."""
    coal = observables["industry.coal"]

    def guess(roles, factor):
        rows = [r for r in compile_rows(ussr, roles) if r.series == "industry:coal"]
        rows = [
            replace(r, central=factor * r.central) if r.time == "1934" else r
            for r in rows
            if r.kind == "quantity"
        ]
        row = next(r for r in rows if r.time == "1935")
        mates = mates_of(rows)(row)
        return naive_for(row, mates, lambda y: to_scale(y, "positive", coal.resolution), coal).mean

    assert guess("blocks", 3) == guess("blocks", 1)
    assert guess("alternate", 3) != guess("alternate", 1)


def test_a_country_without_blocks_says_so(mini):
    with pytest.raises(UserError, match="no blocks to hold out"):
        compile_rows(mini, "blocks")
    with pytest.raises(UserError, match="alternate or blocks"):
        compile_rows(mini, "odd")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("x,,,,smooth,none", "a block of nothing"),
        ("x,1934,,,smooth,none", "a block of nothing"),
        ("x,1934,1933,,smooth,none", "ends before it begins"),
        ("x,1933,1934,,stocks,none", "an unknown word"),
        ("x,1933,1934,,smooth,", "a needed cell is blank"),
    ],
)
def test_mistakes_in_blocks_are_told(mini, line, told):
    (mini / "blocks.csv").write_text(f"{HEADER}{line}\n")
    with pytest.raises(UserError, match=told):
        load_blocks(mini)
    assert any(told in problem and "blocks.csv, row 2" in problem for problem in problems(mini))


def test_a_smooth_flow_that_is_no_observable_is_told(mini):
    (mini / "smooth_flows.csv").write_text("observable,on_line,of\ngrain.harvests,5,6\n")
    assert any("'grain.harvests'" in problem for problem in problems(mini))
