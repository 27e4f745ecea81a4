"""`partystate evidence`: what it prints and how it fails."""

import json

import polars as pl
from typer.testing import CliRunner

from partystate.cli.evidence import app

RUNNER = CliRunner()


def country_of(mini):
    (mini.parent / "country.toml").write_text('id = "mini"\n', encoding="utf-8")
    return str(mini.parent)


def test_check_passes_and_counts(mini):
    result = RUNNER.invoke(app, ["check", "--country", country_of(mini), "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["passed"]
    assert told["rows"]["literature quantity validate"] == 2


def test_check_fails_with_a_line_a_problem(mini, spoil):
    spoil("directions.csv", "5%", "a lot")
    result = RUNNER.invoke(app, ["check", "--country", country_of(mini), "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"] == [
        "directions.csv, row 2, column 'min_effect': not a size of effect; found 'a lot'; "
        "expected 5% or 0.2 sd. Mend the row in directions.csv."
    ]


def test_list_filters(mini):
    result = RUNNER.invoke(
        app,
        [
            "list",
            "--country",
            country_of(mini),
            "--kind",
            "quantity",
            "--role",
            "calibrate",
            "--json",
        ],
    )
    assert [row["id"] for row in json.loads(result.stdout)] == ["grain:3"]


def test_list_refuses_an_unknown_word(mini):
    assert (
        RUNNER.invoke(
            app, ["list", "--country", country_of(mini), "--kind", "quantities"]
        ).exit_code
        == 2
    )


def test_what_is_recalled_is_listed_and_written(mini, tmp_path):
    """Read and recalled rows are all rows; the file has the same as the list."""
    where = ["--country", country_of(mini)]
    numbers = {}
    for word in ("", "yes", "no"):
        asked = ["list", *where, "--verified", word, "--csv", str(tmp_path / "rows.csv"), "--json"]
        told = json.loads(RUNNER.invoke(app, asked).stdout)
        table = pl.read_csv(tmp_path / "rows.csv")
        assert table["id"].to_list() == [row["id"] for row in told]
        assert table["central"].to_list() == [row["central"] for row in told]
        assert {row["verified"] for row in told} == {"yes": {True}, "no": {False}}.get(
            word, {True, False}
        )
        numbers[word] = len(told)
    assert numbers[""] == numbers["yes"] + numbers["no"]
    sources = json.loads(RUNNER.invoke(app, ["sources", *where, "--json"]).stdout)
    assert sum(one["read"] for one in sources) == numbers["yes"]
    assert sum(one["recalled"] for one in sources) == numbers["no"]
    assert [one["recalled"] for one in sources] == sorted(
        (one["recalled"] for one in sources), reverse=True
    )
    assert RUNNER.invoke(app, ["list", *where, "--verified", "maybe"]).exit_code == 2


def test_show_prints_a_claim_with_its_tests(mini):
    result = RUNNER.invoke(app, ["show", "S003", "--country", country_of(mini), "--json"])
    told = json.loads(result.stdout)
    assert told["statement"] == "It falls"
    assert told["tests"][0]["dose"] == ["dry", "wet"]


def test_show_tells_why_a_figure_is_not_scored(mini, capsys):
    result = RUNNER.invoke(app, ["show", "grain:5", "--country", country_of(mini)])
    assert result.exit_code == 2


def test_check_tells_what_no_run_answers_and_why():
    told = json.loads(RUNNER.invoke(app, ["check", "--country", "ussr", "--json"]).stdout)
    assert told["passed"]
    silent = {entry["series"]: entry for entry in told["never_spoken_to"]}
    assert silent["secret_police_chiefs:staff_gugb"] == {
        "series": "secret_police_chiefs:staff_gugb",
        "rows": 1,
        "times": "1937-01-01",
        "reason": "written by year only",
    }
