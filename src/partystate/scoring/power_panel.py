"""The panel of non-events at the top: every member on record, year and kind, and how often the
model says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from partystate.country.country import Country
from partystate.scenario.party_inputs import month_of
from partystate.scoring.events import Ledger

KINDS = ("removed", "expelled", "appointed")
YEAR = 12
OPEN = 10**9
PARTY = "party"


def record_of(country: Country) -> dict[str, list[tuple[str, str, int, int]]]:
    """(place, role, first month, month after the last) of each person on record."""
    out = defaultdict(list)
    for row in country.tables["roster"].iter_rows(named=True):
        out[row["person"]].append(
            (row["place"], row["role"], month_of(row["start"], 0), month_of(row["end"], OPEN))
        )
    return out


def last_recorded(record: dict, bodies: tuple[str, ...]) -> int:
    """The December of the last year in which somebody on record came or went: who sat later is not
    on record."""
    spells = [spell for found in record.values() for spell in found if spell[0] in bodies]
    moves = [start for _, _, start, _ in spells] + [end for *_, end in spells if end < OPEN]
    return max(moves) // YEAR * YEAR + YEAR - 1


def panel_rows(country: Country, ledgers: dict[int, Ledger]) -> dict[str, np.ndarray]:
    """Rows of (member, year, kind) over the years that a ledger covers; `ledgers` are by the month
    from which each counts.

    `appointed` is to a body in which he does not sit on 1 January on record: the record of offices
    is partial, and who sits cannot be appointed, although he may in a history in which he does not.
    A year is told by the ledger with the latest start no later than its January. p is the share of
    runs; truth and base rate are of the record. Members are those of the committee and the inner
    body on 1 January."""
    top, record = country.leadership, record_of(country)
    columns = defaultdict(list)
    last = min(
        max(ledger.last for ledger in ledgers.values()),
        last_recorded(record, (top.committee, top.inner)),
    )
    first = min(ledgers)
    for year in range(-(-first // YEAR), (last + 1) // YEAR):
        ledger = ledgers[max(start for start in ledgers if start <= year * YEAR)]
        for body in (top.inner, top.committee):
            members = [p for p, spells in record.items() if _sits(spells, body, year * YEAR)]
            for kind in KINDS:
                for person in members:
                    places = _places(record[person], kind, body, year, top.bodies)
                    columns["p"].append(_share(ledger, kind, person, places, year))
                    columns["y"].append(_happened(record[person], kind, places, year))
                    columns["year"].append(year)
                    columns["cell"].append((body, kind))
    truth, cells = np.array(columns["y"], float), columns["cell"]
    rate = {cell: truth[[c == cell for c in cells]].mean() for cell in set(cells)}
    return {
        "p": np.array(columns["p"]),
        "y": truth.astype(bool),
        "years": np.array(columns["year"]),
        "base_rate": np.array([rate[c] for c in cells]),
    }


def _sits(spells, body: str, month: int) -> bool:
    return any(place == body and start <= month < end for place, _, start, end in spells)


def _places(spells, kind: str, body: str, year: int, bodies: Sequence[str]) -> list[str]:
    """Where it may happen to a member of `body` on 1 January."""
    if kind == "appointed":
        return [place for place in bodies if not _sits(spells, place, year * YEAR)]
    return [PARTY] if kind == "expelled" else [body]


def _happened(spells, kind: str, places: list[str], year: int) -> bool:
    def inside(month):
        return year * YEAR <= month < (year + 1) * YEAR

    if kind == "expelled":
        return any(
            place == PARTY and role == "expelled" and inside(start)
            for place, role, start, _ in spells
        )
    if kind == "appointed":
        return any(place in places and inside(start) for place, _, start, _ in spells)
    ends = [end for place, _, _, end in spells if place in places and inside(end)]
    return any(not _sits(spells, places[0], end) for end in ends)


def _share(ledger: Ledger, kind: str, person: str, places: list[str], year: int) -> float:
    start = max(year * YEAR - ledger.first, 0)
    happened = np.zeros(ledger.runs, bool)
    for place in places:
        flags = ledger.occurs(kind, "", person, place)
        happened |= flags[:, start : (year + 1) * YEAR - ledger.first].any(1)
    return float(happened.mean())
