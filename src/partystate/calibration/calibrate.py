"""Calibrate parameters of society: what history matching rules out, and draws by an
ensemble smoother.

A wave runs a design with everything else central and new luck in every run, fits a quadratic
surface to every calibrate figure on the scale of its score, and rules out what no figure allows; a
further wave's design is drawn evenly from what is left. It tells the share of the space that is not
ruled out. Draws come of an ensemble of the priors in which every parameter of the fitted
themes varies, the free ones and all others that are not fixed; a smoother moves it towards the
figures in steps, with new luck in each, and it is run once more at the end. Validate figures are
never read. What the draws' spread says holds under the discrepancy stated: how many of the figures
that calibrate lie inside the intervals of the draws' own runs is told beside it, so that it can be
set where nine tenths do."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import polars as pl

from partystate.calibration import ensemble_smoother as smoother
from partystate.calibration.emulator import Emulator, fit_emulator
from partystate.calibration.figures import Targets, in_unit, targets_of
from partystate.calibration.history_matching import (
    CUT,
    Judge,
    implausibility,
    not_ruled_out,
    nth_largest,
    space_filling,
)
from partystate.calibration.runs import (
    Progress,
    Stage,
    in_turn,
    in_units,
    points_of,
    run_points,
    workers_of,
)
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.country.posterior_file import ABOUT, FILE, About
from partystate.country.priors import is_fixed, probability
from partystate.history import files
from partystate.history.provenance import code_digest
from partystate.mechanisms.registry import part_of
from partystate.published.outside_share import outside_share
from partystate.scenario import parameters
from partystate.scenario.lumping import lumped
from partystate.scenario.posterior import as_csv, as_toml, basis_digest, current

__all__ = ["Calibration", "calibrate", "lumped", "ship"]

RUNS, WAVES, MEMBERS, WORKERS, SEED = 2000, 1, 500, 2, 7
# Share of the figures that may stand outside the cut: what Pukelsheim's bound lets a right model
# with unimodal errors have.
LEAVE_OUT = outside_share(CUT)[0]
# Figures further from their target than this, on the scale of the score, count as this far: the
# surface bends where it
# matters, and no one figure that is lost in every run decides where the members go. Three is a
# factor of twenty, and reaches below a history without a famine.
FAR = 3.0
# Where no point is within the cut, a wave keeps this share of what was there, those least
# implausible, and says so.
LOOSENED = 0.01
LUCK_RUNS = 50  # at central values, which tell how far luck alone moves each figure
AMONG = 20_000  # even points that tell the share of the space not ruled out
FEWEST_SHIPPED, MOST_DRAWS = 200, 500
RUNS_A_PARAMETER = 3  # fewest in a wave
IDENTIFIED = 0.2  # contraction
EVEN_SD = 12**-0.5  # of a place that is even over the unit interval
MIDDLE_50, MIDDLE_90 = (0.25, 0.75), (0.05, 0.95)
ALL = "all"  # themes together
DESIGN = "calibration.json"


@dataclass(frozen=True)
class Wave:
    """One round: points run [n, k], their surfaces, the cut used, and the share of what was there
    that is not ruled out."""

    points: np.ndarray
    emulator: Emulator
    cut: float
    share: float


@dataclass(frozen=True)
class Calibration:
    """Parameters that vary and their draws, in the unit cube [n, k] and in their units; figures
    [n, m] their own runs gave, and the variance [m] that luck alone gives them."""

    varied: tuple[str, ...]
    cube: np.ndarray
    draws: pl.DataFrame
    figures: np.ndarray
    luck: np.ndarray
    targets: Targets
    unspoken: int
    waves: tuple[Wave, ...]
    about: About

    @property
    def share(self) -> float:
        """Share of the space of the priors that the waves do not rule out; 0 where it is too small
        to be told."""
        return float(np.prod([wave.share for wave in self.waves]))

    def table(self) -> list[dict]:
        """One line a parameter, the least identified first."""
        learnt = 1 - self.cube.std(0) / EVEN_SD
        lines = [
            {
                "parameter": name,
                "contraction": float(c),
                "identified": bool(c >= IDENTIFIED),
                **_spread(self.draws[name]),
            }
            for name, c in zip(self.varied, learnt, strict=True)
        ]
        return sorted(lines, key=lambda line: line["contraction"])

    def misses(self) -> list[dict]:
        """One line a figure, the worst first: how far the median of the draws' own runs stands from
        its target."""
        median = np.nanmedian(self.figures, 0)
        far = implausible(median[None], self.targets, self.luck)[0]
        lines = [
            {
                "id": row.id,
                "observable": row.observable,
                "time": row.time,
                "group": row.group,
                "implausibility": float(far[j]),
                "model": in_unit(row, median[j]),
                "target": in_unit(row, self.targets.middle[j]),
                "unit": row.unit,
            }
            for j, row in enumerate(self.targets.rows)
        ]
        return sorted(lines, key=lambda line: -line["implausibility"])


def free_parameters(country: Country, part: int = 0) -> tuple[str, ...]:
    """Free parameters that a part of the calibration may set."""
    free = country.tables["parameters"].filter(pl.col("free") == 1)["parameter"]
    return tuple(name for name in free if part_of(name) == part)


def varied_parameters(country: Country, part: int = 0) -> tuple[str, ...]:
    """Parameters of a part of the calibration that are not fixed: those that the smoother moves."""
    rows = country.tables["parameters"].iter_rows(named=True)
    return tuple(
        row["parameter"]
        for row in rows
        if part_of(row["parameter"]) == part and not is_fixed(row["prior"], row["low"], row["high"])
    )


def fitted_before(country: Country, part: int) -> pl.DataFrame | None:
    """The country's posterior of the parts before, which a later part is fitted with."""
    if part == 0:
        return None
    draws = current(country, part).draws
    return draws.select([n for n in draws.columns if (of := part_of(n)) is not None and of < part])


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
) -> Calibration:
    """Waves of `runs` runs each, then `members` through the smoother, in `folder`; figures and
    parameters are the country's own where not given."""
    job = _Job(
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
    )
    asked = targets or targets_of(country, part=part)
    job.check(asked)
    with workers_of(workers) as pool:
        made = _match(job, asked, pool)
    write(made, folder)
    return made


def _match(job: _Job, asked: Targets, pool) -> Calibration:
    """The waves, the smoother, and the draws it leaves."""
    size, seed = len(job.free), job.seed
    _, same = job.run("luck", 0, asked, pool, lambda: np.tile(_central(job), (LUCK_RUNS, 1)))
    points, figures = job.run("wave-1", 1, asked, pool, lambda: space_filling(job.runs, size, seed))
    use = _spoken_to(figures)
    wanted = asked.where(use)
    luck = np.nan_to_num(np.nanvar(_near(same[:, use], wanted), 0))
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
    points, figures = _smoothed(job, wanted, luck, pool)
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
        rule=_rule(job, len(kept)),
        figures=len(wanted.rows),
        figures_within_cut=_within(figures, wanted, luck),
        inside_50=inside(figures, wanted, MIDDLE_50),
        inside_90=inside(figures, wanted, MIDDLE_90),
        digests=[basis_digest(job.country, job.part, wanted.roles)],
        code=code_digest(),
        roles=wanted.roles,
    )
    draws = in_units(job.country, job.varied, points)
    if job.held is not None and job.country.posterior is not None:
        draws = pl.concat(
            [in_turn(job.held, 0, job.members)[kept.tolist()], draws], how="horizontal"
        )
        about = after(job.country.posterior.about, about)
    return Calibration(
        job.varied, points, draws, figures, luck, wanted, int((~use).sum()), found, about
    )


def _smoothed(job: _Job, wanted: Targets, luck: np.ndarray, pool) -> tuple[np.ndarray, np.ndarray]:
    """Members [n, k] after all steps, each run under luck of its own, and the figures [n, m] of
    their own last runs."""
    known, first = wanted.variance + wanted.discrepancy**2, job.waves + 1
    points, figures = job.run(
        "smoother-1",
        first,
        wanted,
        pool,
        lambda: space_filling(job.members, len(job.varied), job.seed + first),
        job.varied,
    )
    for number, inflation in enumerate(smoother.INFLATIONS, start=1):
        error = smoother.added(inflation, known, luck)

        def moved(n=number, p=points, f=figures, e=error):
            return _moved(p, f, wanted, e, (job.seed, n))

        name = "checked" if number == len(smoother.INFLATIONS) else f"smoother-{number + 1}"
        points, figures = job.run(name, first + number, wanted, pool, moved, job.varied)
    return _further(job, wanted, luck, points, figures, pool)


def _further(
    job: _Job, wanted: Targets, luck: np.ndarray, points: np.ndarray, figures: np.ndarray, pool
) -> tuple[np.ndarray, np.ndarray]:
    """Members [n, k] and figures [n, m] after more steps with figures beyond the cut alone."""
    known, last = wanted.variance + wanted.discrepancy**2, smoother.INFLATIONS[-1]
    error, stages = smoother.added(last, known, luck), job.waves + len(smoother.INFLATIONS) + 1
    for number in range(1, smoother.FURTHER + 1):
        far = implausible(np.nanmedian(figures, 0)[None], wanted, luck)[0] > CUT
        if not far.any():
            break

        def moved(p=points, f=figures, use=far, n=number):
            return _moved(p, f[:, use], wanted.where(use), error[use], (job.seed, stages + n))

        points, figures = job.run(
            f"further-{number}", stages + number, wanted, pool, moved, job.varied
        )
    return points, figures


def _moved(
    points: np.ndarray,
    figures: np.ndarray,
    wanted: Targets,
    error: np.ndarray,
    seed: tuple[int, int],
) -> np.ndarray:
    """Members [n, k] of the unit cube one step on."""
    noise = np.random.default_rng(seed).standard_normal(figures.shape)
    return smoother.places(
        smoother.step(smoother.scores(points), _near(figures, wanted), wanted.middle, error, noise)
    )


def after(before: About, last: About) -> About:
    """How a posterior was made whose last part was `last`: shares of all figures are those of both
    parts."""
    every = before.figures + last.figures

    def merged(first: dict[str, float], second: dict[str, float]) -> dict[str, float]:
        whole = (first[ALL] * before.figures + second[ALL] * last.figures) / every
        return first | second | {ALL: whole}

    return last.model_copy(
        update={
            "digests": before.digests[:1] + last.digests,
            "figures": every,
            "figures_within_cut": before.figures_within_cut + last.figures_within_cut,
            "rule": f"{before.rule}; then {last.rule}",
            "inside_50": merged(before.inside_50, last.inside_50),
            "inside_90": merged(before.inside_90, last.inside_90),
        }
    )


def _rule(job: _Job, kept: int) -> str:
    steps = ", ".join(f"{a:.3g}" for a in smoother.INFLATIONS)
    return (
        f"ensemble smoother: {job.members} members of the priors, steps of inflation {steps}, at "
        f"most {smoother.FURTHER} more with figures beyond the cut; "
        f"{kept} whose last run did not break"
    )


def inside(figures: np.ndarray, wanted: Targets, ends: tuple[float, float]) -> dict[str, float]:
    """Share of targets between two quantiles of the figures [n, m] of runs, of all and by theme."""
    low, high = np.nanquantile(figures, ends, axis=0)
    good = (low <= wanted.middle) & (wanted.middle <= high)
    themes = np.array([row.theme for row in wanted.rows])
    return {ALL: float(good.mean())} | {
        str(theme): float(good[themes == theme].mean()) for theme in np.unique(themes)
    }


def rule_out(
    points: np.ndarray,
    figures: np.ndarray,
    wanted: Targets,
    seed: int,
    before: tuple[Wave, ...] = (),
) -> Wave:
    """The wave of a design [n, k], even over what the waves before left, and its figures [n, m]."""
    emulator = fit_emulator(points, _near(figures, wanted))
    even = points if before else np.random.default_rng(seed).random((AMONG, points.shape[1]))
    worst = _worst(emulator.mean(even), wanted, emulator.variance)
    wave = Wave(points, emulator, CUT, float(np.mean(worst <= CUT)))
    if wave.share > 0 or len(evenly((*before, wave), wanted, 1, seed)):
        return wave
    return Wave(points, emulator, float(np.quantile(worst, LOOSENED)), LOOSENED)


def judge(waves: tuple[Wave, ...], wanted: Targets) -> Judge:
    """How bad points are: the worst over the waves of their implausibility over the cut of the
    wave."""

    def of(points: np.ndarray) -> np.ndarray:
        return np.max(
            [_worst(w.emulator.mean(points), wanted, w.emulator.variance) / w.cut for w in waves],
            axis=0,
        )

    return of


def evenly(waves: tuple[Wave, ...], wanted: Targets, count: int, seed: int) -> np.ndarray:
    """Points even over what no wave rules out."""
    start = waves[-1].points
    return not_ruled_out(judge(waves, wanted), start.shape[1], count, seed, AMONG, start)


def implausible(figures: np.ndarray, wanted: Targets, variance: np.ndarray) -> np.ndarray:
    """Implausibility [n, m] of figures [n, m] on the scale of the score; `variance` is that of a
    surface or of luck."""
    return implausibility(figures, variance, wanted.middle, wanted.variance, wanted.discrepancy**2)


def write(made: Calibration, folder: Path) -> None:
    """posterior.csv and what it rests on."""
    files.write_whole(folder / FILE, as_csv(made.draws))
    files.write_whole(folder / ABOUT, as_toml(made.about))


def ship(made: Calibration, country: Country) -> Path:
    """Write the posterior into the country's own folder."""
    if len(made.draws) < FEWEST_SHIPPED:
        raise UserError(
            "too few draws to ship as a posterior",
            found=str(len(made.draws)),
            expected=f"at least {FEWEST_SHIPPED}",
            action=f"Give --members {MEMBERS}.",
        )
    write(made, country.path)
    return country.path / FILE


@dataclass(frozen=True)
class _Job:
    """What a calibration is, and the folder it is done in; `done` counts the runs of stages that
    are over."""

    country: Country
    folder: Path
    runs: int
    waves: int
    members: int
    workers: int
    seed: int
    free: tuple[str, ...]
    varied: tuple[str, ...]
    progress: Progress
    part: int
    held: pl.DataFrame | None = None
    done: list[int] = field(default_factory=list)

    def run(
        self,
        name: str,
        number: int,
        wanted: Targets,
        pool,
        choose_points,
        names: tuple[str, ...] | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Points [n, k] and figures [n, m] of one stage; every stage has luck of its own. Points
        are of the free parameters unless others are named."""
        folder, before = self.folder / name, sum(self.done)
        points = points_of(folder, choose_points)
        stage = Stage(
            str(self.country.path),
            names or self.free,
            wanted,
            folder,
            self.seed + number,
            self.held,
        )
        steps = len(smoother.INFLATIONS) + 1 + smoother.FURTHER
        total = LUCK_RUNS + self.runs * self.waves + self.members * steps
        figures = run_points(stage, pool, lambda done, of: self.progress(before + done, total))
        self.done.append(len(points))
        return points, figures

    def check(self, asked: Targets) -> None:
        """Refuse what cannot be done, and a folder that holds another calibration."""
        fewest = RUNS_A_PARAMETER * len(self.free)
        if not self.free or not asked.rows:
            raise UserError(
                "nothing to calibrate",
                found=f"{len(self.free)} free parameters and {len(asked.rows)} figures",
                expected="some of both",
                action=(
                    "Mark parameters as free in parameters.csv, and give a series of their "
                    "themes the role calibrate, even or odd."
                ),
            )
        if self.runs < fewest:
            raise UserError(
                f"too few runs for {len(self.free)} free parameters",
                found=str(self.runs),
                expected=f"at least {fewest}",
                action="Give more --runs.",
            )
        if self.members < smoother.FEWEST:
            raise UserError(
                "too few members",
                found=str(self.members),
                expected=f"at least {smoother.FEWEST}",
                action="Give more --members.",
            )
        before = self.country.posterior
        if self.held is not None and before is not None and before.about.roles != asked.roles:
            raise UserError(
                "a part fitted under other roles than the part before it",
                found=asked.roles,
                expected=before.about.roles,
                action="Give the same --roles.",
            )
        if not 0 <= asked.discrepancy < np.inf:
            raise UserError(
                "a discrepancy is a standard deviation",
                found=f"{asked.discrepancy:g}",
                expected="0 or more",
                action="Give another --discrepancy.",
            )
        if self.waves < 1 or self.workers < 1:
            raise UserError(
                "a calibration needs a wave and a worker",
                found=f"{self.waves} and {self.workers}",
                action="Give --waves and --workers of 1 or more.",
            )
        about = {
            "country": self.country.id,
            "basis": basis_digest(self.country, self.part, asked.roles),
            "code": code_digest(),
            "runs": self.runs,
            "waves": self.waves,
            "members": self.members,
            "inflations": smoother.INFLATIONS,
            "seed": self.seed,
            "free": list(self.free),
            "varied": list(self.varied),
            "held": [] if self.held is None else [*self.held.columns, *map(list, self.held.rows())],
            "targets": [
                [asdict(r) for r in asked.rows],
                asked.middle.tolist(),
                asked.variance.tolist(),
                asked.discrepancy,
            ],
        }
        path = files.writable_folder(self.folder) / DESIGN
        if path.is_file() and json.loads(path.read_text(encoding="utf-8")) != json.loads(
            json.dumps(about)
        ):
            raise UserError(
                f"the folder {self.folder} holds another calibration, or one of another "
                "version of the model",
                action="Give another --out, or remove that folder.",
            )
        files.write_json(path, about)


def _spoken_to(figures: np.ndarray) -> np.ndarray:
    """Which figures [m] the model gives in most runs, and not always the same."""
    use = np.isfinite(figures).mean(0) > 1 / 2
    use[use] = np.nanstd(figures[:, use], 0) > 0
    if not use.any():
        raise UserError(
            "no figure that calibrates is spoken to by the model",
            action="Map a series that the model emits with the role calibrate, even or odd.",
        )
    return use


def _near(figures: np.ndarray, wanted: Targets) -> np.ndarray:
    return np.clip(figures, wanted.middle - FAR, wanted.middle + FAR)


def _left_out(wanted: Targets) -> int:
    return int(LEAVE_OUT * len(wanted.rows))


def _worst(figures: np.ndarray, wanted: Targets, variance: np.ndarray) -> np.ndarray:
    """The largest implausibility [n] but for the figures that may stand outside."""
    return nth_largest(implausible(figures, wanted, variance), _left_out(wanted) + 1)


def _within(figures: np.ndarray, wanted: Targets, luck: np.ndarray) -> int:
    """How many figures the median of the runs [n, m] has within the cut."""
    return int((implausible(np.nanmedian(figures, 0)[None], wanted, luck) <= CUT).sum())


def _central(job: _Job) -> np.ndarray:
    """Central values of the free parameters [k] in the unit cube."""
    rows = {r["parameter"]: r for r in job.country.tables["parameters"].iter_rows(named=True)}
    return np.array(
        [probability(*parameters.prior_of(rows[name]), rows[name]["central"]) for name in job.free]
    )


def _spread(draws: pl.Series) -> dict[str, float]:
    low, high = MIDDLE_90
    values = {"low": draws.quantile(low), "median": draws.median(), "high": draws.quantile(high)}
    return {name: cast(float, value) for name, value in values.items()}
