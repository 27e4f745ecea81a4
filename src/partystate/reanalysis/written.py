"""A reanalysis on disk: members as an ensemble's parts, so that it is scored and read like one;
quantiles and a card; and what a country ships of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl

from partystate.history import files
from partystate.history.attributes import version
from partystate.history.release import MEMBERS_FILE, QUANTILES, QUANTILES_FILE
from partystate.history.release import REANALYSIS as FOLDER
from partystate.history.release import REANALYSIS_CARD as CARD
from partystate.history.runs import KEYS
from partystate.history.series import long_table
from partystate.reanalysis.hindcast import hindcasts
from partystate.reanalysis.made import SEED, Reanalysed, disagreements

SHIPPED_MEMBERS = 100
RUNS_PER_PART = 50
MOST_DISAGREEMENTS = 40
RANKS = 10  # tenths of what members say
DESCRIBED = {
    CARD: "how it was made, what was taken in, how well it predicts what it was not given",
    QUANTILES_FILE: "quantiles and mean over members of every series",
    "parts/part-*.parquet": "members, one run each",
    files.MANIFEST: "that of the ensemble it was made of, with the card",
}


def write(made: Reanalysed, ensemble: Path, folder: Path) -> Path:
    """Write it into `folder`, as an ensemble with a card."""
    files.writable_folder(folder / "parts")
    for old in folder.glob("parts/*.parquet"):
        old.unlink()
    card = card_of(made)
    index = made.keys.with_columns(
        pl.col("observable").replace_strict(made.units).alias("unit")
    ).select("observable", "level", "time", "group", "unit")
    for start in range(0, made.runs, RUNS_PER_PART):
        runs = list(range(start, min(start + RUNS_PER_PART, made.runs)))
        table = long_table(index, [made.after[:, run] for run in runs], runs)
        data = files.parquet_bytes(table)
        name = f"part-{runs[0]:06d}-{runs[-1] + 1:06d}-{files.digest(data)}.parquet"
        files.write_whole(folder / "parts" / name, data)
    files.write_parquet(folder / QUANTILES_FILE, quantiles_of(made))
    files.write_json(folder / CARD, card)
    files.write_json(folder / files.MANIFEST, files.read_manifest(ensemble) | {"reanalysis": card})
    return folder


def ship(made: Reanalysed, country: Path) -> Path:
    """Write what a country ships: quantiles of every series, members of those of the whole
    country, the card."""
    folder = country / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files.write_parquet(folder / QUANTILES_FILE, quantiles_of(made))
    files.write_parquet(folder / MEMBERS_FILE, members_of(made))
    files.write_json(folder / CARD, card_of(made))
    return folder


def quantiles_of(made: Reanalysed) -> pl.DataFrame:
    """Quantiles and mean over members of every series, in single precision."""
    found = np.quantile(made.after, list(QUANTILES.values()), axis=1).astype(np.float32)
    mean = pl.Series("mean", made.after.mean(1).astype(np.float32))
    return made.keys.with_columns(
        *(pl.Series(name, values) for name, values in zip(QUANTILES, found, strict=True)), mean
    )


def members_of(made: Reanalysed) -> pl.DataFrame:
    """The first members of the series of the whole country, one column each, in single
    precision."""
    national = (made.keys["group"] == "").to_numpy()
    members = made.after[national][:, :SHIPPED_MEMBERS].astype(np.float32)
    columns = [pl.Series(f"member{i:03d}", members[:, i]) for i in range(members.shape[1])]
    return made.keys.filter(national).select(KEYS).with_columns(columns)


def card_of(made: Reanalysed) -> dict:
    """The data card."""
    figures = made.figures.rows
    sources = np.array([row.source for row in figures])
    return json.loads(
        json.dumps(
            {
                "made": "offline ensemble Kalman update of free histories, in the space of all "
                "series, then closed books",
                "version": version(),
                "members": made.runs,
                "rows": made.rows,
                "roles": made.roles,
                "figures": len(figures),
                "series": len(made.keys),
                "weights": asdict(made.by),
                "weights_tried": made.tried,
                "identities": made.identities.counts(),
                "moved_by_the_books": made.corrections,
                "left_out": {
                    name: {
                        "crps": float(told.crps.mean()),
                        "inside90": float(told.inside90.mean()),
                        "inside90_by_theme": _by_theme(made, told.inside90),
                    }
                    for name, told in (("blocks of years", made.blocks), ("sources", made.sources))
                },
                "sources": [
                    {
                        "source": str(source),
                        "figures": int((sources == source).sum()),
                        "sd_apart": float(_standard_error(made)[sources == source].mean()),
                        "inside90": float(made.sources.inside90[sources == source].mean()),
                    }
                    for source in np.unique(sources)
                ],
                "disagreements": disagreements(made.figures)[:MOST_DISAGREEMENTS],
                "ranks": _ranks(made).tolist(),
                "ranks_by_theme": ranks_by_theme(made),
                "hindcasts": hindcasts(made.figures, made.by, SEED),
            }
        )
    )


def _standard_error(made: Reanalysed) -> np.ndarray:
    """How far, in sd, each figure stands from what the other sources say of it."""
    told, observed = made.sources.figures, made.figures.observed
    return np.abs(told.mean(0) - observed.middle) / np.sqrt(told.var(0) + observed.variance)


def _by_theme(made: Reanalysed, inside: np.ndarray) -> dict[str, float]:
    themes = made.figures.observed.at.themes
    return {str(t): float(inside[themes == t].mean()) for t in np.unique(themes.astype(str))}


def ranks_by_theme(made: Reanalysed) -> dict[str, list[int]]:
    """The ranks of the figures of each theme."""
    themes = made.figures.observed.at.themes.astype(str)
    return {str(t): _ranks(made, themes == t).tolist() for t in np.unique(themes)}


def _ranks(made: Reanalysed, use: np.ndarray | slice = slice(None)) -> np.ndarray:
    """How many figures fall into each tenth of what members say of them when their block of years
    is left out, the error of the figure added: even where spreads are right (Hamill 2001)."""
    told, observed = made.blocks.figures, made.figures.observed
    noise = np.random.default_rng(1).standard_normal(told.shape)
    below = (told + np.sqrt(observed.variance) * noise < observed.middle).mean(0)
    return np.histogram(below[use], RANKS, (0, 1))[0]
