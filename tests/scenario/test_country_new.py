"""A new country is a whole copy of the template or nothing; the command says so in one sentence."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from partystate.cli.country import app
from partystate.core.errors import UserError
from partystate.country.country import COUNTRIES, load
from partystate.country.new import new

run = CliRunner().invoke


def test_a_new_country_loads_under_its_own_name(tmp_path):
    made = new(tmp_path / "mine")
    assert load(made).id == "mine"
    template = {
        p.relative_to(COUNTRIES / "_template") for p in (COUNTRIES / "_template").rglob("*")
    }
    assert {p.relative_to(made) for p in made.rglob("*")} == template
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_what_exists_is_left_alone(there, tmp_path):
    target = tmp_path / "mine"
    {
        "file": target.touch,
        "folder": target.mkdir,
        "link": lambda: target.symlink_to(tmp_path / "nowhere"),
    }[there]()
    with pytest.raises(UserError, match="exists already"):
        new(target)
    assert len(list(tmp_path.rglob("*"))) == 1


@pytest.mark.parametrize("name", ["Two Words", "..", "", "a\0b", "Ünion", "x" * 60])
def test_names_that_no_country_can_have(name, tmp_path):
    with pytest.raises(UserError, match="named after its folder"):
        new(f"{tmp_path}/{name}" if name else "")
    assert not list(tmp_path.iterdir())


def test_a_folder_to_hold_it_must_exist(tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        new(tmp_path / "no" / "mine")
    assert not list(tmp_path.iterdir())


def test_a_copy_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def half(source, target):
        target.mkdir()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", half)
    with pytest.raises(UserError, match="No space left"):
        new(tmp_path / "mine")
    assert not list(tmp_path.iterdir())


def test_the_command_makes_and_checks(tmp_path):
    made = run(app, ["new", str(tmp_path / "mine")])
    assert made.exit_code == 0
    assert "country check" in made.output
    checked = run(app, ["check", str(tmp_path / "mine")])
    assert checked.exit_code == 0
    assert "mine is sound" in checked.output
    again = run(app, ["new", str(tmp_path / "mine")])
    assert again.exit_code == 2
    assert again.output.count("\n") == 1


def test_check_as_json_lists_every_problem(tmp_path):
    made = new(tmp_path / "mine")
    (made / "weather.csv").unlink()
    (made / "control.csv").write_text(
        "region,time,share,source,verified\nNowhere,1926,2,x,no\n", encoding="utf-8"
    )
    result = run(app, ["check", str(made), "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 2
    assert not told["passed"]
    assert [(p["file"], p["row"], p["column"]) for p in told["problems"]] == [
        ("weather.csv", None, ""),
        ("control.csv", 2, "share"),
    ]


def test_check_as_json_of_a_sound_country():
    result = run(app, ["check", "toyland", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"passed": True, "problems": []}


def test_check_of_nothing_is_a_problem_too():
    result = run(app, ["check", "nowhere", "--json"])
    assert result.exit_code == 2
    assert len(json.loads(result.stdout)["problems"]) == 1
