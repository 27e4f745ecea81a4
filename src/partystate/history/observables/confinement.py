"""Observables of confinement: camps, colonies, prisons and special settlements.

What is known and preserved is what the organs wrote down, here the truth; what is withheld of the
shot is withheld of the confined."""

from __future__ import annotations

from functools import reduce
from operator import add

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.channels import repression_told
from partystate.history.observables.registry import (
    LEVELS,
    Cut,
    all_levels,
    column,
    observable,
    total,
    truth,
)
from partystate.history.observables.repression import (
    PERSONS,
    of_organs,
    of_years,
    political,
    share,
)
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.flows_kept import RECEIVED
from partystate.world.repression import CAMP

DEATHS = ("death", "famine_death", "confined_death")
PER_CENT = 100
ROUNDING = 1e-9  # of a whole


def _stock(run: Trajectory, *statuses: str) -> Array:
    """Persons [T + 1] of statuses; each is summed apart."""
    return reduce(add, (run.of_status(run.population, status) for status in statuses))


def _left(run: Trajectory, causes: tuple[str, ...], *statuses: str) -> Array:
    """Persons [T] who left statuses for causes."""
    return reduce(add, (run.left(cause, status) for cause in causes for status in statuses))


def _on_januaries(run: Trajectory, values: Array) -> list[Cut]:
    """Of values [T + 1] those of 1 January."""
    at = run.months.januaries()
    return truth(run.months.days_at(at), WHOLE, column(values[at]))


def _in_books(run: Trajectory, values: Array) -> list[Cut]:
    """The same as the organs wrote it down, and what of it is printed."""
    at, told = run.months.januaries(), repression_told(run)
    stock, printed = values[at], (values * jnp.concatenate([told[:1], told]))[at]
    return all_levels(run.months.days_at(at), WHOLE, *map(column, (stock, stock, printed)))


@observable("gulag.camps", unit=PERSONS, levels=LEVELS)
def camps(run: Trajectory, about: About) -> list[Cut]:
    """Inmates of camps on 1 January."""
    return _in_books(run, _stock(run, s.CAMP))


@observable("gulag.colonies", unit=PERSONS)
def colonies(run: Trajectory, about: About) -> list[Cut]:
    """Inmates of colonies on 1 January."""
    return _on_januaries(run, _stock(run, s.COLONY))


@observable("gulag.total", unit=PERSONS, levels=LEVELS)
def camps_and_colonies(run: Trajectory, about: About) -> list[Cut]:
    """Inmates of camps and colonies on 1 January."""
    return _in_books(run, _stock(run, s.CAMP, s.COLONY))


@observable("prisons.stock", unit=PERSONS)
def prisons(run: Trajectory, about: About) -> list[Cut]:
    """Inmates of prisons on 1 January."""
    return _on_januaries(run, _stock(run, s.PRISONER))


@observable("gulag.political_share", unit="share")
def political_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of the inmates of camps who are held for politics, on 1 January."""
    return _on_januaries(run, share(political_inmates(run), _stock(run, s.CAMP)))


def political_inmates(run: Trajectory) -> Array:
    """Persons [T + 1] in camps for politics, those of the drive among them: in each month as large
    a share of them leaves or dies as of all."""
    drive = run["fates.sent_to_camp"].sum(1)
    came = run["confined.convicted_camp"].sum(1) + drive
    return _of_these(_stock(run, s.CAMP), came, political(run, "convicted_camp", CAMP) + drive)


def _of_these(stock: Array, came: Array, came_of_these: Array) -> Array:
    """Persons [T + 1] of a kind among a stock [T + 1], to which `came` [T] came and of the kind
    `came_of_these` [T]: in each month as large a share of them stays as of all."""
    stayed = jnp.clip(share(stock[1:] - came, stock[:-1]), 0, 1)

    def month(inside: Array, now: tuple[Array, Array]) -> tuple[Array, Array]:
        inside = inside * now[0] + now[1]
        return inside, inside

    nobody = jnp.zeros(())
    _, inside = jax.lax.scan(month, nobody, (stayed, came_of_these))
    return jnp.concatenate([nobody[None], inside])


def _for_a_hundred(run: Trajectory, *statuses: str) -> list[Cut]:
    """Deaths of a year for a hundred of those held in the mean of its months."""
    stock, deaths = _stock(run, *statuses), _left(run, DEATHS, *statuses)
    lived = run.months.yearly((stock[:-1] + stock[1:]) / 2) / MONTHS
    rate = PER_CENT * share(run.months.yearly(deaths), lived)
    return truth(run.months.year_texts(), WHOLE, column(rate))


@observable("gulag.deaths", unit=PERSONS, levels=LEVELS)
def deaths(run: Trajectory, about: About) -> list[Cut]:
    """Deaths in camps and colonies by year."""
    return of_organs(run, _left(run, DEATHS, s.CAMP, s.COLONY))


@observable("gulag.death_rate", unit="percent")
def death_rate(run: Trajectory, about: About) -> list[Cut]:
    """Deaths in camps and colonies for a hundred of those held in the mean of the year."""
    return _for_a_hundred(run, s.CAMP, s.COLONY)


@observable("gulag.camp_deaths", unit=PERSONS, levels=LEVELS)
def camp_deaths(run: Trajectory, about: About) -> list[Cut]:
    """Deaths in camps, without those in colonies, by year."""
    return of_organs(run, _left(run, DEATHS, s.CAMP))


@observable("gulag.camp_death_rate", unit="percent")
def camp_death_rate(run: Trajectory, about: About) -> list[Cut]:
    """Deaths in camps, without colonies, for a hundred of those held in the mean of the year."""
    return _for_a_hundred(run, s.CAMP)


@observable("gulag.escapes", unit=PERSONS)
def escapes(run: Trajectory, about: About) -> list[Cut]:
    """Escapes from camps and colonies by year."""
    return of_years(run, _left(run, ("escaped",), s.CAMP, s.COLONY))


@observable("gulag.releases", unit=PERSONS)
def releases(run: Trajectory, about: About) -> list[Cut]:
    """Releases from camps by year."""
    return of_years(run, _left(run, ("released",), s.CAMP))


@observable("gulag.intake", unit=PERSONS)
def intake(run: Trajectory, about: About) -> list[Cut]:
    """Persons who come to camps and colonies, by month."""
    sentenced = _left(run, ("convicted_camp", "convicted_colony"), s.PRISONER)
    came = sentenced + _left(run, ("sent_to_camp",), s.BETTER_OFF_PEASANT)
    return truth(run.months.texts(), WHOLE, column(came))


def _settlers(run: Trajectory) -> np.ndarray:
    return run.is_status(s.SPECIAL_SETTLER)[None]


def deported_share(run: Trajectory) -> Array:
    """Share [T + 1] of those in settlements whom no board had sentenced to exile: they alone are
    special settlers, as the organs counted them."""
    stock = _stock(run, s.SPECIAL_SETTLER)
    came = {name: run[f"received.{name}"].sum(1) for name in RECEIVED}
    everyone = reduce(add, came.values())
    deported = 1 - share(_of_these(stock, everyone, came["exiled"]), stock)
    return jnp.where(deported > ROUNDING, deported, 0)


@observable("settlers.stock", unit=PERSONS, axes=("region", "nationality"))
def settlers(run: Trajectory, about: About) -> list[Cut]:
    """Special settlers on 1 January; those whom boards sentenced to exile live among them and are
    no part of them."""
    at = run.months.januaries()
    days = run.months.days_at(at)
    stock = run.population[at] * _settlers(run) * deported_share(run)[at][:, None]
    return [
        *truth(days, WHOLE, total(stock)),
        *truth(days, run.region_groups, run.by_region(stock)),
        *truth(days, run.nationality_groups, run.by_nationality(stock)),
    ]


@observable("settlers.deaths", unit=PERSONS)
def settlers_deaths(run: Trajectory, about: About) -> list[Cut]:
    """Deaths of special settlers by year."""
    return of_years(run, _left(run, DEATHS, s.SPECIAL_SETTLER) * deported_share(run)[:-1])


@observable("settlers.births", unit=PERSONS)
def settlers_births(run: Trajectory, about: About) -> list[Cut]:
    """Births to special settlers by year."""
    return of_years(run, (run.births * _settlers(run)).sum(1) * deported_share(run)[:-1])


@observable("settlers.escapes", unit=PERSONS)
def settlers_escapes(run: Trajectory, about: About) -> list[Cut]:
    """Special settlers who fled, by year."""
    return of_years(run, run.left("fled_settlement", s.SPECIAL_SETTLER) * deported_share(run)[:-1])
