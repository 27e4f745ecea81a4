"""Directions that set two what-ifs side by side: which runs they ask for, and how they are judged.
Seeds are fixed."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.country.country import COUNTRIES, load
from partystate.country.what_ifs import Edit, WhatIf
from partystate.evidence import load_directions
from partystate.evidence.check import problems
from partystate.evidence.directions import Direction
from partystate.evidence.theory import load_theory
from partystate.experiments import arms
from partystate.experiments.arms import ARMS, Arms
from partystate.experiments.parts import Plan
from partystate.scenario.alike import switches_for, under
from partystate.scenario.parts import ALL
from partystate.scenario.scenario import Scenario
from partystate.scoring.aggregate import open_ensemble
from partystate.scoring.direction_reach import why_never
from partystate.scoring.directions import NOT_RUN, NOT_THERE, score_directions, window_values
from partystate.scoring.judge import pairs_beside, score

sys.path.insert(0, str(Path(__file__).parents[1] / "scoring"))
from ensembles import row, write_ensemble

RUNS = 50
EATEN = "consumption.per_head"
DIRECTION = Direction(
    "x.1", "x", EATEN, "", 1, "1937/1939", (5.0, "%"), "arms", "", ("market + hard", "none"), "", ""
)


def written(folder, level, noise):
    """Runs whose response of three years stands at `level`."""
    columns = {(EATEN, "", str(year)): level + noise for year in (1937, 1938, 1939)}
    return write_ensemble(
        folder, columns | {("population.total", "", "1937-01-01"): np.ones(RUNS)}, RUNS
    )


@pytest.fixture
def main(tmp_path):
    noise = np.random.default_rng(0).normal(0, 0.1, RUNS)
    written(tmp_path, 1.2, noise)
    written(tmp_path / ARMS / "none", 1.2, noise)
    written(tmp_path / ARMS / "market+hard", 1.0, noise)
    return open_ensemble(tmp_path, [row(observable=EATEN)])


def verdict(direction, main):
    (line,) = score_directions(
        [direction], main, pairs_beside([direction], main, [row(observable=EATEN)])
    )
    return line


def test_names_of_arms():
    assert DIRECTION.arms == (("market", "hard"), ())
    assert replace(DIRECTION, test="contrast").arms == ()


def test_the_second_side_is_tested_against_the_first(main):
    line = verdict(DIRECTION, main)
    assert line.verdict == "hit"
    assert line.effect == pytest.approx(0.2)
    assert verdict(replace(DIRECTION, dose=("none", "market + hard")), main).verdict == "miss"
    assert verdict(replace(DIRECTION, min_effect=(25.0, "%")), main).verdict == "miss"


def test_a_side_that_was_not_run_is_silence(main):
    assert verdict(replace(DIRECTION, dose=("market", "none")), main).verdict == "not spoken to"


def test_names_of_the_sides_of_each_test():
    """A contrast has a high dose of its own where there is one; a trend has no sides."""
    ablate = replace(DIRECTION, test="ablate", mechanism="patronage")
    contrast = replace(DIRECTION, test="contrast")
    assert DIRECTION.sides(()) == DIRECTION.arms
    assert ablate.sides(()) == (("without-patronage",), ())
    assert contrast.sides(()) == (("x.1-low",), ())
    assert contrast.sides(("x.1-high",)) == (("x.1-low",), ("x.1-high",))
    assert replace(DIRECTION, test="trend").sides(()) == ()


def test_silence_has_a_reason(main):
    assert verdict(replace(DIRECTION, dose=("market", "none")), main).reason == NOT_RUN
    assert verdict(DIRECTION, main).reason == ""
    absent = replace(DIRECTION, response="cult.titles")
    assert verdict(absent, main).reason == NOT_THERE
    (line,) = score_directions([absent], main, {}, {"x.1": "no mechanism writes it"})
    assert line.reason == "no mechanism writes it"


def test_a_group_that_is_not_the_model_s_is_the_sum_of_its_members(tmp_path):
    """Ukraine has no series; two parts of it have, and one alone is silence."""
    ones = np.ones(RUNS)
    parts = {(EATEN, f"region={r}", "1937"): n * ones for r, n in (("Kyiv", 2.0), ("Odesa", 3.0))}
    write_ensemble(tmp_path, parts, RUNS)
    found = open_ensemble(tmp_path, [row(observable=EATEN)])
    members = (("region=Kyiv", 1.0), ("region=Odesa", 0.5))
    ukraine = replace(DIRECTION, group="region=Ukraine", members=members)
    assert (window_values(ukraine, found) == 3.5).all()
    assert window_values(replace(ukraine, members=()), found) is None
    beyond = (*members, ("region=Donetsk", 1.0))
    assert window_values(replace(ukraine, members=beyond), found) is None
    tests = {d.id: d for d in load_directions(COUNTRIES / "ussr" / "evidence")}
    assert "region=Kyiv" in dict(tests["S160.1"].members)
    assert tests["S202.1"].members == ()


INSIDE = replace(DIRECTION, window="1928/1931", dose=("no_exports", "none"))
REACH = [
    ({}, ""),
    ({"response": "cult.unheard_of"}, "no mechanism writes the observable"),
    ({"group": "person=nobody"}, "written for the whole country, not by person"),
    ({"window": "1950"}, "after the months"),
    ({"test": "ablate", "mechanism": "magic"}, "there is no mechanism 'magic'"),
    ({"test": "contrast"}, "the country has no what-if 'x.1-low'"),
    ({"dose": ("none", "unheard_of")}, "the country has no what-if 'unheard_of'"),
    ({"test": "trend", "window": "1928/1929"}, "2 points in 1928/1929, and a trend needs 3"),
]


@pytest.mark.parametrize(("change", "reason"), REACH)
def test_what_no_run_can_answer_has_a_reason(toyland, change, reason):
    found = why_never(replace(INSIDE, **change), toyland)
    assert reason in found
    assert bool(found) == bool(reason)


def test_arms_are_run_where_the_country_has_all_their_what_ifs(monkeypatch):
    """Each once, after the base; what is switched or dated in any of them has room in the one
    program."""
    asked = [
        replace(INSIDE, dose=("none", "no_exports")),
        replace(INSIDE, id="x.2", dose=("no_exports + unheard_of", "none")),
        replace(INSIDE, id="x.3", test="ablate", mechanism="relief"),
        replace(INSIDE, id="x.4", test="ablate", mechanism="relief"),
        replace(INSIDE, id="x.5", test="trend"),
        replace(INSIDE, id="x.6", test="ablate", mechanism="flight", window="1950"),
    ]
    monkeypatch.setattr(arms, "directions_of", lambda country: asked)
    found = Arms(Plan("toyland", 1, until="1931-12"), 1)
    assert [a.name for a in found.of_directions] == ["none", "no_exports", "without-relief"]
    rules = [found.scenario(a).rules for a in found.of_directions]
    assert rules[0] == rules[1] == rules[2]
    off = [found.scenario(a).acting for a in found.of_directions]
    assert [sum(not acts for acts in one.values()) for one in off] == [0, 0, 1]
    assert not off[2]["relief"]


def test_one_command_answers_the_directions_of_a_country(tmp_path):
    """The test of toyland's what-if is spoken to, by arms that a second call leaves alone."""
    folder, call = (
        tmp_path / "runs",
        ["toyland", "--runs", "6", "--directions"],
    )
    done = CliRunner().invoke(app, ["ensemble", *call, "--out", str(folder)])
    assert done.exit_code == 0, done.output
    assert "2 arms of 6 histories each" in done.output
    assert {p.name for p in (folder / ARMS).iterdir()} == {"none", "no_exports"}
    card = score(load("toyland"), folder)
    (line,) = card.directions
    assert line.verdict != "not spoken to"
    assert line.effect is not None
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*.parquet")}
    again = CliRunner().invoke(app, ["ensemble", *call, "--out", str(folder)])
    assert "0 to run" in again.output
    assert before == {p: p.stat().st_mtime_ns for p in folder.rglob("*.parquet")}


def test_arms_of_dated_edits_have_the_rules_of_their_base(toyland):
    """Two what-ifs that date parameters, and one that leaves a mechanism out: one program."""

    def what_if(*edits):
        return WhatIf(title="w", edit=list(edits), name="w")

    dated = {"target": "parameter", "set": 0.5, "start": "1930-01", "until": "1930-12"}
    sets = [
        (),
        (what_if(Edit(name="relief.generosity", **dated)),),
        (what_if(Edit(name="collection.force", **dated)),),
        (what_if(Edit(target="mechanism", name="flight", change="ablate")),),
    ]
    switches = switches_for(sets, ALL)
    assert switches == ("flight",)
    made = [Scenario(toyland, what_ifs=w).assembled for w in sets]
    alike = [under(switches, m, made[0]) for m in made]
    assert len({one.rules for one in alike}) == 1
    assert [one.acting["flight"] for one in alike] == [True, True, True, False]


def test_what_the_literature_argues_is_tested():
    """Every argument of a shipped country has a test, and only tests of what-ifs that are there or
    on their way can be silent."""
    folder = COUNTRIES / "ussr" / "evidence"
    argued, tests = {a.id for a in load_theory(folder)}, load_directions(folder)
    assert argued
    assert argued <= {t.claim for t in tests if len(t.arms) == 2}
    assert not problems(folder)
