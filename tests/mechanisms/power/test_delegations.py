"""Sizes of delegations follow the towns of the regions, by hand."""

import pytest

from tests.mechanisms.power.small_party import small_party


def towns(*persons: float):
    """Townspeople on the lists of three regions; the north of the party holds two of them."""
    return small_party().beside(information={"known_towns": list(persons)})


def test_the_first_month_known_is_the_base():
    got = towns(10.0, 20.0, 30.0).propose("delegations", following=1, growth=1)
    assert got["townspeople"] == pytest.approx([30, 30])
    assert got["delegates"] == pytest.approx([0.6, 0.4])


@pytest.mark.parametrize(
    ("given", "delegates"),
    [
        # the towns of the north have doubled: 0.6 x 2 to 0.4 is three to one
        ({"following": 1, "growth": 1}, [0.75, 0.25]),
        ({"following": 0.5, "growth": 1}, [0.675, 0.325]),
        ({"following": 1, "growth": 0.5}, [0.9 / 1.3, 0.4 / 1.3]),
        ({"following": 0, "growth": 1}, [0.6, 0.4]),
        ({"following": 1, "growth": 0}, [0.6, 0.4]),
    ],
)
def test_delegations_grow_with_their_towns(given, delegates):
    case = towns(20.0, 40.0, 30.0).with_(townspeople=[30, 30])
    got = case.propose("delegations", **given)
    assert got["delegates"] == pytest.approx(delegates)
    assert got["townspeople"] == pytest.approx([30, 30])


def test_nothing_moves_before_there_is_a_party():
    case = towns(20.0, 40.0, 30.0).with_(townspeople=[30, 30]).told(seated=False)
    got = case.propose("delegations", following=1, growth=1)
    assert got["delegates"] == pytest.approx([0.6, 0.4])


def test_a_delegation_cannot_be_less_than_none():
    """Towns of the north emptied, at a growth of two: 0.6 x (1 - 2), at least nothing."""
    case = towns(0.0, 0.0, 30.0).with_(townspeople=[30, 30])
    assert case.propose("delegations", following=1, growth=2)["delegates"] == pytest.approx([0, 1])
