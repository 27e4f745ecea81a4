"""The chief of the police: his pace, his fall, his successor."""

import equinox as eqx
import jax.numpy as jnp
import pytest

from partystate.mechanisms.terror.police_chief import hazards, successor_scores
from partystate.world.power import FULL
from tests.mechanisms.terror.top_cases import CLIENT, LEADER, OPPONENT, Top


@pytest.fixture
def top(toyland):
    top = Top(toyland, established=1.0)
    office = int(top.endowment.police)
    assert office >= 0
    seats = jnp.zeros_like(top.world.power.seats).at[top.endowment.committee].set(FULL)
    return top.with_(
        holder=top.world.power.holder.at[office].set(CLIENT), seats=seats, trust=0.0, opposing=False
    )


def test_intensity_follows_what_is_wanted_at_the_chiefs_pace(top):
    case = top.with_(wanted=0.1, ruthlessness=1.0)
    assert float(case.propose("police_chief", lag=1.0).values["power.intensity"]) == pytest.approx(
        0.1
    )
    slack = case.with_(ruthlessness=0.2).propose("police_chief", lag=1.0).values["power.intensity"]
    assert float(slack) == pytest.approx(0.02)


def test_a_slack_chief_is_dropped_sooner_and_only_the_brake_needs_someone_to_blame(top):
    params = top.trees["police_chief"]
    power = top.with_(wanted=0.1, intensity=0.05, disruption=0.3).world.power
    assert hazards(power, params, 0.1, 0.0)[0] > hazards(power, params, 0.9, 0.0)[0]
    assert hazards(power, params, 0.5, 0.0)[1] == 0
    assert hazards(top.with_(wanted=0.0, intensity=0.05).world.power, params, 0.5, 0.0)[1] > 0


def test_no_chief_falls_where_nobody_is_established(top):
    power = top.with_(established=0.0, wanted=0.1, disruption=0.3).world.power
    assert [float(h) for h in hazards(power, top.trees["police_chief"], 0.1, -1.0)] == [0.0, 0.0]


def test_he_is_moved_aside_and_is_in_disgrace(top):
    effect = top.with_(wanted=0.1, ruthlessness=0.0).propose("police_chief", impatience=1e6)
    police = int(top.endowment.police)
    assert bool(effect.posts["dismissed"][police])
    assert int(effect.posts["dismissed"].sum()) == 1
    assert bool(effect.values["power.disgraced"][CLIENT])
    to = effect.posts["sideways"]
    assert int((to == CLIENT).sum()) == 1
    assert int(to[police]) == -1


def test_loyalty_alone_or_competence_too(top):
    trust = jnp.zeros((top.people, top.people)).at[LEADER, OPPONENT].set(0.2)
    able = jnp.zeros(top.people).at[4].set(1.0)
    power = top.with_(
        trust=trust, ruthlessness=able, wanted=1.0, disgraced=False, accused=False
    ).world.power

    def best(k):
        return int(
            jnp.argmax(
                successor_scores(
                    power, top.told(available=True).inputs, top.endowment, k, jnp.zeros(top.people)
                )
            )
        )

    params = top.trees["police_chief"]

    def weigh(c):
        return eqx.tree_at(lambda p: p.competence, params, jnp.asarray(c))

    assert best(weigh(0.0)) == OPPONENT
    assert best(weigh(0.9)) == 4
