"""On which parameters an outcome hangs, as far as an ensemble tells: rank correlations over its
runs (Helton, Johnson, Sallaberry and Storlie 2006, Reliability Engineering and System Safety
91:1175-1209, as recalled), without running anything.

Runs draw all parameters at once, so that with many of them the largest correlation is large by
chance alone. How large is found by giving the outcomes to other runs (Westfall and Young 1993, as
recalled): `chance` is what the largest of all parameters passes in one of twenty such shuffles.

Assumptions: the outcome moves one way with a parameter; draws of a posterior hang together, so that
a parameter may stand for another one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from scipy import stats

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.history import files
from partystate.history.runs import parts_of, read_runs

SHUFFLES = 400
ONE_IN_TWENTY = 0.95
FEWEST = 20  # runs below which nothing is told
NORMAL_90 = 1.645
# variance of Fisher's z of a rank correlation, against that of Pearson's: Fieller, Hartley and
# Pearson (1957), Biometrika 44:470-481, as recalled
OF_RANKS = 1.06


@dataclass(frozen=True)
class Hang:
    """How an outcome goes with a parameter: rank correlation with its 90 per cent interval, and
    whether it is more than chance."""

    parameter: str
    correlation: float
    low: float
    high: float
    is_clear: bool


@dataclass(frozen=True)
class Screening:
    """Parameters by the size of their correlation with an outcome, the largest first."""

    observable: str
    level: str
    group: str
    time: str
    runs: int
    chance: float
    parameters: tuple[Hang, ...]


def screen(
    ensemble: Path, observable: str, time: str, group: str = "", level: str = "truth"
) -> Screening:
    """All parameters that vary in an ensemble against one of its figures. UserError for a figure
    that the ensemble does not give, with the nearest."""
    parts = parts_of(Path(ensemble))
    if not parts:
        raise UserError(
            f"{ensemble} holds no ensemble",
            expected="a folder with parts/*.parquet",
            action="Make one with `partystate ensemble`.",
        )
    outcome = _outcome(parts, observable, time, group, level)
    values = _parameters(Path(ensemble))
    if len(values) < FEWEST:
        raise UserError(
            "too few runs to tell anything",
            found=str(len(values)),
            expected=f"{FEWEST} or more",
            action="Give a larger ensemble.",
        )
    found, chance = correlations(values.to_numpy(), outcome)
    half = NORMAL_90 * np.sqrt(OF_RANKS / (len(values) - 3))
    low, high = (
        np.tanh(np.arctanh(np.clip(found, -0.999999, 0.999999)) + s * half) for s in (-1, 1)
    )
    order = np.argsort(-np.abs(found), kind="stable")
    names, clear = values.columns, (np.abs(found) > chance).tolist()
    hangs = tuple(
        Hang(names[i], float(found[i]), float(low[i]), float(high[i]), clear[i]) for i in order
    )
    return Screening(observable, level, group, time, len(values), chance, hangs)


def correlations(values: np.ndarray, outcome: np.ndarray) -> tuple[np.ndarray, float]:
    """Rank correlations [k] of values [n, k] with an outcome [n], and what the largest of them in
    size passes by chance in one of twenty."""
    ranks, told = _standard(values), _standard(outcome[:, None])[:, 0]
    rng = np.random.default_rng(len(outcome))
    largest = [np.abs(ranks.T @ rng.permutation(told)).max() for _ in range(SHUFFLES)]
    return ranks.T @ told, float(np.quantile(largest, ONE_IN_TWENTY))


def _standard(values: np.ndarray) -> np.ndarray:
    """Ranks of columns, centred and of length one; nought where nothing varies."""
    ranks = stats.rankdata(values, axis=0)
    centred = ranks - ranks.mean(0)
    return centred / np.maximum(np.sqrt((centred**2).sum(0)), 1e-12)


def _outcome(parts: list[Path], observable: str, time: str, group: str, level: str) -> np.ndarray:
    known = files.scan_parquet(parts[0]).select(pl.col("observable").unique()).collect()
    names = known["observable"].to_list()
    if observable not in names:
        raise no_such("the ensemble has", "observable", observable, names)
    runs = read_runs(parts, [observable])
    for column, asked in (("level", level), ("group", group), ("time", time)):
        there = runs.keys[column].unique().to_list()
        if asked not in there:
            raise no_such("the ensemble has", column, asked, sorted(there))
        runs = runs.where(pl.col(column) == asked)
    if not len(runs.values):
        raise no_such(
            "the ensemble has", "time", time, sorted(runs.keys["time"].unique().to_list())
        )
    return runs.values[0]


def no_such(whose: str, what: str, found: str, there: list[str]) -> UserError:
    """What to say of a name that those who have it, such as "the ensemble has", have not."""
    return UserError(
        f"{whose} no such {what}",
        found=repr(found),
        expected=nearest(found, there),
        action="Name one of these.",
    )


def _parameters(ensemble: Path) -> pl.DataFrame:
    """Values [runs, parameters] of those that vary, in order of the runs."""
    tables = files.read_parquets(sorted(ensemble.glob("parameters-*.parquet")))
    wide = tables.pivot(on="parameter", index="run", values="value").sort("run").drop("run")
    return wide.select(column.name for column in wide if column.n_unique() > 1)
