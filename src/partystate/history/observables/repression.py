"""Observables of repression: arrests, sentences, limits, peoples moved, the police, suspicion and
blame.

Arrests and sentences are flows of persons; what part of them was political, or of an operation
against a people, is in the books of the organs, whose shares are applied month by month.
What is known and preserved is what the organs wrote down, here the truth but for executions, of
which some are not in the books and some books are lost. What is not withheld is published; where
the leadership is left out nobody keeps anything back, and the books are whole."""

from __future__ import annotations

from functools import reduce
from operator import add

import jax.numpy as jnp
from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.channels import of_the_shot, repression_told
from partystate.history.observables.registry import (
    KNOWN,
    LEVELS,
    TRUTH,
    Cut,
    all_levels,
    column,
    observable,
    total,
    truth,
)
from partystate.history.trajectory import Trajectory
from partystate.world.repression import CAMP, CATEGORIES, COLONY, NATIONAL, SHOT, SIGNAL

PERSONS, SHARE = "persons", "share"
NATIONALITY = ("nationality",)
THOUSAND = 1000


def share(part: Array, whole: Array) -> Array:
    """Part over whole, nothing where there is nothing."""
    return jnp.where(whole > 0, part / jnp.where(whole > 0, whole, 1), 0)


def of_years(run: Trajectory, values: Array) -> list[Cut]:
    """Yearly sums of [T]."""
    return truth(run.months.year_texts(), WHOLE, column(run.months.yearly(values)))


def of_organs(run: Trajectory, values: Array) -> list[Cut]:
    """The same as the organs wrote it down, and what of it is printed."""
    yearly, printed = (run.months.yearly(v) for v in (values, values * repression_told(run)))
    return all_levels(run.months.year_texts(), WHOLE, *map(column, (yearly, yearly, printed)))


def _mean_of_years(run: Trajectory, values: Array, weights: Array) -> list[Cut]:
    """Yearly means of [T]."""
    yearly = run.months.yearly
    mean = share(yearly(values * weights), yearly(weights))
    return truth(run.months.year_texts(), WHOLE, column(mean))


def _sentenced(run: Trajectory, outcome: int) -> Array:
    """Sentences [T, N, channels] to an outcome, in the books."""
    return run["repression.sentences"] * run["repression.verdicts"][:, None, :, outcome]


def _of_channel(run: Trajectory, channel: int) -> tuple[Array, Array]:
    """Persons [T, N] arrested and shot who were booked under a channel."""
    booked, shot = run["repression.arrests"], _sentenced(run, SHOT)
    return (
        run["by_people.arrested"] * share(booked[:, :, channel], booked.sum(2)),
        run["by_people.shot"] * share(shot[:, :, channel], shot.sum(2)),
    )


def political_arrests(run: Trajectory) -> Array:
    """Arrests for politics [T], without those labelled in the drive."""
    booked = run["repression.arrests"]
    political = run["by_people.arrested"] * share(booked[:, :, SIGNAL:].sum(2), booked.sum(2))
    return political.sum(1)


def political(run: Trajectory, cause: str, outcome: int) -> Array:
    """Persons [T] who left prison for a cause, by sentence for politics."""
    each = _sentenced(run, outcome).sum(1)
    return run[f"confined.{cause}"].sum(1) * share(each[:, SIGNAL:].sum(1), each.sum(1))


def _drive(run: Trajectory, *causes: str) -> Array:
    """Persons [T] of the drive who were shot or sent to camps."""
    return reduce(add, (run[f"fates.{cause}"].sum(1) for cause in causes))


def persons_shot(run: Trajectory) -> Array:
    """Persons [T]."""
    return run["by_people.shot"].sum(1) + _drive(run, "executed")


def _to_camp(run: Trajectory) -> Array:
    return (
        political(run, "convicted_camp", CAMP)
        + political(run, "convicted_colony", COLONY)
        + _drive(run, "sent_to_camp")
    )


def _exiled(run: Trajectory) -> Array:
    return run["confined.exiled"].sum(1)


def _convicted(run: Trajectory) -> Array:
    return persons_shot(run) + _to_camp(run) + _exiled(run)


@observable("repression.arrests", unit=PERSONS, levels=LEVELS)
def arrests(run: Trajectory, about: About) -> list[Cut]:
    """Arrests for politics by year, with those of the drive."""
    every = political_arrests(run) + _drive(run, "executed") + _drive(run, "sent_to_camp")
    return of_organs(run, every)


@observable("repression.convictions", unit=PERSONS, levels=LEVELS)
def convictions(run: Trajectory, about: About) -> list[Cut]:
    """Convictions for politics by year, with those of the drive."""
    return of_organs(run, _convicted(run))


@observable("repression.executions", unit=PERSONS, levels=LEVELS)
def executions(run: Trajectory, about: About) -> list[Cut]:
    """Persons shot by year."""
    return _of_the_shot(run)


@observable("repression.death_sentences", unit=PERSONS, levels=LEVELS)
def death_sentences(run: Trajectory, about: About) -> list[Cut]:
    """Sentences to death by year; all are carried out."""
    return _of_the_shot(run)


def _of_the_shot(run: Trajectory) -> list[Cut]:
    """Persons shot by year: in the books, in what is left of them, and in print."""
    shot, yearly = persons_shot(run), run.months.yearly
    by_level = {level: column(yearly(shot * of)) for level, of in of_the_shot(run).items()}
    return [Cut(run.months.year_texts(), WHOLE, by_level)]


@observable("repression.camp_sentences", unit=PERSONS)
def camp_sentences(run: Trajectory, about: About) -> list[Cut]:
    """Sentences to camps and colonies for politics by year, with those of the drive."""
    return of_years(run, _to_camp(run))


@observable("repression.exile_sentences", unit=PERSONS)
def exile_sentences(run: Trajectory, about: About) -> list[Cut]:
    """Sentences to exile by year."""
    return of_years(run, _exiled(run))


@observable("repression.article58", unit="convictions")
def article58(run: Trajectory, about: About) -> list[Cut]:
    """Convictions for politics by year, with those of the drive."""
    return of_years(run, _convicted(run))


@observable("repression.innocent_share", unit=SHARE)
def innocent_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of those arrested for politics who held no opposition."""
    return _mean_of_years(run, run["belief.innocent"], political_arrests(run))


@observable("repression.risk", unit="per 1000", axes=("status", "nationality"))
def risk(run: Trajectory, about: About) -> list[Cut]:
    """Arrests for politics a thousand at liberty, by year, by status and by people."""
    cuts = {"status": run.status_groups, "nationality": run.nationality_groups}
    return [
        cut
        for axis, groups in cuts.items()
        for cut in truth(
            run.months.year_texts(),
            groups,
            THOUSAND * run.months.yearly(run[f"opinion.risk.{axis}"]),
        )
    ]


def _operations(run: Trajectory, persons: Array) -> list[Cut]:
    """Persons [T, N] by year, by people and in all, which was known."""
    yearly, years = run.months.yearly(persons), run.months.year_texts()
    every = total(yearly)
    return [
        *truth(years, run.nationality_groups, yearly),
        Cut(years, WHOLE, {TRUTH: every, KNOWN: every}),
    ]


@observable(
    "repression.national_ops_arrested", unit=PERSONS, levels=(TRUTH, KNOWN), axes=NATIONALITY
)
def national_operations_arrested(run: Trajectory, about: About) -> list[Cut]:
    """Arrested in operations against a people."""
    return _operations(run, _of_channel(run, NATIONAL)[0])


@observable(
    "repression.national_ops_executed", unit=PERSONS, levels=(TRUTH, KNOWN), axes=NATIONALITY
)
def national_operations_executed(run: Trajectory, about: About) -> list[Cut]:
    """Shot in operations against a people."""
    return _operations(run, _of_channel(run, NATIONAL)[1])


@observable("deportation.deported", unit=PERSONS, axes=NATIONALITY)
def deported(run: Trajectory, about: About) -> list[Cut]:
    """Persons of peoples that are moved, by month."""
    moved, months = run["by_people.people_deported"], run.months.texts()
    return [
        *truth(months, run.nationality_groups, moved),
        *truth(months, WHOLE, total(moved)),
    ]


@observable("deportation.flow", unit=PERSONS, axes=("region_to",))
def deportation_flow(run: Trajectory, about: About) -> list[Cut]:
    """The same by year and the region they came to."""
    where = tuple(group.replace("region=", "region_to=") for group in run.region_groups)
    came = run.months.yearly(run["received.people_deported"])
    return truth(run.months.year_texts(), where, came)


def _after_months(run: Trajectory) -> tuple[str, ...]:
    """The first day after each month."""
    return run.months.first_days()[1:]


def _categories() -> tuple[str, ...]:
    return tuple(f"category={name}" for name in CATEGORIES)


@observable("repression.limit", unit=PERSONS, axes=("category", "region"))
def limit(run: Trajectory, about: About) -> list[Cut]:
    """Limits of operations as they stand on the first day after each month, in all, by category and
    by region."""
    days, persons = _after_months(run), run["repression.limit"]
    return [
        *truth(days, WHOLE, column(persons.sum((1, 2)))),
        *truth(days, _categories(), persons.sum(1)),
        *truth(days, run.region_groups, persons.sum(2)),
    ]


@observable("repression.limit_filled", unit=PERSONS, axes=("category",))
def limit_filled(run: Trajectory, about: About) -> list[Cut]:
    """What was taken under limits so far."""
    days, persons = _after_months(run), run["repression.filled"]
    return [
        *truth(days, WHOLE, column(persons.sum((1, 2)))),
        *truth(days, _categories(), persons.sum(1)),
    ]
