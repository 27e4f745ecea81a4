"""The update where its answer is known: linear, normal, many members."""

import numpy as np
import pytest

from partystate.reanalysis.leave_out import best_weights, judged, left_out
from partystate.reanalysis.localisation import Positions, Weights, for_all, weights_between
from partystate.reanalysis.normal_scores import on_scores
from partystate.reanalysis.update import Observed, solve, system

ALL_ALIKE = Weights(memory=for_all(1e6), same_theme=1.0, other_theme=1.0, reach=1.0)
MEMBERS = 40_000


def positions(*things):
    """Positions of (year, observable, theme, place)."""
    years, observables, themes, places = zip(*things, strict=True)
    return Positions(
        np.array(years, float),
        *(np.array(words, object) for words in (observables, themes, places)),
    )


HERE = positions((1930, "a", "land", ""))


@pytest.fixture(scope="module")
def members():
    """Two states, standard normal, whose correlation is .8."""
    rng = np.random.default_rng(1)
    one, other = rng.standard_normal((2, MEMBERS))
    return np.stack([one, 0.8 * one + 0.6 * other], 1)


def test_a_normal_prior_and_one_figure_give_their_normal_posterior(members):
    """Prior N(0, 1), figure 2 with variance 1/3: posterior N(1.5, 1/4); of the other state .8 times
    the mean, variance 1 - .64 * 3/4. Means within 4 of their standard errors: false alarm 1 in
    4,000."""
    observed = Observed(members[:, :1], HERE, np.array([2.0]), np.array([1 / 3]))
    made = solve(observed, ALL_ALIKE, 0)
    found = made.of(members, positions((1930, "a", "land", ""), (1930, "b", "land", "")))
    error = 4 * 1 / np.sqrt(MEMBERS)
    assert found.mean(0) == pytest.approx([1.5, 1.2], abs=error)
    assert found.var(0) == pytest.approx([0.25, 0.52], abs=0.02)


def test_two_figures_of_one_thing_count_as_one_of_half_the_variance(members):
    """Two independent readings of variance 1 and their mean of variance 1/2 say the same."""
    twice = Observed(
        members[:, [0, 0]],
        positions(*2 * [(1930, "a", "land", "")]),
        np.array([1.0, 3.0]),
        np.array([1.0, 1.0]),
    )
    once = Observed(members[:, :1], HERE, np.array([2.0]), np.array([0.5]))
    a, b = (solve(o, ALL_ALIKE, 0).of(members[:, :1], HERE) for o in (twice, once))
    assert a.mean() == pytest.approx(b.mean(), abs=0.02)
    assert a.var() == pytest.approx(b.var(), abs=0.02)


def test_what_has_no_weight_is_left_as_it_was(members):
    observed = Observed(members[:, :1], HERE, np.array([2.0]), np.array([0.1]))
    made = solve(observed, Weights(other_theme=0.0), 0)
    far = positions((1930, "b", "terror", ""))
    assert made.of(members[:, 1:], far) == pytest.approx(members[:, 1:])


def test_the_spread_is_stretched_around_its_mean(members):
    far = positions((1930, "b", "terror", ""))
    observed = Observed(members[:, :1], HERE, np.array([2.0]), np.array([0.1]))
    by = Weights(other_theme=0.0, stretch={"": 1.0, "terror": 2.0})
    found = solve(observed, by, 0).of(members[:, 1:] + 5, far)
    assert found.std() == pytest.approx(2 * members[:, 1].std())
    assert found.mean() == pytest.approx(5 + members[:, 1].mean())


def test_weights_fall_with_time_kind_and_place():
    at = positions(
        (1930, "a", "land", ""),
        (1932, "a", "land", ""),
        (1930, "b", "land", ""),
        (1930, "c", "terror", ""),
        (1930, "a", "land", "region=One"),
        (1930, "a", "land", "region=Two"),
    )
    by = Weights(memory=for_all(2.0), same_theme=0.3, other_theme=0.1, reach=0.5)
    found = weights_between(at, at, by)
    assert found[0] == pytest.approx([1, np.exp(-0.5), 0.3, 0.1, 0.5, 0.5])
    assert found[4, 5] == pytest.approx(0.25)
    assert np.linalg.eigvalsh(found).min() > 0


def test_each_theme_has_its_memory():
    """Memories of 1 and 3 years, two years apart: sqrt(6 / 10) e^(-4 / 10); and the matrix of many
    things of both is a correlation still."""
    at = positions((1930, "a", "land", ""), (1932, "b", "terror", ""))
    by = Weights(memory={"": 9.0, "land": 1.0, "terror": 3.0}, other_theme=1.0)
    expected = np.sqrt(0.6) * np.exp(-0.4)
    assert weights_between(at, at, by)[0, 1] == pytest.approx(expected)
    many = positions(*((y, "a", theme, "") for y in range(20) for theme in ("land", "terror")))
    assert np.linalg.eigvalsh(weights_between(many, many, by)).min() > -1e-12


def test_a_figure_is_predicted_by_the_others_of_its_kind_left_out(members):
    """The second figure is read from the first alone: .8 of it. The score of 2 among so many is off
    by up to .06 (four standard errors; false alarm 1 in 16,000)."""
    observed = Observed(
        members, positions(*2 * [(1930, "a", "land", "")]), np.array([2.0, 9.0]), np.full(2, 1e-6)
    )
    told = left_out(observed, ["one", "other"], ALL_ALIKE, 0)
    assert told.figures[:, 1].mean() == pytest.approx(1.6, abs=0.05)
    assert told.inside90.tolist() == [False, False]


def test_one_inverse_leaves_out_as_an_update_by_the_rest_does():
    """Six figures of two kinds that bear on each other: what the rest says of a kind, worked out
    from the rest alone with the same errors of the targets."""
    rng = np.random.default_rng(4)
    at = positions(*((1930 + i, f"o{i % 3}", "land", "") for i in range(6)))
    given = rng.standard_normal((30, 2)) @ rng.standard_normal((2, 6))
    observed = Observed(given, at, rng.standard_normal(6), np.full(6, 0.2))
    kinds = ["one", "other", "one", "one", "other", "one"]
    by = Weights(same_theme=0.5, stretch=for_all(1.3))
    scored, scores = on_scores(observed)
    among, asked, seen = system(scored, by, 0)
    told = left_out(observed, kinds, by, 0)
    for kind in ("one", "other"):
        mine = np.array(kinds) == kind
        pull = np.linalg.solve(among[np.ix_(~mine, ~mine)], (asked - seen)[:, ~mine].T)
        expected = seen.copy()
        expected[:, mine] += (among[np.ix_(mine, ~mine)] @ pull).T
        read = scores.down(expected.T).T[:, mine]
        assert told.figures[:, mine] == pytest.approx(read, abs=1e-10)


def test_the_weights_that_predict_best_are_chosen(members):
    """What is related is better predicted with a weight than without."""
    observed = Observed(
        members[:400],
        positions((1930, "a", "land", ""), (1930, "b", "land", "")),
        np.array([1.0, 0.8]),
        np.full(2, 0.01),
    )
    by, tried = best_weights(observed, [1, 2], Weights(), {"same_theme": (0.0, 1.0)}, 0)
    assert by.same_theme == 1.0
    assert [line["same_theme"] for line in tried] == [0.0, 1.0]
    assert tried[1]["crps"] < tried[0]["crps"]


def test_a_theme_with_enough_figures_chooses_its_own_stretch():
    """Figures of one theme lie four times further out than members, those of the other within, and
    the third has one figure alone: the first is stretched, the second and the rest are not."""
    rng = np.random.default_rng(3)
    themes = ["wide"] * 25 + ["narrow"] * 60 + ["rare"]
    at = positions(*((3000 * i, f"o{i}", theme, "") for i, theme in enumerate(themes)))
    middle = rng.standard_normal(len(themes)) * np.where(np.array(themes) == "wide", 4.0, 0.8)
    members = rng.standard_normal((200, len(themes)))
    observed = Observed(members, at, middle, np.full(len(themes), 0.01))
    by, _ = best_weights(observed, range(86), Weights(), {"stretch": (1.0, 2.0)}, 0)
    assert by.stretch == {"": 1.0, "narrow": 1.0, "wide": 2.0}


def test_the_error_of_a_figure_counts_in_what_is_seen(members):
    """Members that are surely right about a figure of variance 1 hold it in nine cases of ten."""
    rng = np.random.default_rng(2)
    many = 2000
    observed = Observed(
        np.zeros((400, many)),
        positions(*many * [(1930, "a", "land", "")]),
        rng.standard_normal(many),
        np.ones(many),
    )
    told = judged(observed.figures, observed)
    assert told.inside90.mean() == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / many))
