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


def _on_januaries(run: Trajectory, *fields: str) -> list[Cut]:
    """The sum of stocks on 1 January; they are kept as at the end of each month."""
    ends = reduce(add, (run[f"membership.{field}"] for field in fields))
    at = run.months.januaries()
    at = at[at > 0]
    return truth(run.months.days_at(at), WHOLE, column(ends[at - 1]))


def _members(run: Trajectory) -> Array:
    """Members and candidates [T] at the end of each month."""
    return run["membership.settled"] + run["membership.lately"] + run["membership.candidates"]


@observable("party.members_total", unit=PERSONS, levels=(TRUTH, KNOWN))
def members_total(run: Trajectory, about: About) -> list[Cut]:
    """Members and candidates on 1 January."""
    (cut,) = _on_januaries(run, "settled", "lately", "candidates")
    true = cut.values[TRUTH]
    return [Cut(cut.times, cut.groups, {TRUTH: true, KNOWN: true})]


@observable("party.members_full", unit=PERSONS)
def members_full(run: Trajectory, about: About) -> list[Cut]:
    """Full members on 1 January."""
    return _on_januaries(run, "settled", "lately")


@observable("party.candidates", unit=PERSONS)
def candidates(run: Trajectory, about: About) -> list[Cut]:
    """Candidates on 1 January."""
    return _on_januaries(run, "candidates")


@observable("party.expulsions", unit=PERSONS)
def expulsions(run: Trajectory, about: About) -> list[Cut]:
    """Members and candidates expelled, by month."""
    return truth(run.months.texts(), WHOLE, column(run["membership.expelled"]))


@observable("party.expelled_share", unit="share")
def expelled_share(run: Trajectory, about: About) -> list[Cut]:
    """The same against all members and candidates, by month."""
    expelled = share(run["membership.expelled"], _members(run) + run["membership.expelled"])
    return truth(run.months.texts(), WHOLE, column(expelled))
