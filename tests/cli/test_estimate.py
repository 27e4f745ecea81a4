"""`partystate estimate` as a user types it."""

import json

import pytest
from typer.testing import CliRunner

from partystate.cli.main import app

runner = CliRunner()
ROWS = "A,B,C,region,count\n" + "".join(
    f"{cells},{region},{count}\n"
    for region, factor in (("north", 1), ("south", 2))
    for cells, n in (
        ("1,0,0", 69),
        ("0,1,0", 55),
        ("0,0,1", 63),
        ("1,1,0", 21),
        ("1,0,1", 17),
        ("0,1,1", 18),
        ("1,1,1", 28),
    )
    for count in [n * factor]
)
QUICK = ("--method", "chapman", "--method", "independence", "--method", "all_models")


def call(*words):
    return runner.invoke(app, ["estimate", *(str(w) for w in words)])


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    path = tmp_path_factory.mktemp("lists") / "lists.csv"
    path.write_text(ROWS)
    return path


def test_it_prints_several_estimates_what_they_assume_and_their_spread(lists):
    done = call(lists, *QUICK)
    assert done.exit_code == 0, done.output
    assert "813 cases in 3 lists: A, B, C" in done.output
    for name in ("chapman", "independence", "all_models"):
        assert f"{name}: That " in done.output
    assert "The estimates run from" in done.output
    assert "●" in done.output


def test_strata_and_json(lists):
    done = call(lists, "--strata", "region", "--json", *QUICK)
    told = json.loads(done.stdout)
    assert set(told["strata"]) == {"north", "south"}
    by_name = {e["method"]: e for e in told["sums_of_strata"]}
    parts = [s["estimates"][1]["total"] for s in told["strata"].values()]
    assert by_name["independence"]["total"] == pytest.approx(sum(parts))
    assert told["spread"][0] <= told["spread"][1]


def test_it_draws(lists, tmp_path):
    path = tmp_path / "lists.svg"
    assert call(lists, *QUICK, "--chart", path).exit_code == 0
    assert path.read_text().startswith("<svg")
    assert "all models" in path.read_text()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere.csv",), "cannot read the lists"),
        (("LISTS", "--method", "guess"), "no such estimator"),
        (("LISTS", "--strata", "area"), "no such column to divide by"),
        (("LISTS", "--level", "95"), "no such level"),
        (("LISTS", "--seed", "-1"), "no such seed"),
        (("LISTS", "--list", "A"), "one list alone"),
        (("LISTS", "--chart", "/nowhere/x.svg", *QUICK), "cannot write the chart"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_status_2(lists, words, says):
    done = call(*(lists if word == "LISTS" else word for word in words))
    assert done.exit_code == 2
    assert says in done.output
    assert "Traceback" not in done.output
