"""Files of the directory that a run leaves, and the columns of its tables."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

from docs.generate.markdown import Pages, anchor, block, code, escape, heading, page, table
from partystate.history.directory import DESCRIBED

FILE = Path(__file__).with_name("run_directory.csv")
INTRODUCTION = """`partystate run` writes a directory; DuckDB, pandas, R and xarray open it without
us. Times are dates as in the record: a day 1926-12-17, a month 1926-12, a year 1926, a year of the
harvest 1926-07/1927-06. A group is `axis=label`, several joined by `;`, and empty for the whole
country."""
EXAMPLE = """select time, value from 'runs/ussr-seed1/series.parquet'
where observable = 'population.births' and level = 'truth' and "group" = ''"""


def columns() -> list[dict[str, str]]:
    """Rows of run_directory.csv: file, column, unit, meaning."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pages() -> Pages:
    by_file = {name: list(rows) for name, rows in groupby(columns(), key=lambda row: row["file"])}
    parts = [_file(name, what, by_file.get(name, [])) for name, what in DESCRIBED.items()]
    text = page("# A run's directory", INTRODUCTION, block(EXAMPLE, "sql"), *parts)
    return {"run-directory.md": text}


def _file(name: str, what: str, rows: list[dict[str, str]]) -> str:
    lines = [(code(r["column"]), escape(r["unit"]), escape(r["meaning"])) for r in rows]
    return page(
        heading(2, code(name), anchor("file", name)),
        escape(what[:1].upper() + what[1:]) + ".",
        table(["column", "unit", "meaning"], lines) if lines else "",
    )
