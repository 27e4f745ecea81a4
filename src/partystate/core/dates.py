"""Dates: a strict subset of EDTF, month numbers, and the two calendars of the modelled years.

Accepted: a day `1933-01-01`, a month `1933-03`, a year `1933`, and an interval of two of these
(`1932-07/1933-06`, `1937/1938`). All days are new style (Gregorian). The papers of the time were
dated in the old style (Julian) until LAST_OLD_STYLE; the next day bore the date FIRST_NEW_STYLE.

A month number is year x 12 + month - 1. Source of the subset: Extended Date/Time Format (2019),
levels 0 and 1, Library of Congress. Every date of it is read here by its pattern, which a test
holds against the EDTF library: that one takes ten milliseconds a date, and a country has some five
hundred. Of the change of calendar: decree of 24 January 1918 (old style)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from partystate.core.errors import UserError

MONTHS = 12
PRECISIONS = ("year", "month", "day")
PART = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
EXPECTED = "1933-01-01, 1933-03, 1933 or an interval such as 1932-07/1933-06"
ONE_DAY = timedelta(days=1)

LAST_OLD_STYLE = "1918-01-31"
FIRST_NEW_STYLE = "1918-02-14"
# The Julian calendar repeats every 4 years; its first 1 January is the second day before the
# Gregorian one.
CYCLE_YEARS = 4
CYCLE_DAYS = 1461
JULIAN_LEAD = 2


@dataclass(frozen=True)
class Span:
    """First and last day, both inside; `precision` is day, month, year or interval; `text` as
    written."""

    start: date
    end: date
    precision: str
    text: str

    @property
    def months(self) -> tuple[int, int]:
        """First and last month number, both inside."""
        return number_of(self.start), number_of(self.end)

    @property
    def days(self) -> int:
        """Number of days inside."""
        return (self.end - self.start).days + 1


@cache
def parse(text: str) -> Span:
    """Read a date of the subset; UserError, with what is accepted, for anything else."""
    parts = text.split("/") if isinstance(text, str) else []
    if not 1 <= len(parts) <= 2 or not all(PART.fullmatch(part) for part in parts):
        raise _unreadable("a date cannot be read", text)
    first, last = parse_part(parts[0]), parse_part(parts[-1])
    if len(parts) == 1:
        return first
    if last.start < first.start or last.end < first.end:
        raise _unreadable("an interval ends before it starts", text, "the earlier date first")
    return Span(first.start, last.end, "interval", text)


@cache
def parse_part(text: str) -> Span:
    """Read a day, month or year that has the pattern `PART`."""
    try:
        numbers = [int(word) for word in text.split("-")]
        start = date(*(numbers + [1, 1])[:3])
    except ValueError:
        raise _unreadable("there is no such date", text) from None
    precision = PRECISIONS[len(numbers) - 1]
    last = number_of(start) + (MONTHS - 1 if precision == "year" else 0)
    return Span(start, start if precision == "day" else last_day(last), precision, text)


def number_of(day: date) -> int:
    """Month number of a day."""
    return day.year * MONTHS + day.month - 1


def month_number(text: str) -> int:
    """Month number of `1933-03`."""
    span = parse(text)
    if span.precision != "month":
        raise _unreadable("this is not a month", text, "a month such as 1933-03")
    return span.months[0]


def month_text(number: int) -> str:
    """`1933-03` of a month number."""
    year, month = divmod(int(number), MONTHS)
    return f"{year:04d}-{month + 1:02d}"


def first_day(number: int) -> date:
    """First day of a month number."""
    year, month = divmod(int(number), MONTHS)
    return date(year, month + 1, 1)


def last_day(number: int) -> date:
    """Last day of a month number."""
    first = first_day(number)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def old_style(text: str) -> date:
    """The (new-style) day of an old-style date: `1917-10-25` is 7 November.

    UserError after LAST_OLD_STYLE, when the old style had ended.
    """
    year, month, day = _day_words(text)
    if text > LAST_OLD_STYLE:
        raise _unreadable("the old style had ended", text, f"{LAST_OLD_STYLE} or before")
    cycle, year_of_cycle = divmod(year - 1, CYCLE_YEARS)
    try:
        place = date(year_of_cycle + 1, month, day).toordinal()
        return date.fromordinal(cycle * CYCLE_DAYS + place - JULIAN_LEAD)
    except ValueError:
        raise _unreadable(
            "there is no such day in the old style", text, "a day of the Julian calendar"
        ) from None


def old_style_text(day: date) -> str:
    """The old-style date of a day, for all days: 7 November is `1917-10-25`."""
    cycle, place = divmod(day.toordinal() + JULIAN_LEAD - 1, CYCLE_DAYS)
    within = date.fromordinal(place + 1)
    return f"{within.year + cycle * CYCLE_YEARS:04d}-{within.month:02d}-{within.day:02d}"


def from_paper(text: str) -> date:
    """The day of a date as its own time wrote it: old style to LAST_OLD_STYLE, new style from
    FIRST_NEW_STYLE."""
    _day_words(text)
    if text <= LAST_OLD_STYLE:
        return old_style(text)
    if text < FIRST_NEW_STYLE:
        raise _unreadable(
            "no paper bore this date",
            text,
            f"{LAST_OLD_STYLE} or before, or {FIRST_NEW_STYLE} or after",
        )
    return parse(text).start


def on_paper(day: date) -> str:
    """The date of a day as its own time wrote it."""
    return old_style_text(day) if day < parse(FIRST_NEW_STYLE).start else day.isoformat()


def day_after(text: str) -> str:
    """The date written on the next day: after `1918-01-31` comes `1918-02-14`."""
    return on_paper(from_paper(text) + ONE_DAY)


def day_before(text: str) -> str:
    """The date written on the day before: before `1918-02-14` came `1918-01-31`."""
    return on_paper(from_paper(text) - ONE_DAY)


def _day_words(text: str) -> tuple[int, int, int]:
    if not isinstance(text, str) or not PART.fullmatch(text) or text.count("-") != 2:
        raise _unreadable("this is not a day", text, "a day such as 1917-10-25")
    year, month, day = (int(word) for word in text.split("-"))
    return year, month, day


def _unreadable(problem: str, text: object, expected: str = EXPECTED) -> UserError:
    return UserError(problem, found=repr(text), expected=expected, action="Mend the date.")
