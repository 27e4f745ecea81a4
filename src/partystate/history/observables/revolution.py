"""Observables of a revolution and the war that follows."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from partystate.core import dates
from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import Cut, column, observable, truth
from partystate.history.trajectory import Trajectory, one_hot
from partystate.scenario.parts import REVOLUTION
from partystate.world.revolution import REGIME

PERSONS, SHARE, SIGNED, FLAG = "persons", "share", "index -1..1", "flag"
BIG_MOVE = 0.5  # of the public line in a month, which the evidence counts as a change
HALF = 0.5


def _monthly(run: Trajectory, path: str) -> list[Cut]:
    """A number of the country by month."""
    return truth(run.months.texts(), WHOLE, column(run[path]))


def _of_years(run: Trajectory, monthly: Array) -> tuple[tuple[str, ...], Array]:
    """Sums [years, ...] of every year of a run, also those that it does not have whole."""
    year = np.asarray(run.months.numbers) // dates.MONTHS
    years = np.unique(year)
    sums = one_hot(year - years[0], len(years)).T
    return tuple(str(y) for y in years), jnp.tensordot(sums, monthly, 1)


def _by_side(about: About, holders: Array) -> tuple[tuple[str, ...], Array]:
    """Sums [T, sides] of values [T, holders]."""
    facts = about.uprising
    to = one_hot(np.array(facts.side_of), len(facts.sides))
    return tuple(f"side={name}" for name in facts.sides), holders @ to


@observable("party.line", unit=SIGNED, axes=("issue",), part=REVOLUTION)
def line(run: Trajectory, about: About) -> list[Cut]:
    """What the party says in public of the government: -1 defend it, 1 take power."""
    group = (f"issue={about.uprising.issue}",)
    return truth(run.months.texts(), group, column(run["revolution.line"]))


@observable("party.line_changes", unit="count", part=REVOLUTION)
def line_changes(run: Trajectory, about: About) -> list[Cut]:
    """Reversals of sign, and moves of more than half, of the public line from month to month."""
    now = run["revolution.line"]
    before, after = now[:-1], now[1:]
    changed = (before * after < 0) | (jnp.abs(after - before) > BIG_MOVE)
    first = jnp.zeros(1)
    years, sums = _of_years(run, jnp.concatenate([first, changed.astype(float)]))
    return truth(years, WHOLE, column(sums))


@observable("revolution.support", unit=SHARE, part=REVOLUTION)
def support(run: Trajectory, about: About) -> list[Cut]:
    """Share of the capital's soldiers and soviets behind the party."""
    return _monthly(run, "revolution.support")


@observable("revolution.chance", unit=SHARE, part=REVOLUTION)
def chance(run: Trajectory, about: About) -> list[Cut]:
    """That the government falls if the party rises in the month; once it holds power, as it last
    stood."""
    return _monthly(run, "revolution.chance")


@observable("vote.insurrection", unit=SHARE, part=REVOLUTION)
def votes(run: Trajectory, about: About) -> list[Cut]:
    """Share of the committee for rising, as it last voted."""
    return _monthly(run, "revolution.votes")


@observable("regime.in_power", unit=FLAG, part=REVOLUTION)
def in_power(run: Trajectory, about: About) -> list[Cut]:
    """1 in months at whose end the party holds the seats of power."""
    return _monthly(run, "revolution.in_power")


@observable("civilwar.territory_share", unit=SHARE, axes=("region",), part=REVOLUTION)
def territory(run: Trajectory, about: About) -> list[Cut]:
    """Share of the people of the country, and of each region, under the regime at the end of a
    month."""
    held = run["revolution.held"][:, REGIME]
    people = jnp.asarray(about.uprising.population)
    whole = column(held @ people / people.sum())
    months = run.months.texts()
    return truth(months, WHOLE, whole) + truth(months, run.region_groups, held)


@observable("civilwar.army", unit=PERSONS, axes=("side",), part=REVOLUTION)
def army(run: Trajectory, about: About) -> list[Cut]:
    """Persons under arms on the first day of a month, by side, foreign troops apart."""
    groups, ends = _by_side(about, run["revolution.army"])
    opened = jnp.concatenate([jnp.zeros_like(ends[:1]), ends])
    return truth(run.months.first_days(), groups, opened)


@observable("civilwar.desertions", unit=PERSONS, part=REVOLUTION)
def desertions(run: Trajectory, about: About) -> list[Cut]:
    """Persons who ran away from the regime's army in a month, and in a year."""
    years, sums = _of_years(run, run["revolution.deserted"])
    return [*_monthly(run, "revolution.deserted"), *truth(years, WHOLE, column(sums))]


@observable("civilwar.executions", unit=PERSONS, axes=("side",), part=REVOLUTION)
def executions(run: Trajectory, about: About) -> list[Cut]:
    """Persons killed as enemies in a year, by side."""
    years, sums = _of_years(run, run["revolution.executed"])
    groups, by_side = _by_side(about, sums)
    return truth(years, WHOLE, by_side.sum(1, keepdims=True)) + truth(years, groups, by_side)


@observable("war.polish.coordination", unit="index 0..1", part=REVOLUTION)
def coordination(run: Trajectory, about: About) -> list[Cut]:
    """Part of the help asked of the second command that it gave; nought before the battles."""
    return _monthly(run, "revolution.cohesion")


@observable("war.polish.outcome", unit="set", axes=("front",), part=REVOLUTION)
def outcome(run: Trajectory, about: About) -> list[Cut]:
    """Battles won up to a month: of both commands, and of each."""
    months, won = run.months.texts(), run["revolution.won"]
    groups = tuple(f"front={name}" for name in about.uprising.commands)
    return truth(months, WHOLE, won.sum(1, keepdims=True)) + truth(months, groups, won)


@observable("war.polish.decided", unit=FLAG, part=REVOLUTION)
def decided(run: Trajectory, about: About) -> list[Cut]:
    """1 from the month of the battles on."""
    return _monthly(run, "revolution.decided")


@observable("civilwar.commander_standing", unit="ratio", axes=("front",), part=REVOLUTION)
def standing(run: Trajectory, about: About) -> list[Cut]:
    """Standing of each commander of the foreign war against that before it."""
    groups = tuple(f"front={name}" for name in about.uprising.commands)
    return truth(run.months.texts(), groups, run["revolution.standing"])


@observable("region.controlled", unit=FLAG, axes=("region",), part=REVOLUTION)
def controlled(run: Trajectory, about: About) -> list[Cut]:
    """1 where the regime holds more than half of a region's people at the end of a month."""
    held = run["revolution.held"][:, REGIME]
    return truth(run.months.texts(), run.region_groups, (held > HALF).astype(float))
