"""A user's record file: read, converted, and every mistake told with its row and column."""

import sys
from pathlib import Path

import pytest

from partystate.core.errors import UserError
from partystate.scoring.record_file import COLUMNS, load_record_file

sys.path.insert(0, str(Path(__file__).parent))
from ensembles import OBSERVABLES

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
    assert told.value.row in (3, None)
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
