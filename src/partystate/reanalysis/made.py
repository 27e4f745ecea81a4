"""Make a reanalysis of an ensemble: update every series, close the books, and tell how well it
predicts what it was not given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.country.priors import WHOLE
from partystate.evidence import Observable, Row, compile_rows, load_observables
from partystate.evidence.roles import ALTERNATE
from partystate.history.observables.registry import registered
from partystate.history.runs import Runs, parts_of, read_runs
from partystate.reanalysis import books
from partystate.reanalysis.identities import Identities, identities_of
from partystate.reanalysis.leave_out import Told, best_weights, left_out
from partystate.reanalysis.localisation import Positions, Weights
from partystate.reanalysis.normal_scores import normal_scores, on_scores, scores_of
from partystate.reanalysis.observations import Figures, figures_of
from partystate.reanalysis.scales import scale_of
from partystate.reanalysis.update import Update, solve
from partystate.scenario.parts import SOCIETY
from partystate.scoring.aggregate import middle_of, open_ensemble
from partystate.scoring.fitted import FITTED_TO

SEED = 11
# what is tried, one after another, by figures left out
TRIED: dict[str, tuple[float, ...]] = {
    "memory": (1.0, 1.5, 2.0, 3.0, 5.0, 8.0),
    "stretch": (1.0, 1.25, 1.5, 2.0),
    "same_theme": (0.0, 0.1, 0.3, 0.5),
    "other_theme": (0.0, 0.05, 0.15),
    "reach": (0.25, 0.5, 0.75),
}
BLOCK_YEARS = 2
WHOLE_UNITS = tuple(WHOLE)


@dataclass(frozen=True)
class Reanalysed:
    """Keys of every series, their members [keys, n] before and after, and what was taken in: `rows`
    calibrate under `roles`, or all."""

    keys: pl.DataFrame
    units: dict[str, str]
    before: np.ndarray
    after: np.ndarray
    figures: Figures
    by: Weights
    tried: list[dict]
    identities: Identities
    corrections: dict[str, float]
    blocks: Told
    sources: Told
    rows: str
    roles: str

    @property
    def runs(self) -> int:
        return self.after.shape[1]


def reanalyse(
    ensemble: Path,
    country: Country,
    rows: str = "calibrate",
    weights: Weights | None = None,
    roles: str = ALTERNATE,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Reanalysed:
    """The reanalysis of an ensemble of `country`; `rows` are those of the role calibrate under
    `roles`, or all; weights are chosen by blocks of years left out where they are not given."""
    if rows not in FITTED_TO:
        raise UserError(
            "unknown rows", found=repr(rows), expected=" or ".join(FITTED_TO), action="Use one."
        )
    evidence = country.path / "evidence"
    observables = load_observables(evidence)
    wanted = [
        r
        for r in compile_rows(evidence, roles)
        if r.kind == "quantity" and r.role in FITTED_TO[rows]
    ]
    figures = figures_of(wanted, open_ensemble(ensemble, wanted), observables)
    if not figures.rows:
        raise UserError(
            "the record has no figure that these runs speak to",
            found=str(ensemble),
            expected="an ensemble of the whole time, with the society in it",
            action="Make one with `partystate ensemble`.",
        )
    by, tried = weights or Weights(), []
    if weights is None:
        calibrating = np.array([r.role == "calibrate" for r in figures.rows])
        kinds = [block_of(r) for r in figures.rows if r.role == "calibrate"]
        by, tried = best_weights(figures.observed.where(calibrating), kinds, by, TRIED, SEED)
    made = solve(on_scores(figures.observed)[0], by, SEED)
    keys, units, before, after = updated(ensemble, observables, made, progress)
    identities = identities_of(keys, before)
    corrections = closed(after, identities, keys)
    blocks = left_out(figures.observed, [block_of(r) for r in figures.rows], by, SEED)
    sources = left_out(figures.observed, [r.source for r in figures.rows], by, SEED)
    return Reanalysed(
        keys,
        units,
        before,
        after,
        figures,
        by,
        tried,
        identities,
        corrections,
        blocks,
        sources,
        rows,
        roles,
    )


def block_of(row: Row) -> tuple[str, int]:
    """The block of years of a row: an observable in two years on end."""
    return row.observable, int(middle_of(row.time) // BLOCK_YEARS)


def updated(
    ensemble: Path,
    observables: dict[str, Observable],
    made: Update,
    progress: Callable[[int, int], None],
) -> tuple[pl.DataFrame, dict[str, str], np.ndarray, np.ndarray]:
    """Keys, units and members before and after of every series of society."""
    parts = parts_of(ensemble)
    names = [one for one in registered() if one.part == SOCIETY]
    keys, units, before, after = [], {}, [], []
    for done, one in enumerate(names):
        progress(done, len(names))
        runs = read_runs(parts, [one.name])
        if not len(runs.keys) or not runs.values.size:
            continue
        theme = observables[one.name].theme if one.name in observables else ""
        keys.append(runs.keys)
        units[one.name] = one.unit
        before.append(runs.values)
        after.append(_of_observable(runs, one.unit, theme, made))
    progress(len(names), len(names))
    return pl.concat(keys), units, np.concatenate(before), np.concatenate(after)


def _of_observable(runs: Runs, unit: str, theme: str, made: Update) -> np.ndarray:
    """Members [keys, n] of one observable after the update: scaled series by series, so that a line
    beyond the members is one of its scale, and moved on normal scores."""
    years = np.array([middle_of(time) for time in runs.keys["time"]])
    places = runs.keys["group"].to_numpy().astype(object)
    series = (runs.keys["level"] + "|" + runs.keys["group"]).to_numpy()
    scaled, scales = np.empty_like(runs.values), {}
    for name in np.unique(series):
        mine = series == name
        scales[name] = scale_of(runs.values[mine], unit, WHOLE_UNITS)
        scaled[mine] = scales[name].up(runs.values[mine])
    at = Positions(
        years,
        np.full(len(years), runs.keys["observable"][0], object),
        np.full(len(years), theme, object),
        places,
    )
    scores = normal_scores(scaled)
    found = scores.down(made.of(scores_of(scaled).T, at).T)
    for name, scale in scales.items():
        mine = series == name
        found[mine] = scale.down(found[mine])
    return np.where(np.ptp(runs.values, 1)[:, None] > 0, found, runs.values)


def closed(values: np.ndarray, found: Identities, keys: pl.DataFrame) -> dict[str, float]:
    """Close the books of members [keys, n] in place; by observable, the mean of the absolute log
    ratio by which its national yearly values had to be moved."""
    before, variance = values.copy(), values.var(1) + 1e-12
    kept: set[int] = set()
    for one in found.balances:
        books.balance(values, variance, one)
        np.maximum(values, 0, out=values)
        kept |= {int(i) for i in (*one.stock, *one.added, *one.taken)}
    for one in found.regions_of_spans:
        books.share_out(values, variance, one, keep_total=one.total in kept)
    for one in found.months_of_regions:
        books.in_proportion(values, one)
    totals = {one.total for one in found.regions_of_months}
    for one in found.regions_of_months:
        books.add_up(values, one)
    for one in found.months_of_country:
        if not totals.issuperset(one.parts.tolist()):
            books.in_proportion(values, one)
    return _moved(before, values, keys)


def _moved(before: np.ndarray, after: np.ndarray, keys: pl.DataFrame) -> dict[str, float]:
    national = (keys["group"] == "").to_numpy() & (keys["level"] == "truth").to_numpy()
    names, moved = keys["observable"].to_numpy(), {}
    for name in np.unique(names[national]):
        mine = national & (names == name)
        both = (before[mine] > 0) & (after[mine] > 0)
        if both.any():
            ratio = np.abs(np.log(after[mine][both] / before[mine][both]))
            if ratio.mean() > 0:
                moved[str(name)] = float(ratio.mean())
    return moved


def disagreements(figures: Figures) -> list[dict]:
    """Pairs of sources that give the same figure otherwise, the furthest apart first: the distance
    in standard deviations of both."""
    table: dict[tuple, list[int]] = {}
    for i, row in enumerate(figures.rows):
        key = (row.observable, row.level, row.time, row.group, row.base)
        table.setdefault(key, []).append(i)
    lines = []
    for places in table.values():
        for a, one in enumerate(places):
            for other in places[a + 1 :]:
                first, second = figures.rows[one], figures.rows[other]
                if first.source == second.source:
                    continue
                middle, variance = figures.observed.middle, figures.observed.variance
                gap = abs(middle[one] - middle[other])
                lines.append(
                    {
                        "observable": first.observable,
                        "level": first.level,
                        "time": first.time,
                        "group": first.group,
                        "one": first.id,
                        "other": second.id,
                        "sd_apart": float(gap / np.sqrt(variance[one] + variance[other])),
                    }
                )
    return sorted(lines, key=lambda line: -line["sd_apart"])
