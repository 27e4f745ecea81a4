"""Observables of health: cases of disease as they were and as registered, doctors, births in
hospital."""

from __future__ import annotations

import numpy as np

from partystate.history.block import Block, with_levels
from partystate.history.trajectory import Trajectory
from partystate.world.diseases import DISEASES

EMITTED = ("health.cases", "health.doctors", "health.hospital_birth_share")


def cases(kept: Trajectory) -> list[Block]:
    """Cases of each year, by disease and of all three. What is published and preserved is what was
    registered."""
    years = kept.months.whole_years()
    labels, groups = tuple(map(str, years)), tuple(f"disease={disease}" for disease in DISEASES)
    persons = kept.by_region(kept.population[:-1])
    true = kept.months.sums((kept.world["people.infected"] * persons[:, None]).sum(2), years)
    known = kept.months.sums(kept.world["information.known_cases"], years)
    blocks = []
    for group, of in ((groups, lambda v: v), (("",), lambda v: v.sum(1, keepdims=True))):
        told = of(known)
        blocks += with_levels(
            Block("health.cases", "truth", "cases", labels, group, of(true)),
            known=told,
            published=told,
            preserved=told,
        )
    return blocks


def services(kept: Trajectory) -> list[Block]:
    """Doctors at the end of each year; share of its births in hospital."""
    years = kept.months.whole_years()
    labels = tuple(map(str, years))
    last = [year * 12 + 11 - int(kept.months.numbers[0]) for year in years]
    births = kept.births.sum(1)
    inside = kept.months.sums(births * kept.world["people.hospital_births"], years)
    share = inside / np.maximum(kept.months.sums(births, years), 1)
    return [
        Block(
            "health.doctors",
            "truth",
            "persons",
            labels,
            ("",),
            kept.world["people.doctors"][last][:, None],
        ),
        Block("health.hospital_birth_share", "truth", "share", labels, ("",), share[:, None]),
    ]
