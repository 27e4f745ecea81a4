"""The commands as a user types them: exit status, one sentence for a mistake, JSON where asked."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from partystate.cli.main import app

runner = CliRunner()
SHORT = "1927-03"  # an end that other tests have too (conftest.py), for one compiled program


def call(*words):
    return runner.invoke(app, [str(w) for w in words])


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("cli") / "run"
    done = call("run", "toyland", "--out", out)
    assert done.exit_code == 0, done.output
    assert "report.html" in done.output.splitlines()[-1]
    return out


@pytest.fixture(scope="module")
def ensemble_folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("cli") / "ensemble"
    assert call("ensemble", "toyland", "--runs", 10, "--out", out).exit_code == 0
    return out


def test_run_leaves_a_directory_with_a_report(run_folder):
    assert (run_folder / "report.html").stat().st_size > 10_000
    assert json.loads((run_folder / "manifest.json").read_text())["country"]["id"] == "toyland"


def test_score_prints_the_schema(ensemble_folder):
    done = call("score", ensemble_folder, "--json")
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert list(data)[:7] == ["quantity", "event", "direction", "panel", "given", "context", "rows"]
    assert {"hit", "too_wide", "total", "skill", "coverage90"} <= set(data["quantity"])
    assert {"hit", "free_hit", "total", "skill"} == set(data["event"])
    assert {"hit", "total"} == set(data["direction"])


def test_score_for_people(ensemble_folder):
    done = call("score", ensemble_folder)
    assert done.exit_code == 0
    assert "standardised errors only" in done.output


def test_a_single_run_is_scored_too(run_folder):
    """A run directory stands for an ensemble of one, its ledger included."""
    data = json.loads(call("score", run_folder, "--json").stdout)
    assert data["runs"] == 1
    assert data["order"] == {} or data["order"]["free"]["runs"] == 1
    assert call("report", run_folder, "--ensemble", run_folder).exit_code == 0


def test_score_of_a_record_file(ensemble_folder, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "observable,level,time,group,low,central,high,unit,source,role,class\n"
        "population.births,truth,1928,,,120,,thousand,my own count,validate,estimated\n"
    )
    data = json.loads(call("score", ensemble_folder, "--record", path, "--json").stdout)
    assert data["quantity"]["total"] == 1
    assert data["rows"][0]["id"] == "mine.csv:2"


def test_mechanisms_verify_and_evidence():
    told = json.loads(call("mechanisms", "--json").stdout)
    assert [p["phase"] for p in told["phases"]] == [
        "perceive",
        "decide",
        "act",
        "account",
        "report",
    ]
    harvest = next(m for m in told["mechanisms"] if m["id"] == "harvest")
    assert {"month", "land.sown_area", "inputs.weather.wet"} <= set(harvest["reads"])
    assert "inflows:peasant_grain" in harvest["proposes"]
    found = json.loads(call("verify", "--json").stdout)
    assert found["failed"] == 0
    assert found["passed"] == 104
    assert call("evidence", "check", "--country", "toyland").exit_code == 0


def test_report_again(run_folder):
    assert call("report", run_folder).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("run", "nowhere"),
        ("run", "toyland", "--counting", "some"),
        ("run", "toyland", "--what-if", "nothing_of_the_kind"),
        ("run", "toyland", "--until", "yesterday"),
        ("run", "../etc"),
        ("ensemble", "toyland", "--runs", "0"),
        ("ensemble", "toyland", "--parameters", "posterior"),
        ("run", "toyland", "--parameters", "guessed"),
        ("run", "toyland", "--thesis", "nothing_of_the_kind"),
        ("ensemble", "toyland", "--parts", "weather"),
        ("compare", "toyland"),
        ("compare", "toyland", "--what-if", "no_exports", "--runs", "0"),
        ("compare", "toyland", "--what-if", "no_exports", "--parameters", "posterior"),
        ("compare", "toyland", "--thesis", "nothing_of_the_kind"),
        ("score", "nowhere"),
        ("report", "nowhere"),
        ("verify", "nowhere.json"),
        ("country", "check", "nowhere"),
    ],
    ids=" ".join,
)
def test_a_mistake_is_one_sentence_and_status_2(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    assert done.output.strip()
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.fixture(scope="module")
def theses(tmp_path_factory):
    """Two theses of toyland, as files of a user."""
    folder = tmp_path_factory.mktemp("theses")
    for name, value in (("follows", 1.0), ("rigid", 0.0)):
        (folder / f"{name}.toml").write_text(
            f'title = "{name}"\nauthors = "invented"\nnote = "No verdict."\n[[edit]]\ntarget '
            f'= "parameter"\nname = "procurement.revision"\nset = {value}\n'
        )
    return [folder / "follows.toml", folder / "rigid.toml"]


def test_compare_tells_effects_on_people_and_land(tmp_path):
    done = call("compare", "toyland", "--what-if", "no_exports", "--runs", 2, "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert "society and leadership" in done.output
    assert "by region" in done.output
    assert "First difference" in done.output
    data = json.loads((tmp_path / "compare.json").read_text())
    assert data["parts"] == ["society", "leadership"]
    assert data["pairs"] == 2
    assert {"outcome", "effect", "low", "high", "is_clear", "group"} <= set(data["effects"][0])


def test_compare_sets_theses_side_by_side(theses, tmp_path):
    words = [w for path in theses for w in ("--thesis", path)]
    data = json.loads(call("compare", "toyland", *words, "--runs", 2, "--json").stdout)
    assert [s["name"] for s in data["scores"]] == ["follows", "rigid"]
    assert len(data["differences"]) == 1
    told = call("compare", "toyland", *words, "--runs", 2, "--out", tmp_path)
    assert json.loads((tmp_path / "theses.json").read_text()) == data
    assert told.exit_code == 0
    assert "invented" in told.output
    assert "not distinguishable by this evidence" in told.output
    on_top = json.loads(
        call("compare", "toyland", *words, "--what-if", "no_exports", "--runs", 2, "--json").stdout
    )
    assert [c["thesis"] for c in on_top] == [str(p) for p in theses]


def test_a_thesis_stands_in_the_manifest(theses, tmp_path):
    words = ("run", "toyland", "--thesis", theses[0], "--parts", "society", "--until", SHORT)
    assert call(*words, "--out", tmp_path / "run").exit_code == 0
    words = ("ensemble", "toyland", "--runs", 1, "--out", tmp_path / "ensemble")
    assert call(*words, "--thesis", theses[0]).exit_code == 0
    for name in ("run", "ensemble"):
        about = json.loads((tmp_path / name / "manifest.json").read_text())
        assert about["thesis"] == "follows"
        assert about["what_ifs"] == []
    assert call(*words, "--thesis", theses[1]).exit_code == 2  # another ensemble in the folder


def test_what_ifs_change_the_history(run_folder, tmp_path):
    what_if = tmp_path / "more.toml"
    what_if.write_text(
        'title = "Twice the births"\n[[edit]]\ntarget = "parameter"\nname = '
        '"births_deaths.fertility_level"\nscale = 2.0\n'
    )
    words = ("run", "toyland", "--out", tmp_path / "edited")
    assert call(*words, "--what-if", what_if).exit_code == 0
    from partystate.history.opened import open_history

    plain, edited = (
        float(open_history(folder)["population.births"].sel(year=1927))
        for folder in (run_folder, tmp_path / "edited")
    )
    assert edited / plain == pytest.approx(2, rel=0.05)


def test_the_line_of_the_rulers_own_needs_both_parts(tmp_path):
    """Under its own line a history has both ledgers; the manifest says whose line it is."""
    own, given = tmp_path / "own", tmp_path / "given"
    words = ("ensemble", "toyland", "--runs", 1)
    assert call(*words, "--line", "endogenous", "--out", own).exit_code == 0
    assert call(*words, "--out", given).exit_code == 0
    lines = [json.loads((folder / "manifest.json").read_text())["line"] for folder in (own, given)]
    assert lines == ["endogenous", "recorded"]
    told = pl.read_parquet(own / "events*.parquet")["mechanism"].unique().to_list()
    assert "appointments" in told
    alone = call(*words, "--line", "endogenous", "--parts", "society", "--out", tmp_path / "no")
    assert alone.exit_code == 2
    assert "both parts" in " ".join(alone.output.split())
