"""The part of the page on the books: what came, what went, and what is left over."""

from __future__ import annotations

import glob
from pathlib import Path

import duckdb

from partystate.report.content import Figure, Section, Table
from partystate.report.series import RunData, Wanted


def books(directory: Path, data: RunData) -> Section:
    """January to January, from the flows themselves."""
    stock = data.line(Wanted("population.total", "", "truth", "day"))
    query = (
        "select left(time, 4) as year, sum(case when \"from\" = '' then persons else 0 end) "
        "as came, "
        "sum(case when \"to\" = '' then persons else 0 end) as went from read_parquet(?) group by 1"
    )
    found = duckdb.execute(
        query, [glob.escape((directory / "flows.parquet").as_posix())]
    ).fetchall()
    flows = {year: (came, went) for year, came, went in found}
    rows = []
    for (time, before), (_, after) in zip(
        stock.select("time", "value").iter_rows(),
        stock.select("time", "value").slice(1).iter_rows(),
        strict=False,
    ):
        came, went = flows.get(time[:4], (0.0, 0.0))
        rows.append(
            (
                time[:4],
                *(f"{v:,.0f}" for v in (before, came, went, after)),
                f"{before + came - went - after:.3g}",
            )
        )
    table = Table(
        (
            "year",
            "1 January",
            "births and arrivals",
            "deaths and departures",
            "next 1 January",
            "residual",
        ),
        rows,
    )
    caption = (
        "Persons. The residual is stock before, plus flows in, less flows out, less stock after: "
        "zero to the person when people are counted, rounding of the last bit when they are "
        "expected."
    )
    shown = [
        Figure(
            "books-table",
            "The year's account of persons",
            caption,
            "",
            table,
            ["flows.parquet and series.parquet of this run"],
            is_open=True,
        )
    ]
    shown += [grain_books(directory)] if (directory / "grain.parquet").is_file() else []
    return Section(
        "books",
        "Books",
        [
            "Nobody and no grain is lost in the books: every change of a stock is a flow "
            "under a cause."
        ],
        shown,
    )


def grain_books(directory: Path) -> Figure:
    """January to January of barns and granary."""
    query = (
        "select left(time, 4) as year, store, sum(case when use <> 'held' and tonnes > 0 "
        "then tonnes else 0 end), "
        "sum(case when use <> 'held' and tonnes < 0 then -tonnes else 0 end), sum(case when "
        "use = 'held' and right(time, 2) = '12' then tonnes else 0 end) "
        "from read_parquet(?) group by 1, 2 order by 2, 1"
    )
    found = duckdb.execute(
        query, [glob.escape((directory / "grain.parquet").as_posix())]
    ).fetchall()
    rows = [
        (
            year,
            store,
            *(f"{v:,.0f}" for v in (before[4], came, went, after)),
            f"{before[4] + came - went - after:.3g}",
        )
        for before, (year, store, came, went, after) in zip(found, found[1:], strict=False)
        if before[1] == store and after
    ]
    table = Table(
        (
            "year",
            "store",
            "held on 1 January",
            "came in",
            "went out",
            "held on 31 December",
            "residual",
        ),
        rows,
    )
    return Figure(
        "books-grain",
        "The year's account of grain",
        "Tonnes, in the barns of the village and in the state granary.",
        "",
        table,
        ["grain.parquet of this run"],
    )
