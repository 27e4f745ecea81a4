"""Observables of schooling: who can read, on census days."""

from __future__ import annotations

import numpy as np

from partystate.core import dates
from partystate.history.block import Block, with_levels
from partystate.history.trajectory import Trajectory
from partystate.world.layout import SEXES

EMITTED = ("society.literacy",)


def literacy(kept: Trajectory, days: list[str]) -> list[Block]:
    """Literate share of the ages a census asks, on census days and 1 Januaries: the whole, by sex
    and by region; as it was and as counted.

    In a mean over sexes both count alike."""
    months = kept.months
    januaries = [i for i in months.januaries() if i > 0]
    at = {months.first_days()[i]: i - 1 for i in januaries} | {
        d: _month_of(months, d) for d in days if d[:7] in months.texts()
    }
    if not at:
        return []
    index = list(at.values())
    persons = kept.by_region(kept.population[index])
    true, told = (
        kept.world[path][index] for path in ("people.literacy", "information.known_literacy")
    )

    def by_sex(v):
        return (v * persons[:, :, None]).sum(1) / persons.sum(1)[:, None]

    sexes = tuple(f"sex={sex}" for sex in SEXES)
    cuts = (
        (("",), lambda v: by_sex(v).mean(1, keepdims=True)),
        (sexes, by_sex),
        (kept.region_groups, lambda v: v.mean(2)),
    )
    blocks = []
    for groups, reduce in cuts:
        base = Block(
            "society.literacy", "truth", "share", tuple(at), groups, np.asarray(reduce(true))
        )
        blocks += with_levels(
            base, known=reduce(told), published=reduce(told), preserved=reduce(told)
        )
    return blocks


def _month_of(months, day: str) -> int:
    return int(dates.month_number(day[:7])) - int(months.numbers[0])
