"""Files appear whole, by one writer at a time; what is broken is told by name; and a folder is not
replaced by another run."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import polars as pl
import pytest

import partystate
from partystate.core.errors import UserError
from partystate.country.new import new
from partystate.history import files
from partystate.history.directory import kept_for
from partystate.history.opened import History
from partystate.history.provenance import folder_digest, manifest
from partystate.history.runs import count_runs, read_runs

TABLE = pl.DataFrame({"run": [0, 1], "value": [1.0, 2.0]})


@pytest.mark.parametrize("name", ["exports [v2]", "all*", "what?", "{a,b}", "~", "ünï"])
def test_a_name_is_a_name_and_no_pattern(name, tmp_path):
    folder = files.writable_folder(tmp_path / name)
    path = files.write_parquet(folder / "series.parquet", TABLE)
    files.write_parquet(files.writable_folder(tmp_path / "exports v") / "series.parquet", TABLE)
    assert files.read_parquet(path).equals(TABLE)
    assert files.read_parquets([path, path]).height == 4
    assert count_runs([path]) == 2


def test_tables_are_read_by_name_everywhere():
    """A library that reads patterns is asked in one place only, or given an escaped name."""
    root = Path(partystate.__file__).parent
    for path in root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path != root / "history" / "files.py":
            assert not re.search(r"pl\.(read|scan)_parquet\(", text), path
        assert text.count("read_parquet(?)") <= text.count("glob.escape("), path


def test_parts_in_a_folder_with_brackets_are_read(tmp_path):
    rows = {"observable": "x", "level": "truth", "group": "", "time": "1930", "value": 1.0}
    folder = files.writable_folder(tmp_path / "e [1]" / "parts")
    path = files.write_parquet(folder / "a.parquet", pl.DataFrame([{"run": 0} | rows]))
    assert read_runs([path], ["x"]).values.tolist() == [[1.0]]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"not a table at all"])
def test_a_broken_table_is_named(data, tmp_path):
    path = tmp_path / "series.parquet"
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"series\.parquet is broken"):
        files.read_parquet(path)
    with pytest.raises(UserError, match=r"series\.parquet is broken"):
        count_runs([path])


def test_a_cut_table_is_named(tmp_path):
    path = files.write_parquet(tmp_path / "series.parquet", TABLE)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(UserError, match=r"series\.parquet is broken"):
        files.read_parquet(path)


def test_a_missing_table_is_missing(tmp_path):
    with pytest.raises(UserError, match=r"series\.parquet is missing"):
        files.read_parquet(tmp_path / "series.parquet")


@pytest.mark.parametrize("text", ["[1, 2]", "", "{", '"x"', "null"])
def test_a_manifest_that_is_no_table_is_named(text, tmp_path):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(UserError, match=r"manifest\.json is broken"):
        files.read_manifest(tmp_path)


def test_a_folder_without_a_manifest_is_no_run(tmp_path):
    with pytest.raises(UserError, match="no folder of a run"):
        files.read_manifest(tmp_path)


@pytest.mark.parametrize(("number", "said"), [(errno.EROFS, "make this"), (errno.ENOSPC, "Free")])
def test_a_disk_that_takes_nothing_is_one_sentence(number, said, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    with pytest.raises(UserError, match=said):
        files.write_whole(tmp_path / "report.html", b"x")


def test_one_writer_a_folder(tmp_path):
    with files.only_writer(tmp_path / "run"):
        with (
            pytest.raises(UserError, match="another process is writing"),
            files.only_writer(tmp_path / "run"),
        ):
            pytest.fail("two writers")
        with files.only_writer(tmp_path / "other"):
            pass
    with files.only_writer(tmp_path / "run"):
        pass


@pytest.mark.parametrize("where", [".", "runs", "evidence/deep"])
def test_results_stay_out_of_a_countrys_folder(where, tmp_path):
    land = new(tmp_path / "land")
    before = folder_digest(land)
    with pytest.raises(UserError, match="country's folder"):
        files.writable_folder(land / where)
    assert folder_digest(land) == before
    assert not (land / "runs").exists()


def test_what_a_browser_leaves_hidden_changes_no_digest(tmp_path):
    land = new(tmp_path / "land")
    before = folder_digest(land)
    (land / ".DS_Store").write_bytes(b"x")
    (land / ".git").mkdir()
    (land / ".git" / "config").write_text("x")
    assert folder_digest(land) == before
    (land / "regions.csv").write_text("x")
    assert folder_digest(land) != before


def test_a_run_takes_no_folder_of_another(toy_scenario, tmp_path):
    def keep(folder, seed=1, parameters="central"):
        with kept_for(folder, toy_scenario, seed, parameters):
            about = manifest(toy_scenario, seed=seed, parameters=parameters, runs=1)
            files.write_json(folder / "manifest.json", json.loads(json.dumps(about)))

    keep(tmp_path / "run")
    keep(tmp_path / "run")  # the same again
    for other in ({"seed": 2}, {"parameters": "prior"}):
        with pytest.raises(UserError, match=f"another {next(iter(other))}"):
            keep(tmp_path / "run", **other)
    (tmp_path / "many" / "parts").mkdir(parents=True)
    with pytest.raises(UserError, match="an ensemble"):
        keep(tmp_path / "many")


@pytest.fixture
def history(tmp_path):
    rows = [
        ("births", level, group, time, value, "persons")
        for level in ("truth", "known")
        for group in ("", "region=North", "region=South")
        for time, value in (("1930", 12.0), ("1930-01", 1.0))
    ]
    columns = ["observable", "level", "group", "time", "value", "unit"]
    return History(tmp_path, pl.DataFrame(rows, schema=columns, orient="row"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"observable": "birth"}, "no such observable.*births"),
        ({"level": "told"}, "no such level.*known"),
        ({"by": "regoin"}, "no such axis.*region"),
        ({"every": "yearly"}, "no such kind of time.*year"),
    ],
)
def test_a_misspelt_name_of_a_series_is_a_sentence(asked, said, history):
    with pytest.raises(UserError, match=said):
        history.array(**({"observable": "births"} | asked))


def test_names_that_are_there_are_read(history):
    assert history["births"].sel(year=1930) == 12
    assert history.array("births", by="region", every="month").sizes == {"time": 1, "region": 2}
