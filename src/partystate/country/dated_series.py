"""Rows of a table that has many series over time, each with its unit and, where it has them,
groups."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from partystate.core.errors import UserError
from partystate.country.cells import Amount, Row, Text, Time, Unit, Verified
from partystate.country.told import Rows, label_error, wrong_unit


class DatedRow(Row):
    """One series at a time; a table says which series it has."""

    key = ("series", "group", "time")
    ranges = (("low", "central", "high"),)
    optional = True
    series: str
    group: str | None
    time: Time
    low: Amount | None
    central: Amount
    high: Amount | None
    unit: Unit
    source: Text
    verified: Verified


def series_sound(
    file: str,
    rows: Rows,
    units: Mapping[str, str],
    groups: Mapping[str, tuple[Sequence[str], str]],
    shares: Collection[str],
) -> Iterator[UserError]:
    """Units of their kind, groups where a series has them (`groups`: labels, and the file that they
    are of), `shares` of at most one."""
    for number, row in rows:
        if row.unit != units[row.series]:
            yield wrong_unit(file, number, row.unit, units[row.series])
        known, of = groups.get(row.series, (None, ""))
        if known is None and row.group is not None:
            yield UserError(
                "a group where the series has none",
                file,
                number,
                "group",
                found=repr(row.group),
                expected="a blank",
                action="Leave it blank.",
            )
        elif known is not None and row.group not in known:
            yield label_error(file, number, "group", row.group or "", list(known), of)
        if row.series in shares and row.central > 1:
            yield UserError(
                "a share above one",
                file,
                number,
                "central",
                found=f"{row.central:g}",
                expected="at most 1",
                action="Mend the number.",
            )
