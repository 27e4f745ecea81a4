"""Observables of the cult of the leader and of doctrine, by month from when the leadership enters.

No count of the record stands behind most of them: shares of public speech, of pictures and of
themes are illustrative, as the country's `observables.csv` says of each."""

from __future__ import annotations

import jax.numpy as jnp

from partystate.history.observables.about import About
from partystate.history.observables.leadership import monthly
from partystate.history.observables.registry import Cut, observable
from partystate.history.trajectory import Trajectory
from partystate.scenario.parts import LEADERSHIP
from partystate.world.culture import ANTHEM, DISPLAY, PLACES, TITLES

SHARE, INDEX, COUNT = "share", "index 0-1", "count"
WITH_ENEMIES, WITHOUT = 3, 2  # classes that doctrine knows of


@observable("cult.intensity", unit=INDEX, part=LEADERSHIP)
def intensity(run: Trajectory, about: About) -> list[Cut]:
    """Share of public speech that praises the leader."""
    return monthly(run, run["creed.image"])


@observable("cult.founder", unit=INDEX, part=LEADERSHIP)
def founder(run: Trajectory, about: About) -> list[Cut]:
    """Devotion to the dead founder."""
    return monthly(run, run["creed.devotion"])


@observable("cult.founder_share", unit=SHARE, part=LEADERSHIP)
def founder_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of the praise that is owed to the founder; all of it where nobody else is praised."""
    return monthly(run, run["creed.founder_share"])


@observable("cult.themes.father", unit=SHARE, part=LEADERSHIP)
def father(run: Trajectory, about: About) -> list[Cut]:
    """Share of the praise that is of a father."""
    return monthly(run, run["creed.father"])


@observable("cult.religious_transfer", unit=SHARE, part=LEADERSHIP)
def religious_transfer(run: Trajectory, about: About) -> list[Cut]:
    """Share of the devotion once given to the church that the leader has."""
    return monthly(run, run["creed.transfer"])


@observable("cult.direct_contact", unit=SHARE, part=LEADERSHIP)
def direct_contact(run: Trajectory, about: About) -> list[Cut]:
    """Share of public speech that shows the leader among the people: praise, as far as he is in
    reach."""
    return monthly(run, run["creed.image"] * (1 - run["creed.distance"]))


@observable("cult.praise_level", unit="index", part=LEADERSHIP)
def praise_level(run: Trajectory, about: About) -> list[Cut]:
    """How far praise goes, 0 to 1: P / (1 + P)."""
    return monthly(run, run["creed.praise"] / (1 + run["creed.praise"]))


@observable("cult.display", unit=INDEX, part=LEADERSHIP)
def display(run: Trajectory, about: About) -> list[Cut]:
    """Share of public places that show him."""
    return monthly(run, run["creed.signs"][:, DISPLAY])


@observable("cult.places_renamed", unit=COUNT, part=LEADERSHIP)
def places_renamed(run: Trajectory, about: About) -> list[Cut]:
    """Places that bear a leader's name."""
    return monthly(run, run["creed.signs"][:, PLACES])


@observable("cult.titles", unit=COUNT, part=LEADERSHIP)
def titles(run: Trajectory, about: About) -> list[Cut]:
    """Titles and prizes that bear it."""
    return monthly(run, run["creed.signs"][:, TITLES])


@observable("cult.anthem", unit="flag", part=LEADERSHIP)
def anthem(run: Trajectory, about: About) -> list[Cut]:
    """Whether the anthem names him."""
    return monthly(run, run["creed.signs"][:, ANTHEM])


@observable("opinion.elite_candor", unit=SHARE, part=LEADERSHIP)
def elite_candor(run: Trajectory, about: About) -> list[Cut]:
    """Share of office-holders who say what they think."""
    return monthly(run, run["creed.candor"])


@observable("doctrine.threat_licence", unit="index 0..1", part=LEADERSHIP)
def threat_licence(run: Trajectory, about: About) -> list[Cut]:
    """How far doctrine calls for struggle against enemies within."""
    return monthly(run, run["creed.licence"])


@observable("society.class_scheme", unit="set", part=LEADERSHIP)
def class_scheme(run: Trajectory, about: About) -> list[Cut]:
    """How many classes doctrine knows of: two that are friends, or a hostile one beside them."""
    return monthly(run, jnp.where(run["creed.concord"], WITHOUT, WITH_ENEMIES))
