"""Quantities by hand: each rule once, and the models that must not win."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from partystate import scoring
from partystate.scoring import crps, score
from partystate.scoring.aggregate import at_time
from partystate.scoring.naive import guess
from partystate.scoring.people import share_of
from partystate.scoring.quantity import mates_of, stamp
from partystate.scoring.ranges import range_of
from partystate.scoring.scale import to_scale

sys.path.insert(0, str(Path(__file__).parent))
from ensembles import OBSERVABLES, REVIEWED, SHARE, row, write_ensemble

RUNS = 200
BIRTHS = "population.births"


def judged(tmp_path, rows, columns, runs=RUNS, country=None):
    return score(
        country,
        replayed=write_ensemble(tmp_path / "e", columns, runs),
        rows=rows,
        observables=OBSERVABLES,
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


def test_the_error_of_a_reading_widens_what_is_held_and_nothing_else(tmp_path):
    """Runs of 100 by 1 hold 100 to 101.6; a reading off by a tenth holds 110, not 130."""
    rows = [
        row(name, str(year), central=c) for name, year, c in (("a", 1930, 110), ("b", 1931, 130))
    ]
    columns = {(BIRTHS, "", year): normal(100, 1) for year in ("1930", "1931")}
    near, far = judged(tmp_path, rows, columns).quantity
    assert (near.inside90, near.read90, far.read90) == (False, True, False)
    assert np.log(near.q95 / near.q05) < 0.04


def test_silence_is_a_miss(tmp_path):
    card = judged(tmp_path, [row(time="1950")], {(BIRTHS, "", "1930"): normal(100, 2)}).as_json()
    assert card["quantity"] == {
        "hit": 0,
        "too_wide": 0,
        "total": 1,
        "spoken_to": 0,
        "skill": -1.0,
        "coverage90": None,
        "coverage90_read": None,
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
    assert themes["people"] == {
        "series": 2,
        "spoken_to": 2,
        "beat_naive": 1,
        "coverage90": 0.5,
        "coverage90_read": 0.5,
    }
    assert themes["land"] == {
        "series": 1,
        "spoken_to": 0,
        "beat_naive": 0,
        "coverage90": None,
        "coverage90_read": None,
    }


def naive_of(tmp_path, country, *rows):
    """The naive guess of the last row; the model says a hundred everywhere."""
    columns = {(r.observable, g, r.time): normal(100, 2) for r in rows for g, _ in r.members}
    card = judged(tmp_path, list(rows), columns, country=country)
    return next(q for q in card.quantity if q.row.id == rows[-1].id).naive


def calibrate(group="", level="truth", **changes):
    years = range(1920, 1926)
    one = [row(f"c{y}", str(y), role="calibrate", group=group, **changes) for y in years]
    return [replace(r, level=level) for r in one]


def test_the_naive_guess_of_a_region_is_the_countrys_times_its_share(tmp_path, toyland):
    """Harbour has 900 of toyland's thousands; the country's last figure is 1000."""
    people = toyland.tables["regions"]["population"]
    share = people[0] / people.sum()
    found = naive_of(
        tmp_path, toyland, *calibrate(central=1000.0), row("v", group="region=Harbour")
    )
    assert found.basis == "country, last value"
    assert found.mean == pytest.approx(np.log(1000 * share))


def test_members_of_a_label_add_their_shares(tmp_path, toyland):
    members = (("region=Harbour", 1.0), ("region=Midland", 0.5))
    people = dict(toyland.tables["regions"].select("region", "population").iter_rows())
    share = (people["Harbour"] + people["Midland"] / 2) / sum(people.values())
    both = row("v", group="region=Both", members=members)
    found = naive_of(tmp_path, toyland, *calibrate(central=1000.0), both)
    assert found.mean == pytest.approx(np.log(1000 * share))


def test_a_people_has_its_share_of_every_region(toyland):
    shares = share_of(toyland)
    labels = toyland.tables["nationalities"]["nationality"]
    each = [shares(row(group=f"nationality={label}")) or 0.0 for label in labels]
    assert sum(each) == pytest.approx(1)
    assert shares(row()) is None
    assert shares(row(group="sex=male")) is None
    assert shares(row(group="region=Nowhere")) is None


def test_a_region_with_rows_of_its_own_keeps_them(tmp_path, toyland):
    own = calibrate(group="region=Harbour", central=50.0, series="h")
    mine = row("v", group="region=Harbour", series="h")
    assert naive_of(tmp_path, toyland, *calibrate(central=1000.0), *own, mine).mean == (
        pytest.approx(np.log(50))
    )


def test_a_country_without_figures_lends_its_prior_range(tmp_path, toyland):
    people = toyland.tables["regions"]["population"]
    found = naive_of(tmp_path, toyland, row("v", group="region=Harbour"))
    assert found.basis == "country, prior range"
    assert found.mean == pytest.approx(np.log(10**6.5 * people[0] / people.sum()))
    assert naive_of(tmp_path / "w", toyland, row("v", group="sex=male")).basis == "prior range"


def test_a_share_is_the_same_in_a_region_as_in_the_country(tmp_path, toyland):
    of = {"observable": "society.share", "scale": "share", "tolerance": "share"}
    found = naive_of(
        tmp_path,
        toyland,
        *calibrate(central=0.2, **of),
        row("v", group="region=Harbour", central=0.5, **of),
    )
    assert found.mean == pytest.approx(np.log(0.2 / 0.8))


def test_the_countrys_guess_is_of_the_same_level_where_there_is_one(tmp_path, toyland):
    known = calibrate(central=1000.0, level="known", series="k")
    mine = row("v", group="region=Harbour")
    people = toyland.tables["regions"]["population"]
    share = np.log(people[0] / people.sum())
    for i, (rows, figure) in enumerate(
        [((*known, mine), 1000.0), ((*known, *calibrate(central=400.0), mine), 400.0)]
    ):
        found = naive_of(tmp_path / str(i), toyland, *rows)
        assert found.mean - share == pytest.approx(np.log(figure))


def test_a_series_is_one_at_whatever_level(tmp_path):
    mates = mates_of([*calibrate(level="known"), row("v")])(row("v"))
    assert len(mates.series) == 7
    assert mates.share is None


def test_a_target_of_nothing_has_a_z_in_reason(tmp_path):
    """No range on a scale of logarithms is narrower than the class of 5 per cent has it."""
    line = judged(tmp_path, [row(central=0.0)], {(BIRTHS, "", "1930"): normal(3e6, 1)}).quantity[0]
    assert line.z == pytest.approx(np.log(3e6) / (0.1 / 3.29), rel=1e-3)
    narrow = row(central=100.0, tolerance="registered")
    line = judged(tmp_path / "n", [narrow], {(BIRTHS, "", "1930"): normal(200, 1)}).quantity[0]
    assert line.z == pytest.approx((np.log(200 / 105)) / (np.log(105 / 95) / 3.29), rel=1e-3)


@pytest.mark.parametrize(
    ("unit", "expected"), [("years", 11.0), ("per 1000", 11.0), ("persons", 22.0), ("ratio", None)]
)
def test_years_are_added_for_flows_and_averaged_for_rates(unit, expected):
    series = {"1938": np.array([10.0]), "1939": np.array([12.0])}
    found = at_time(series, "1938/1939", replace(OBSERVABLES[BIRTHS], unit=unit))
    assert expected is found is None or found[0] == expected
    assert at_time(series, "1938/1940", replace(OBSERVABLES[BIRTHS], unit=unit)) is None
    assert at_time(series, "1938-07/1939-06", replace(OBSERVABLES[BIRTHS], unit=unit)) is None


def test_the_share_that_a_review_puts_out_adds_up_over_its_months():
    series = {f"1933-{month:02}": np.array([month / 100]) for month in range(1, 13)}
    assert at_time(series, "1933-06/1933-08", REVIEWED)[0] == pytest.approx(0.21)
    assert at_time(series, "1933", REVIEWED)[0] == pytest.approx(0.78)
    assert at_time(series, "1933-11/1934-02", REVIEWED) is None
    assert at_time(series, "1933-06/1933-08", SHARE) is None


def test_a_score_needs_a_country_or_rows(tmp_path):
    with pytest.raises(ValueError, match="a country, or rows"):
        score(replayed=tmp_path)


def test_the_judge_never_looks_for_a_country_above_a_folder():
    """It is given one: nothing in it climbs from a path to what holds it."""
    folder = Path(scoring.__file__).parent
    for path in folder.glob("*.py"):
        assert ".parent" not in path.read_text(encoding="utf-8"), path.name
