"""Observables of terror at the party's top, as blocks of one run of a batch. Persons are those of
record; the reserve is not counted.

`terror.brake` is society's alone; here the ledger tells it (`criticised`)."""

from __future__ import annotations

import numpy as np

from partystate.history.block import Block
from partystate.history.leadership import Leadership
from partystate.world.power import STAYS

TRUTH = "truth"
YEAR = 12
EMITTED = (
    "elite.blamed",
    "elite.accused",
    "elite.arrested",
    "elite.executed",
    "elite.assassinated",
    "elite.recantation",
    "elite.old_opposition_alive",
    "repression.officers",
    "intelligence.networks",
    "intelligence.assassinations",
    "comintern.conformity",
)


def top_terror_blocks(kept: Leadership, i: int, months: tuple[str, ...]) -> list[Block]:
    """Every observable of run `i`."""
    return [*_persons(kept, i, months), *_decisions(kept, i, months), *_by_year(kept, i)]


def named(kept: Leadership) -> np.ndarray:
    """[P] persons of record."""
    return np.arange(len(kept.names)) < kept.axes.named


def new(kept: Leadership, name: str) -> np.ndarray:
    """[N, T, P] a flag that came true in the month."""
    return kept.fields[name] & ~kept.previous(name)


def _one(observable, unit, times, values, groups=("",)) -> Block:
    values = np.asarray(values, float)
    return Block(
        observable,
        TRUTH,
        unit,
        tuple(times),
        tuple(groups),
        values.reshape(len(times), len(groups)),
    )


def _persons(kept: Leadership, i: int, months) -> list[Block]:
    who = named(kept)
    flags = {
        "elite.accused": new(kept, "accused"),
        "elite.arrested": kept.fields["arrested"],
        "elite.executed": new(kept, "executed"),
        "elite.assassinated": new(kept, "killed_abroad"),
        "elite.recantation": new(kept, "recanted"),
    }
    alive = (kept.fields["ever_opposed"] & kept.fields["alive"])[i][:, who].sum(1)
    blocks = [_one(name, "events", months, (flag[i] & who).sum(1)) for name, flag in flags.items()]
    return [*blocks, _one("elite.old_opposition_alive", "persons", months, alive)]


def _decisions(kept: Leadership, i: int, months) -> list[Block]:
    """Months in which former opponents are blamed for a shock."""
    return [_one("elite.blamed", "events", months, new(kept, "blamed")[i].any(1))]


def _by_year(kept: Leadership, i: int) -> list[Block]:
    year = kept.months // YEAR
    years = [y for y in np.unique(year) if (year == y).sum() == YEAR]
    if not years:
        return []

    def over(values):
        return [values[year == y].sum() for y in years]

    def last(values):
        return [values[year == y][-1] for y in years]

    times, fields = [str(y) for y in years], kept.fields
    left = fields["officers_left"][i].sum(1)
    blocks = [
        _one("intelligence.networks", "countries", times, last(fields["networks"][i])),
        _one(
            "intelligence.assassinations",
            "events",
            times,
            over(new(kept, "killed_abroad")[i].sum(1)),
        ),
        _one("comintern.conformity", "share", times, last(fields["conformity"][i])),
    ]
    spans = [(a, b) for a, b in zip(years, years[1:], strict=False)]
    pairs = [f"{a}/{b}" for a, b in spans]
    both = [left[(year == a) | (year == b)].sum() for a, b in spans]
    return [*blocks, _one("repression.officers", "persons", pairs, both)] if pairs else blocks


def chiefs_dropped(kept: Leadership) -> np.ndarray:
    """[N] chiefs of the police dropped."""
    return (kept.fields["chief_left"] != STAYS).sum(1)
