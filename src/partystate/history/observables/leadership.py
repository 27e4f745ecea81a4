"""Observables of the leadership: bodies, persons, factions, votes.

Persons with series of their own are those who sat in the inner body at the opening or on record, so
that files stay small. A division stands at the day its meeting ended."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About, LeadershipFacts
from partystate.history.observables.registry import (
    Cut,
    column,
    observable,
    truth,
)
from partystate.history.trajectory import Trajectory
from partystate.scenario.parts import LEADERSHIP
from partystate.world.power import FULL

PERSONS, SHARE, EVENTS, SIGNED = "persons", "share", "events", "index -1..1"
UNANIMOUS = 1.0
ONE_COUNTRY = ("issue=socialism in one country",)  # an issue that doctrine settles and not a vote


def monthly(run: Trajectory, values: Array) -> list[Cut]:
    """Values [T] of every month."""
    return truth(run.months.texts(), WHOLE, column(values))


def _seats(run: Trajectory, body: int) -> Array:
    """[T, P] seats of a body."""
    return run["power.seats"][:, body]


def _is_person(facts: LeadershipFacts) -> np.ndarray:
    """Mask [1, P] of the persons of record."""
    return (np.arange(len(facts.persons)) < facts.named)[None]


@observable("politburo.size", unit=PERSONS, part=LEADERSHIP)
def inner_size(run: Trajectory, about: About) -> list[Cut]:
    """Full members of the inner body."""
    return monthly(run, (_seats(run, about.leadership.inner) == FULL).sum(1))


@observable("politburo.leader_client_share", unit=SHARE, part=LEADERSHIP)
def leader_client_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of the inner body's full members whose principal is the strongest of the rulers,
    himself apart."""
    strongest = run["power.strongest"][:, None]
    persons = np.arange(len(about.leadership.persons))[None]
    sits = (_seats(run, about.leadership.inner) == FULL) & (persons != strongest)
    follows = sits & (run["power.principal"] == strongest)
    return monthly(run, follows.sum(1) / jnp.maximum(sits.sum(1), 1))


def _congresses(run: Trajectory, about: About) -> tuple[np.ndarray, tuple[str, ...]]:
    """Positions of the months of congresses, and the days on which they ended."""
    met = about.leadership.congresses
    return np.array([month - run.months.first for month, _ in met], int), tuple(d for _, d in met)


@observable("party.cc_size", unit=PERSONS, part=LEADERSHIP)
def committee_size(run: Trajectory, about: About) -> list[Cut]:
    """Members and candidates of the committee that a congress elects."""
    at, days = _congresses(run, about)
    elected = _seats(run, about.leadership.committee)[at] > 0
    return truth(days, WHOLE, column(elected.sum(1))) if days else []


@observable("party.cc_reelected_share", unit=SHARE, part=LEADERSHIP)
def committee_reelected(run: Trajectory, about: About) -> list[Cut]:
    """Share of the old committee that a congress elects again."""
    at, days = _congresses(run, about)
    if not days:
        return []
    elected = _seats(run, about.leadership.committee)[at] > 0
    sat = run.previous("power.seats")[at, about.leadership.committee] > 0
    return truth(days, WHOLE, column((elected & sat).sum(1) / jnp.maximum(sat.sum(1), 1)))


def _shown(run: Trajectory, about: About, values: Array) -> list[Cut]:
    """Values [T, P], of the persons shown."""
    facts = about.leadership
    groups = tuple(f"person={facts.persons[p]}" for p in facts.shown)
    return truth(run.months.texts(), groups, values[:, np.array(facts.shown, int)])


@observable("elite.standing", unit="index", axes=("person",), part=LEADERSHIP)
def standing(run: Trajectory, about: About) -> list[Cut]:
    """Standing of each person."""
    return _shown(run, about, run["power.standing"])


@observable("patronage.apparatus_share", unit=SHARE, axes=("person",), part=LEADERSHIP)
def apparatus_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of the apparatus held by a person's clients."""
    return _shown(run, about, run["power.held"])


@observable("patronage.clients", unit="count", axes=("person",), part=LEADERSHIP)
def clients(run: Trajectory, about: About) -> list[Cut]:
    """Living persons whose principal one is, himself apart."""
    shown = np.array(about.leadership.shown, int)
    follows = run["power.principal"][:, None] == shown[None, :, None]
    count = jnp.maximum((follows & run["power.alive"][:, None]).sum(2) - 1, 0)
    groups = tuple(f"person={about.leadership.persons[p]}" for p in shown)
    return truth(run.months.texts(), groups, count)


@observable("elite.relation", unit=SIGNED, axes=("person", "person_to"), part=LEADERSHIP)
def founder_relation(run: Trajectory, about: About) -> list[Cut]:
    """The founder's trust in each person."""
    facts = about.leadership
    others = [p for p in facts.shown if p != facts.founder]
    name = f"person={facts.persons[facts.founder]}"
    groups = tuple(f"{name};person_to={facts.persons[p]}" for p in others)
    trust = run["power.founder_trust"][:, np.array(others, int)]
    return truth(run.months.texts(), groups, trust)


@observable("elite.removed", unit=EVENTS, part=LEADERSHIP)
def removed(run: Trajectory, about: About) -> list[Cut]:
    """Seats of the inner body lost alive."""
    seat = about.leadership.inner
    sat = run.previous("power.seats")[:, seat] > 0
    return monthly(run, (sat & (_seats(run, seat) == 0) & run["power.alive"]).sum(1))


def _expelled(run: Trajectory, about: About) -> Array:
    """Persons of record expelled from the party in each month."""
    out = (run["power.status"] > 0) & (run.previous("power.status") == 0)
    return (out & _is_person(about.leadership)).sum(1)


@observable("elite.expelled", unit=EVENTS, part=LEADERSHIP)
def expelled(run: Trajectory, about: About) -> list[Cut]:
    """Persons of record expelled from the party."""
    return monthly(run, _expelled(run, about))


@observable("elite.expulsions", unit=EVENTS, part=LEADERSHIP)
def expulsions(run: Trajectory, about: About) -> list[Cut]:
    """The same by month and year."""
    count, years = _expelled(run, about), run.months.year_texts()
    yearly = truth(years, WHOLE, column(run.months.yearly(count))) if years else []
    return [*monthly(run, count), *yearly]


@observable("elite.kompromat", unit=EVENTS, part=LEADERSHIP)
def yielded(run: Trajectory, about: About) -> list[Cut]:
    """Persons who submitted under compromising material."""
    return monthly(run, run["power.yielded"].sum(1))


@observable("challenge.attempted", unit=EVENTS, part=LEADERSHIP)
def challenged(run: Trajectory, about: About) -> list[Cut]:
    """Votes on removing the holder of the appointments office."""
    return monthly(run, run["power.challenge"] >= 0)


@observable("coalition.ruling", unit="set", part=LEADERSHIP)
def ruling(run: Trajectory, about: About) -> list[Cut]:
    """How many full members of the inner body rule."""
    sits = _seats(run, about.leadership.inner) == FULL
    return monthly(run, (run["power.ruling"] & sits).sum(1))


def _of_committee(run: Trajectory, about: About) -> tuple[Array, Array]:
    """Shares [T] of the committee's full members who follow the strongest of the rulers, and who
    are in open opposition."""
    sits = _seats(run, about.leadership.committee) == FULL
    follows = run["power.principal"] == run["power.strongest"][:, None]
    size = jnp.maximum(sits.sum(1), 1)
    following, opposing = ((sits & who).sum(1) / size for who in (follows, run["power.opposing"]))
    return following, opposing


@observable("party.open_criticism", unit=SHARE, part=LEADERSHIP)
def open_criticism(run: Trajectory, about: About) -> list[Cut]:
    """Share of the committee in open opposition."""
    return monthly(run, _of_committee(run, about)[1])


@observable("party.line", unit=SIGNED, axes=("issue",), part=LEADERSHIP)
def line(run: Trajectory, about: About) -> list[Cut]:
    """The party's line on each issue, and doctrine on one country against revolution abroad."""
    groups = tuple(f"issue={name}" for name in about.leadership.issues)
    return [
        *truth(run.months.texts(), groups, run["power.line"]),
        *truth(run.months.texts(), ONE_COUNTRY, column(2 * run["creed.one_country"] - 1)),
    ]


@observable("faction.size", unit=SHARE, axes=("faction",), part=LEADERSHIP)
def factions(run: Trajectory, about: About) -> list[Cut]:
    """Shares of the committee."""
    shares = jnp.stack(_of_committee(run, about), 1)
    return truth(run.months.texts(), ("faction=leader", "faction=opposition"), shares)


@observable("rule.faction_ban", unit="flag or days", part=LEADERSHIP)
def faction_ban(run: Trajectory, about: About) -> list[Cut]:
    """Whether factions are banned."""
    return monthly(run, run["power.faction_ban"])


def _division(run: Trajectory, month: int) -> Array:
    """Share [1, 1] for the rulers in a division of a month; all of it where no platform stood
    against them."""
    share = run["power.division"][month - run.months.first]
    return jnp.where(share >= 0, share, UNANIMOUS)[None, None]


@observable("vote", unit=SHARE, axes=("division",), part=LEADERSHIP)
def votes(run: Trajectory, about: About) -> list[Cut]:
    """Share for the rulers at each congress and conference."""
    return [
        cut
        for month, day in about.leadership.divisions
        for cut in truth((day,), (f"division={day}",), _division(run, month))
    ]


@observable("vote.trade_unions", unit=SHARE, part=LEADERSHIP)
def platform_vote(run: Trajectory, about: About) -> list[Cut]:
    """Share for the rulers in the recorded division on a platform."""
    if about.leadership.platform_division is None:
        return []
    month, day = about.leadership.platform_division
    return truth((day,), WHOLE, _division(run, month))
