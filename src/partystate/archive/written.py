"""The folder of an archive: what an estimator may see, and the truth apart from it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import polars as pl

from partystate.archive.dead import read_dead
from partystate.archive.draw import Archive, draw
from partystate.archive.organs import Organ, read_organs
from partystate.history.files import (
    only_writer,
    read_manifest,
    writable_folder,
    write_json,
    write_whole,
)

LISTS, RECORDS, TRUTH, LINKS = "lists.csv", "records.csv", "truth.csv", "true_links.csv"
MANIFEST = "archive.json"


def write_archive(
    run: Path, out: Path, organs: Path | None = None, seed: int = 1
) -> tuple[Archive, tuple[Organ, ...]]:
    """Draw an archive of a run directory and write its folder: lists.csv (a row a person that some
    list has, rightly linked), records.csv (as they are written), true_links.csv (whose they are),
    truth.csv (all dead, by year and region), archive.json."""
    rules = read_organs(organs) if organs is not None else read_organs()
    causes = list(dict.fromkeys(cause for organ in rules for cause in organ.causes))
    found = draw(read_dead(run, causes), rules, seed)
    writable_folder(out)
    with only_writer(out):
        for name, table in tables(found).items():
            write_whole(out / name, table.write_csv().encode())
        made = read_manifest(run)
        write_json(
            out / MANIFEST,
            {
                "causes": causes,
                "lists": [asdict(organ) for organ in rules],
                "of": {name: made.get(name) for name in ("code", "country", "seed", "parameters")},
                "persons": len(found.dead),
                "seed": seed,
                "what": "synthetic: every name is invented",
            },
        )
    return found, rules


def tables(found: Archive) -> dict[str, pl.DataFrame]:
    """The tables of an archive's folder, by file."""
    year = pl.col("time").str.slice(0, 4).alias("year")
    standing = pl.DataFrame(found.standing.astype(int), schema=list(found.lists), orient="row")
    lists = pl.concat(
        [found.dead.select("person", "region", "time", "status"), standing], how="horizontal"
    )
    return {
        LISTS: lists.filter(pl.any_horizontal(pl.col(*found.lists) == 1)).rename(
            {"person": "case"}
        ),
        RECORDS: found.records.drop("person"),
        LINKS: found.records.select("record", "person"),
        TRUTH: found.dead.group_by(year, "region")
        .agg(pl.len().alias("persons"))
        .sort("year", "region"),
    }
