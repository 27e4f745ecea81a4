"""Politics of a score taken from an ensemble of the leadership alone with its episodes.

The ensemble is made by hand of the ten histories that tests share, told as of the leadership alone:
what is asked here is who answers, not what."""

import ast
import inspect
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import partystate as ps
from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.evidence.events import EVENT_KINDS
from partystate.history import files
from partystate.history.ledger import leadership
from partystate.history.ledger.kinds import OF_THE_LEADERSHIP
from partystate.history.release import write_release

EPISODES = ("1927-01", "1931-07")
OF_SOCIETY, OF_THE_TOP = "T005", "T006"  # a drive broken off; who comes to chair the council
# functions that write the ledger of the top, each in its file
WRITERS = [f for f in vars(leadership).values() if inspect.isfunction(f)]
GIVEN = {"procurement_short"}
NEED_SOCIETY = {"statement_falsified", "deaths_concealed"}  # figures that are put out


def told_as(folder: Path, **about) -> Path:
    """A folder of runs whose manifest says something else."""
    files.write_json(folder / files.MANIFEST, files.read_manifest(folder) | about)
    return folder


def with_episodes(runs: Path, folder: Path, **about) -> Path:
    """A copy of runs that is told as of the leadership alone, with its episodes."""
    shutil.copytree(runs, folder)
    for start in EPISODES:
        episode = shutil.copytree(runs, folder / "episodes" / start)
        told_as(episode, parts=["leadership"], replay_until=start)
    return told_as(folder, **({"parts": ["leadership"]} | about))


@pytest.fixture(scope="module")
def alone(toy_ensemble, tmp_path_factory):
    return with_episodes(toy_ensemble, tmp_path_factory.mktemp("top") / "leadership")


def verdicts(card: dict) -> dict[str, str]:
    return {row["id"]: row["verdict"] for row in card["rows"] if row["kind"] == "event"}


def test_events_of_the_top_are_asked_of_the_leadership_alone(toy_ensemble, alone):
    without = ps.score(toy_ensemble).as_json()
    card = ps.score(toy_ensemble, leadership=alone).as_json()
    assert set(verdicts(without).values()) == {"not spoken to"}
    assert verdicts(card) == {OF_SOCIETY: "not spoken to", OF_THE_TOP: "few runs"}
    assert without["leadership"] is None
    assert card["leadership"] == {"runs": 10, "episodes": dict.fromkeys(EPISODES, 10)}
    assert card["ensembles"]["leadership"] == str(alone)
    assert "replayed" in set(card["panel"]) - set(without["panel"])
    for same in ("quantity", "direction", "calibrate", "runs"):
        assert card[same] == without[same]


def test_what_society_does_is_asked_of_the_scored_ensemble(toy_ensemble, alone, tmp_path):
    """Where that has the episode, by the rules as they stand without the other."""
    whole = told_as(with_episodes(toy_ensemble, tmp_path / "whole"), parts=["society"])
    own = verdicts(ps.score(whole).as_json())
    both = ps.score(whole, leadership=alone)
    assert verdicts(both.as_json())[OF_SOCIETY] == own[OF_SOCIETY] == "few runs"
    free = {line.claim: line.verdict for line in both.free_events}
    assert free == {OF_SOCIETY: "not spoken to", OF_THE_TOP: "few runs"}


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"parts": ["society", "leadership"]}, "not an ensemble of the leadership alone"),
        ({"country": {"id": "elsewhere"}}, "found other country"),
        ({"what_ifs": [{"title": "x"}]}, "found other what ifs"),
        ({"replay_until": "1929-01"}, "found other replay until"),
        ({"enters": "1930-01"}, "found other enters"),
    ],
)
def test_a_leadership_of_something_else_is_refused(about, said, toy_ensemble, tmp_path):
    other = with_episodes(toy_ensemble, tmp_path / "other", **about)
    with pytest.raises(UserError, match=said):
        ps.score(toy_ensemble, leadership=other)


def test_a_run_without_a_leadership_does_not_say_when_one_enters(toy_ensemble, alone, tmp_path):
    society = shutil.copytree(toy_ensemble, tmp_path / "society")
    told_as(society, parts=["society"], enters=None)
    assert ps.score(society, leadership=alone).as_json()["leadership"]


def test_mistakes_are_one_sentence(toy_ensemble, alone, tmp_path):
    bare = shutil.copytree(toy_ensemble, tmp_path / "bare")
    told_as(bare, parts=["leadership"])
    record = tmp_path / "mine.csv"
    record.write_text(
        "observable,level,time,group,low,central,high,unit,source,role,class\n"
        "population.births,truth,1928,,,120,,thousand,my own count,validate,estimated\n"
    )
    for words, said in (
        (("score", toy_ensemble, "--leadership", bare), "has no episodes"),
        (("release", toy_ensemble, "toyland", "--leadership", bare), "has no episodes"),
        (("score", toy_ensemble, "--leadership", tmp_path), "holds no runs"),
        (("score", toy_ensemble, "--leadership", alone, "--record", record), "ask nothing"),
    ):
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exit_code == 2, done.output
        assert said in " ".join(done.output.split())


def test_a_person_is_told_of_how_many_runs_it_is(toy_ensemble, alone):
    done = CliRunner().invoke(app, ["score", str(toy_ensemble), "--leadership", str(alone)])
    assert done.exit_code == 0, done.output
    said = "of the leadership alone: 10 free runs, and by episode 1927-01 10, 1931-07 10."
    assert said in " ".join(done.output.split())


def test_a_release_says_of_which_ensembles_it_is(toyland, toy_ensemble, alone, tmp_path):
    out = tmp_path / "results"
    done = CliRunner().invoke(
        app,
        ["release", str(toy_ensemble), "toyland", "--leadership", str(alone), "--out", str(out)],
    )
    assert done.exit_code == 0, done.output
    about, card = (
        json.loads((out / name).read_text()) for name in ("manifest.json", "scorecard.json")
    )
    assert about.pop("leadership") == files.read_manifest(alone)
    assert about == files.read_manifest(toy_ensemble)
    assert card["leadership"]["runs"] == 10
    assert card["ensembles"] == {"replayed": "ensemble", "free": None, "leadership": "leadership"}
    write_release(toy_ensemble, out, (), {})
    assert "leadership" not in files.read_manifest(out)


def test_a_page_takes_them_too(toy_run, toy_ensemble, alone, tmp_path):
    run = shutil.copytree(toy_run, tmp_path / "run")
    words = ["report", str(run), "--leadership", str(alone)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "with --ensemble" in done.output
    done = CliRunner().invoke(app, [*words, "--ensemble", str(toy_ensemble)])
    assert done.exit_code == 0, done.output
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "of the leadership alone: 10 free ones, and as many again" in page


def test_the_kinds_are_those_that_the_code_tells_without_society():
    """Every kind that the ledger's files name, but for what is put in and what needs society."""
    told_in = {inspect.getfile(writer) for writer in WRITERS}
    trees = [ast.parse(Path(file).read_text(encoding="utf-8")) for file in told_in]
    named = {n.value for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant)}
    assert (named & set(EVENT_KINDS)) - GIVEN - NEED_SOCIETY == OF_THE_LEADERSHIP
