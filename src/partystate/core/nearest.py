"""The names nearest to one that is not known: what an error says in place of all that there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

MOST = 5  # names told in one sentence
LISTED = 20  # names that are all told where none is near
ALIKE = 0.5  # of difflib's ratio, from which a name is near


def nearest(
    found: str, known: Iterable[str], most: int = MOST, former: Mapping[str, str] | None = None
) -> str:
    """What to expect in place of `found`: all known names where they are few, else the nearest, and
    where none is near all that a line holds. A name near one of the `former` is told as the known
    one that it has become.

    >>> nearest("hunger", ["hunger_rural"])
    'hunger_rural'
    >>> nearest("two", ["one", "tow", "three", "four", "five", "six"])
    'tow (one of 6 names)'
    >>> nearest("old", ["one", "tow", "three", "four", "five", "six"], former={"olde": "six"})
    'six (one of 6 names)'
    >>> nearest("zzz", ["one", "tow", "three", "four", "five", "six"])
    'one, tow, three, four, five, six'
    """
    names = list(dict.fromkeys(known))
    if len(names) <= most:
        return ", ".join(names) or "none, for there is none"
    now = {name: name for name in names}
    now |= {old: new for old, new in (former or {}).items() if new in now}
    near = dict.fromkeys(now[n] for n in difflib.get_close_matches(found, now, most, ALIKE))
    of = f"one of {len(names)} names"
    if near:
        return f"{', '.join(near)} ({of})"
    return ", ".join(names) if len(names) <= LISTED else of
