"""Observables of what is kept back, printed in its place, leaked, written down and erased.

They need the leadership, and those of figures society beside it."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.channels import has_secrets, printed_rates
from partystate.history.observables.leadership import EVENTS, monthly
from partystate.history.observables.people import deaths_of_all_causes
from partystate.history.observables.registry import (
    PRESERVED,
    PUBLISHED,
    Cut,
    column,
    observable,
    truth,
)
from partystate.history.observables.repression import PERSONS, SHARE, persons_shot, share
from partystate.history.trajectory import Trajectory
from partystate.scenario.parts import LEADERSHIP
from partystate.world.agricultural_clock import MONTHS
from partystate.world.power import READ_TO_FEW, WITHHELD
from partystate.world.records import SECRETS

DECEMBER = MONTHS - 1
TOLD = slice(1, len(SECRETS))  # figures, without the document
FOREMOST = 2  # persons
DOCUMENT_KEPT = (WITHHELD, READ_TO_FEW)


def _begun(values: Array, before: Array) -> Array:
    """How many entries [T] of [T, ...] come true in a month; `before` [...] is the opening."""
    was = jnp.concatenate([before[None], values[:-1]])
    return ((values > 0) & (was <= 0)).reshape(len(values), -1).sum(1)


def figures_withheld(run: Trajectory) -> Array:
    """Figures [T] that begin to be withheld in a month; none where society is left out."""
    if not has_secrets(run):
        return jnp.zeros(len(run.months))
    figures = run["secrets.withheld"][:, TOLD]
    return _begun(figures, run.opening["secrets.withheld"][TOLD])


@observable("information.suppressed", unit=EVENTS, part=LEADERSHIP)
def suppressed(run: Trajectory, about: About) -> list[Cut]:
    """Documents kept from a body, and figures that begin to be withheld, by month."""
    state, was = run["power.testament"], run.previous("power.testament")
    kept_back = sum(((state == value) & (was != value)).astype(float) for value in DOCUMENT_KEPT)
    return monthly(run, kept_back + figures_withheld(run))


@observable("record.falsified", unit=EVENTS, part=LEADERSHIP)
def falsified(run: Trajectory, about: About) -> list[Cut]:
    """Statements printed that differ from the truth: figures in whose place readers have others, a
    scandal under another cause, persons of record shot without a public confession."""
    secretly = run.began("power.executed") & ~run["power.confessed"]
    statements = secretly[:, : about.leadership.named].sum(1) + figures_withheld(run)
    if has_secrets(run):
        statements = statements + run["secrets.false_cause"]
    return monthly(run, statements)


@observable("record.leakage", unit=SHARE, part=LEADERSHIP)
def leakage(run: Trajectory, about: About) -> list[Cut]:
    """Mean chance that what is withheld at the end of a year has leaked; nothing where nothing
    is."""
    years = run.months.whole_years()
    if not years or not has_secrets(run):
        return []
    kept_back, leaked = (
        run.months.at_month(run[f"secrets.{name}"], years, DECEMBER)
        for name in ("withheld", "leaked")
    )
    mean = share((kept_back * leaked).sum(1), kept_back.sum(1))
    return truth(run.months.year_texts(), WHOLE, column(mean))


@observable("record.persons_erased", unit=PERSONS, part=LEADERSHIP)
def persons_erased(run: Trajectory, about: About) -> list[Cut]:
    """Persons of record of whom less than half is left in print, pictures, films and on maps, by
    the year in which that came about."""
    years = run.months.year_texts()
    gone = run.began("memory.erased")[:, : about.leadership.named].sum(1).astype(float)
    return truth(years, WHOLE, column(run.months.yearly(gone))) if years else []


@observable("record.credit_top_two_share", unit=SHARE, levels=(PUBLISHED,), part=LEADERSHIP)
def credit_top_two(run: Trajectory, about: About) -> list[Cut]:
    """Credit for the founding of the two who have most of it, at the end of each year."""
    years = run.months.whole_years()
    if not years:
        return []
    credit = run.months.at_month(run["memory.credit"].astype(float), years, DECEMBER)
    most = jnp.sort(credit, axis=1)[:, -FOREMOST:].sum(1)
    return [Cut(run.months.year_texts(), WHOLE, {PUBLISHED: column(most)})]


@observable("record.concealed_deaths", unit=PERSONS, part=LEADERSHIP)
def concealed_deaths(run: Trajectory, about: About) -> list[Cut]:
    """Deaths of a year beyond those that a reader of what is printed would know of."""
    years = run.months.year_texts()
    if not years or not has_secrets(run):
        return []
    missing = deaths_of_all_causes(run).sum(1) - printed_rates(run)["deaths"]
    return truth(years, WHOLE, column(jnp.maximum(run.months.yearly(missing), 0)))


@observable("record.undercount", unit="ratio", levels=(PRESERVED,), part=LEADERSHIP)
def undercount(run: Trajectory, about: About) -> list[Cut]:
    """Executions in books that last, over true ones, by year; one where nobody is shot."""
    years = run.months.year_texts()
    if not years or not has_secrets(run):
        return []
    shot = persons_shot(run)
    true = run.months.yearly(shot)
    ratio = share(run.months.yearly(shot * run["secrets.surviving"]), true)
    return [Cut(years, WHOLE, {PRESERVED: column(jnp.where(true > 0, ratio, 1))})]
