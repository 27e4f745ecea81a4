"""Observables of work: who works, how they change places, who is unfree; railways and engineers;
who paid for what was invested."""

from __future__ import annotations

import numpy as np

from partystate.history.block import Block
from partystate.history.observables.industry import WHOLE, column, yearly
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.sectors import SOURCES

OFF_THE_FARM = (s.TOWN_EMPLOYEE, s.COUNTRY_EMPLOYEE)  # beside workers
PER_HUNDRED, PER_THOUSAND, DECEMBER = 100, 1000, 11


def _years(kept: Trajectory) -> tuple[str, ...]:
    return tuple(map(str, kept.months.whole_years()))


def work(kept: Trajectory) -> list[Block]:
    """Shares of women, of shock workers and of the unfree among those at work off the farms; how
    many in a hundred leave their place in a year."""

    def at(path):
        return yearly(kept, path)

    labels, years = kept.layout.axes.statuses.labels, kept.months.whole_years()
    wanted = [labels.index(name) for name in OFF_THE_FARM if name in labels]
    staff = kept.by_region(
        kept.population[:-1], np.isin(np.asarray(kept.layout.pair_status), wanted)
    ).sum(1)
    free = at("industry.employed") + kept.months.sums(staff, years) / 12
    forced = at("industry.forced")
    shares = {
        "society.women_employment_share": at("industry.women"),
        "labour.shock_worker_share": at("industry.shock_workers"),
        "labour.forced_share": forced / np.maximum(forced + free, 1),
    }
    return [
        *(
            Block(name, "truth", "share", _years(kept), WHOLE, column(values))
            for name, values in shares.items()
        ),
        Block(
            "labour.turnover",
            "truth",
            "per 100",
            _years(kept),
            WHOLE,
            column(PER_HUNDRED * at("industry.turnover")),
        ),
    ]


def building(kept: Trajectory) -> list[Block]:
    """Railways in use and engineers from abroad, means of the year; tractors in the village on its
    last day."""
    last = [i for i, month in enumerate(kept.months.numbers) if month % 12 == DECEMBER]
    days = tuple(f"{kept.months.numbers[i] // 12}-12-31" for i in last)
    tractors = kept.world["land.tractors"][last] / PER_THOUSAND
    return [
        Block("tractors.stock", "truth", "thousand", days, WHOLE, column(tractors)),
        Block(
            "industry.railway_km",
            "truth",
            "thousand km",
            _years(kept),
            WHOLE,
            column(yearly(kept, "industry.railways")),
        ),
        Block(
            "industry.foreign_specialists",
            "truth",
            "persons",
            _years(kept),
            WHOLE,
            column(yearly(kept, "industry.engineers")),
        ),
    ]


def sources(kept: Trajectory) -> list[Block]:
    """Share of what was invested by who paid for it."""
    groups = tuple(f"source={name}" for name in SOURCES)
    return [
        Block(
            "economy.accumulation_source",
            "truth",
            "share",
            _years(kept),
            groups,
            yearly(kept, "industry.sources"),
        )
    ]


EMITTED = (
    "society.women_employment_share",
    "labour.shock_worker_share",
    "labour.forced_share",
    "labour.turnover",
    "industry.railway_km",
    "tractors.stock",
    "industry.foreign_specialists",
    "economy.accumulation_source",
)
