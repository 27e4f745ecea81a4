"""Dates: the subset of EDTF, month numbers, and the two calendars."""

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from partystate.core import dates
from partystate.core.errors import UserError

DAYS = st.dates(date(1, 1, 3), date(9999, 12, 30))
OLD_DAYS = st.dates(date(1, 1, 3), date(1918, 2, 13))
MONTHS = st.integers(12, 9999 * 12 - 1)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("1933-01-01", date(1933, 1, 1), date(1933, 1, 1), "day"),
        ("1932-02", date(1932, 2, 1), date(1932, 2, 29), "month"),
        ("1933", date(1933, 1, 1), date(1933, 12, 31), "year"),
        ("1932-07/1933-06", date(1932, 7, 1), date(1933, 6, 30), "interval"),
        ("1937/1938", date(1937, 1, 1), date(1938, 12, 31), "interval"),
        ("1917-03/1918", date(1917, 3, 1), date(1918, 12, 31), "interval"),
    ],
)
def test_dates_that_are_read(text, start, end, precision):
    assert dates.parse(text) == dates.Span(start, end, precision, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "33",
        "1933-3",
        "1933-13",
        "1933-00",
        "1933-02-29",
        "1933-21",
        "1933?",
        "193X",
        "1933/..",
        "../1933",
    ]
    + [
        "1933-06/1933-01",
        "1933-01-01/1932",
        "1/2/3",
        " 1933",
        "1933 ",
        "1933-01-01T00:00",
        "[1933,1934]",
        "0000",
    ]
    + ["1933/", "1933\n", "\u0661\u0669\u0663\u0663", None, 1933],
)
def test_dates_that_are_refused(text):
    with pytest.raises(UserError):
        dates.parse(text)


@settings(max_examples=50, deadline=None)
@given(DAYS, st.sampled_from([4, 7, 10]))
def test_bounds_against_the_edtf_library(day, length):
    text = day.isoformat()[:length]
    span, read = dates.parse(text), parse_edtf(text)
    assert span.start.timetuple()[:3] == read.lower_strict()[:3]
    assert span.end.timetuple()[:3] == read.upper_strict()[:3]


@given(MONTHS)
def test_month_number_round_trip(number):
    first, last = dates.first_day(number), dates.last_day(number)
    assert dates.number_of(first) == dates.number_of(last) == number
    assert (
        last + timedelta(days=1) == dates.first_day(number + 1) if number < 9999 * 12 - 1 else True
    )


@settings(max_examples=50, deadline=None)
@given(MONTHS)
def test_month_text_round_trip(number):
    text = dates.month_text(number)
    assert dates.month_number(text) == number
    assert dates.parse(text).months == (number, number)


def test_months_of_an_interval():
    assert dates.parse("1932-07/1933-06").months == (1932 * 12 + 6, 1933 * 12 + 5)
    assert dates.parse("1932-07/1933-06").days == 365


@pytest.mark.parametrize("text", ["1933", "1933-01-01", "1932-07/1933-06"])
def test_a_month_number_needs_a_month(text):
    with pytest.raises(UserError, match="not a month"):
        dates.month_number(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1917-10-25", "1917-11-07"),
        ("1917-02-27", "1917-03-12"),
        ("1918-01-31", "1918-02-13"),
        ("1900-02-28", "1900-03-12"),
        ("1900-02-29", "1900-03-13"),
        ("1900-03-01", "1900-03-14"),
        ("1861-02-19", "1861-03-03"),
        ("1700-02-18", "1700-02-28"),
        ("1582-10-05", "1582-10-15"),
    ],
)
def test_old_style_against_known_days(old, new):
    assert dates.old_style(old).isoformat() == new
    assert dates.old_style_text(date.fromisoformat(new)) == old


@given(OLD_DAYS)
def test_old_style_round_trip(day):
    assert dates.old_style(dates.old_style_text(day)) == day


@pytest.mark.parametrize(
    "text", ["1918-02-01", "1937-01-01", "1917-02-29", "1917-13-01", "1917-02-00", "1917-10", None]
)
def test_days_that_are_not_old_style(text):
    with pytest.raises(UserError):
        dates.old_style(text)


def test_the_papers_skipped_thirteen_days():
    assert dates.day_after("1918-01-31") == "1918-02-14"
    assert dates.day_before("1918-02-14") == "1918-01-31"
    assert dates.day_after("1918-01-30") == "1918-01-31"
    assert dates.day_after("1918-02-14") == "1918-02-15"
    assert dates.from_paper("1918-02-14") - dates.from_paper("1918-01-31") == timedelta(days=1)


@pytest.mark.parametrize("day", range(1, 14))
def test_no_paper_bore_the_skipped_days(day):
    with pytest.raises(UserError, match="no paper bore this date"):
        dates.from_paper(f"1918-02-{day:02d}")


@settings(deadline=None)
@given(st.dates(date(1917, 1, 1), date(1919, 1, 1)))
def test_paper_round_trip(day):
    text = dates.on_paper(day)
    assert dates.from_paper(text) == day
    assert dates.day_before(dates.day_after(text)) == text
