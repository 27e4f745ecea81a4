"""Which figures may be fitted: fixed in data, by a rule that knows no result.

`even` calibrates the figures that close an even year and validates the others, `odd` the reverse;
a stock of one day closes the year of its eve. So one fact has one role in every series of a kind,
and a new row never changes the role of another.
"""

from __future__ import annotations

from partystate.evidence.times import balance_year


def role_of(rule: str, time: str) -> str:
    """The role of a figure at `time` under a role or parity word of the series map."""
    if rule not in ("even", "odd"):
        return rule
    parity = balance_year(time) % 2
    return "calibrate" if parity == (rule == "odd") else "validate"
