"""What the files of a country hold about a revolution: voices in the party, armies of others, and
what comes from outside by month."""

# pyright: reportInvalidTypeForm=false
# a Literal of words that stand elsewhere is made when the program runs, for pydantic

from __future__ import annotations

from typing import Annotated, Literal

from partystate.country.cells import Amount, Flag, Row, Text, Time, Verified, number
from partystate.country.dated_series import DatedRow

REVOLUTION_UNITS = {
    "crisis": "share",
    "loyal": "persons",
    "garrison": "persons",
    "seats": "share",
    "meeting": "share",
    "entering": "persons",
    "foreign": "persons",
    "aid": "share",
    "unity": "share",
    "enemy": "persons",
    "reserve": "persons",
}
# flows of a whole time, even over its months; the others stand in each month of theirs
AT_ONCE = ("entering",)
OF_ARMIES = ("entering", "foreign", "aid")
OF_COMMANDS = ("enemy",)
SHARES = ("crisis", "seats", "meeting", "unity")  # of at most one
RevolutionSeries = Literal[tuple(REVOLUTION_UNITS)]


class RevolutionRow(DatedRow):
    """One series at a time: the crisis of a government, and armies that come from outside."""

    series: RevolutionSeries


class ArmyRow(Row):
    """An army of others: its side, the regions where it can stand without holding land, where it
    goes (blank: everywhere), how many of those at its bases it calls up against other land that it
    holds (0: it calls up nobody), and whether peasants fear the old owners behind it."""

    key = ("army",)
    optional = True
    army: Text
    side: Text
    bases: Text
    aims: str | None
    raises: Amount
    landlords: Flag
    source: Text
    verified: Verified


class VoterRow(Row):
    """A voice in the party's top: its weight, its stance before the crisis (-1 defend the
    government, 1 take power), and the day from which it is there (blank: from the start)."""

    key = ("voter",)
    optional = True
    voter: Text
    seniority: Annotated[float, number(0, 100)]
    conviction: Annotated[float, number(-1, 1)]
    arrives: Time | None
    source: Text
    verified: Verified


REVOLUTION_TABLES: dict[str, type[Row]] = {
    "revolution": RevolutionRow,
    "armies": ArmyRow,
    "voters": VoterRow,
}
