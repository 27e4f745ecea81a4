"""Times of the record as a person writes them."""

from __future__ import annotations

from partystate.core import dates


def span_words(time: str) -> str:
    """A time in words.

    >>> span_words("1932/1933"), span_words("1932-07/1933-06"), span_words("1939-01-01")
    ('1932–1933', 'July 1932 to June 1933', '1 January 1939')
    """
    first, _, last = time.partition("/")
    if not last:
        return _one(first)
    plain = len(first) == len(last) == len("1932")
    return f"{first}–{last}" if plain else f"{_one(first)} to {_one(last)}"


def _one(time: str) -> str:
    day, precision = dates.parse(time).start, dates.parse(time).precision
    if precision == "day":
        return f"{day.day} {day:%B %Y}"
    return f"{day:%B %Y}" if precision == "month" else time
