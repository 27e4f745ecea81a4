"""Observables of the ruling party: members, candidates, and those put out.

What is known is the party's own count, here the truth."""

from __future__ import annotations

from functools import reduce
from operator import add

from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import (
    KNOWN,
    TRUTH,
    Cut,
    column,
    observable,
    truth,
)
from partystate.history.observables.repression import share
from partystate.history.trajectory import Trajectory

PERSONS = "persons"


def _on_first_days(run: Trajectory, *fields: str) -> list[Cut]:
    """The sum of stocks on the first day of each month but the first; they are kept as at the end
    of each month."""
    ends = reduce(add, (run[f"membership.{field}"] for field in fields))
    return truth(run.months.first_days()[1:], WHOLE, column(ends))


def _members(run: Trajectory) -> Array:
    """Members and candidates [T] at the end of each month."""
    return run["membership.settled"] + run["membership.lately"] + run["membership.candidates"]


@observable("party.members_total", unit=PERSONS, levels=(TRUTH, KNOWN))
def members_total(run: Trajectory, about: About) -> list[Cut]:
    """Members and candidates on the first day of each month."""
    (cut,) = _on_first_days(run, "settled", "lately", "candidates")
    true = cut.values[TRUTH]
    return [Cut(cut.times, cut.groups, {TRUTH: true, KNOWN: true})]


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
    expelled = share(run["membership.expelled"], _members(run) + run["membership.expelled"])
    return truth(run.months.texts(), WHOLE, column(expelled))
