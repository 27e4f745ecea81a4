"""What a check passes, a run takes: parameters by name, the party's files together, what-ifs, and
the evidence."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from partystate.cli.country import app
from partystate.core.errors import UserError
from partystate.country.country import COUNTRIES, load
from partystate.country.party_tables import POWER_TABLES
from partystate.country.rules import parameters_read
from partystate.scenario.assemble import assemble


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return shutil.copytree(COUNTRIES / "toyland", tmp_path / "toyland")


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text)
    path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")


def checked(pack: Path) -> str:
    """What `country check` says, which ends with status 2."""
    done = CliRunner().invoke(app, ["check", str(pack)])
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    return done.output


def test_every_country_has_the_parameters_of_the_template():
    for name in ("toyland", "ussr", "_template"):
        given = set(load(COUNTRIES / name).tables["parameters"]["parameter"])
        assert given == set(parameters_read()), name


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("parameters.csv", r"relief\.generosity,", "relief.generosty,", "relief.generosity"),
        ("parameters.csv", r"(?m)^relief\.generosity,.*\n", "", "relief.generosity"),
        ("parameters.csv", r"opening\.horses,", "opening.hoarses,", "opening.horses"),
        ("regional_land.csv", r",horses", ",hoarses", "horses"),
        ("country.toml", 'founder = "ash"', 'founder = "asch"', "ash"),
        ("country.toml", 'inner = "council"', 'inner = "councils"', "council"),
        ("country.toml", 'market = "market"', 'market = "markets"', "market"),
        ("country.toml", r"body_weights = \[0.0, ", "body_weights = [", "3 bodies"),
        ("roster.csv", "council,full", "counsel,full", "council"),
    ],
)
def test_a_name_that_nothing_declares_is_refused_by_check_and_run(file, old, new, said, pack):
    rewrite(pack / file, old, new)
    with pytest.raises(UserError, match=said):
        load(pack)
    assert said in checked(pack)


@pytest.mark.parametrize("name", POWER_TABLES)
def test_the_partys_files_come_together(name, pack):
    (pack / f"{name}.csv").unlink()
    with pytest.raises(UserError, match="party's top is missing") as raised:
        load(pack)
    assert raised.value.file == f"{name}.csv"


def test_the_partys_files_ask_for_its_months(pack):
    text = (pack / "country.toml").read_text(encoding="utf-8")
    (pack / "country.toml").write_text(re.sub(r"(?s)\n\[power\]\n.*?(?=\n\[|\Z)", "\n", text))
    with pytest.raises(UserError, match="without its months"):
        load(pack)


def test_a_country_without_a_party_is_whole(pack):
    text = (pack / "country.toml").read_text(encoding="utf-8")
    (pack / "country.toml").write_text(re.sub(r"(?s)\n\[power\]\n.*?(?=\n\[|\Z)", "\n", text))
    for name in POWER_TABLES:
        (pack / f"{name}.csv").unlink()
    country = load(pack)
    assert assemble(country).parts == ("society",)
    (pack / "what_ifs" / "ban.toml").write_text(
        'title = "x"\n[[edit]]\ntarget = "input"\nname = "ban_barred"\nset = 1.0\n'
    )
    with pytest.raises(UserError, match="does not have"):
        assemble(country, what_ifs=["ban"])


def test_what_an_editor_leaves_is_no_mistake(pack):
    for path in pack.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\n\r\n")
    (pack / ".DS_Store").touch()
    (pack / ".git" / "hooks").mkdir(parents=True)
    (pack / ".git" / "hooks" / "run.py").touch()
    assert load(pack).tables["regions"].height == 3


def test_a_check_looks_at_what_ifs_and_at_the_evidence(pack):
    (pack / "what_ifs" / "mine.toml").write_text(
        'title = "x"\n[[edit]]\ntarget = "parameter"\nname = "relief.generosty"\nset = 0.5\n'
    )
    rewrite(pack / "evidence" / "observables.csv", "persons", "parsons")
    told = checked(pack)
    assert "mine.toml" in told
    assert "relief.generosity" in told
    assert "evidence/observables.csv" in told
