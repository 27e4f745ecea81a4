"""Quantities by hand: each rule once, and the models that must not win."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from partystate.scoring import crps, score
from partystate.scoring.naive import guess
from partystate.scoring.quantity import stamp
from partystate.scoring.ranges import range_of
from partystate.scoring.scale import to_scale

sys.path.insert(0, str(Path(__file__).parent))
from ensembles import OBSERVABLES, row, write_ensemble

RUNS = 200
BIRTHS = "population.births"


def judged(tmp_path, rows, columns, runs=RUNS):
    return score(
        replayed=write_ensemble(tmp_path / "e", columns, runs), rows=rows, observables=OBSERVABLES
    )


def normal(mean, sd, runs=RUNS):
    """A sample with exactly spaced quantiles."""
    return mean + sd * stats.norm.ppf((np.arange(runs) + 0.5) / runs)


def test_scales_by_hand():
    assert to_scale(np.e, "positive", 1) == pytest.approx(1)
    assert to_scale(0.0, "positive", 0.5) == pytest.approx(np.log(0.5))
    assert to_scale(0.5, "share", 1) == pytest.approx(0)
    assert to_scale(0.0, "share", 1) == to_scale(0.005, "share", 1)
    assert to_scale(3, "signed", 1, sd=2) == 1.5


@pytest.mark.parametrize(
    ("given_row", "low", "high"),
    [
        (row(central=100), 90, 110),
        (row(central=100, tolerance="registered"), 95, 105),
        (row(central=100, tolerance="contested"), 70, 130),
        (row(low=99, central=100, high=101), 90, 110),
        (row(low=50, central=100, high=200), 50, 200),
        (row(central=0.5, tolerance="share"), 0.47, 0.53),
        (row(central=16, tolerance="count"), 12, 20),
        (row(central=0, tolerance="count"), -1, 1),
        (row(low=7, central=None), 7, None),
    ],
)
def test_ranges_by_hand(given_row, low, high):
    bounds = range_of(given_row)
    assert bounds.low == (None if low is None else pytest.approx(low))
    assert bounds.high == (None if high is None else pytest.approx(high))


def test_crps_of_a_normal_ensemble_meets_the_closed_form():
    sample = normal(1.0, 2.0, 4000)
    for y in (-3.0, 1.0, 5.0):
        assert crps.of_ensemble(sample, y) == pytest.approx(crps.of_normal(1.0, 2.0, y), rel=2e-3)


def test_naive_guess_by_hand():
    """Four points on a line of slope 1 a year. A year ahead the last value errs by 1 each time; the
    line errs by 1 where it has one point, then by nothing: root mean square 1/sqrt(3)."""
    found = guess([1, 2, 3, 4], [1.0, 2.0, 3.0, 4.0], 5, None)
    assert found.basis == "line"
    assert found.mean == pytest.approx(5)
    assert found.sd == pytest.approx(3**-0.5)
    few = guess([1, 2], [1.0, 2.0], 3, None)
    assert few.sd == 0.35
    assert guess([4], [1.0], 3, 0.7).mean == 0.7
    assert guess([4], [1.0], 3, None) is None


def test_a_perfect_model_hits(tmp_path):
    card = judged(tmp_path, [row()], {(BIRTHS, "", "1930"): normal(100, 2)})
    assert card.as_json()["quantity"]["hit"] == 1
    assert card.quantity[0].skill > 0.5


def test_a_vague_model_misses(tmp_path):
    """Median right, spread of a factor of a hundred: too wide, and a miss."""
    vague = np.exp(normal(np.log(100), 1.4))
    card = judged(tmp_path, [row()], {(BIRTHS, "", "1930"): vague}).as_json()
    assert card["quantity"]["hit"] == 0
    assert card["quantity"]["too_wide"] == 1


def test_a_vague_model_is_stamped(tmp_path):
    """Intervals that hold every figure are no merit."""
    rows = [row(f"r{y}", str(y), series=f"s{y}") for y in range(1930, 1960)]
    columns = {(BIRTHS, "", str(y)): np.exp(normal(np.log(100), 1.4)) for y in range(1930, 1960)}
    assert judged(tmp_path, rows, columns).as_json()["stamp"] == "vague"
    assert stamp(0.5) == "overconfident"
    assert stamp(0.9) == ""


def test_off_by_z(tmp_path):
    """Range log(90) to log(110), median log(200): z in standard deviations of the range."""
    card = judged(tmp_path, [row()], {(BIRTHS, "", "1930"): normal(200, 1)})
    expected = (np.log(200) - np.log(110)) / ((np.log(110) - np.log(90)) / 3.29)
    assert card.quantity[0].verdict == "off"
    assert card.quantity[0].z == pytest.approx(expected, rel=1e-3)


def test_one_bound_needs_19_of_20_runs(tmp_path):
    rows = [row("a", low=90, central=None), row("b", low=99, central=None)]
    card = judged(tmp_path, rows, {(BIRTHS, "", "1930"): normal(100, 2)})
    assert [q.verdict for q in card.quantity] == ["hit", "off"]


def test_silence_is_a_miss(tmp_path):
    card = judged(tmp_path, [row(time="1950")], {(BIRTHS, "", "1930"): normal(100, 2)}).as_json()
    assert card["quantity"] == {
        "hit": 0,
        "too_wide": 0,
        "total": 1,
        "spoken_to": 0,
        "skill": -1.0,
        "coverage90": None,
    }


def test_fewer_than_200_runs_hit_nothing(tmp_path):
    card = judged(tmp_path, [row()], {(BIRTHS, "", "1930"): normal(100, 2, 199)}, 199)
    assert card.quantity[0].verdict == "few runs"
    assert card.quantity[0].z == 0
    assert not card.as_json()["hits_are_counted"]


def test_roles_stand_apart(tmp_path):
    rows = [row("v"), row("c", role="calibrate"), row("g", role="given"), row("x", role="context")]
    card = judged(tmp_path, rows, {(BIRTHS, "", "1930"): normal(100, 2)}).as_json()
    assert (
        card["quantity"]["total"],
        card["calibrate"]["total"],
        card["given"],
        card["context"],
    ) == (1, 1, 1, 1)
    assert {r["id"] for r in card["rows"]} == {"v", "c"}


def test_the_naive_guess_never_sees_a_validate_row(tmp_path):
    early = [
        row(f"c{y}", str(y), central=100.0 + y % 2, role="calibrate") for y in range(1920, 1926)
    ]
    a = judged(
        tmp_path / "a",
        [*early, row("v", "1930", central=100.0)],
        {(BIRTHS, "", "1930"): normal(100, 2)},
    )
    b = judged(
        tmp_path / "b",
        [*early, row("v", "1930", central=100.0), row("w", "1929", central=900.0)],
        {(BIRTHS, "", "1930"): normal(100, 2)},
    )

    def find(card):
        return next(q for q in card.quantity if q.row.id == "v").naive

    assert find(a) == find(b)


def test_months_are_summed_run_by_run_before_quantiles(tmp_path):
    """Two months that mirror each other: their sum has no spread at all."""
    first, second = normal(50, 10), 100 - normal(50, 10)
    columns = {(BIRTHS, "", "1930-01"): first, (BIRTHS, "", "1930-02"): second}
    line = judged(tmp_path, [row(time="1930-01/1930-02")], columns).quantity[0]
    assert line.q95 - line.q05 < 1e-9
    assert line.median == pytest.approx(100)


def test_an_interval_not_covered_exactly_is_not_spoken_to(tmp_path):
    columns = {(BIRTHS, "", "1930-01"): normal(50, 1)}
    assert (
        judged(tmp_path, [row(time="1930-01/1930-02")], columns).quantity[0].verdict
        == "not spoken to"
    )


def test_members_are_added_with_their_weights(tmp_path):
    columns = {
        (BIRTHS, "region=A", "1930"): normal(60, 1),
        (BIRTHS, "region=B", "1930"): normal(80, 1),
    }
    line = judged(
        tmp_path, [row(group="region=AB", members=(("region=A", 1.0), ("region=B", 0.5)))], columns
    ).quantity[0]
    assert line.median == pytest.approx(100, rel=1e-3)


def test_a_stock_is_read_between_two_first_days(tmp_path):
    columns = {
        ("population.total", "", "1930-01-01"): normal(100, 1),
        ("population.total", "", "1930-02-01"): normal(131, 1),
    }
    line = judged(
        tmp_path, [row(time="1930-01-11", central=110.0, observable="population.total")], columns
    ).quantity[0]
    assert line.median == pytest.approx(110, rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.01, 1.0), st.floats(1.0, 10.0), st.floats(50, 200))
def test_wider_never_turns_a_miss_into_a_hit(tmp_path_factory, sd, factor, centre):
    """Spreading an ensemble about the same median keeps a miss a miss."""
    narrow, wide = (np.exp(normal(np.log(centre), s)) for s in (sd, sd * factor))
    verdicts = [
        judged(tmp_path_factory.mktemp("w"), [row()], {(BIRTHS, "", "1930"): values})
        .quantity[0]
        .verdict
        for values in (narrow, wide)
    ]
    assert not (verdicts[0] != "hit" and verdicts[1] == "hit")


def test_units_do_not_matter(tmp_path):
    """The same figures in thousands: the same verdict, z and skill (resolution scaled alike)."""
    a = judged(
        tmp_path / "a", [row(central=100.0)], {(BIRTHS, "", "1930"): normal(105, 2)}
    ).quantity[0]
    b = judged(
        tmp_path / "b", [row(central=1e5)], {(BIRTHS, "", "1930"): normal(105, 2) * 1000}
    ).quantity[0]
    assert a.verdict == b.verdict
    assert a.z == pytest.approx(b.z)


def test_themes_count_series(tmp_path):
    """One series that is hit, one that is missed by far, one the model is silent on, in two
    themes."""
    rows = [
        row("a", series="a"),
        row("b", series="b", central=3e6),
        row("c", series="c", time="1950", theme="land"),
    ]
    themes = judged(tmp_path, rows, {(BIRTHS, "", "1930"): normal(100, 2)}).as_json()["themes"]
    assert themes["people"] == {"series": 2, "spoken_to": 2, "beat_naive": 1, "coverage90": 0.5}
    assert themes["land"] == {"series": 1, "spoken_to": 0, "beat_naive": 0, "coverage90": None}
