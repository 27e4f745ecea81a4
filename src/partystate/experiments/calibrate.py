"""Calibrate the free parameters of people and land by history matching, and write the draws that are left.

A space-filling design over the priors of the free parameters is run with everything else at its central value and new luck
in every run, so that luck is part of the spread around the surfaces. The calibrate figures, on the scale they are scored on, are emulated; points
that no figure rules out are the posterior. Nationalities are lumped for speed: regions, ages and statuses stay.
"""

from __future__ import annotations

import io
import multiprocessing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.engine.run import run
from partystate.evidence import Observable, Row, compile_rows, load_observables
from partystate.experiments.emulator import Emulator, fit_emulator
from partystate.experiments.not_ruled_out import CUT, contraction, points_not_ruled_out, space_filling
from partystate.experiments.score.aggregate import Ensemble, value_of
from partystate.experiments.score.quantity import NORMAL_WIDTH
from partystate.experiments.score.ranges import range_of
from partystate.experiments.score.scale import to_scale
from partystate.history.files import write_whole, writable_folder
from partystate.history.kept import kept_of
from partystate.history.series import blocks_of
from partystate.mechanisms.registry import of_society
from partystate.scenario import parameters
from partystate.scenario.assemble import Scenario, assemble
from partystate.scenario.country import Country, load

THEMES = ("land", "people")
OTHER = "other"
SCALES = ("positive", "share")
CHUNK = 50
LEAVE_OUT = 0.05  # share of the figures that may rule a point out before it is: no point of a model this coarse fits all
DISCREPANCY = 0.1  # sd, on the scale of a score, by which the model may miss for reasons of its own
DRAWS = 500
FAR = 2.0  # figures further from their target than this, on the scale of a score, all count as this far: the surface is kept smooth
SEED = 7
IDENTIFIED = 0.2


@dataclass(frozen=True)
class Calibration:
    """Free parameters, their draws in the unit cube and in their units, contraction, and how the figures stand."""

    free: tuple[str, ...]
    cube: np.ndarray
    draws: pl.DataFrame
    contraction: np.ndarray
    targets: list[Row]
    emulated: np.ndarray  # mean over the draws, on the scale of a score
    target: np.ndarray
    runs: int

    def table(self) -> list[dict]:
        """One line a parameter, the least identified first."""
        rows = [
            {"parameter": name, "contraction": float(c), "identified": bool(c >= IDENTIFIED),
             "low": float(self.draws[name].quantile(0.05)), "median": float(self.draws[name].median()),
             "high": float(self.draws[name].quantile(0.95))}
            for name, c in zip(self.free, self.contraction, strict=True)
        ]  # fmt: skip
        return sorted(rows, key=lambda r: r["contraction"])


def free_parameters(country: Country) -> tuple[str, ...]:
    """Free parameters of people and land."""
    ours = {m.card.id for m in of_society()} | {"opening"}
    rows = country.tables["parameters"].filter((pl.col("free") == 1) & pl.col("mechanism").is_in(sorted(ours)))
    return tuple(rows["parameter"])


def lumped(country: Country) -> Country:
    """The country with one nationality in every region."""
    tables = country.tables
    first = tables["communities"].group_by("region", maintain_order=True).first()
    columns = {"nationality": pl.lit(OTHER), "share": pl.lit(1.0), "share_low": pl.lit(1.0), "share_high": pl.lit(1.0)}
    one = first.with_columns([v.alias(k) for k, v in columns.items()] + [pl.lit(0).cast(first.schema["preallocated"]).alias("preallocated")])
    return replace(country, tables=tables | {"communities": one.select(tables["communities"].columns)})


def in_units(country: Country, free: tuple[str, ...], cube: np.ndarray) -> pl.DataFrame:
    """Points [n, k] of the unit cube as parameter values, by the quantiles of the priors."""
    rows = {r["parameter"]: r for r in country.tables["parameters"].iter_rows(named=True)}
    return pl.DataFrame({
        name: [parameters.quantile(rows[name]["prior"], rows[name]["low"], rows[name]["central"], rows[name]["high"], float(u)) for u in cube[:, k]]
        for k, name in enumerate(free)
    })  # fmt: skip


def targets_of(country: Country) -> tuple[list[Row], dict[str, Observable]]:
    """Calibrate figures of people and land that have a range on two sides."""
    evidence = country.path / "evidence"
    rows = [
        r for r in compile_rows(evidence)
        if r.kind == "quantity" and r.role == "calibrate" and r.theme in THEMES and r.tolerance and r.scale in SCALES
    ]  # fmt: skip
    return [r for r in rows if (bounds := range_of(r)) and bounds.is_two_sided], load_observables(evidence)


def outputs_of(scenario: Scenario, given: pl.DataFrame, first: int, seed: int, rows, observables) -> np.ndarray:
    """Figures [runs, m], on the scale of a score, of runs first..first + len(given) with the given free parameters."""
    found: list[list[float]] = []
    for i, values in enumerate(given.iter_rows(named=True)):
        drawn = parameters.central(scenario.country) | values
        world, setting = scenario.start(drawn, seed, first + i)
        kept = kept_of(run(scenario.rules, world, scenario.inputs, setting), scenario.layout, scenario.months)
        found.append(figures_of(kept, scenario, rows, observables))
    return np.array(found)


def figures_of(kept, scenario: Scenario, rows, observables) -> list[float]:
    """One run's figures, NaN where the model does not speak to a row."""
    wanted = {r.observable for r in rows}
    values: dict = {}
    for b in blocks_of(kept, scenario):
        if b.observable in wanted:
            for g, group in enumerate(b.groups):
                series = values.setdefault((b.observable, b.level, group), {})
                series |= {time: b.values[t, g : g + 1] for t, time in enumerate(b.times)}
    one = Ensemble(Path(), 1, values, None)
    return [scaled(r, value_of(r, one, observables), observables) for r in rows]


def scaled(row: Row, value, observables) -> float:
    """A value on the scale of its score."""
    if value is None:
        return float("nan")
    return float(to_scale(value, row.scale, observables[row.observable].resolution).reshape(-1)[0])


def run_design(country: Country, folder: Path, runs: int, workers: int, progress=lambda done, of: None) -> tuple[np.ndarray, np.ndarray]:
    """Run the design in chunks that a killed job takes up again; returns (points, figures)."""
    free = free_parameters(country)
    cube = space_filling(runs, len(free), SEED)
    writable_folder(folder)
    starts = [a for a in range(0, runs, CHUNK) if not (folder / _chunk(a)).is_file()]
    done = runs - sum(min(CHUNK, runs - a) for a in starts)
    progress(done, runs)
    context = multiprocessing.get_context("spawn")
    jobs = [(str(country.path), str(folder), runs, a) for a in starts]
    with context.Pool(workers) as pool:
        for count in pool.imap_unordered(_work, jobs):
            done += count
            progress(done, runs)
    figures = np.concatenate([np.load(folder / _chunk(a)) for a in range(0, runs, CHUNK)])
    return cube, figures


def _chunk(start: int) -> str:
    return f"figures-{start:06d}.npy"


def _work(job) -> int:
    path, folder, runs, start = job
    country = load(path)
    free = free_parameters(country)
    cube = space_filling(runs, len(free), SEED)[start : start + CHUNK]
    rows, observables = targets_of(country)
    small = lumped(country)
    found = outputs_of(assemble(small), in_units(country, free, cube), start, SEED, rows, observables)
    buffer = io.BytesIO()
    np.save(buffer, found)
    write_whole(Path(folder) / _chunk(start), buffer.getvalue())
    return len(found)


def aims(rows: list[Row], observables) -> tuple[np.ndarray, np.ndarray]:
    """Target and observation variance [m] of each figure on its scale: the middle and width of its range."""
    target, variance = [], []
    for row in rows:
        bounds, resolution = range_of(row), observables[row.observable].resolution
        low, high = (float(to_scale(v, row.scale, resolution)) for v in (bounds.low, bounds.high))
        target.append((low + high) / 2)
        variance.append(((high - low) / NORMAL_WIDTH) ** 2)
    return np.array(target), np.array(variance)


def match(country: Country, cube: np.ndarray, figures: np.ndarray) -> Calibration:
    """Rule out; returns the draws that are left."""
    rows, observables = targets_of(country)
    target, observation = aims(rows, observables)
    use = np.isfinite(figures).all(0) & np.isfinite(target) & (figures.std(0) > 0)
    if not use.any():
        raise UserError("no figure that calibrates is spoken to by the model", action="Map a series with an even or odd role.")
    near = np.clip(figures[:, use], target[use] - FAR, target[use] + FAR)
    emulator: Emulator = fit_emulator(cube, near)
    leave = int(LEAVE_OUT * use.sum())
    left = points_not_ruled_out(emulator, target[use], observation[use], np.full(use.sum(), DISCREPANCY**2), DRAWS, leave, SEED)
    if not len(left):
        raise UserError(
            f"every point is ruled out at implausibility {CUT:g}", expected="some parameters that reach the figures",
            action="Look at the figures that rule most out; a mechanism may lack something.",
        )  # fmt: skip
    free = free_parameters(country)
    return Calibration(
        free, left, in_units(country, free, left), contraction(cube, left), [r for r, u in zip(rows, use, strict=True) if u],
        emulator.mean(left).mean(0), target[use], len(cube),
    )  # fmt: skip
