"""Observables of the ruling party: members, candidates, and those put out.

What is known is the party's own count, here the truth; the party printed it, and it is
preserved."""

from __future__ import annotations

from functools import reduce
from operator import add

from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import (
    LEVELS,
    Cut,
    all_levels,
    column,
    observable,
    truth,
)
from partystate.history.observables.repression import share
from partystate.history.trajectory import Trajectory

PERSONS = "persons"
ALL = ("settled", "lately", "candidates")


def _stock(run: Trajectory, *fields: str) -> Array:
    """The sum [T] of stocks at the end of each month."""
    return reduce(add, (run[f"membership.{field}"] for field in fields))


def _on_first_days(run: Trajectory, *fields: str) -> list[Cut]:
    """The same on the first day of each month but the first."""
    return truth(run.months.first_days()[1:], WHOLE, column(_stock(run, *fields)))


@observable("party.members_total", unit=PERSONS, levels=LEVELS)
def members_total(run: Trajectory, about: About) -> list[Cut]:
    """Members and candidates on the first day of each month."""
    members = column(_stock(run, *ALL))
    return all_levels(run.months.first_days()[1:], WHOLE, members, members)


@observable("party.members_full", unit=PERSONS)
def members_full(run: Trajectory, about: About) -> list[Cut]:
    """Full members on the first day of each month."""
    return _on_first_days(run, "settled", "lately")


@observable("party.candidates", unit=PERSONS)
def candidates(run: Trajectory, about: About) -> list[Cut]:
    """Candidates on the first day of each month."""
    return _on_first_days(run, "candidates")


@observable("party.expulsions", unit=PERSONS)
def expulsions(run: Trajectory, about: About) -> list[Cut]:
    """Members and candidates expelled, by month."""
    return truth(run.months.texts(), WHOLE, column(run["membership.expelled"]))


@observable("party.expelled_share", unit="share")
def expelled_share(run: Trajectory, about: About) -> list[Cut]:
    """The same against all members and candidates, by month."""
    expelled = run["membership.expelled"]
    of_all = share(expelled, _stock(run, *ALL) + expelled)
    return truth(run.months.texts(), WHOLE, column(of_all))
