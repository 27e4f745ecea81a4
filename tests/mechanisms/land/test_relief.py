"""Relief: asked by what is reported, within what may go."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FORCE, TRADE = -1.0, 1.0
RULE = {"generosity": 0.5, "suspicion": 0.8, "floor_months": 2.0, "open_share": 0.25, "denial": 0.6}
NO_TOWNS = {"policy__monthly_due": 0.0, "policy__plan": 0.0}


def sent(ground, changes=None, **fields):
    return np.asarray(
        ground.propose("relief", ground.view(1, **fields), **RULE | (changes or {})).values[
            "policy.relief_due"
        ]
    )


def test_part_of_a_reported_lack(ground):
    fields = {
        "information__known_hunger": [100.0, 0.0, 50.0],
        "information__known_granary": 1e6,
        "policy__line": TRADE,
    }
    np.testing.assert_allclose(sent(ground, **fields, **NO_TOWNS), [50, 0, 25])


def test_a_region_pressed_hard_is_believed_least(ground):
    fields = {
        "information__known_hunger": 100.0,
        "information__known_granary": 1e6,
        "policy__line": FORCE,
    }
    np.testing.assert_allclose(
        sent(ground, **fields, **NO_TOWNS, policy__coercion=[0.0, 0.5, 1.0]), [50, 30, 10]
    )


def test_where_gauges_told_of_drought_a_report_is_believed_more(ground):
    """Pressed fully, a fifth of a report is believed; three fifths where half of the crop went."""
    fields = {
        "information__known_hunger": 100.0,
        "information__known_granary": 1e6,
        "policy__line": FORCE,
        "policy__coercion": 1.0,
    }
    np.testing.assert_allclose(
        sent(ground, **fields, **NO_TOWNS, information__known_struck=[0.0, 0.5, 1.0]), [10, 30, 50]
    )


def test_denied_to_a_target(ground):
    fields = {
        "information__known_hunger": 100.0,
        "information__known_granary": 1e6,
        "policy__line": TRADE,
    }
    np.testing.assert_allclose(
        sent(ground, **fields, **NO_TOWNS, endowment__target=[0.0, 0.5, 1.0]), [50, 35, 20]
    )


def test_floor_and_share_bind(ground):
    """1,000 t a month are owed for the 7 months to the harvest, and two months beyond it are not
    touched; of 400 above, a quarter goes, shared in proportion."""
    fields = {
        "information__known_hunger": [3000.0, 0.0, 1000.0],
        "information__known_granary": 9400.0,
        "policy__line": TRADE,
        "policy__plan": 0.0,
        "policy__monthly_due": 1000.0,
    }
    np.testing.assert_allclose(sent(ground, **fields), [75, 0, 25])
    assert sent(ground, **fields | {"information__known_granary": 8999.0}).max() == 0


@settings(deadline=None)
@given(
    st.lists(st.floats(0, 1e7), min_size=3, max_size=3),
    st.floats(0, 1e8),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_never_more_than_may_go_nor_than_is_lacked(ground, lack, granary, coercion, generosity):
    out = sent(
        ground,
        {"generosity": generosity},
        information__known_hunger=lack,
        information__known_granary=granary,
        policy__coercion=coercion,
    )
    assert out.min() >= 0
    assert out.sum() <= 0.25 * granary * (1 + 1e-12)
    assert (out <= np.array(lack) + 1e-9).all()


def test_reads_the_report_and_not_the_truth(ground):
    """Hunger that nobody reported brings nothing."""
    assert sent(
        ground, information__known_hunger=0.0, land__lacked=1e6, information__known_granary=1e9
    ).max() == pytest.approx(0)
