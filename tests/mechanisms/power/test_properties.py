"""What is true of every mechanism of the leadership in any party: persons have no order, one more
changes nobody, values keep their bounds, and a strength of zero is absence."""

from functools import cache

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.registry import MECHANISMS
from partystate.scenario import parameters
from tests.mechanisms.power.busy_party import (
    ALL,
    busy_party,
    proposals,
    turned,
    turned_back,
    with_one_more,
    without_the_last,
)
from tests.mechanisms.power.small_party import state

PARTIES = range(12)
CLOSE = {"rtol": 1e-5, "atol": 1e-6}  # trust is kept in single precision


@pytest.fixture(scope="module")
def central(toy_scenario):
    """Parameters of every mechanism at toyland's central values."""
    return parameters.tree(toy_scenario.values("central", 1, 0), MECHANISMS)


@cache
def in_another_order(seed):
    """(order, the party in it)"""
    order = np.random.default_rng(seed).permutation(6)
    return order, turned(busy_party(seed), order)


@cache
def of_one_more(seed):
    return with_one_more(busy_party(seed))


@pytest.mark.parametrize("mechanism", ALL)
def test_persons_have_no_order(mechanism, central):
    """In another order the same is proposed for the same persons, and of the same persons."""
    for seed in PARTIES:
        order, other_case = in_another_order(seed)
        one = proposals(busy_party(seed), mechanism, central[mechanism])
        other = turned_back(proposals(other_case, mechanism, central[mechanism]), order)
        for name in one:
            assert np.allclose(one[name], other[name], **CLOSE), (seed, name)


@pytest.mark.parametrize("mechanism", ALL)
def test_one_person_more_changes_nothing_for_the_others(mechanism, central):
    for seed in PARTIES:
        one = proposals(busy_party(seed), mechanism, central[mechanism])
        other = without_the_last(proposals(of_one_more(seed), mechanism, central[mechanism]))
        for name in one:
            assert np.allclose(one[name], other[name], **CLOSE), (seed, name)


SHARES = ("presence", "committee_bloc", "apparatus", "established", "conformity", "experience")
SHARES += ("bereft", "delegates", "own", "bloc", "outlook")
SHARES += ("trace", "left", "credit", "strength")
SHARES += ("devotion", "image", "founder_share", "meaning", "father", "distance", "transfer")
SHARES += ("gloss", "candor", "one_country", "licence", "concord")
SIGNED = ("trust", "belief", "position", "line")
POINTS = ("standing", "capital")
VOTES = ("vote_for", "division", "challenge")  # -1 where none was taken
AT_LEAST_NOTHING = ("threat", "wanted", "intensity", "names", "danger", "shock", "networks")
BOUNDS = {
    **dict.fromkeys(SHARES, (0, 1)),
    **dict.fromkeys(SIGNED, (-1, 1)),
    **dict.fromkeys(POINTS, (0, 10)),
    **dict.fromkeys(VOTES, (-1, 1)),
    **dict.fromkeys(AT_LEAST_NOTHING, (0, np.inf)),
    "disruption": (0, 2),
    "order": (0, 12),
    "tied": (0, 2),
    "term": (0, 120),
    "confessing": (0, 6),
    "officers_arrested": (0, 1000),
    "officers_left": (0, 1000),
    "leader": (-1, 5),
    "strongest": (-1, 5),
    "subject": (-1, 5),
    "honoured": (-1, 5),
    "praise": (0, np.inf),
    "signs": (0, np.inf),
}


@pytest.mark.parametrize("mechanism", ALL)
def test_values_keep_their_bounds(mechanism, central):
    for seed in PARTIES:
        for name, value in proposals(busy_party(seed), mechanism, central[mechanism]).items():
            if name.endswith("score"):
                assert not np.isnan(value).any(), (seed, name)
                continue
            low, high = BOUNDS.get(name, (-1, np.inf))
            assert np.isfinite(value).all(), (seed, name)
            assert value.min() >= low - 1e-9, (seed, name, value.min())
            assert value.max() <= high + 1e-9, (seed, name, value.max())


STAYS, NONE = "stays", "none"
# (mechanism, parameters at zero, what is proposed, that it is as it was or that there is none)
ABSENCES = [
    (
        "standing",
        ("reelected", "access", "leading", "acclaim", "defeat", "answering", "shame"),
        "capital",
        STAYS,
    ),
    ("doctrine", ("moving",), "licence", STAYS),
    ("doctrine", ("moving",), "one_country", STAYS),
    ("propaganda", ("flattery",), "gloss", NONE),
    ("relations", ("settling",), "trust", STAYS),
    ("patronage", ("turnover",), "apparatus", STAYS),
    (
        "patronage",
        ("prestige_weight", "committee_weight", "posts_weight", "voters_weight"),
        "own",
        NONE,
    ),
    ("issues", ("shortfall", "interest", "tactics", "influence"), "belief", STAYS),
    ("issues", ("moving",), "line", STAYS),
    ("discipline", ("files",), "yielded", NONE),
    ("votes", ("acceptance",), "opposing", STAYS),
    ("appointments", ("moving", "falling"), "moved", NONE),
    ("delegations", ("following",), "delegates", STAYS),
    ("elite_threat", ("memory", "naming"), "names", STAYS),
    ("elite_threat", ("betrayal",), "wanted", NONE),
    ("police_chief", ("impatience", "grudge", "blame"), "dismissed", NONE),
    ("prosecution", ("arrest",), "arrested", NONE),
    ("prosecution", ("judgement",), "executed", NONE),
    ("prosecution", ("judgement",), "confessing", NONE),
    ("intelligence", ("by_contact", "by_belief", "exposure", "recall"), "strength", STAYS),
    ("erasure", ("text", "picture", "film", "place"), "trace", STAYS),
    ("abroad", ("control", "purge"), "conformity", STAYS),
    ("abroad", ("hunting",), "killed_abroad", NONE),
]


@pytest.mark.parametrize(("mechanism", "zeros", "name", "how"), ABSENCES)
def test_a_strength_of_zero_is_absence(mechanism, zeros, name, how, central):
    params = central[mechanism]
    for zero in zeros:
        params = eqx.tree_at(lambda p, z=zero: getattr(p, z), params, jnp.zeros(()))
    for seed in PARTIES:
        case = busy_party(seed)
        got = proposals(case, mechanism, params)[name]
        if how == STAYS:
            assert np.allclose(got, state(case.world, name), **CLOSE), seed
        else:
            assert not got.any(), seed
