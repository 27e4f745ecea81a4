"""Names as clerks write them: another transliteration of the same sounds, or a slip of the pen.

Pairs of spellings are those between which systems of transliteration differ (ISO 9, BGN, Library of
Congress, the passports of several years)."""

from __future__ import annotations

import numpy as np
import polars as pl

OTHERWISE = (
    ("kh", "h"),
    ("zh", "j"),
    ("ts", "c"),
    ("sh", "sch"),
    ("ya", "ia"),
    ("yu", "iu"),
    ("y", "i"),
    ("v", "w"),
)
SLIPS = 0.4  # of misspelt names, the rest being written otherwise


def misspelt(names: pl.Series, share: float, rng: np.random.Generator) -> pl.Series:
    """Names [records] of which a share is written otherwise or with a letter dropped or twice."""
    count = len(names)
    wrong = rng.random(count) < share
    slip = wrong & (rng.random(count) < SLIPS)
    system = rng.integers(0, 2 ** len(OTHERWISE), count)
    letter, twice = rng.random(count), rng.random(count) < 0.5
    table = pl.DataFrame({"name": names, "wrong": wrong & ~slip, "system": system})
    for bit, (written, other) in enumerate(OTHERWISE):
        # every name that is written otherwise uses at least the last rule
        uses = ((pl.col("system") // 2**bit) % 2 == 1) | (bit >= len(OTHERWISE) - 2)
        table = table.with_columns(
            name=pl.when(pl.col("wrong") & uses)
            .then(pl.col("name").str.replace_all(written, other, literal=True))
            .otherwise("name")
        )
    found = table["name"].to_list()
    for i in np.flatnonzero(slip):
        at = 1 + int(letter[i] * (len(found[i]) - 1))  # never the first letter
        found[i] = (
            found[i][:at] + (found[i][at - 1] if twice[i] else "") + found[i][at + 1 - twice[i] :]
        )
    return pl.Series(names.name, found, pl.String)
