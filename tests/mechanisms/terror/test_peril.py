"""What is remembered of danger from abroad and of a murder, by hand."""

import pytest

from tests.mechanisms.power.small_party import small_party


@pytest.mark.parametrize(
    ("points", "told", "left"),
    [
        (2, {"disputes": 3}, 4),  # of two points one is forgotten
        (2, {"foreign_events": 3}, 4),
        (2, {"disputes": 1, "foreign_events": 2}, 4),
        (2, {"foreign_events": -3}, 0),  # nobody feels less than no danger
        (40, {}, 20),
    ],
)
def test_danger_fades_and_comes_anew(points, told, left):
    case = small_party().with_(danger=points).told(**told)
    assert case.propose("peril", forget=0.5)["danger"] == pytest.approx(left)


def test_a_weakened_army_makes_events_more_dangerous():
    """Half of the fighting power is lost: three points count as 3 (1 + 0.8 x 0.5)."""
    case = small_party().with_(experience=0.5).told(disputes=3)
    assert case.propose("peril", weakness=0.8)["danger"] == pytest.approx(4.2)
    assert case.propose("peril")["danger"] == pytest.approx(3)


def test_a_murder_is_remembered():
    """Three quarters of the last, and a new one."""
    case = small_party().with_(shock=1).told(murder=1)
    assert case.propose("peril", fading=0.25)["shock"] == pytest.approx(1.75)
    assert case.told(murder=0).propose("peril", fading=0.25)["shock"] == pytest.approx(0.75)
