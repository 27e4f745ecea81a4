"""What a leader fears at the top: nothing comes of it without a leader, and the cost is convex."""

import jax.numpy as jnp
import pytest

from partystate.mechanisms.terror.elite_threat import wanted_intensity
from tests.mechanisms.terror.top_cases import LEADER, OPPONENT, Top

FEARFUL = {"shock": 2.0, "names": 5.0, "danger": 10.0, "line": 1.0, "ruthlessness": 0.8}


@pytest.fixture
def top(toyland):
    return Top(toyland, **FEARFUL)


def wanted(top, **changed):
    return float(top.propose("elite_threat", **changed).values["power.wanted"])


def test_an_established_leader_who_fears_wants_terror(top):
    assert wanted(top) > 0


def test_no_terror_without_an_established_leader(top):
    assert wanted(top.with_(leader=-1)) == 0
    alone, followed = (
        wanted(top.with_(leader=LEADER, committee_bloc=share)) for share in (0.0, 1.0)
    )
    assert alone < followed / 20


def test_danger_from_abroad_is_as_the_index_defines_it(top):
    effect = top.told(points_abroad=3.0).propose("elite_threat", forget=0.0)
    assert float(effect.values["power.danger"]) == pytest.approx(13.0)
    more = top.with_(danger=40.0).propose("elite_threat").values["power.threat"]
    assert float(more) == pytest.approx(
        float(top.with_(danger=20.0).propose("elite_threat").values["power.threat"])
    )


def test_doctrine_licenses(top):
    assert wanted(top.with_(line=-1.0)) == 0


def test_every_fear_adds(top):
    for name in ("danger", "shock", "names"):
        low = float(
            top.with_(**FEARFUL).with_(**{name: 0.0}).propose("elite_threat").values["power.threat"]
        )
        high = float(top.with_(**FEARFUL).propose("elite_threat").values["power.threat"])
        assert low < high
    old = top.with_(ever_opposed=top.flag(OPPONENT), standing=8.0, principal=jnp.arange(top.people))
    with_him = float(old.propose("elite_threat").values["power.threat"])
    assert (
        float(old.with_(alive=~top.flag(OPPONENT)).propose("elite_threat").values["power.threat"])
        < with_him
    )


def test_without_confessions_that_name_nothing_is_added(top):
    quiet = top.with_(names=0.0, confessing=10.0)
    assert wanted(quiet, naming=0.0) < wanted(quiet)


def test_the_cost_is_convex(top):
    params = top.trees["elite_threat"]
    want = [float(wanted_intensity(2.0, d, 1.0, 1.0, params)) for d in (0.0, 0.1, 0.2, 0.3)]
    falls = [a - b for a, b in zip(want, want[1:], strict=False)]
    assert falls[0] < falls[1] < falls[2]


def test_blame_falls_on_those_who_opposed_and_on_nobody_without_a_murder(top):
    case = top.with_(ever_opposed=top.flag(OPPONENT), principal=jnp.arange(top.people), trust=-1.0)
    assert not case.propose("elite_threat").values["power.blamed"].any()
    blamed = case.told(murder=1.0).propose("elite_threat").values["power.blamed"]
    assert bool(blamed[OPPONENT])
    assert int(blamed.sum()) == 1
