"""Calibrate parameters of society: what history matching rules out, and draws by an
ensemble smoother.

A wave runs a design with everything else central and new luck in every run, fits a quadratic
surface to every calibrate figure on the scale of its score, and rules out what no figure allows; a
further wave's design is drawn evenly from what is left. It tells the share of the space that is not
ruled out. Draws come of an ensemble of the priors in which every parameter of the fitted themes
varies, the free ones and all others that are not fixed; a smoother moves it towards the figures in
steps, with new luck in each, and all figures together then weigh its members (`weighing`); every
stage is run with luck of its own. Several fits, each with a design and luck of its own, are
pooled: where a few hundred members move many parameters, each fit goes where its luck takes it, and
its own draws do not know how far that is. Validate figures are never read. What the draws' spread
says holds under the discrepancy stated: how many of the figures that calibrate lie inside the
intervals of the draws' own runs is told beside it, so that it can be set where nine tenths do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

import numpy as np
import polars as pl

from partystate.calibration import ensemble_smoother as smoother
from partystate.calibration import weighing
from partystate.calibration.calibrated import MIDDLE_90, Calibration, write
from partystate.calibration.figures import Targets, targets_of
from partystate.calibration.history_matching import CUT, space_filling
from partystate.calibration.job import (
    LUCK_RUNS,
    MEMBERS,
    RUNS,
    SEED,
    WAVES,
    WORKERS,
    Job,
    another,
)
from partystate.calibration.near_and_far import (
    ALL,
    implausible,
    inside,
    near,
    spoken_to,
    within_cut,
)
from partystate.calibration.parameters_of import (
    central,
    fitted_before,
    free_parameters,
    varied_parameters,
)
from partystate.calibration.runs import Progress, in_turn, in_units, workers_of
from partystate.calibration.waves import evenly, rule_out
from partystate.core.whole import whole
from partystate.country.country import Country
from partystate.country.posterior_file import About
from partystate.history.provenance import code_digest
from partystate.scenario.posterior import basis_digest

MOST_DRAWS = 500
MIDDLE_50 = (0.25, 0.75)


def calibrate(
    country: Country,
    folder: Path,
    runs: int = RUNS,
    waves: int = WAVES,
    members: int = MEMBERS,
    workers: int = WORKERS,
    seed: int = SEED,
    targets: Targets | None = None,
    free: tuple[str, ...] | None = None,
    progress: Progress = lambda done, of: None,
    part: int = 0,
    again: bool = False,
    rounds: int = weighing.ROUNDS,
    fits: int = 1,
) -> Calibration:
    """Waves of `runs` runs each, then `members` through the smoother, in `folder`; figures and
    parameters are the country's own where not given. With `again` the members are the draws of the
    country's own posterior, and they are weighed without a smoother; `rounds` is how often at
    most. All of it is done in `fits` fits, whose draws are pooled."""
    whole(fits, "fits", least=1)
    first = Job(
        country,
        folder,
        runs,
        waves,
        members,
        workers,
        seed,
        free or free_parameters(country, part),
        free or varied_parameters(country, part),
        progress,
        part,
        fitted_before(country, part),
        again,
        rounds,
    )
    jobs = [first, *(another(first, number) for number in range(2, fits + 1))]
    asked = targets or targets_of(country, part=part)
    for job in jobs:
        job.check(asked)
    with workers_of(workers) as pool:
        made = pooled([_match(job, asked, pool) for job in jobs])
    if first.held is not None and country.posterior is not None:
        made = replace(made, about=after(country.posterior.about, made.about, part))
    write(made, folder)
    return made


def _match(job: Job, asked: Targets, pool) -> Calibration:
    """The waves, the smoother, the weighing, and the draws they leave."""
    size, seed = len(job.free), job.seed
    _, same = job.run(
        "luck", 0, asked, pool, lambda: np.tile(central(job.country, job.free), (LUCK_RUNS, 1))
    )
    points, figures = job.run("wave-1", 1, asked, pool, lambda: space_filling(job.runs, size, seed))
    use = spoken_to(figures)
    wanted = asked.where(use)
    luck = np.nan_to_num(np.nanvar(near(same[:, use], wanted), 0))
    found = (rule_out(points, figures[:, use], wanted, seed),)
    for number in range(2, job.waves + 1):
        points, figures = job.run(
            f"wave-{number}",
            number,
            wanted,
            pool,
            lambda n=number, known=found: evenly(known, wanted, job.runs, seed + n),
        )
        found += (rule_out(points, figures, wanted, seed + number, found),)
    points, figures, power = _smoothed(job, wanted, luck, pool)
    kept = np.flatnonzero(np.isfinite(figures).any(1))[:MOST_DRAWS]
    points, figures = points[kept], figures[kept]
    about = About(
        design_runs=job.runs,
        waves=job.waves,
        cut=CUT,
        cuts_of_waves=[w.cut for w in found],
        members=job.members,
        inflations=list(smoother.INFLATIONS),
        discrepancy=wanted.discrepancy,
        rule=_rule(job, len(kept), power),
        figures=len(wanted.rows),
        figures_within_cut=within_cut(figures, wanted, luck),
        inside_50=inside(figures, wanted, MIDDLE_50),
        inside_90=inside(figures, wanted, MIDDLE_90),
        digests=[basis_digest(job.country, job.part, wanted.roles)],
        code=code_digest(),
        roles=cast(Literal["alternate", "blocks"], wanted.roles),
    )
    draws = in_units(job.country, job.varied, points)
    if job.held is not None:
        draws = pl.concat(
            [in_turn(job.held, 0, job.members)[kept.tolist()], draws], how="horizontal"
        )
    return Calibration(
        job.varied, points, draws, figures, luck, wanted, int((~use).sum()), found, about
    )


def _smoothed(
    job: Job, wanted: Targets, luck: np.ndarray, pool
) -> tuple[np.ndarray, np.ndarray, float]:
    """Members [n, k] after all steps and rounds, each run under luck of its own, the figures [n, m]
    of their own last runs, and the power of the weighing."""
    first = job.waves + 1
    if job.again:
        points, figures = job.run("again", first, wanted, pool, job.opening, job.varied)
        return _weighed(job, wanted, luck, points, figures, pool)
    known = wanted.variance + wanted.discrepancy**2
    points, figures = job.run("smoother-1", first, wanted, pool, job.opening, job.varied)
    for number, inflation in enumerate(smoother.INFLATIONS, start=1):
        error = smoother.added(inflation, known, luck)

        def moved(n=number, p=points, f=figures, e=error):
            return _moved(p, f, wanted, e, (job.seed, n))

        name = "checked" if number == len(smoother.INFLATIONS) else f"smoother-{number + 1}"
        points, figures = job.run(name, first + number, wanted, pool, moved, job.varied)
    points, figures = _further(job, wanted, luck, points, figures, pool)
    return _weighed(job, wanted, luck, points, figures, pool)


def _beyond(figures: np.ndarray, wanted: Targets, luck: np.ndarray) -> np.ndarray:
    """Which figures [m] the median of the members has beyond the cut."""
    return implausible(np.nanmedian(figures, 0)[None], wanted, luck)[0] > CUT


def _further(
    job: Job, wanted: Targets, luck: np.ndarray, points: np.ndarray, figures: np.ndarray, pool
) -> tuple[np.ndarray, np.ndarray]:
    """Members [n, k] and figures [n, m] after more steps with figures beyond the cut alone."""
    known, last = wanted.variance + wanted.discrepancy**2, smoother.INFLATIONS[-1]
    error, stages = smoother.added(last, known, luck), job.waves + len(smoother.INFLATIONS) + 1
    for number in range(1, smoother.FURTHER + 1):
        far = _beyond(figures, wanted, luck)
        if not far.any():
            break

        def moved(p=points, f=figures, use=far, n=number):
            return _moved(p, f[:, use], wanted.where(use), error[use], (job.seed, stages + n))

        points, figures = job.run(
            f"further-{number}", stages + number, wanted, pool, moved, job.varied
        )
    return points, figures


def _weighed(
    job: Job, wanted: Targets, luck: np.ndarray, points: np.ndarray, figures: np.ndarray, pool
) -> tuple[np.ndarray, np.ndarray, float]:
    """Members [n, k] drawn by how near they come to all figures, the figures [n, m] of their own
    last runs, and the sum of the rounds' powers."""
    power, stages = 0.0, job.waves + len(smoother.INFLATIONS) + smoother.FURTHER + 1
    for number in range(1, job.rounds + 1):
        far = weighing.misfit(implausible(near(figures, wanted), wanted, luck))
        step = weighing.affordable(far, 1 - power)
        power += step

        def drawn(p=points, f=far, by=step, n=number):
            rng = np.random.default_rng((job.seed, stages + n))
            who = weighing.chosen(weighing.weights(f, by), rng)
            return smoother.places(weighing.moved(smoother.scores(p), who, rng))

        points, figures = job.run(
            f"weighed-{number}", stages + number, wanted, pool, drawn, job.varied
        )
        if power >= 1:
            break
    return points, figures, power


def _moved(
    points: np.ndarray,
    figures: np.ndarray,
    wanted: Targets,
    error: np.ndarray,
    seed: tuple[int, int],
) -> np.ndarray:
    """Members [n, k] of the unit cube one step on, by the figures that do not lie in two heaps."""
    noise = np.random.default_rng(seed).standard_normal(figures.shape)
    given = near(figures, wanted)
    use = ~smoother.in_two_heaps(given)
    if not use.any():
        return points
    moved = smoother.step(
        smoother.scores(points), given[:, use], wanted.middle[use], error[use], noise[:, use]
    )
    return smoother.places(moved)


def after(before: About, last: About, part: int) -> About:
    """How a posterior was made whose last part, the number `part`, was `last`: it rests on the
    parts before, and shares of all figures are those of both."""
    every = before.figures + last.figures

    def merged(first: dict[str, float], second: dict[str, float]) -> dict[str, float]:
        whole = (first[ALL] * before.figures + second[ALL] * last.figures) / every
        return first | second | {ALL: whole}

    return last.model_copy(
        update={
            "digests": before.digests[:part] + last.digests,
            "figures": every,
            "figures_within_cut": before.figures_within_cut + last.figures_within_cut,
            "rule": f"{before.rule}; then {last.rule}",
            "inside_50": merged(before.inside_50, last.inside_50),
            "inside_90": merged(before.inside_90, last.inside_90),
        }
    )


def pooled(fits: Sequence[Calibration]) -> Calibration:
    """The draws of several fits of the same priors and figures in turn, so that a later part takes
    as many of each; what is told of them is told of all together, by the figures that each speaks
    to."""
    first = fits[0]
    if len(fits) == 1:
        return first
    spoken = set.intersection(*({row.id for row in fit.targets.rows} for fit in fits))
    kept = [np.array([row.id in spoken for row in fit.targets.rows]) for fit in fits]
    order = np.argsort(np.concatenate([np.arange(len(fit.draws)) for fit in fits]), kind="stable")
    figures = np.concatenate([f.figures[:, use] for f, use in zip(fits, kept, strict=True)])[order]
    luck = np.mean([f.luck[use] for f, use in zip(fits, kept, strict=True)], 0)
    wanted = first.targets.where(kept[0])
    about = first.about.model_copy(
        update={
            "members": sum(fit.about.members for fit in fits),
            "rule": f"{len(fits)} fits, pooled: {'; '.join(fit.about.rule for fit in fits)}",
            "figures": len(wanted.rows),
            "figures_within_cut": within_cut(figures, wanted, luck),
            "inside_50": inside(figures, wanted, MIDDLE_50),
            "inside_90": inside(figures, wanted, MIDDLE_90),
        }
    )
    return replace(
        first,
        cube=np.concatenate([fit.cube for fit in fits])[order],
        draws=pl.concat([fit.draws for fit in fits])[order.tolist()],
        figures=figures,
        luck=luck,
        targets=wanted,
        unspoken=first.unspoken + int((~kept[0]).sum()),
        about=about,
    )


def _rule(job: Job, kept: int, power: float) -> str:
    steps = ", ".join(f"{a:.3g}" for a in smoother.INFLATIONS)
    how = (
        f"{job.members} members of the posterior before"
        if job.again
        else f"ensemble smoother: {job.members} members of the priors, steps of inflation {steps}, "
        f"at most {smoother.FURTHER} more with figures beyond the cut; without figures in two heaps"
    )
    return (
        f"{how}; weighed in at most {job.rounds} rounds by all figures, "
        f"each at most at the cut, to the power {power:.2g}; "
        f"{kept} whose last run did not break"
    )
