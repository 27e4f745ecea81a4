"""The order in which the watched groups of a country fell, what it is made of, and who then led: in
the runs of an ensemble, beside those whose line is free and beside the placebo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from partystate.country.names import Names
from partystate.report.charts import politics as politics_charts
from partystate.report.content import Figure, Table
from partystate.report.series import rounded
from partystate.report.whose_politics import of_whom
from partystate.scoring.order import read_leaders

ANOTHER, MOST_LEADERS = "another", 6


def finding(card: dict | None, names: Names) -> str:
    """How often the recorded order comes out, beside the placebo and the most frequent order; blank
    where the score has none."""
    found, placebos = order_of(card), placebos_of(card)
    if not found:
        return ""
    placebo = _mean([p["share"] for p in placebos])
    beside = f" (placebo {placebo:.1%})" if placebo is not None else ""
    order, share = found["orders"][0]
    verdict = (
        "It is the most frequent."
        if found["is_most_frequent"]
        else "It is not the most frequent: this is a finding against the model."
    )
    return (
        f"**The recorded order of falls comes out in {found['share']:.1%} of {found['runs']} "
        f"runs{of_whom(card)}{beside}; the most frequent order is: {_order_words(order, names)} "
        f"({share:.0%}).** {verdict}"
    )


def order_of(card: dict | None) -> dict | None:
    """The order of falls of an ensemble's score, under no placebo."""
    return (card or {}).get("order", {}).get("free")


def placebos_of(card: dict | None) -> list[dict]:
    """Orders of falls of the placebos of an ensemble's score."""
    return [v for k, v in (card or {}).get("order", {}).items() if k.startswith("placebo")]


def _order_words(text: str, names: Names) -> str:
    """An order of falls as a person tells it."""
    return names.outcome(text).replace(" > ", ", then ").replace("nobody;", "nobody falls;")


def order_table(card: dict | None, free: dict | None, names: Names) -> Figure | None:
    """Shares of runs by the order in which the watched groups fell."""
    found, other, placebos = order_of(card), order_of(free), placebos_of(card)
    if not found:
        return None
    texts = dict.fromkeys([found["recorded"], *(text for text, _ in found["orders"])])
    rows = [
        (
            _order_words(text, names),
            "recorded" if text == found["recorded"] else "",
            f"{_share(found, text):.1%}",
            *([f"{_share(other, text):.1%}"] if other else []),
            *([f"{_mean([_share(p, text) for p in placebos]):.1%}"] if placebos else []),
        )
        for text in texts
    ]
    caption = (
        "Share of runs in which the groups left the inner body for good in this order, and "
        "whether the holder of the appointments office then led."
    ) + (PLACEBO if placebos else "")
    heads = ("order", "", *_columns(other, placebos))
    told = Table(heads, rows)
    return Figure("order", "The order of falls", caption, "", told, [_source(card)], True)


def _source(card: dict | None) -> str:
    """What the order was read from."""
    return f"events.parquet of the runs{of_whom(card) or ' of the ensemble'}"


PLACEBO = " Placebo: facts dealt out anew among persons of one entry year."


def _columns(other: dict | None, placebos: list[dict]) -> list[str]:
    return ["share of runs", *(["line free"] if other else []), *(["placebo"] if placebos else [])]


def _share(order: dict, text: str) -> float:
    """Share of runs with one order; those too rare to be told count as none."""
    return (dict(map(tuple, order["orders"])) | {order["recorded"]: order["share"]}).get(text, 0.0)


def parts_table(card: dict | None, free: dict | None, names: Names) -> Figure | None:
    """The findings the order is made of."""
    found, other, placebos = order_of(card), order_of(free), placebos_of(card)
    if not found:
        return None
    rows = [
        (
            names.outcome(name),
            f"{value:.0%}",
            *([f"{other['parts'].get(name, 0.0):.0%}"] if other else []),
            *([f"{_mean([p['parts'][name] for p in placebos]):.0%}"] if placebos else []),
        )
        for name, value in found["parts"].items()
    ]
    return Figure(
        "order-parts",
        "What the order is made of",
        "All of these are on record as having happened." + (PLACEBO if placebos else ""),
        "",
        Table(("finding", *_columns(other, placebos)), rows),
        [_source(card)],
        True,
    )


def leaders(ensemble: Path | None, free: Path | None, names: Names) -> list[Figure]:
    """Who leads in each ensemble there is; a person has one colour in both."""
    tables = {
        ("leaders", "Who leads"): _spelt_leaders(ensemble, names),
        ("leaders-free", "Who leads where the line is free"): _spelt_leaders(free, names),
    }
    found = {about: table for about, table in tables.items() if table is not None}
    if not found:
        return []
    counted = pl.concat(found.values())["leader"].value_counts(sort=True)
    most = counted["leader"].to_list()[:MOST_LEADERS]
    return [_leaders_of(table, most, id, title) for (id, title), table in found.items()]


def _spelt_leaders(ensemble: Path | None, names: Names) -> pl.DataFrame | None:
    """`run, time, leader` with names, or None."""
    table = read_leaders(ensemble) if ensemble else None
    if table is None or table.is_empty():
        return None
    spelt = {label: names.person(label) for label in table["leader"].unique()}
    return table.select(
        "run", "time", pl.col("leader").replace_strict(spelt, return_dtype=pl.String)
    )


def _leaders_of(table: pl.DataFrame, most: list[str], id: str, title: str) -> Figure:
    """Shares of runs by who leads in December."""
    runs = table["run"].n_unique()
    shown = pl.when(pl.col("leader").is_in(most)).then("leader").otherwise(pl.lit(ANOTHER))
    shares = (
        table.with_columns(shown.alias("leader"))
        .group_by("time", "leader")
        .agg((pl.len() / runs).alias("share"))
        .sort("time", "leader")
        .with_columns(pl.col("time").str.slice(0, 4).alias("year"))
    )
    wide = shares.pivot(on="leader", index="year", values="share").fill_null(0)
    cells = Table(
        tuple(wide.columns),
        [tuple(rounded(c, 3) if i else c for i, c in enumerate(r)) for r in wide.iter_rows()],
    )
    caption = (
        f"Share of {runs} runs led by each person in December: whoever has been the strongest of "
        "the rulers for six months running."
    )
    return Figure(
        id,
        title,
        caption,
        politics_charts.shares_by_year(shares, [*most, ANOTHER]),
        cells,
        ["leaders.parquet of the runs"],
    )


def _mean(values: list[float]) -> float | None:
    return float(np.mean(values)) if values else None
