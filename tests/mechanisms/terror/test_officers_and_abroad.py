"""Officers by rank and what they cost; networks, foreign parties and exiles."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.terror.officers import experience_lost, share_taken
from partystate.world.power import BANISHED, MEMBER
from tests.mechanisms.terror.top_cases import OPPONENT, Top


@pytest.fixture
def top(toyland):
    return Top(toyland, established=1.0, threat=1.0, networks=5.0)


def test_the_higher_the_rank_the_greater_the_danger(top):
    share = np.asarray(share_taken(0.05, 0.0, 4, top.trees["officers"]))
    assert (np.diff(share) < 0).all()
    assert (np.asarray(share_taken(0.05, 0.5, 4, top.trees["officers"])) > share).all()


def test_nobody_of_the_army_is_taken_in_peace_and_experience_comes_back(top):
    effect = top.with_(intensity=0.0, experience=0.5).propose("officers")
    assert not effect.values["power.officers_arrested"].any()
    assert (effect.values["power.experience"] > 0.5).all()


def test_experience_lost_is_a_share():
    assert float(experience_lost(jnp.ones(4))) == pytest.approx(0.0)
    assert float(experience_lost(jnp.zeros(4))) == pytest.approx(1.0)


def test_only_the_banished_are_hunted(top):
    exile = top.with_(status=MEMBER).with_(status=top.only(OPPONENT, BANISHED), standing=10.0)
    killed = exile.propose("abroad", hunting=1e6).posts["killed_abroad"]
    assert bool(killed[OPPONENT])
    assert int(killed.sum()) == 1
    assert (
        not exile.with_(established=0.0).propose("abroad", hunting=1e6).posts["killed_abroad"].any()
    )


def test_terror_costs_networks_and_makes_foreign_parties_conform(top):
    calm, terror = (
        top.with_(intensity=0.0).propose("abroad"),
        top.with_(intensity=0.2).propose("abroad"),
    )
    assert terror.values["power.networks"] < calm.values["power.networks"]
    assert terror.values["power.conformity"] > calm.values["power.conformity"]
