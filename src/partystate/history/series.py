"""All observables of a run as one long table; its index is the same for every run of a scenario."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.history.block import Block
from partystate.history.leadership import Leadership
from partystate.history.observables import health as health_series
from partystate.history.observables import industry as industry_series
from partystate.history.observables import labour as labour_series
from partystate.history.observables import land as land_series
from partystate.history.observables import leadership as leadership_series
from partystate.history.observables import opinion as opinion_series
from partystate.history.observables import people as people_series
from partystate.history.observables import repression as repression_series
from partystate.history.observables import schooling as schooling_series
from partystate.history.observables.leadership import power_blocks
from partystate.history.trajectory import Trajectory
from partystate.scenario.assemble import Scenario
from partystate.scenario.population import band_edges
from partystate.world.statuses import BETTER_OFF_PEASANT

COLUMNS = ("run", "observable", "level", "time", "group", "value", "unit")


def blocks_of(
    society: Trajectory | None, leadership: Leadership | None, scenario: Scenario
) -> list[Block]:
    """Every observable of the parts that ran."""
    found = [] if society is None else blocks_of_society(society, scenario)
    return found + ([] if leadership is None else power_blocks(leadership, 0))


def blocks_of_society(kept: Trajectory, scenario: Scenario) -> list[Block]:
    """Every observable of people, land, industry, terror and opinion."""
    country, meta = scenario.country, scenario.country.meta
    widths = np.array([float(b - a) for a, b in band_edges(country)])
    completeness = scenario.values("central", 0, 0)["opening.census_completeness"]
    household = float(
        country.tables["statuses"].filter(pl.col("status") == BETTER_OFF_PEASANT)["household_size"][
            0
        ]
    )
    return [
        *people_series.population(kept),
        *people_series.census(kept, list(meta.counts.census_days), completeness),
        *people_series.vital_events(kept),
        *people_series.health(kept, widths),
        *people_series.famine(kept, list(meta.excess_deaths.baseline_years)),
        *land_series.grain(kept, scenario.endowment),
        *land_series.livestock(kept),
        *land_series.resistance(kept),
        *land_series.fates(kept, household),
        *land_series.movement(kept),
        *land_series.pressure(kept),
        *land_series.collectivisation(kept),
        *health_series.cases(kept),
        *health_series.services(kept),
        *schooling_series.literacy(kept, list(meta.counts.census_days)),
        *industry_series.output(kept),
        *industry_series.products(kept),
        *industry_series.plan(kept),
        *industry_series.living(kept),
        *repression_series.sentences(kept),
        *repression_series.risk(kept),
        *repression_series.peoples(kept),
        *repression_series.limits(kept),
        *repression_series.camps(kept),
        *repression_series.settlements(kept),
        *repression_series.rulers(kept),
        *opinion_series.opinion(kept),
        *labour_series.work(kept),
        *labour_series.building(kept),
        *labour_series.sources(kept),
    ]


def index_of(blocks: list[Block]) -> pl.DataFrame:
    """The key columns of the long table, in the order of `values_of`."""
    parts = [
        {
            "observable": [b.observable] * b.values.size,
            "level": [b.level] * b.values.size,
            "time": [t for t in b.times for _ in b.groups],
            "group": list(b.groups) * len(b.times),
            "unit": [b.unit] * b.values.size,
        }
        for b in blocks
    ]
    return pl.DataFrame(
        {k: pl.Series(k, [x for p in parts for x in p[k]], pl.String) for k in parts[0]}
    )


def values_of(blocks: list[Block]) -> np.ndarray:
    """Values of all blocks, flat."""
    return np.concatenate([b.values.reshape(-1) for b in blocks]).astype(float)


def long_table(index: pl.DataFrame, values: list[np.ndarray], runs: list[int]) -> pl.DataFrame:
    """The series table of several runs."""
    table = pl.concat([index] * len(runs))
    run = np.repeat(np.array(runs, np.int32), len(index))
    return table.with_columns(
        pl.Series("run", run), pl.Series("value", np.concatenate(values))
    ).select(COLUMNS)


SERIES = (
    industry_series,
    labour_series,
    schooling_series,
    health_series,
    repression_series,
    opinion_series,
)
# names of the observables of people and land
EMITTED = tuple(name for each in SERIES for name in each.EMITTED) + (
    "population.total",
    "population.urban",
    "population.census",
    "population.births",
    "population.deaths",
    "population.birth_rate",
    "population.death_rate",
    "health.life_expectancy",
    "health.infant_mortality",
    "famine.deaths",
    "famine.deaths_attributed",
    "grain.harvest",
    "grain.sown_area",
    "grain.yield",
    "grain.procurement",
    "grain.exports",
    "grain.relief",
    "grain.state_stocks",
    "collectivisation.share",
    "grain.plan",
    "grain.harvest_ratio",
    "livestock.horses",
    "livestock.cattle",
    "livestock.pigs",
    "livestock.sheep_goats",
    "unrest.events",
    "dekulakisation.fate",
    "dekulakisation.families",
    "migration.rural_outflow",
    "policy.coercion",
    "policy.collectivisation",
    "famine.policy",
)


def emitted() -> tuple[str, ...]:
    """Names of all observables the model writes: of people and land, then of the party's top."""
    return (*EMITTED, *leadership_series.EMITTED)
