"""Who is taken: former opponents before others, those tied to the fallen before strangers; books of
custody close."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.terror.prosecution import heat
from partystate.world.power import DETAINED, FREE, IMPRISONED
from tests.mechanisms.terror.top_cases import CLIENT, LEADER, OPPONENT, Top


@pytest.fixture
def top(toyland):
    top = Top(toyland, intensity=0.5)
    return top.with_(sponsor=LEADER, seats=jnp.zeros_like(top.world.power.seats))


def test_a_former_opponent_is_in_more_danger_than_a_client_all_else_equal(top):
    x = heat(top.with_(ever_opposed=top.flag(OPPONENT)).world.power, top.trees["prosecution"])
    assert x[OPPONENT] > x[CLIENT]


def test_a_submission_buys_safety_only_where_it_is_believed(top):
    params = top.trees["prosecution"]
    power = top.with_(
        ever_opposed=top.flag(OPPONENT, CLIENT), recanted=top.flag(OPPONENT), trust=0.0
    ).world.power

    def seen(share):
        return heat(power, eqx.tree_at(lambda p: p.seen, params, jnp.asarray(share)))

    assert seen(0.0)[OPPONENT] < seen(1.0)[OPPONENT] == seen(1.0)[CLIENT]


def test_trust_protects(top):
    trust = (
        jnp.zeros((top.people, top.people))
        .at[LEADER, CLIENT]
        .set(0.5)
        .at[LEADER, OPPONENT]
        .set(-0.5)
    )
    x = heat(top.with_(trust=trust).world.power, top.trees["prosecution"])
    assert x[CLIENT] < x[OPPONENT]


def test_nobody_is_taken_in_peace(top):
    effect = top.with_(intensity=0.0, accused=True).propose("prosecution")
    assert not effect.posts["arrested"].any()
    assert not effect.posts["executed"].any()


def test_the_leader_is_never_taken(top):
    calls = [
        top.with_(intensity=50.0, accused=True).propose("prosecution", run=r) for r in range(5)
    ]
    assert all(not c.posts["arrested"][LEADER] for c in calls)
    assert any(c.posts["arrested"].any() for c in calls)


def test_proteges_and_the_trusted_are_tied_to_the_taken(top):
    case = top.with_(accused=top.flag(OPPONENT), sponsor=0, trust=0.0, patron=0, intensity=1e6)
    sponsors = jnp.zeros(top.people, int).at[CLIENT].set(OPPONENT)
    trust = jnp.zeros((top.people, top.people)).at[OPPONENT, 4].set(0.6)
    case = case.with_(sponsor=sponsors, trust=trust)
    effects = [case.propose("prosecution", run=r, arrest=50.0) for r in range(3)]
    taken = next(e for e in effects if e.posts["arrested"][OPPONENT])
    tied = taken.values["power.tied"]
    assert tied[CLIENT] == pytest.approx(1.0)
    assert tied[4] == pytest.approx(0.6)
    x = heat(case.with_(tied=tied).world.power, case.trees["prosecution"])
    assert x[CLIENT] > x[5]  # a protégé of the fallen is in more danger than a stranger


def test_a_verdict_ends_detention_one_way_or_the_other(top):
    held = top.with_(custody=DETAINED)
    effect = held.propose("prosecution", judgement=100.0)
    gone, away = (
        np.asarray(effect.posts["executed"]),
        np.asarray(effect.values["power.custody"]) == IMPRISONED,
    )
    assert (gone ^ away).all()
    assert (np.asarray(effect.values["power.term"])[away] >= 60).all()


def test_a_term_ends_and_a_case_may_be_reopened(top):
    away = top.with_(custody=IMPRISONED, term=1, intensity=0.0)
    assert (away.propose("prosecution").values["power.custody"] == FREE).all()
    again = away.with_(intensity=50.0, term=50).propose("prosecution").values["power.custody"]
    assert (again == DETAINED).any()
    assert again[LEADER] == IMPRISONED


def test_no_pressure_no_confession(top):
    held = top.with_(custody=DETAINED)
    assert (
        float(held.propose("prosecution", judgement=100.0, pressure=0.0).values["power.confessing"])
        == 0
    )
    assert (
        float(held.propose("prosecution", judgement=100.0, pressure=5.0).values["power.confessing"])
        == top.people
    )
