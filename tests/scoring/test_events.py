"""Events by hand, the flooding model, directions and the panel."""

import sys
from pathlib import Path

import numpy as np
import pytest

from partystate.evidence import Direction
from partystate.scoring.directions import judge_pair, judge_trend
from partystate.scoring.events import Ledger, score_events
from partystate.scoring.panel import auc, score_panel

sys.path.insert(0, str(Path(__file__).parent))
from ensembles import EPOCH, ledger_table, target

RUNS = 500
FIRST, LAST = EPOCH, EPOCH + 120
MEMBERS = [f"m{i}" for i in range(9)] + ["x"]


def with_council(events):
    """Everyone sits in the council from the first month of each run."""
    seats = [(run, 0, "appointed", person, "council") for run in range(RUNS) for person in MEMBERS]
    return Ledger(ledger_table(seats + events), RUNS, FIRST, LAST)


def test_a_model_that_does_it_in_time_hits():
    ledger = with_council([(run, 26, "removed", "x", "council") for run in range(RUNS)])
    line = score_events([target()], ledger)[0]
    assert line.verdict == "hit"
    assert line.p == pytest.approx((RUNS + 0.5) / (RUNS + 1))
    assert line.p0 < 0.01
    assert line.skill == pytest.approx(1, abs=0.01)


def test_a_flooding_model_misses_by_flooding():
    """A model that removes everybody, always, has every removal right and none of them counts."""
    flood = [
        (run, m, "removed", person, "council")
        for run in range(RUNS)
        for m in (24, 26, 28)
        for person in MEMBERS
    ]
    line = score_events([target()], with_council(flood))[0]
    assert line.verdict == "by flooding"
    assert line.flood > 3


def test_what_happens_to_anybody_is_no_merit():
    """One member a run, each as likely: p is a tenth and no better than chance."""
    events = [(run, 26, "removed", MEMBERS[run % 10], "council") for run in range(RUNS)]
    line = score_events([target()], with_council(events))[0]
    assert line.verdict == "miss"
    assert abs(line.skill) < 0.5


def test_runs_in_which_the_start_does_not_hold_do_not_count():
    """He is not in the council: the removal that follows is of somebody who could not be
    removed."""
    events = [(run, 26, "removed", "x", "council") for run in range(RUNS)]
    ledger = with_council([(run, 5, "removed", "x", "council") for run in range(RUNS)] + events)
    assert score_events([target()], ledger)[0].verdict == "miss"


def test_all_parts_of_a_composite_are_needed():
    both = [target(part=1), target(part=2, person="m0", requires=("m0 in council",))]
    one = with_council([(run, 26, "removed", "x", "council") for run in range(RUNS)])
    assert score_events(both, one)[0].verdict == "miss"
    two = with_council(
        [(run, 26, "removed", p, "council") for run in range(RUNS) for p in ("x", "m0")]
    )
    assert score_events(both, two)[0].verdict == "hit"


def test_order_of_a_sequence():
    parts = [
        target(part=1, first=20, last=26),
        target(part=2, person="m0", requires=(), first=40, last=46),
    ]
    events = [
        (run, m, "removed", p, "council") for run in range(RUNS) for p, m in (("x", 42), ("m0", 22))
    ]
    assert score_events(parts, with_council(events))[0].tau == -1


def test_no_ledger_is_silence():
    assert score_events([target()], None)[0].verdict == "not spoken to"


def test_few_runs_hit_nothing():
    ledger = with_council([(run, 26, "removed", "x", "council") for run in range(RUNS)])
    assert score_events([target()], ledger, fewest=RUNS + 1)[0].verdict == "few runs"


def direction(sign=1, unit="%"):
    return Direction(
        "D1",
        "C",
        "population.births",
        "",
        sign,
        "1930",
        (5.0, unit) if unit == "%" else (0.2, "sd"),
        "trend",
        "",
        (),
        "",
        "",
    )


def test_paired_effects_need_the_smallest_effect():
    rng = np.random.default_rng(1)
    off = 100 + rng.normal(0, 10, (100, 1))
    assert judge_pair(direction(), off + 10, off).verdict == "hit"
    assert judge_pair(direction(), off + 2, off).verdict == "miss"
    assert judge_pair(direction(-1), off + 10, off).verdict == "miss"


def test_trend():
    rising = np.linspace(100, 150, 10) + np.random.default_rng(2).normal(0, 3, (200, 10))
    assert judge_trend(direction(), rising).verdict == "hit"
    assert judge_trend(direction(-1), rising).verdict == "miss"
    flat = 100 + np.random.default_rng(3).normal(0, 3, (200, 10))
    assert judge_trend(direction(), flat).verdict == "miss"


def test_panel_by_hand():
    p, y = np.array([0.9, 0.8, 0.2, 0.1]), np.array([True, False, True, False])
    assert auc(p, y) == pytest.approx(0.75)
    found = score_panel(p, y, np.full(4, 0.5), np.array([1, 1, 2, 2]))
    assert found["brier_skill"] == pytest.approx(1 - np.mean((p - y) ** 2) / 0.25)
    assert sum(b["rows"] for b in found["reliability"]) == 4


def test_a_panel_that_knows_nothing():
    y = np.arange(1000) % 10 == 0
    found = score_panel(np.full(1000, 0.1), y, np.full(1000, 0.1), np.arange(1000) // 100)
    assert found["brier_skill"] == pytest.approx(0)
    assert found["auc"] == 0.5
