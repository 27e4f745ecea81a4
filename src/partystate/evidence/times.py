"""Times of the sources, written so that `core.dates` reads them.

Sources use seasons, unknown ends and approximate years; a row to be scored needs a plain span.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from partystate.core import dates

_SEASON = re.compile(r"^(\d{4})-(2[1-4])$")
_SEASON_MONTHS = {"21": ("03", "05"), "22": ("06", "08"), "23": ("09", "11"), "24": ("12", "02")}
TIME_RULES = ("as_given", "jan1", "jul1", "dec31", "start_day", "end_day", "months")


@cache
def span(text: str) -> dates.Span:
    """`dates.parse`, remembered: the same few hundred dates come again and again."""
    return dates.parse(text)


def plain(text: str, latest: str) -> str:
    """EDTF with seasons spelled as months, `~` dropped, an open end closed at `latest`."""
    parts = [_season(part.strip().rstrip("~?")) for part in text.split("/")]
    if len(parts) == 1:
        return parts[0]
    start, end = parts[0].split("/")[0], parts[-1].split("/")[-1]
    end = latest if end in ("", "..") else end
    start = end if start in ("", "..") else start
    return start if start == end else f"{start}/{end}"


def period(start: str, end: str, rule: str) -> str:
    """The time of a figure from its two period cells, by the rule of its series.

    `as_given` keeps a flow's span, `months` widens it to whole months; a date of its own is taken
    as it is (a census year names its day); the others name the one day of a stock."""
    if rule not in TIME_RULES:
        return rule
    if rule == "months":
        start, end = start[:7], end[:7]
    if rule in ("as_given", "months"):
        return start if start == end or not end else f"{start}/{end}"
    if rule in ("jan1", "jul1", "dec31"):
        return f"{start[:4]}-{ {'jan1': '01-01', 'jul1': '07-01', 'dec31': '12-31'}[rule] }"
    found = span(start if rule == "start_day" else end)
    return (found.start if rule == "start_day" else found.end).isoformat()


def balance_year(time: str) -> int:
    """The year a figure closes: for a stock of one day the year of its eve, else the first year."""
    found = span(time)
    first: date = found.start
    if found.start == found.end:
        first = first - timedelta(days=1)
    return first.year


def _season(text: str) -> str:
    match = _SEASON.match(text)
    if not match:
        return text
    year, (first, last) = int(match[1]), _SEASON_MONTHS[match[2]]
    return f"{year}-{first}/{year + (last < first)}-{last}"
