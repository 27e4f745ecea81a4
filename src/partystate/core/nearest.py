"""The names nearest to one that is not known: what an error says in place of all that there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST = 5  # names told in one sentence
ALIKE = 0.5  # of difflib's ratio, from which a name is near


def nearest(found: str, known: Iterable[str], most: int = MOST) -> str:
    """What to expect in place of `found`: all known names where they are few, else the nearest.

    >>> nearest("hunger", ["hunger_rural"])
    'hunger_rural'
    >>> nearest("two", ["one", "tow", "three", "four", "five", "six"])
    'tow (one of 6 names)'
    """
    names = list(dict.fromkeys(known))
    if len(names) <= most:
        return ", ".join(names) or "none, for there is none"
    near = difflib.get_close_matches(found, names, most, ALIKE)
    of = f"one of {len(names)} names"
    return f"{', '.join(near)} ({of})" if near else of
