"""What a run is given from the record, month by month: the dated inputs of a country, listed from
its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from partystate.country.country import Country
from partystate.country.names import words_of_the_model

RECORDED = "recorded"  # the line that is put in throughout
SOCIETY, LEADERSHIP, REVOLUTION = "society", "leadership", "revolution"
BOTH = (SOCIETY, LEADERSHIP)
LINE = "market_line"
# table -> (column that names the series in it, column of time, parts that look at it)
TABLES = {
    "recorded": ("input", "time", (SOCIETY,)),
    "shocks": ("series", "start", (LEADERSHIP,)),
    "weather": (None, "year", (SOCIETY,)),
    "control": (None, "time", (SOCIETY,)),
    "dangers": (None, "time", (SOCIETY,)),
    "great_powers": (None, "start", (LEADERSHIP,)),
    "meetings": ("kind", "start", (LEADERSHIP,)),
    "body_sizes": (None, "start", (LEADERSHIP,)),
    "offices": (None, "opens", (LEADERSHIP,)),
    "persons": (None, "entry", (LEADERSHIP,)),
    "seasonality": (None, None, (SOCIETY,)),
    "war": ("series", "time", (SOCIETY,)),
    "revolution": ("series", "time", (REVOLUTION,)),
    "voters": (None, "arrives", (REVOLUTION,)),
}
OF_WAR = "war"  # table of what is put in only after the country's usual end
FOR_BOTH = ("disputes", "foreign_events", "murder")
OPENING = ("faction_ban",)  # of the state a run opens with, and of no month
STAND_IN = ("collections_short",)  # for society, where it is left out


@dataclass(frozen=True)
class PutIn:
    """One dated series of a country's tables: its name, the words for it, its file, how many values
    it has, the first and the last date (blank where it has none), and where they are from."""

    name: str
    words: str
    file: str
    values: int
    first: str
    last: str
    sources: tuple[str, ...]


def put_in(
    country: Country,
    line: str = RECORDED,
    parts: tuple[str, ...] = BOTH,
    enters: str | None = None,
    is_at_war: bool = False,
) -> list[PutIn]:
    """Every series of the record put into a run of the country, in the order of `TABLES`.

    `parts` are those that run. A `line` that is not the recorded one stands in the record only
    until the leadership `enters`, YYYY-MM; without a month, when the country says. What is told of
    a war is put into a run that goes on beyond the usual end, where it `is_at_war`."""
    found = []
    for table, (column, time, of) in TABLES.items():
        rows = country.tables.get(table)
        if rows is None or rows.is_empty() or (table == OF_WAR and not is_at_war):
            continue
        names = rows[column].unique(maintain_order=True).to_list() if column else [table]
        for name in names:
            if _is_read(name, BOTH if name in FOR_BOTH else of, parts):
                mine = rows.filter(pl.col(column) == name) if column else rows
                found.append(_series(name, table, mine, time))
    return found if line == RECORDED else _with_own_line(found, country, enters)


def _is_read(name: str, of: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    if name in STAND_IN:
        return SOCIETY not in parts and LEADERSHIP in parts
    return name not in OPENING and any(part in of for part in parts)


def _with_own_line(found: list[PutIn], country: Country, enters: str | None) -> list[PutIn]:
    """The same with the line put in only for the months before the leadership enters, if any."""
    since = enters or (country.meta.power.start if country.meta.power else country.meta.end)
    if since <= country.meta.start:
        return [given for given in found if given.name != LINE]
    words = f", until the leadership enters in {since}"
    return [
        replace(given, words=given.words + words) if given.name == LINE else given
        for given in found
    ]


def _series(name: str, table: str, rows: pl.DataFrame, time: str | None) -> PutIn:
    dated = sorted(str(t) for t in rows[time].drop_nulls()) if time else []
    words = words_of_the_model().get(("input", name), name.replace("_", " "))
    return PutIn(
        name,
        words,
        f"{table}.csv",
        len(dated) if time else len(rows),
        dated[0] if dated else "",
        dated[-1] if dated else "",
        tuple(rows["source"].unique(maintain_order=True).to_list()),
    )
