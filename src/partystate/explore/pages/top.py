"""The party's top in a month: who leads, in words; who sat, by the record and in free histories."""

from __future__ import annotations

import polars as pl

from partystate.core.nearest import nearest
from partystate.country.names import Names
from partystate.explore import seats
from partystate.explore.address import Address
from partystate.explore.answer import WRONG, Missing
from partystate.explore.library import Library
from partystate.explore.rendering import Page
from partystate.report.spans import span_words

RECORDED, ALL = "recorded", "all"
LEAST = 0.05  # share of the histories, from which a person is named
SHOWN = 24
HOLDER_OF = ("party", "ruling")  # the spells of the record that say who ruled


def page(library: Library, address: Address, month: str) -> Page:
    """The top in a month of the record, of all free histories, or of one."""
    top, roster = library.country.meta.power, library.table("roster")
    if top is None or roster is None:
        raise Missing("This country has no leadership.")
    months = seats.months_of(top.start, top.end)
    month = _month(month or f"{top.leader_year}-12", months)
    history = address.get("history", RECORDED)
    runs = int(library.about["runs"])
    if history not in (RECORDED, ALL) and not (history.isdigit() and int(history) < runs):
        raise Missing(
            f"There is no history {history!r}.", f"recorded, all, or 0 to {runs - 1}", WRONG
        )
    names, at = library.names, months.index(month)
    here = Address(f"/top/{month}", {"history": "" if history == RECORDED else history})
    moves = [
        (words, str(Address(f"/top/{months[to]}", here.asked)))
        for words, to in (
            ("a year back", at - 12),
            ("back", at - 1),
            ("on", at + 1),
            ("a year on", at + 12),
        )
        if 0 <= to < len(months)
    ]
    bodies = [b for b in top.bodies if b != top.committee and b != "control_commission"]
    record = {b: seats.by_record(roster, b, month) for b in bodies}
    events = library.result("events")
    mine: dict[str, list[tuple[str, float]]] = {}
    if events is not None and history != RECORDED:
        for body in bodies:
            found = seats.by_histories(events, body, month)
            if history != ALL:
                found = found.filter(pl.col("run") == int(history))
            mine[body] = seats.shares(found, runs if history == ALL else 1)
    data = {
        "month": month,
        "months": months,
        "history": history,
        "runs": runs,
        "moves": moves,
        "years": _years(months, here, month),
        "lead": _lead(library, history, month, roster),
        "bodies": [_body(library, b, history, record[b], mine.get(b, [])) for b in bodies],
        "offices": _offices(library, roster, month) if history == RECORDED else [],
        "appointments": names.place(top.appointments),
        "is_recorded": history == RECORDED,
        "sources": list(dict.fromkeys(row["source"] for b in bodies for *_, row in record[b])),
        "is_read": all(row["verified"] == "yes" for b in bodies for *_, row in record[b]),
    }
    return Page(f"The top in {span_words(month)}", "top.html", data)


def _month(asked: str, months: list[str]) -> str:
    """A month of the run; a year stands for its December."""
    month = f"{asked}-12" if len(asked) == 4 else asked
    if month not in months:
        raise Missing(f"There is no month {asked!r} here.", f"{months[0]} to {months[-1]}")
    return month


def _years(months: list[str], here: Address, month: str) -> list[tuple[str, str, bool]]:
    """(year, address of its December or last month, whether it is this one)."""
    last = {m[:4]: m for m in months}
    return [
        (year, str(Address(f"/top/{m}", here.asked)), year == month[:4]) for year, m in last.items()
    ]


def _lead(library: Library, history: str, month: str, roster: pl.DataFrame) -> str:
    """Who leads, in words."""
    names, top = library.names, library.country.meta.power
    assert top is not None
    if history == RECORDED:
        ruling = [
            p for p, role, _ in seats.by_record(roster, HOLDER_OF[0], month) if role == HOLDER_OF[1]
        ]
        holder = [p for p, *_ in seats.by_record(roster, top.appointments, month)]
        told = []
        if ruling:
            told.append(f"By the record the ruling group is {_list(names, ruling)}.")
        told.append(
            f"The {names.place(top.appointments)}, who fills posts, is {_list(names, holder)}."
            if holder
            else f"There is no {names.place(top.appointments)} yet."
        )
        return " ".join(told)
    leaders = library.result("leaders")
    if leaders is None:
        return "These results do not say who leads."
    mine = leaders.filter(pl.col("time") <= month)
    if mine.is_empty():
        mine = leaders
    when = mine["time"].max()
    mine = mine.filter(pl.col("time") == when)
    if history == ALL:
        shares = mine["leader"].value_counts(sort=True).head(4)
        total = len(mine)
        told = ", ".join(f"{names.person(who)} in {n / total:.0%}" for who, n in shares.iter_rows())
        return f"In {span_words(str(when))} of {total} free histories the leader is {told}."
    row = mine.filter(pl.col("run") == int(history)).row(0, named=True)
    holder = (
        f"; the {names.place(top.appointments)} is {names.person(row['holder'])}"
        if row["holder"]
        else ""
    )
    return (
        f"In {span_words(str(when))} of free history {history} the leader is "
        f"{names.person(row['leader'])}{holder}. The ruling group: "
        f"{_list(names, list(filter(None, row['rulers'].split(';'))))}."
    )


def _list(names: Names, persons: list[str]) -> str:
    return ", ".join(names.person(p) for p in dict.fromkeys(persons)) or "nobody"


def _body(
    library: Library,
    body: str,
    history: str,
    record: list[tuple[str, str, dict]],
    mine: list[tuple[str, float]],
) -> dict:
    """A body: its seats, each with who sits, in what role, and how often."""
    names = library.names
    of_record = {person: role for person, role, _ in record}
    if history == RECORDED:
        found = [(p, role, 1.0, True) for p, role, _ in record]
    else:
        least = LEAST if history == ALL else 0.0
        shares_of = dict(mine)
        named = [p for p, share in mine[:SHOWN] if share >= least]
        named += [p for p in of_record if p not in named]
        found = [
            (p, of_record.get(p, ""), shares_of.get(p, 0.0), p in of_record)
            for p in sorted(named, key=lambda p: -shares_of.get(p, 0.0))
        ]
    return {
        "name": names.place(body),
        "seats": [
            {
                "id": p,
                "name": names.person(p),
                "role": role,
                "share": share,
                "width": round(share * 100),
                "is_recorded": recorded,
            }
            for p, role, share, recorded in found
        ],
    }


def _offices(library: Library, roster: pl.DataFrame, month: str) -> list[tuple[str, str, str]]:
    """(office, person, name) of the offices that are held by the record."""
    offices = library.country.tables.get("offices")
    found = []
    for office in offices["office"].unique(maintain_order=True) if offices is not None else ():
        for person, *_ in seats.by_record(roster, office, month):
            found.append((library.names.place(office), person, library.names.person(person)))
    return found


def person(library: Library, address: Address, asked: str) -> Page:
    """One person: posts by the record, how often he sits in free histories, ties, positions."""
    names, roster = library.names, library.table("roster")
    if not names.persons or roster is None or library.country.meta.power is None:
        raise Missing("This country has no leadership.")
    who = names.person_id(asked)
    if who not in names.persons:
        spelt = [*names.persons, *names.full_names.values()]
        raise Missing(f"There is nobody called {asked!r} here.", nearest(asked, spelt))
    top = library.country.meta.power
    persons = library.country.tables["persons"]
    facts = persons.filter(pl.col("person") == who).row(0, named=True)
    posts = roster.filter(pl.col("person") == who).sort("start").rows(named=True)
    ties, positions = library.table("ties"), library.table("positions")
    events, runs = library.result("events"), int(library.about["runs"])
    years = []
    if events is not None:
        for year, sat in _sat(library, events).items():
            at = seats.by_record(roster, top.inner, f"{year}-12")
            years.append((year, round(sat.get(who, 0) * 100), who in [p for p, *_ in at]))
    data = {
        "who": who,
        "facts": [
            (words, facts[key])
            for words, key in (
                ("born", "born"),
                ("joined", "joined"),
                ("nationality", "nationality"),
                ("origin", "origin"),
                ("education", "education"),
            )
            if facts.get(key)
        ],
        "source": facts["source"],
        "posts": [
            (
                names.place(p["place"]),
                p["role"],
                p["start"],
                p["end"] or "",
                p["source"],
                p["verified"] == "yes",
            )
            for p in posts
        ],
        "years": years,
        "inner": names.place(top.inner),
        "runs": runs,
        "ties": _ties(library, ties, who),
        "positions": [
            (names.label("issue", p["question"]), p["value"], p["date"], p["source"])
            for p in (
                positions.filter(pl.col("person") == who).rows(named=True)
                if positions is not None
                else []
            )
        ],
        "series": [
            (s.words, str(Address(f"/chart/{s.name}", {"place": f"person={who}"})))
            for s in library.catalogue.values()
            if f"person={who}" in s.groups
        ],
    }
    return Page(names.full_names.get(who, names.person(who)), "person.html", data)


def _sat(library: Library, events: pl.DataFrame) -> dict[str, dict[str, float]]:
    """In what share of the histories each person sat in the inner body at the end of each year."""
    key = ("seats", "inner")
    if key not in library.kept:
        top, runs = library.country.leadership, int(library.about["runs"])
        told = _inner(library, events)
        library.kept[key] = {
            year: dict(seats.shares(seats.by_histories(told, top.inner, f"{year}-12"), runs))
            for year in sorted({m[:4] for m in seats.months_of(top.start, top.end)})
        }
    return library.kept[key]


def _inner(library: Library, events: pl.DataFrame) -> pl.DataFrame:
    """Events of the inner body and ends of lives and memberships alone."""
    key = ("events", "inner")
    if key not in library.kept:
        top = library.country.leadership
        library.kept[key] = events.filter(
            (pl.col("office") == top.inner) | pl.col("kind").is_in(seats.LEAVES)
        )
    return library.kept[key]


def _ties(library: Library, ties: pl.DataFrame | None, who: str) -> list[tuple]:
    if ties is None:
        return []
    mine = ties.filter((pl.col("person_a") == who) | (pl.col("person_b") == who)).sort("date")
    found = []
    for row in mine.iter_rows(named=True):
        other = row["person_b"] if row["person_a"] == who else row["person_a"]
        kind = library.names.label("tie", row["kind"])
        found.append(
            (
                other,
                library.names.person(other),
                row["date"],
                kind,
                row["sign"],
                row["place"] or "",
                row["source"],
            )
        )
    return found
