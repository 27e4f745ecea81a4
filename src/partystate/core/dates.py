"""Dates: a strict subset of EDTF, month numbers, and the two calendars of the country's years.

Accepted: a day `1933-01-01`, a month `1933-03`, a year `1933`, an interval `1932-07/1933-06` of two of these.
Until 31 January 1918 the country kept the Julian calendar (old style); the next day was 14 February (new style).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from partystate.core.errors import UserError

SUBSET = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$")
LAST_OLD_STYLE = (1918, 1, 31)
EXPECTED = "1933-01-01, 1933-03, 1933 or an interval such as 1932-07/1933-06"


@dataclass(frozen=True)
class Span:
    """First and last day, both inside; `precision` is day, month, year or interval."""

    start: date
    end: date
    precision: str
    text: str

    @property
    def months(self) -> tuple[int, int]:
        """First and last month number."""
        return number_of(self.start), number_of(self.end)


def number_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def parse(text: str) -> Span:
    """Read a date of the subset; anything else is an error that shows what is accepted."""
    if not isinstance(text, str) or not SUBSET.match(text):
        raise UserError("not a date", found=repr(text), expected=EXPECTED)
    try:
        parse_edtf(text)
        parts = text.split("/")
        first, last = _bounds(parts[0]), _bounds(parts[-1])
    except (EDTFParseException, ValueError):
        raise UserError("not a date of the calendar", found=repr(text), expected=EXPECTED) from None
    if last[1] < first[0]:
        raise UserError("an interval that ends before it starts", found=repr(text), expected="the earlier date first")
    precision = "interval" if len(parts) == 2 else ("year", "month", "day")[parts[0].count("-")]
    return Span(first[0], last[1], precision, text)


def _bounds(text: str) -> tuple[date, date]:
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:
        return date(*numbers), date(*numbers)
    if len(numbers) == 2:
        return date(*numbers, 1), date(*numbers, calendar.monthrange(*numbers)[1])
    return date(numbers[0], 1, 1), date(numbers[0], 12, 31)


def month_number(text: str) -> int:
    """Month number (year x 12 + month - 1) of `YYYY-MM`."""
    span = parse(text)
    if span.precision != "month":
        raise UserError("not a month", found=repr(text), expected="YYYY-MM")
    return span.months[0]


def month_text(number: int) -> str:
    """`YYYY-MM` of a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def first_day(number: int) -> date:
    """First day of a month number."""
    return date(number // 12, number % 12 + 1, 1)


def old_style(text: str) -> date:
    """New-style day of an old-style `YYYY-MM-DD`, up to the last day that was kept in it."""
    if not re.match(r"^\d{4}-\d{2}-\d{2}$", text or ""):
        raise UserError("not an old-style day", found=repr(text), expected="YYYY-MM-DD")
    year, month, day = (int(part) for part in text.split("-"))
    leap = year % 4 == 0
    length = calendar.monthrange(2004 if leap else 2003, month)[1] if 1 <= month <= 12 else 0
    if not 1 <= day <= length:
        raise UserError("not a day of the old calendar", found=repr(text), expected="a day of the Julian calendar")
    if (year, month, day) > LAST_OLD_STYLE:
        raise UserError("the old calendar had ended", found=repr(text), expected="1918-01-31 or before")
    shifted, months = year + 4800 - (14 - month) // 12, month + 12 * ((14 - month) // 12) - 3
    julian_day = day + (153 * months + 2) // 5 + 365 * shifted + shifted // 4 - 32083
    return date.fromordinal(julian_day - 1721425)


def next_day_of_record(day: date, is_old_style: bool) -> tuple[date, bool]:
    """The day after, as the country wrote it, and whether that is still old style."""
    if is_old_style and (day.year, day.month, day.day) == LAST_OLD_STYLE:
        return date(1918, 2, 14), False
    return day + timedelta(days=1), is_old_style
