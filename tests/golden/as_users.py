"""Histories of ussr in a process of its own, where programs are compiled as users' are.

    python -m tests.golden.as_users FOLDER

writes the digests of its reference histories, and beside what ships of the first run of the release
what this code makes of it."""

import json
import sys
from pathlib import Path

import polars as pl

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.experiments.histories import simulate
from partystate.history.release import FIRST_RUN, results_of
from partystate.history.series import blocks_of, index_of, values_of
from tests.golden.digests import CASES, digest, scenario_of

USSR = tuple(case for case in CASES if case.country == "ussr")
KEYS = ["observable", "level", "group", "time"]


def first_run() -> pl.DataFrame:
    """Series of the first run of the release: `value` as shipped, `now` as made again."""
    country = load("ussr")
    results = results_of(country.path)
    about = json.loads((results / "manifest.json").read_text())
    scenario = scenario_of("ussr")
    made = simulate(scenario, about["seed"], 0, about["parameters"])
    blocks = blocks_of(made.trajectory, scenario)
    table = index_of(blocks).with_columns(pl.Series("now", values_of(blocks)))
    both = pl.read_parquet(results / FIRST_RUN).join(table, on=KEYS, how="full", coalesce=True)
    return both.filter((pl.col("group") == "") & (pl.col("level") == "truth"))


def main(folder: Path) -> None:
    """Write all of it to a folder."""
    configure()
    for case in USSR:
        digest(case).write_parquet(folder / f"{case.file.stem}.parquet")
    first_run().write_parquet(folder / FIRST_RUN)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
