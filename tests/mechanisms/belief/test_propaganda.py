"""The cult by hand: mourning, signals that inflate, signs that stay, and an inner circle that is
silent."""

import math

import jax.numpy as jnp
import pytest

from partystate.world.culture import ANTHEM, DISPLAY, PLACES, TITLES
from tests.mechanisms.power.small_party import ANN, BEN, small_party

UNIT = {"cost": 1.0}  # of praise


def led(established=1.0, **fields):
    """Ann leads, and has been praised before."""
    return small_party().with_(leader=ANN, honoured=ANN, established=established, **fields)


def test_without_a_leader_nobody_is_praised_and_all_that_is_said_is_the_founders():
    found = small_party().with_(devotion=0.6).propose("propaganda", favour=1, zeal=1, **UNIT)
    assert found["praise"] == found["image"] == 0
    assert found["founder_share"] == found["candor"] == 1


def test_praise_goes_to_the_level_that_separates_the_loyal():
    """A benefit of 10 against a cost of 2.5, the published case: 4, half of the way in a month."""
    found = led().propose("propaganda", favour=10, cost=2.5, zeal=0.5)
    assert found["praise"] == pytest.approx(2.0)
    assert found["image"] == pytest.approx(1 - math.exp(-2))


def test_what_all_say_costs_less_and_takes_more():
    """With half of speech in praise and a habit of one half, three quarters of the cost are left:
    that is what praise still means, and the level is a third higher."""
    found = led(image=0.5).propose("propaganda", favour=1, zeal=1, habit=0.5, **UNIT)
    assert found["praise"] == pytest.approx(4 / 3)
    assert found["meaning"] == pytest.approx(3 / 4)


def test_praise_feeds_on_itself_until_it_stands():
    case, levels = led(), []
    for _ in range(60):
        found = case.propose("propaganda", favour=0.6, zeal=1, habit=0.8, **UNIT)
        levels.append(float(found["praise"]))
        case = case.with_(praise=found["praise"], image=found["image"])
    assert levels[-1] > 0.6, "more than where nobody gets used to it"
    assert levels[-1] * (1 - 0.8 * (1 - math.exp(-levels[-1]))) == pytest.approx(0.6, rel=1e-3)
    assert all(later >= sooner for sooner, later in zip(levels, levels[1:], strict=False))


def test_fear_makes_praise_where_there_is_a_society():
    afraid = led().beside(belief={"fear": 0.5, "officials_fear": 0.0})
    given = {"favour": 0.1, "dread": 1, "zeal": 1, **UNIT}
    assert afraid.propose("propaganda", **given)["praise"] == pytest.approx(0.6)
    assert led().propose("propaganda", **given)["praise"] == pytest.approx(0.1)


def test_an_heir_who_is_not_firm_makes_most_of_the_founder():
    given = {"mourning": 0.8, "fading": 0.1, "kept": 0.2}
    for established, expected in ((0.0, 0.8), (0.5, 0.4), (1.0, 0.0)):
        dying = led(established).told(founder_dies=1)
        assert dying.propose("propaganda", **given)["devotion"] == pytest.approx(expected)
    later = led(devotion=0.7).propose("propaganda", **given)
    assert later["devotion"] == pytest.approx(0.65)


def test_borrowed_praise_is_the_founders_share():
    found = led(0.5, devotion=0.8, praise=0.6).propose("propaganda", borrowing=0.5)
    lent = 0.5 * 0.5 * 0.8
    assert found["founder_share"] == pytest.approx(lent / (0.6 + lent))
    assert found["image"] == pytest.approx(1 - math.exp(-0.6 - lent))


def test_father_distance_and_transfer():
    case = led(praise=1.0, image=0.4, distance=0.5, transfer=0.1)
    given = {"father_at": 3, "withdrawing": 0.1, "converting": 0.5}
    found = case.propose("propaganda", **given)
    assert found["father"] == pytest.approx(1 / 4)
    assert found["distance"] == pytest.approx(0.5 + 0.1 * 0.4 * 0.5)
    assert found["transfer"] == pytest.approx(0.1 + 0.5 * (0.4 * 0.5 - 0.1)), (
        "a half-pressed church"
    )


def test_signs_follow_praise_and_never_go_back():
    given = {
        **{"spread": 0.5, "display_at": 1, "places_at": 3, "places_most": 40},
        **{"titles_at": 1, "titles_most": 10, "anthem_at": 0.9},
    }
    signs = led(praise=1.0).propose("propaganda", **given)["signs"]
    assert signs[[DISPLAY, PLACES, TITLES, ANTHEM]].tolist() == pytest.approx([0.25, 5, 2.5, 1])
    fallen = led(0.0, praise=0.0, signs={PLACES: 5, ANTHEM: 1})
    kept = fallen.propose("propaganda", **given)["signs"]
    assert kept.tolist() == pytest.approx([0, 5, 0, 1])


def test_a_new_leader_starts_without_praise():
    case = small_party().with_(leader=BEN, honoured=ANN, praise=2.0, image=0.8, distance=0.5)
    found = case.with_(devotion=0.3).propose("propaganda")
    assert found["honoured"] == BEN
    assert found["praise"] == found["image"] == found["distance"] == 0
    assert found["devotion"] == pytest.approx(0.3)


def test_a_leader_who_is_not_firm_any_more_is_the_same_man():
    found = small_party().with_(honoured=ANN, praise=2.0).propose("propaganda", zeal=0.1, **UNIT)
    assert found["honoured"] == ANN
    assert found["praise"] == pytest.approx(1.8)


def test_officials_are_silent_out_of_fear_and_losses():
    case = led(0.5, disruption=0.2).beside(belief={"fear": 0.0, "officials_fear": 0.4})
    found = case.propose("propaganda", hush=2)
    assert found["candor"] == pytest.approx(math.exp(-2 * 0.5 * 0.6))


def test_bad_news_is_kept_back_as_far_as_all_is_praise():
    found = led(praise=1.0).propose("propaganda", flattery=0.3)
    assert found["gloss"] == pytest.approx(0.3 * float(-jnp.expm1(-1.0)))
