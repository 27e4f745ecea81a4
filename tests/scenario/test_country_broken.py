"""Every mistake in a country is told once, in its place, and nothing is written."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from partystate.cli.country import app
from partystate.core.errors import UserError
from partystate.country import files as country_files
from partystate.country.check import list_problems
from partystate.country.country import COUNTRIES, load

sys.path.insert(0, str(Path(__file__).parent))
from country_packs import all_broken

SOUND = COUNTRIES / "toyland"
BROKEN = list(all_broken(SOUND))
SAMPLE = BROKEN[:: len(BROKEN) // 20]
FUZZED = 80


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return shutil.copytree(SOUND, tmp_path / "toyland")


def everything(folder: Path) -> dict[str, bytes | str]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        if p.is_file() and not p.is_symlink()
        else "not a file"
        for p in sorted(folder.rglob("*"))
    }


def test_there_are_hundreds_of_different_mistakes():
    assert len({case.name for case in BROKEN}) == len(BROKEN) >= 300


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_each_mistake_is_told_in_its_place(case, pack):
    case.spoil(pack)
    before = everything(pack)
    with pytest.raises(UserError) as raised:
        load(pack)
    error = raised.value
    assert (error.file, error.column) == (case.file, case.column), str(error)
    assert case.row is None or error.row == case.row, str(error)
    assert error.problem
    assert error.expected or error.action, "an error says what to do"
    assert everything(pack) == before


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: case.name)
def test_a_check_lists_what_loading_raises_first(case, pack):
    case.spoil(pack)
    with pytest.raises(UserError) as raised:
        load(pack)
    assert list_problems(pack)[0] == raised.value


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: case.name)
def test_the_command_ends_with_status_2(case, pack):
    case.spoil(pack)
    before = everything(pack)
    result = CliRunner().invoke(app, ["check", str(pack)])
    assert result.exit_code == 2
    assert case.file in result.output
    assert "Traceback" not in result.output
    assert everything(pack) == before


def test_a_file_too_large_is_refused_by_its_size(pack):
    with (pack / "weather.csv").open("r+b") as file:
        file.truncate(country_files.MAX_BYTES + 1)
    with pytest.raises(UserError, match="too large") as raised:
        load(pack)
    assert raised.value.file == "weather.csv"


def test_too_many_rows_are_refused(pack):
    with (pack / "weather.csv").open("a", encoding="utf-8") as file:
        file.write("Steppe,1800,0,0,0,0,invented,no\n" * 1_000_000)
    with pytest.raises(UserError, match="too many rows") as raised:
        load(pack)
    assert raised.value.file == "weather.csv"


def test_too_many_files_are_refused(pack, monkeypatch):
    monkeypatch.setattr(country_files, "MAX_FILES", 5)
    with pytest.raises(UserError, match="too many files"):
        load(pack)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nowhere",
        "ussr/../../core",
        "../toyland",
        "toyland/..",
        "/etc",
        "/etc/passwd",
        "a\0b",
        "x" * 5000,
        "CON",
        "~",
    ],
)
def test_names_that_are_no_country(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError):
        load(name)
    assert not list(tmp_path.iterdir())


def test_a_record_with_line_breaks_inside_quotes_keeps_its_row_numbers(pack):
    path = pack / "regions.csv"
    text = path.read_text(encoding="utf-8").replace(
        "invented for teaching", '"invented\nfor teaching"', 1
    )
    path.write_text(text.replace("surplus", "plenty"), encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load(pack)
    assert raised.value.row == 5


@pytest.mark.parametrize("seed", range(FUZZED))
def test_spoilt_bytes_never_end_in_another_error(seed, pack):
    chance = random.Random(seed)
    path = chance.choice(sorted(p for p in pack.glob("*.*") if p.is_file()))
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 2)] = bytes(
            chance.choices(b'",\n\r\t -0918;.\xc3\x00\xffaZ', k=chance.randint(0, 3))
        )
    path.write_bytes(bytes(data))
    told = ""
    try:
        load(pack)
    except UserError as error:
        told = str(error) or "nothing"
    assert told != "nothing"
