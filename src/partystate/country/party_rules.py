"""Rules on the party's top: all of its files or none, and names in country.toml and the rosters
that they declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.meta import FILE, Meta, PartyTop
from partystate.country.party_tables import POWER_TABLES, SEATS
from partystate.country.told import Rows, month

PERSONS = "persons"
SHARED = ("shocks",)  # a murder moves society too
PARTY = "party"  # the place of politics in the roster
HOLDER = "holder"
NOT_EMPTY = (PERSONS, "offices", "party_regions", "body_sizes", "roster", "issues")


def all_or_none(folder: Path, meta: Meta, tables: dict[str, Rows]) -> Iterator[UserError]:
    """A country has [power] and every table of the party's top, or nothing of it."""
    ours = [name for name in POWER_TABLES if name not in SHARED]
    there = [name for name in ours if (folder / f"{name}.csv").exists()]
    if meta.power is None:
        if there:
            yield UserError(
                "tables of the party's top without its months and offices",
                FILE,
                column="power",
                found=", ".join(f"{name}.csv" for name in there),
                expected="[power]",
                action="Write it, as in the template, or remove the tables.",
            )
        return
    for name in (PERSONS, *POWER_TABLES):
        if not (folder / f"{name}.csv").exists():
            yield UserError(
                "a table of the party's top is missing",
                f"{name}.csv",
                expected="every table of it, since country.toml has [power]",
                action="Copy it from the template and fill it in, or remove [power].",
            )
        elif name in NOT_EMPTY and name in tables and not tables[name]:
            yield UserError(
                "the table has no row", f"{name}.csv", 1, expected="at least one", action="Fill it."
            )


def names_declared(meta: Meta, tables: dict[str, Rows]) -> Iterator[UserError]:
    """Persons, offices, bodies and issues that [power] names stand in their tables."""
    top = meta.power
    if top is None:
        return
    if month(top.end) < month(top.start):
        yield _wrong("end", top.end, f"a month from {top.start} on")
    for name in ("body_weights", "candidate_weights"):
        if len(getattr(top, name)) != len(top.bodies):
            found = f"{len(getattr(top, name))} weights"
            yield _wrong(name, found, f"one for each of {len(top.bodies)} bodies")
    for table, column, entries in _named(top):
        if table in tables:
            known = {getattr(row, column) for _, row in tables[table]}
            yield from _unknown(entries, known)
    yield from _unknown(
        [(n, getattr(top, n)) for n in ("committee", "inner", "secretariat")], top.bodies
    )


def _named(top: PartyTop) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(table, column, (entry of [power], name)) of what must stand there."""
    persons = [("founder", top.founder), *(("watched", person) for person in top.watched)]
    persons += [("order", person) for group in top.order for person in group]
    return [
        (PERSONS, "person", persons),
        ("offices", "office", [(n, getattr(top, n)) for n in ("appointments", "exposed")]),
        ("issues", "issue", [(n, getattr(top, n)) for n in ("market", "regime")]),
        ("issues", "question", [("platform_question", top.platform_question)]),
    ]


def _unknown(entries: Iterable[tuple[str, str]], known: Iterable[str]) -> Iterator[UserError]:
    known = sorted(known)
    for entry, name in entries:
        if name not in known:
            yield _wrong(entry, repr(name), nearest(name, known))


def _wrong(entry: str, found: str, expected: str) -> UserError:
    return UserError(
        "an entry that the tables of the party's top do not bear out",
        FILE,
        column=f"power.{entry}",
        found=found,
        expected=expected,
        action="Mend the entry or the table.",
    )


def rosters_placed(meta: Meta, tables: dict[str, Rows]) -> Iterator[UserError]:
    """A seat is in a body of [power], a holder in an office, politics in the party."""
    if meta.power is None or not {"roster", "offices"} <= tables.keys():
        return
    offices = [row.office for _, row in tables["offices"]]
    for number, row in tables["roster"]:
        known = offices if row.role == HOLDER else meta.power.bodies
        known = known if row.role in SEATS else [PARTY]
        if row.place not in known:
            yield UserError(
                f"no place for the role {row.role!r}",
                "roster.csv",
                number,
                "place",
                found=repr(row.place),
                expected=nearest(row.place, known),
                action="Mend the place or the role.",
            )
