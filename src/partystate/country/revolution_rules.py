"""Rules on a revolution: all of its files or none, and names and units that agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.dated_series import series_sound
from partystate.country.meta import FILE, Meta, Uprising
from partystate.country.revolution_tables import (
    OF_ARMIES,
    OF_COMMANDS,
    REVOLUTION_TABLES,
    REVOLUTION_UNITS,
    SHARES,
)
from partystate.country.told import Rows, label_error, month
from partystate.world.revolution import COMMANDS


def all_or_none(folder: Path, meta: Meta, tables: dict[str, Rows]) -> Iterator[UserError]:
    """A country has [revolution] and its three tables, or nothing of it."""
    there = [name for name in REVOLUTION_TABLES if (folder / f"{name}.csv").exists()]
    if meta.revolution is None:
        if there:
            yield UserError(
                "tables of a revolution without its months and seats",
                FILE,
                column="revolution",
                found=", ".join(f"{name}.csv" for name in there),
                expected="[revolution]",
                action="Write it, as toyland does, or remove the tables.",
            )
        return
    for name in REVOLUTION_TABLES:
        if name not in there:
            yield UserError(
                "a table of the revolution is missing",
                f"{name}.csv",
                expected="every table of it, since country.toml has [revolution]",
                action="Copy it from toyland and fill it in, or remove [revolution].",
            )
        elif name in tables and not tables[name]:
            yield UserError(
                "the table has no row", f"{name}.csv", 1, expected="at least one", action="Fill it."
            )
    if "regions" in tables:
        yield from _seats_known(meta.revolution, tables["regions"])
    if "voters" in tables and tables["voters"]:
        yield from _voters_sound(meta.revolution, tables["voters"])


def _voters_sound(ours: Uprising, voters: Rows) -> Iterator[UserError]:
    if ours.founder not in (known := [row.voter for _, row in voters]):
        yield UserError(
            "a founder who is no voter",
            FILE,
            column="revolution.founder",
            found=repr(ours.founder),
            expected=nearest(ours.founder, known),
            action="Mend the name, or add a row to voters.csv.",
        )
    first = month(ours.start)
    if not any(row.arrives is None or month(row.arrives) <= first for _, row in voters):
        yield UserError(
            "nobody of the party is there in the first month",
            "voters.csv",
            column="arrives",
            found="later days in every row",
            expected=f"a blank, or a day by {ours.start}, in one row at least",
            action="Add who was there.",
        )


def _seats_known(ours: Uprising, regions: Rows) -> Iterator[UserError]:
    known = [row.region for _, row in regions]
    for name in ours.seats:
        if name not in known:
            yield UserError(
                "a seat of power that is no region",
                FILE,
                column="revolution.seats",
                found=repr(name),
                expected=nearest(name, known),
                action="Mend the name.",
            )
    if month(ours.end) < month(ours.start):
        yield UserError(
            "the revolution ends before it starts",
            FILE,
            column="revolution.end",
            found=ours.end,
            expected=f"a month from {ours.start} on",
            action="Mend the dates.",
        )


def armies_placed(armies: Rows, regions: Rows) -> Iterator[UserError]:
    """Bases and aims are regions."""
    known = [row.region for _, row in regions]
    for number_, row in armies:
        for column in ("bases", "aims"):
            for name in (getattr(row, column) or "").split(";"):
                if name and name not in known:
                    yield label_error(
                        "armies.csv", number_, column, name, known, "the regions table"
                    )


def revolution_sound(given: Rows, armies: Rows) -> Iterator[UserError]:
    """Units of their kind, groups where a series has them, shares of at most one."""
    of_armies = [row.army for _, row in armies], "armies.csv"
    of_commands = list(COMMANDS), "the commands of a foreign war"
    groups: dict[str, tuple[Sequence[str], str]] = {
        **dict.fromkeys(OF_ARMIES, of_armies),
        **dict.fromkeys(OF_COMMANDS, of_commands),
    }
    yield from series_sound("revolution.csv", given, REVOLUTION_UNITS, groups, SHARES)
