"""Observables of terror at the top of the party. Persons are those of record; the reserve is not
counted."""

from __future__ import annotations

from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.leadership import EVENTS, PERSONS, monthly
from partystate.history.observables.registry import Cut, column, observable, truth
from partystate.history.trajectory import Trajectory
from partystate.scenario.parts import LEADERSHIP
from partystate.world.agricultural_clock import MONTHS

DECEMBER = MONTHS - 1


def _of_record(run: Trajectory, about: About, who: Array) -> list[Cut]:
    """How many persons of record [T, P] in each month."""
    return monthly(run, who[:, : about.leadership.named].sum(1))


@observable("elite.accused", unit=EVENTS, part=LEADERSHIP)
def accused(run: Trajectory, about: About) -> list[Cut]:
    """Persons newly accused."""
    return _of_record(run, about, run.began("power.accused"))


@observable("elite.arrested", unit=EVENTS, part=LEADERSHIP)
def arrested(run: Trajectory, about: About) -> list[Cut]:
    """Persons arrested."""
    return _of_record(run, about, run["power.arrested"])


@observable("elite.executed", unit=EVENTS, part=LEADERSHIP)
def executed(run: Trajectory, about: About) -> list[Cut]:
    """Persons shot."""
    return _of_record(run, about, run.began("power.executed"))


@observable("elite.assassinated", unit=EVENTS, part=LEADERSHIP)
def assassinated(run: Trajectory, about: About) -> list[Cut]:
    """Persons killed abroad."""
    return _of_record(run, about, run.began("power.killed_abroad"))


@observable("elite.recantation", unit=EVENTS, part=LEADERSHIP)
def recanted(run: Trajectory, about: About) -> list[Cut]:
    """Persons who signed a submission."""
    return _of_record(run, about, run.began("power.recanted"))


@observable("elite.old_opposition_alive", unit=PERSONS, part=LEADERSHIP)
def old_opposition(run: Trajectory, about: About) -> list[Cut]:
    """Living persons who were ever in open opposition."""
    return _of_record(run, about, run["power.ever_opposed"] & run["power.alive"])


@observable("elite.blamed", unit=EVENTS, part=LEADERSHIP)
def blamed(run: Trajectory, about: About) -> list[Cut]:
    """Months in which former opponents are blamed for a shock."""
    return monthly(run, run.began("power.blamed").any(1))


def _at_years_end(run: Trajectory, path: str) -> list[Cut]:
    years = run.months.whole_years()
    last = run.months.at_month(run[path], years, DECEMBER)
    return truth(run.months.year_texts(), WHOLE, column(last)) if years else []


@observable("intelligence.networks", unit="countries", part=LEADERSHIP)
def networks(run: Trajectory, about: About) -> list[Cut]:
    """Countries with a working network at the end of each year."""
    return _at_years_end(run, "power.networks")


@observable("intelligence.assassinations", unit=EVENTS, part=LEADERSHIP)
def assassinations(run: Trajectory, about: About) -> list[Cut]:
    """Persons killed abroad by year."""
    killed, years = run.began("power.killed_abroad").sum(1), run.months.year_texts()
    return truth(years, WHOLE, column(run.months.yearly(killed))) if years else []


@observable("comintern.conformity", unit="share", part=LEADERSHIP)
def conformity(run: Trajectory, about: About) -> list[Cut]:
    """Conformity of foreign parties at the end of each year."""
    return _at_years_end(run, "power.conformity")


@observable("repression.officers", unit=PERSONS, part=LEADERSHIP)
def officers(run: Trajectory, about: About) -> list[Cut]:
    """Officers arrested or discharged by year, and in every two years that follow one another."""
    years = run.months.year_texts()
    if len(years) < 2:
        return []
    left = run.months.yearly(run["power.officers_left"].astype(float).sum(1))
    spans = tuple(f"{one}/{other}" for one, other in zip(years, years[1:], strict=False))
    return [
        *truth(years, WHOLE, column(left)),
        *truth(spans, WHOLE, column(left[:-1] + left[1:])),
    ]
