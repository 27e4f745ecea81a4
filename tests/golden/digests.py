"""Digests of reference histories: of each observable and year one number, which any change of any
value in it moves.

    python -m tests.golden.digests    # makes them anew, where numbers move on purpose

The number is the sum of all values of the year, each times a weight between 1 and 8 that level,
time and group give, so that what moves from one group to another is seen as well."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.experiments.histories import simulate, values_of_one
from partystate.history.series import blocks_of, index_of, values_of
from partystate.scenario.assemble import Assembled, assemble

COMMAND = "python -m tests.golden.digests"
SEED = 1
KEYS = ("observable", "year")
DIGITS = 12  # significant digits kept
BYTES = 6  # of a hash


@dataclass(frozen=True)
class Case:
    """A history with seed 1, people expected."""

    country: str
    parameters: str

    @property
    def file(self) -> Path:
        return Path(__file__).with_name(f"{self.country}-{self.parameters}.csv")


CASES = (Case("toyland", "central"), Case("ussr", "central"), Case("ussr", "posterior"))


@cache
def scenario_of(country: str) -> Assembled:
    """The reference scenario of a country, built once."""
    return assemble(load(country))


def digest(case: Case) -> pl.DataFrame:
    """The digests of a history of this code, as `summed` gives them."""
    scenario = scenario_of(case.country)
    values = values_of_one(scenario, case.parameters, SEED)
    blocks = blocks_of(simulate(scenario, SEED, values=values).trajectory, scenario)
    return summed(index_of(blocks).with_columns(pl.Series("value", values_of(blocks))))


def summed(table: pl.DataFrame) -> pl.DataFrame:
    """Of each observable and year of a table of series its `value` and its `size`, the same sum of
    magnitudes."""
    weight = pl.lit(1.0)
    for column in ("level", "time", "group"):
        weight = weight * pl.col(column).replace_strict(_weights(table[column]))
    return (
        table.with_columns(year=pl.col("time").str.head(4), value=pl.col("value") * weight)
        .group_by(*KEYS, maintain_order=True)
        .agg(pl.col("value").sum(), size=pl.col("value").abs().sum())
    )


def _weights(texts: pl.Series) -> dict[str, float]:
    """A weight between 1 and 2 for each text, the same everywhere and always."""

    def share(text: str) -> float:
        data = hashlib.blake2b(text.encode(), digest_size=BYTES).digest()
        return int.from_bytes(data, "big") / 256**BYTES

    return {text: 1 + share(text) for text in texts.unique()}


def read(case: Case) -> pl.DataFrame:
    """The digests that were kept."""
    return pl.read_csv(case.file, schema_overrides={"year": pl.String, "value": pl.Float64})


def write(case: Case) -> None:
    """Keep the digests of this code."""
    lines = [
        f"{observable},{year},{value:.{DIGITS}g}"
        for observable, year, value in digest(case).select(*KEYS, "value").iter_rows()
    ]
    case.file.write_text("\n".join([",".join((*KEYS, "value")), *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    configure()
    for one in CASES:
        write(one)
        print(one.file)
