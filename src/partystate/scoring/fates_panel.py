"""The panel of fates: every person of the record whose death is known, year by year, and how often
the model has him shot.

Only executions are dated for everybody in the record; arrests are not, so no panel of arrests is
made. Killed in custody counts as shot, a suicide does not. Persons are matched by name; the record
lists the known, so the rate is that of the known."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.country.country import Country
from partystate.scoring.events import Ledger

FILE = "evidence/record/elite_persons.csv"
KILLED = ("executed", "died in custody", "murdered in camp", "murdered in prison", "assassinated")
KINDS = ("executed", "assassinated")
YEAR = 12


def fates(country: Country) -> dict[str, tuple[int, bool]]:
    """Person -> (month of death, whether killed), of those on record who are persons of the
    country."""
    path = country.path / FILE
    if not path.is_file() or "persons" not in country.tables:
        return {}
    ids = dict(country.tables["persons"].select("name", "person").iter_rows())
    rows = pl.read_csv(path, infer_schema_length=0).filter(pl.col("series") == "elite_person")
    found = rows.select("name", "died", "cause_of_death").drop_nulls().iter_rows()
    return {
        ids[name]: (dates.parse(died).months[0], cause in KILLED)
        for name, died, cause in found
        if name in ids
    }


def fate_rows(country: Country, ledger: Ledger) -> dict[str, np.ndarray] | None:
    """Rows of (person, year) from the first year in which the record has someone killed to the last
    whole year of the ledger."""
    known = fates(country)
    killed = [month // YEAR for month, is_killed in known.values() if is_killed]
    years = [
        y
        for y in sorted(set(killed))
        if ledger.first <= y * YEAR and (y + 1) * YEAR - 1 <= ledger.last
    ]
    if not years:
        return None
    columns = defaultdict(list)
    for year in range(years[0], years[-1] + 1):
        for person, (month, is_killed) in known.items():
            if month < year * YEAR:
                continue
            columns["p"].append(_share(ledger, person, year))
            columns["y"].append(is_killed and month // YEAR == year)
            columns["years"].append(year)
    y = np.array(columns["y"], bool)
    return {
        "p": np.array(columns["p"]),
        "y": y,
        "years": np.array(columns["years"]),
        "base_rate": np.full(len(y), y.mean()),
    }


def _share(ledger: Ledger, person: str, year: int) -> float:
    """Share of runs with the person killed in the year, of those in which he lives at its start."""
    start = year * YEAR - ledger.first
    alive = ledger.alive(person)[:, start]
    hit = np.zeros(ledger.runs, bool)
    for kind in KINDS:
        hit |= ledger.occurs(kind, "", person, "")[:, start : start + YEAR].any(1)
    return float((hit & alive).sum() / max(alive.sum(), 1))
