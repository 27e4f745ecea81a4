"""What an observable may know beside the run: facts of the country, none of them a result."""

from __future__ import annotations

from dataclasses import dataclass

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import polars as pl
from jaxtyping import Array, Float

from partystate.country.cells import read_time
from partystate.country.country import Country
from partystate.scenario.assemble import Assembled
from partystate.scenario.parts import REVOLUTION, SOCIETY
from partystate.scenario.population import band_edges
from partystate.world.keep import left_out
from partystate.world.statuses import BETTER_OFF_PEASANT

COMPLETENESS = "opening.census_completeness"


class SocietyFacts(eqx.Module):
    """Of people and land."""

    sown_area: Float[Array, "regions"]  # ha of grain in the base year
    census_completeness: Float[Array, ""]  # share of the people whom a census counts
    census_days: tuple[str, ...] = eqx.field(static=True)
    baseline_years: tuple[int, ...] = eqx.field(static=True)  # from which excess deaths are counted
    band_widths: tuple[float, ...] = eqx.field(static=True)  # years of each age band
    largest_faith: int = eqx.field(static=True)  # into which most are born
    # numbers of the regions that have a republic of a people of their own
    republics: tuple[int, ...] = eqx.field(static=True)
    household: float = eqx.field(static=True)  # persons in a family of better-off peasants


@dataclass(frozen=True)
class LeadershipFacts:
    """Of the leadership. Days of meetings are those on which they ended, with their month
    numbers."""

    first: int  # month number in which it enters
    persons: tuple[str, ...]
    named: int  # persons of record, before the anonymous reserve
    shown: tuple[int, ...]  # persons with series of their own: the inner body of the record
    founder: int
    committee: int  # number among the bodies
    inner: int
    issues: tuple[str, ...]
    congresses: tuple[tuple[int, str], ...]
    divisions: tuple[tuple[int, str], ...]  # congresses and conferences
    platform_division: tuple[int, str] | None


@dataclass(frozen=True)
class RevolutionFacts:
    """Of the revolution."""

    population: tuple[float, ...]  # persons by region
    sides: tuple[str, ...]
    issue: str
    commands: tuple[str, ...]  # of the foreign war
    side_of: tuple[int, ...]  # number of the side of each holder of land


class About(eqx.Module):
    """Facts of the parts of the world that are there; the shape of a compiled graph and what it
    reads, so that countries and lengths of a run compile anew, edits of facts do not."""

    society: SocietyFacts = left_out()
    leadership: LeadershipFacts = eqx.field(static=True, default=left_out())
    revolution: RevolutionFacts | None = eqx.field(static=True, default=None)

    @property
    def uprising(self) -> RevolutionFacts:
        """Facts of the revolution, for what is asked of one."""
        if self.revolution is None:
            raise ValueError("no revolution runs")
        return self.revolution

    @property
    def of_society(self) -> About:
        """The same of people and land alone."""
        return About(self.society)


def about_of(scenario: Assembled) -> About:
    """What is known of the parts that run in a scenario."""
    society = _society(scenario) if SOCIETY in scenario.parts else left_out()
    return About(society, _leadership(scenario), _revolution(scenario))


def _revolution(scenario: Assembled) -> RevolutionFacts | None:
    """Left out where the revolution does not run."""
    facts, axes = scenario.endowment.revolution, scenario.layout.axes.revolution
    if REVOLUTION not in scenario.parts or axes is None:
        return None
    return RevolutionFacts(
        population=tuple(np.asarray(facts.population).tolist()),
        sides=axes.sides.labels,
        issue=scenario.country.uprising.issue,
        commands=tuple(scenario.country.uprising.commands),
        side_of=tuple(np.asarray(facts.side).tolist()),
    )


def _society(scenario: Assembled) -> SocietyFacts:
    country, meta = scenario.country, scenario.country.meta
    statuses = country.tables["statuses"].filter(pl.col("status") == BETTER_OFF_PEASANT)
    completeness = float(scenario.values("central", 0, 0)[COMPLETENESS])
    return SocietyFacts(
        sown_area=scenario.endowment.land.sown_area,
        census_completeness=jnp.asarray(completeness),
        census_days=tuple(meta.counts.census_days),
        baseline_years=tuple(meta.excess_deaths.baseline_years),
        band_widths=tuple(float(b - a) for a, b in band_edges(country)),
        largest_faith=int(np.argmax(scenario.endowment.faith.largest)),
        republics=tuple(
            np.flatnonzero(np.asarray(scenario.endowment.people.republic) >= 0).tolist()
        ),
        household=float(statuses["household_size"][0]),
    )


def _leadership(scenario: Assembled) -> LeadershipFacts:
    """Left out where the leadership is left out, or enters after the last month."""
    months, axes = scenario.months, scenario.layout.axes.party
    if axes is None or scenario.entered is None or scenario.entered > months[-1]:
        return left_out()
    months = months[months >= scenario.entered]
    country, top = scenario.country, scenario.country.leadership
    roster = country.tables["roster"].filter(pl.col("place") == top.inner)
    congresses = _meetings(country, months, ("congress",))
    is_met = np.asarray(scenario.inputs.party.congress)[-len(months) :]
    platform = top.platform_division
    return LeadershipFacts(
        first=int(months[0]),
        persons=axes.persons.labels,
        named=axes.named,
        shown=tuple(axes.number[p] for p in dict.fromkeys(sorted(roster["person"]))),
        founder=int(scenario.endowment.party.founder),
        committee=axes.bodies.index(top.committee),
        inner=axes.bodies.index(top.inner),
        issues=axes.issues.labels,
        congresses=tuple((int(m), congresses[int(m)]) for m in months[is_met]),
        divisions=tuple(sorted(_meetings(country, months, ("congress", "conference")).items())),
        platform_division=_in_run(platform, months) if platform else None,
    )


def _in_run(day: str, months: np.ndarray) -> tuple[int, str] | None:
    """A day with its month number, where a run has it."""
    month = read_time(day).months[0]
    return (month, day) if month in months else None


def _meetings(country: Country, months: np.ndarray, kinds: tuple[str, ...]) -> dict[int, str]:
    """Day on which it ended, by month number, of each meeting of these kinds in a run; of two in a
    month the last of the table."""
    rows = country.tables["meetings"].filter(pl.col("kind").is_in(kinds))
    ends = {read_time(end).months[0]: end for end in rows["end"]}
    return {month: end for month, end in ends.items() if month in months}
