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


def test_danger_is_kept_by_state_of_kin_and_for_longer():
    """One state brought two points: its people answer for them, the other for nothing. A quarter of
    what was remembered is forgotten, and an easing event leaves no less than nothing."""
    case = small_party().with_(kin=4.0).told(kin_points={0: 2.0})
    assert case.propose("peril", kin_forget=0.25)["kin"].tolist() == pytest.approx([5.0, 3.0])
    eased = case.told(kin_points={0: -9.0}).propose("peril", kin_forget=0.25)["kin"]
    assert eased.tolist() == pytest.approx([0.0, 3.0])
    weakened = case.with_(experience=0.5).propose("peril", kin_forget=0.25, weakness=0.8)["kin"]
    assert weakened.tolist() == pytest.approx([3 + 2 * 1.4, 3.0])


def test_a_murder_is_remembered():
    """Three quarters of the last, and a new one."""
    case = small_party().with_(shock=1).told(murder=1)
    assert case.propose("peril", fading=0.25)["shock"] == pytest.approx(1.75)
    assert case.told(murder=0).propose("peril", fading=0.25)["shock"] == pytest.approx(0.75)
