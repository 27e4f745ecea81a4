"""Answers to what-ifs that ship with a country: taken from beside the ensemble, told in one line,
on the pages and as a dataset."""

import shutil

import numpy as np
import pytest
from scipy import stats

from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.country.names import Names
from partystate.experiments.compare import Comparison
from partystate.experiments.paired import paired_effect
from partystate.history import files
from partystate.history.release import COMPARED, FOLDER, answers_of, ship_compared
from partystate.report.answers import _said, in_a_line, largest, students
from partystate.report.sections.what_ifs import changes, others
from partystate.shipped.opened import Shipped

PAIRS = 10  # times four
ASKED = {"question": "deaths laid to hunger", "time": "1932/1933", "group": ""}


def comparison(name, differences):
    """One of pairs whose deaths differ so, of four million without the change."""
    base = np.full(len(differences), 4e6)
    one = paired_effect("deaths laid to hunger, 1932/1933", base, base + differences)
    region = paired_effect("deaths laid to hunger, 1932/1933, Steppe", base, base)
    effects = [
        type(e)(**vars(e) | ASKED | {"group": g}) for e, g in ((one, ""), (region, "region=Steppe"))
    ]
    return Comparison((name,), effects, [], None, len(differences)).as_json()


@pytest.fixture
def country(toyland, tmp_path):
    """Toyland with the answer that an ensemble has, in place of an older one."""
    folder = shutil.copytree(toyland.path, tmp_path / "toyland")
    beside = files.writable_folder(tmp_path / "ensemble" / COMPARED)
    fewer = comparison("no_exports", [-1e6, -1.2e6, -0.8e6, -1e6] * PAIRS)
    files.write_json(beside / "no_exports.json", fewer)
    older = folder / FOLDER / COMPARED
    older.mkdir(parents=True)
    files.write_json(older / "no_longer.json", comparison("no_longer", [0, 0, 0, 0]))
    ship_compared(tmp_path / "ensemble", folder / FOLDER)
    return load(folder)


def test_those_of_the_ensemble_ship_in_place_of_older_ones(country, tmp_path):
    assert [c["what_ifs"] for c in answers_of(country.path)] == [["no_exports"]]
    name = "no_exports.json"
    theirs = files.read_json(tmp_path / "ensemble" / COMPARED / name)
    found = files.read_json(country.path / FOLDER / COMPARED / name)
    assert found.keys() == theirs.keys()
    for one, other in zip(found["effects"], theirs["effects"], strict=True):
        assert one["outcome"] == other["outcome"]
        assert one["low"] == pytest.approx(other["low"], rel=1e-5)
    ship_compared(tmp_path / "none", country.path / FOLDER)
    assert answers_of(country.path) == []


def test_an_effect_in_one_line(country):
    line = in_a_line(country, "no_exports")
    assert line.startswith("deaths laid to hunger, 1932\N{EN DASH}1933: -1,000,000 [-1,0")
    assert line.endswith("], of 4,000,000 without the change")
    assert in_a_line(country, "no_drive") == ""


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ([1e6, -1e6, 1e6, -1e6] * PAIRS, "; not told from nothing"),
        ([1e6], ": +1,000,000 in 1 pairs, too few for an interval"),
    ],
)
def test_what_is_not_known_is_said(country, differences, said):
    where = country.path / FOLDER / COMPARED / "no_exports.json"
    files.write_json(where, comparison("no_exports", differences))
    assert in_a_line(country, "no_exports").endswith(said)


def effect_on(outcome, size, half, **more):
    """An effect with an interval of so much on either side."""
    told = {"outcome": outcome, "question": "", "time": "", "group": "", "base": 1.0}
    ends = {"low": size - half, "high": size + half, "is_clear": abs(size) > half}
    return told | {"effect": size, "changed": 1 + size} | ends | more


@pytest.mark.parametrize(
    ("share", "degrees"), [(0.975, 4), (0.975, 19), (0.99975, 19), (0.99975, 49)]
)
def test_students_quantiles_against_scipy(share, degrees):
    assert students(share, degrees) == pytest.approx(stats.t.ppf(share, degrees), rel=0.01)


def test_the_largest_of_many_answers_must_be_clear_among_many():
    """Of one answer 2.05 standard errors are enough, of a hundred 3.92 (Student's, 29 degrees):
    1.92 times the half of the interval; groups do not count, nor what has no interval or is less
    than a hundredth of what was."""
    near = [effect_on(f"n{i}", 0.1, 1.0) for i in range(98)]
    far, sure = effect_on("far", -2.0, 1.0), effect_on("sure", 1.0, 0.01)
    assert largest([*near, far, sure], 30)["outcome"] == "far"
    assert largest([*near, effect_on("far", -1.9, 1.0), sure], 30)["outcome"] == "sure"
    assert largest([effect_on("far", -1.9, 1.0)], 30)["outcome"] == "far"
    assert largest([effect_on("small", 0.009, 0.001)], 30) is None
    assert largest([effect_on("place", 9.0, 1.0, group="region=Steppe")], 30) is None
    assert largest([effect_on("none", 0.0, 0.0)], 30) is None


def test_another_answer_is_told_where_the_first_is_not_clear(country):
    where = country.path / FOLDER / COMPARED / "no_exports.json"
    unclear = comparison("no_exports", [1e6, -1e6, 1e6, -1e6] * PAIRS)
    unclear["effects"].append(effect_on("office-holders shot", -3.0, 0.5, base=20.0))
    files.write_json(where, unclear)
    assert in_a_line(country, "no_exports") == (
        "office-holders shot: -3 [-3.5, -2.5], of 20 without the change; "
        "deaths laid to hunger not told from nothing"
    )


def test_persons_are_told_in_millions():
    assert _said(-83_000.0, "persons", "+") == "-0.08"
    assert _said(4_512_000.0, "persons") == "4.51"
    assert _said(-1_000.0, "persons", "+") == "+0.00"
    assert _said(12.34, "Mt", "+") == "+12.3"


def test_the_page_on_what_ifs_and_the_dataset_have_every_effect(country):
    section = changes(country.path / FOLDER, country, Names(country))
    assert [figure.id for figure in section.figures] == ["what-ifs"]
    assert section.figures[0].table.rows[0][1:3] == ("deaths laid to hunger, 1932/1933", "clear")
    answers = Shipped(country).answers
    assert answers["what_if"].values.tolist() == ["no_exports"] * 2
    assert answers["effect"].values.tolist() == [-1e6, 0]
    assert answers["group"].values.tolist() == ["", "region=Steppe"]
    assert answers["is_clear"].values.tolist() == [True, False]


def test_other_effects_are_told_the_largest_first_and_not_region_by_region(toyland):
    def effect(outcome, size, group="", is_clear=True):
        return "change", {
            "outcome": outcome,
            "effect": size,
            "base": 100.0,
            "group": group,
            "is_clear": is_clear,
        }

    rows = [
        effect("head", 90),
        effect("small", 1),
        effect("large", -50),
        effect("a region", 70, "region=Steppe"),
        effect("a place", 10, "region=The South"),
        effect("unclear", 99, is_clear=False),
    ]
    found = [e["outcome"] for _, e in others(rows, ["head"], toyland)]
    assert found == ["large", "a place", "small"]


def test_a_country_without_answers_says_how_to_make_them(toyland):
    with pytest.raises(UserError, match="ships no answers"):
        _ = Shipped(toyland).answers
