"""Rows carry the observable's unit, the right members and one role."""

import pytest

from partystate.evidence import compile_rows
from partystate.evidence.roles import role_of
from partystate.evidence.times import balance_year, period, plain
from partystate.evidence.units import factor


def by_id(folder):
    return {row.id: row for row in compile_rows(folder)}


def test_a_claim_is_converted_and_placed(mini):
    row = by_id(mini)["S001"]
    assert [row.low, row.central, row.high] == pytest.approx([1.0, 2.0, 3.0])
    assert (row.unit, row.group, row.members, row.tolerance, row.place) == (
        "Mt",
        "region=north",
        (("region=North", 1.0),),
        "estimated",
        "lines 3-4",
    )


def test_a_band_governs_and_the_source_stays_beside(ussr):
    row = by_id(ussr)["S166"]
    assert (row.low, row.high) == (0.1, 0.55)
    assert row.stated == (0.1, 0.1, 0.1)


def test_an_open_end_closes_at_the_latest_month(mini):
    assert by_id(mini)["S003"].time == "1930/1953-12"


def test_a_region_label_becomes_weighted_regions(mini):
    row = by_id(mini)["grain:4"]
    assert row.group == "region=Both"
    assert row.members == (("region=North", 1.0), ("region=South", 0.75))
    assert row.combine == "sum"


def test_ukraine_is_eight_regions(ussr):
    row = next(
        r
        for r in compile_rows(ussr)
        if r.observable == "famine.deaths" and r.group == "region=Ukraine"
    )
    assert len(row.members) == 8
    assert {w for _, w in row.members} == {1.0}
    assert row.unit == "persons"
    assert row.low is None
    assert row.central == 3.9e6


def test_units_of_the_record_are_converted(ussr):
    rows = by_id(ussr).values()
    births = next(r for r in rows if r.observable == "population.births" and r.time == "1927")
    share = next(
        r for r in rows if r.observable == "collectivisation.share" and r.time == "1930-03-01"
    )
    assert births.central == 6950e3
    assert share.central == pytest.approx(0.572)
    assert share.role == "calibrate"


def test_links(ussr):
    rows = list(by_id(ussr).values())
    hodgman = next(
        r for r in rows if r.series == "industry:industrial_output_hodgman" and r.time == "1937"
    )
    head = next(r for r in rows if r.observable == "consumption.per_head" and r.time == "1937")
    assert (hodgman.base, hodgman.central) == ("1928", 3.71)
    assert head.central == pytest.approx(1.30)


def test_rows_rise(ussr):
    for row in compile_rows(ussr):
        given = [v for v in (row.low, row.high) if v is not None]
        assert given == sorted(given), row.id


@pytest.mark.parametrize(
    ("rule", "time", "role"),
    [
        ("even", "1932", "calibrate"),
        ("even", "1933", "validate"),
        ("odd", "1937", "calibrate"),
        ("even", "1933-01-01", "calibrate"),
        ("even", "1930-07/1931-06", "calibrate"),
        ("given", "1932", "given"),
    ],
)
def test_roles_alternate_by_the_year_a_figure_closes(rule, time, role):
    assert role_of(rule, time) == role


def test_a_new_year_stock_closes_the_year_before():
    assert (balance_year("1934-01-01"), balance_year("1934-12-31"), balance_year("1934")) == (
        1933,
        1934,
        1934,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1930-22", "1930-06/1930-08"),
        ("1945/..", "1945/1953-12"),
        ("1928~", "1928"),
        ("1932/1933", "1932/1933"),
        ("1930-24", "1930-12/1931-02"),
        ("../1933", "1933"),
    ],
)
def test_times_of_the_source_become_plain(text, expected):
    assert plain(text, "1953-12") == expected


@pytest.mark.parametrize(
    ("start", "end", "rule", "expected"),
    [
        ("1930", "1930", "jan1", "1930-01-01"),
        ("1930-07", "1931-06", "as_given", "1930-07/1931-06"),
        ("1944-02-23", "1944-02-29", "months", "1944-02"),
        ("1939-01", "1939-01", "start_day", "1939-01-01"),
        ("1937", "1937", "1937-01-06", "1937-01-06"),
    ],
)
def test_time_rules(start, end, rule, expected):
    assert period(start, end, rule) == expected


def test_units_of_another_kind_are_refused():
    from partystate.core.errors import UserError

    with pytest.raises(UserError, match="no way from one unit"):
        factor("tonnes", "persons", {})
    assert factor("bushels", "Mt", {("bushels", "Mt"): 2.7e-8}) == 2.7e-8


def test_blanked_validation_leaves_calibration_alone(mini, spoil):
    before = [r for r in compile_rows(mini) if r.role == "calibrate"]
    spoil("record/grain.csv", "60,65,70", ",,")
    assert [r for r in compile_rows(mini) if r.role == "calibrate"] == before


def test_a_band_is_in_the_unit_of_the_observable(ussr):
    """S158 is in tonnes, its observable in Mt: figures and band alike."""
    row = by_id(ussr)["S158"]
    assert (row.unit, row.low, row.central, row.high) == (
        "Mt",
        pytest.approx(1.7),
        pytest.approx(1.8),
        pytest.approx(1.8),
    )
