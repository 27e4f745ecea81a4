"""What estimates from the archives say of those who were killed in a history whose truth is known:
how often each estimator's interval holds it, of the whole and as a sum over regions.

    python -m verification.archives DIR [archives [seed]]

DIR is a run directory of a counted history. Each archive is drawn anew from the same dead by the
organs of `archive/organs.csv`; lists are rightly linked, so that what is measured is what
dependence and gaps do. Estimators that draw are left out, as each archive would take them half a
minute."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from partystate import estimation
from partystate.archive.dead import read_dead
from partystate.archive.draw import draw
from partystate.archive.organs import read_organs
from partystate.archive.written import LISTS, tables

ARCHIVES, SEED = 20, 1
DRAWN = ("sparse", "latent_classes")
WHOLE, SUMS = "whole", "sum over regions"


def study(folder: Path, archives: int, seed: int) -> tuple[int, float, pl.DataFrame]:
    """The dead, the share of them in some list (a mean of the archives), and a row an archive,
    estimator and way."""
    organs = read_organs()
    dead = read_dead(folder, sorted({cause for organ in organs for cause in organ.causes}))
    methods, rows, seen = [m for m in estimation.METHODS if m not in DRAWN], [], 0.0
    for number in range(archives):
        found = draw(dead, organs, seed + number)
        seen += found.standing.any(1).mean() / archives
        lists = estimation.read_lists(
            tables(found)[LISTS].rename({"case": "person"}), lists=found.lists, strata=["region"]
        )
        answer = estimation.estimate(lists, methods=methods)
        for way, estimates in ((WHOLE, answer.estimates), (SUMS, answer.sums)):
            rows += [(number, way, e.method, e.total, e.low, e.high) for e in estimates]
    columns = ["archive", "way", "estimator", "total", "low", "high"]
    return len(dead), seen, pl.DataFrame(rows, schema=columns, orient="row")


def summary(truth: int, table: pl.DataFrame) -> pl.DataFrame:
    """By estimator and way: share of intervals that hold the truth, and the middle of how far the
    estimates are off it, as a share."""
    return (
        table.with_columns(
            held=(pl.col("low") <= truth) & (pl.col("high") >= truth),
            off=pl.col("total") / truth - 1,
        )
        .group_by("estimator", "way", maintain_order=True)
        .agg(pl.col("held").mean(), pl.col("off").median())
    )


def main(folder: str, archives: str = str(ARCHIVES), seed: str = str(SEED)) -> int:
    """Print the table."""
    truth, seen, table = study(Path(folder), int(archives), int(seed))
    print(f"{truth:,} dead, {seen:.0%} of them in some list, {archives} archives")
    told = {(row["estimator"], row["way"]): row for row in summary(truth, table).to_dicts()}
    print(f"| estimator | {WHOLE} | {SUMS} |\n|---|---|---|")
    for name in table["estimator"].unique(maintain_order=True):
        cells = [told[name, way] for way in (WHOLE, SUMS)]
        print(f"| {name} | " + " | ".join(_cell(cell) for cell in cells) + " |")
    return 0


def _cell(row: dict) -> str:
    return "not told" if row["held"] is None else f"{row['held']:.0%}, {row['off']:+.0%}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
