"""The placebo of facts: what persons bring is dealt out anew among those of one entry year; posts
stay where they are.

Earned standing, beliefs, platforms and ties go together with one owner to another person. If the
model owes its result to the facts, the result must fall; if it does not fall, the facts do nothing;
if it falls to nothing, fate has leaked into them."""

from __future__ import annotations

from dataclasses import replace

import equinox as eqx
import jax.numpy as jnp
import numpy as np

from partystate.country.cells import read_time
from partystate.scenario.assemble import Assembled


def shuffled(scenario: Assembled, number: int) -> np.ndarray:
    """[P] whose facts each person gets: a random order within each year of entry, the founder and
    reserve fixed."""
    rng = np.random.default_rng(number)
    entries = scenario.country.tables["persons"]["entry"].to_list()
    year = np.array([read_time(e).months[0] // 12 if e else -1 for e in entries])
    owner = np.arange(len(scenario.endowment.party.ties))
    founder = int(scenario.endowment.party.founder)
    for value in np.unique(year):
        group = np.flatnonzero(year == value)
        group = group[group != founder]
        owner[group] = rng.permutation(group)
    return owner


def with_placebo(scenario: Assembled, number: int) -> Assembled:
    """The scenario with facts dealt out by shuffle `number`."""
    owner = shuffled(scenario, number)
    coded = scenario.coded
    moved = replace(
        coded,
        earned=coded.earned[owner],
        belief=coded.belief[owner],
        platform=coded.platform[owner],
    )
    ties = jnp.asarray(np.asarray(scenario.endowment.party.ties)[np.ix_(owner, owner)])
    return replace(
        scenario,
        coded=moved,
        endowment=eqx.tree_at(lambda e: e.party.ties, scenario.endowment, ties),
    )
