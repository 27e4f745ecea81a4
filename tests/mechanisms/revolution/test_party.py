"""A party in a crisis by hand: who speaks, what a meeting decides, who comes over, and the vote."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import draws
from partystate.published.regime_change import chance_of_fall, threshold

STILL = {"moods": 0.0, "radicalised": 0.0}
ALL = [1.0, 1.0, 1.0, 1.0, 1.0]
TWO = {"present": [0.0, 0.0, 1.0, 1.0, 0.0]}


def test_whoever_is_senior_says_what_the_line_is(rising):
    """Two who are there, three to one in seniority, at 1 and -1: their mean is 1/2."""
    view = rising.view(
        given=TWO | {"meeting": False},
        facts={"seniority": [9, 9, 3, 1, 9]},
        stance=[-1, -1, 1, -1, -1],
        line=0.0,
    )
    found = rising.values("party_line", view, heeds=0.0, holds_to=0.0, followed=0.5, **STILL)
    assert float(found["line"]) == pytest.approx(0.25)
    np.testing.assert_allclose(found["stance"], [-1, -1, 1, -1, -1])


def test_seniors_who_return_move_the_line_to_their_side(rising):
    """The same voters, once without and once with a moderate who outweighs them."""
    state = {"stance": [0, -0.5, 0.4, 0.4, 0], "line": 0.4}
    facts = {"seniority": [0, 8, 1, 1, 0]}
    alone, joined = (
        rising.values(
            "party_line",
            rising.view(given={"present": there, "meeting": False}, facts=facts, **state),
            heeds=0.0,
            holds_to=0.0,
            followed=1.0,
            **STILL,
        )["line"]
        for there in ([0, 0, 1, 1, 0], [0, 1, 1, 1, 0])
    )
    assert float(alone) == pytest.approx(0.4)
    assert float(joined) == pytest.approx((8 * -0.5 + 0.8) / 10)


def test_voters_heed_the_others_and_hold_to_what_they_think(rising):
    """Weights 1/2 and 1/2, stances 1 and 0: 0.2 of the way to 1/2, 0.5 of the way to conviction."""
    view = rising.view(
        given=TWO | {"meeting": False, "crisis": 0.0},
        facts={"seniority": 1.0, "conviction": [0, 0, 0.6, 0.2, 0]},
        stance=[0, 0, 1, 0, 0],
    )
    found = rising.values("party_line", view, heeds=0.2, holds_to=0.5, **STILL)
    expected = [0, 0, 1 + 0.2 * -0.5 + 0.5 * -0.4, 0.2 * 0.5 + 0.5 * 0.2, 0]
    np.testing.assert_allclose(found["stance"], expected)


def test_a_meeting_decides_between_leaders_and_delegates_and_binds_those_there(rising):
    """Leaders at 0.2, delegates at 2 x 0.75 x 0.8 - 1 = 0.2 above nought; half each."""
    view = rising.view(
        given=TWO | {"meeting": True, "crisis": 0.8},
        facts={"seniority": 1.0},
        stance=[0, 0, 0.6, -0.2, 0],
    )
    asked = {"heeds": 0.0, "holds_to": 0.0, "delegates": 0.5, "restless": 0.75, "discipline": 0.5}
    found = rising.values("party_line", view, **asked, **STILL)
    line = 0.5 * 0.2 + 0.5 * 0.2
    assert float(found["line"]) == pytest.approx(line)
    bound = [0, 0, (0.6 + line) / 2, (-0.2 + line) / 2, 0]
    np.testing.assert_allclose(found["stance"], bound, atol=1e-12)


def test_a_rising_that_failed_chastens_all_and_breaks_support(rising):
    state = {"rose": 1.0, "in_power": 0.0, "support": 0.5, "stance": 0.5, "line": 0.0}
    quiet = {"crisis": 0.0, "meeting": False}
    found = rising.values("party_line", rising.view(given=quiet, **state), chastened=0.3, heeds=0.0)
    assert float(jnp.max(found["stance"])) < 0.5
    left = rising.values("soviets", rising.view(given=quiet, **state), faded=0.1, broken=0.4)
    assert float(left["support"]) == pytest.approx(0.5 * (1 - 0.1 - 0.4))


def test_the_founder_who_is_kept_away_says_nothing(rising):
    """He is the first voter; without him nobody is left who speaks but the third."""
    view = rising.view(
        given={"present": [1, 0, 1, 0, 0], "founder_away": 1.0, "meeting": False},
        stance=[1, 0, -0.4, 0, 0],
        line=-0.4,
    )
    found = rising.values("party_line", view, heeds=0.0, holds_to=0.0, **STILL)
    assert float(found["line"]) == pytest.approx(-0.4)
    assert float(found["stance"][0]) == 1.0


def test_support_grows_with_the_crisis_and_the_line(rising):
    view = rising.view(given={"crisis": 0.8}, support=0.25, line=0.5)
    found = rising.values("soviets", view, swayed=0.5, faded=0.1)
    assert float(found["support"]) == pytest.approx(0.25 + 0.5 * 0.8 * 0.75 * 0.75 - 0.1 * 0.2 / 4)


def ready(rising, **state):
    given = {"crisis": 0.8, "loyal": 10.0, "garrison": 1000.0, "present": ALL}
    return rising.view(given=given, **({"support": 0.6, "stance": 1.0} | state))


STRENGTH = 0.01 + 0.99 * (1 - 0.9 * 0.8)


def test_the_chance_is_that_of_the_threshold(rising):
    """Threshold 0.6 x 0.7 = 0.42; strength 0.2872 with sd 0.1: 1.328 sd."""
    found = rising.values("insurrection", ready(rising), cost=0.3, eroded=0.9, unsure=0.1)
    expected = jax.scipy.stats.norm.cdf((0.42 - STRENGTH) / 0.1)
    assert float(found["chance"]) == pytest.approx(float(expected), abs=1e-12)


def test_the_threshold_is_the_limit_of_the_game_with_signals():
    """With private signals a million times as exact as public ones the closed form is exact to a
    thousandth, and public signals of strength lower it."""
    limit = float(threshold(0.6, 0.3, 1e6, 1.0, 0.4))
    assert limit == pytest.approx(0.42, abs=1e-3)
    strong, weak = (float(threshold(0.6, 0.3, 25.0, 1.0, signal)) for signal in (0.9, 0.1))
    assert strong < weak
    assert float(chance_of_fall(0.42, 0.42, 0.2)) == 0.5


def test_nobody_rises_who_asks_for_certainty_and_all_where_it_is_certain(rising):
    sharp = {"wavering": 1e-6, "unsure": 1e-6, "cost": 0.0, "eroded": 1.0}
    against = rising.values("insurrection", ready(rising, stance=-1.0), **(sharp | {"cost": 0.9}))
    assert float(against["votes"]) == 0.0
    assert float(against["rose"]) == 0.0
    sure = rising.values("insurrection", ready(rising, support=1.0), bold=0.5, **sharp)
    assert [float(sure[name]) for name in ("votes", "rose", "in_power")] == [1.0, 1.0, 1.0]


def test_a_rising_of_a_certain_failure_takes_nothing(rising):
    """Voters who ask for no chance at all rise against a government that cannot fall."""
    found = rising.values(
        "insurrection", ready(rising, support=0.0), bold=-1.0, unsure=1e-3, wavering=1e-6
    )
    assert float(found["rose"]) == 1.0
    assert float(found["in_power"]) == 0.0


def test_who_is_in_power_or_was_does_not_rise(rising):
    for state in ({"in_power": 1.0, "ruled": 5.0}, {"in_power": 0.0, "ruled": 5.0}):
        found = rising.values("insurrection", ready(rising, chance=0.3, **state), bold=-1.0)
        assert float(found["rose"]) == 0.0
        assert float(found["in_power"]) == state["in_power"]
        assert float(found["chance"]) == pytest.approx(0.3)


def test_risings_succeed_as_often_as_the_chance_says(rising):
    """400 lucks; a chance of 0.5 comes out between 0.4 and 0.6 but once in ten thousand times."""
    sharp = {"cost": 0.0, "eroded": 0.5, "unsure": 0.1, "bold": -5.0, "wavering": 1e-6}
    strength = 0.01 + 0.99 * (1 - 0.5 * 0.8)
    view = ready(rising, support=strength)

    def takes(luck):
        return rising.propose("insurrection", view, luck, **sharp).values["revolution.in_power"]

    lucks = jnp.stack([draws.luck(7, run) for run in range(400)])
    share = float(jax.vmap(takes)(lucks).mean())
    assert 0.4 < share < 0.6
