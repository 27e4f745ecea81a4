"""A user's record file: read, converted, and every mistake told with its row and column."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.scoring.record_file import COLUMNS, load_record_file

sys.path.insert(0, str(Path(__file__).parent))
from ensembles import OBSERVABLES, write_ensemble

GOOD = dict(
    zip(
        COLUMNS,
        (
            "population.births",
            "truth",
            "1930",
            "",
            "6.2",
            "6.5",
            "7",
            "million",
            "a book, p. 3",
            "validate",
            "measured",
        ),
        strict=True,
    )
)


def written(tmp_path, *rows, header=COLUMNS):
    path = tmp_path / "record.csv"
    lines = [",".join(header), *(",".join(f'"{r[c]}"' for c in header if c in r) for r in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_units_are_converted(tmp_path):
    found = load_record_file(written(tmp_path, GOOD), OBSERVABLES)[0]
    assert (found.low, found.central, found.high, found.unit) == (6.2e6, 6.5e6, 7e6, "persons")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("observable", "dragons"),
        ("level", "rumour"),
        ("time", "32 March"),
        ("group", "Urals"),
        ("low", "8"),
        ("low", "many"),
        ("low", "-1"),
        ("central", "inf"),
        ("central", "nan"),
        ("unit", "furlongs"),
        ("source", ""),
        ("role", "hero"),
        ("class", "perfect"),
    ],
)
def test_mistakes_are_told(tmp_path, column, value):
    with pytest.raises(UserError) as told:
        load_record_file(written(tmp_path, GOOD, GOOD | {column: value}), OBSERVABLES)
    assert told.value.row == 3
    assert told.value.column == column
    assert "\n" not in str(told.value)


def test_missing_column_and_bytes(tmp_path):
    with pytest.raises(UserError, match="column is missing"):
        load_record_file(written(tmp_path, GOOD, header=COLUMNS[:-1]), OBSERVABLES)
    path = tmp_path / "bytes.csv"
    path.write_bytes(b"a,b\n\xff\xfe")
    with pytest.raises(UserError, match="UTF-8") as told:
        load_record_file(path, OBSERVABLES)
    assert told.value.row == 2


def test_a_row_number_is_that_of_an_editor(tmp_path):
    """A blank line before it counts."""
    path = written(tmp_path, GOOD, GOOD | {"central": "oops"})
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], "", lines[1], "", lines[2]]), encoding="utf-8")
    with pytest.raises(UserError) as told:
        load_record_file(path, OBSERVABLES)
    assert (told.value.row, told.value.column) == (5, "central")


@pytest.mark.parametrize(
    "change", [lambda line: line + ",more", lambda line: line.rpartition(",")[0]]
)
def test_a_row_with_another_number_of_cells_is_refused(tmp_path, change):
    path = written(tmp_path, GOOD)
    header, line = path.read_text(encoding="utf-8").split("\n")
    path.write_text(f"{header}\n{change(line)}", encoding="utf-8")
    with pytest.raises(UserError, match="wrong number of cells") as told:
        load_record_file(path, OBSERVABLES)
    assert told.value.row == 2


def test_a_record_without_rows_is_refused(tmp_path):
    with pytest.raises(UserError, match="no rows"):
        load_record_file(written(tmp_path), OBSERVABLES)


def test_shares_lie_between_nothing_and_all(tmp_path):
    share = GOOD | {"observable": "society.share", "unit": "share", "low": "", "high": ""}
    path = written(tmp_path, share | {"central": "0.4"})
    assert load_record_file(path, OBSERVABLES)[0].central == 0.4
    with pytest.raises(UserError, match="no share quantity") as told:
        load_record_file(written(tmp_path, share | {"central": "1.4"}), OBSERVABLES)
    assert (told.value.row, told.value.column) == (2, "central")


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ("region=Harbor", "the country has no such region; found 'Harbor'; expected one of"),
        ("nationality=Aldr", "the country has no such nationality"),
        ("regoin=Harbour", "no observable has such groups; found 'regoin'; expected region"),
        ("sex=men", "the country has no such sex"),
    ],
)
def test_labels_the_country_does_not_know_are_refused(tmp_path, toyland, group, told):
    with pytest.raises(UserError, match=told) as error:
        load_record_file(written(tmp_path, GOOD | {"group": group}), OBSERVABLES, toyland)
    assert (error.value.row, error.value.column) == (2, "group")


def test_labels_of_the_country_and_of_its_gazetteer_are_taken(tmp_path, toyland):
    def members(group):
        path = written(tmp_path, GOOD | {"group": group})
        return load_record_file(path, OBSERVABLES, toyland)[0].members

    assert members("") == (("", 1.0),)
    assert members("region=Harbour") == (("region=Harbour", 1.0),)
    assert members("region=The South") == (("region=Steppe", 1.0), ("region=Midland", 0.25))


def test_a_row_that_is_not_spoken_to_is_shown_with_the_reason(tmp_path):
    """It counts as a miss, so it stands in the tables."""
    runs = write_ensemble(tmp_path / "e", {("population.births", "", "1930"): [1e5] * 3}, 3)
    births = GOOD | {"low": "", "central": "0.1", "high": ""}
    late = births | {"time": "1950"}
    record = written(tmp_path, births, late)
    command = ["score", str(runs), "--country", "toyland", "--record", str(record)]
    done = CliRunner().invoke(app, command, env={"COLUMNS": "200"})
    assert done.exit_code == 0
    assert "Not spoken to, and so missed: 1 of 2 rows" in done.stdout
    assert "record.csv:3" in done.stdout
    assert "after the run" in done.stdout
