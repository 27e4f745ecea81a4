"""Files of the directories that a run and an ensemble leave, and the columns of their tables."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

from docs.generate.markdown import Pages, anchor, block, code, escape, heading, page, table
from partystate.experiments.ensemble import DESCRIBED as OF_AN_ENSEMBLE
from partystate.history.directory import DESCRIBED as OF_A_RUN

FILE = Path(__file__).with_name("run_directory.csv")
INTRODUCTION = """`partystate run` writes a directory; DuckDB, pandas, R and xarray open it without
us. Times are dates as in the record: a day 1926-12-17, a month 1926-12, a year 1926, a year of the
harvest 1926-07/1927-06. A group is `axis=label`, several joined by `;`, and empty for the whole
country."""
ENSEMBLES = """## An ensemble's directory

`partystate ensemble` writes the same tables for many runs, in pieces: `000000-000010` in a name are
the runs from 0 up to 10, 10 left out. Beside them stand the ensembles that belong to it, each in a
directory of the same kind: `episodes/START`, `placebo/NUMBER`, and `arms/NAME`, which holds the
series that directions of the evidence read (`--directions`; `arms/none` is the base of all)."""
A_RUN, AN_ENSEMBLE = "run", "ensemble"
EXAMPLE = """select time, value from 'runs/ussr-seed1/series.parquet'
where observable = 'population.births' and level = 'truth' and "group" = ''"""


def columns() -> list[dict[str, str]]:
    """Rows of run_directory.csv: directory, file, column, unit, meaning."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns_of(directory: str) -> dict[str, list[str]]:
    """Columns of each table of a run's or an ensemble's directory, in order."""
    rows = [row for row in columns() if row["directory"] == directory]
    return {
        name: [row["column"] for row in mine]
        for name, mine in groupby(rows, key=lambda row: row["file"])
    }


def pages() -> Pages:
    text = page(
        "# A run's directory",
        INTRODUCTION,
        block(EXAMPLE, "sql"),
        *_files(A_RUN, OF_A_RUN),
        ENSEMBLES,
        *_files(AN_ENSEMBLE, OF_AN_ENSEMBLE),
    )
    return {"run-directory.md": text}


def _files(directory: str, described: dict[str, str]) -> list[str]:
    rows = [row for row in columns() if row["directory"] == directory]
    by_file = {name: list(mine) for name, mine in groupby(rows, key=lambda row: row["file"])}
    headings = {
        name: heading(2, code(name), anchor("file", name))
        if directory == A_RUN
        else heading(3, code(name))
        for name in described
    }
    return [_file(headings[name], what, by_file.get(name, [])) for name, what in described.items()]


def _file(title: str, what: str, rows: list[dict[str, str]]) -> str:
    lines = [(code(r["column"]), escape(r["unit"]), escape(r["meaning"])) for r in rows]
    return page(
        title,
        escape(what[:1].upper() + what[1:]) + ".",
        table(["column", "unit", "meaning"], lines) if lines else "",
    )
