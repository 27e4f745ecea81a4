"""Restoring what happened from what was printed and what is preserved: how often the interval
holds the truth, and how near its middle comes, where the truth is known. By hand, after an
ensemble of the country.

    python -m verification.restoring ENSEMBLE

Each history of the ensemble is in turn the one whose archives were opened. Of it are seen, by year
and with the error below, the published and the preserved figures of people, births, deaths,
executions and the harvest; all others are what the mechanisms allow. These are updated by what is
seen, as the reanalysis updates its histories (`reanalysis/update.py`), and what they then say of
the true famine deaths and executions of the whole span and of the true population at its end is
held against what happened in that history. Beside it stand the others before they saw anything,
and the figures themselves, taken at their word."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from partystate.history.opened_ensemble import Ensemble, open_ensemble
from partystate.reanalysis.localisation import Positions, Weights, for_all
from partystate.reanalysis.scales import Scale, scale_of
from partystate.reanalysis.update import Observed, solve

PEOPLE, SHOT, HUNGER = "population.total", "repression.executions", "famine.deaths"
SEEN = (PEOPLE, "population.births", "population.deaths", SHOT, "grain.harvest")
TOLD = ("published", "preserved")
TRUTH = "truth"
THEMES = {"grain.harvest": "land", SHOT: "terror"}  # others are of people
ERROR = 0.1  # of what is seen, on its scale, as in the reanalysis
LEVEL = (0.05, 0.5, 0.95)
WEIGHTS = Weights(memory=for_all(5.0), same_theme=0.5, other_theme=0.2)
SEED = 1


@dataclass(frozen=True)
class Series:
    """One observable at one level: `values` [runs, years] on its scale."""

    observable: str
    level: str
    years: np.ndarray
    scale: Scale
    values: np.ndarray

    @property
    def at(self) -> Positions:
        """Where its years stand."""
        theme = THEMES.get(self.observable, "people")
        names = [np.full(len(self.years), name) for name in (self.observable, theme, "")]
        return Positions(self.years, *names)


@dataclass(frozen=True)
class Restored:
    """Of one target: the truth [runs], ends and middle [3, runs] after and before what is seen, and
    the figures at their word by level [runs], where it is printed itself."""

    truth: np.ndarray
    after: np.ndarray
    before: np.ndarray
    at_word: dict[str, np.ndarray]


def series_of(runs: Ensemble, observable: str, level: str) -> Series:
    """A series by year; months are added up."""
    found = runs.array(observable, level=level)
    time = next(str(dim) for dim in found.dims if dim != "run")
    years = np.array([int(str(text)[:4]) for text in found[time].values])
    values = np.asarray(found.values, float)
    if len(set(years.tolist())) < len(years):
        each = np.unique(years)
        values = np.stack([values[:, years == year].sum(1) for year in each], axis=1)
        years = each
    values = np.maximum(values, 0.0)
    scale = scale_of(values.T, str(found.attrs.get("units", "")), ())
    return Series(observable, level, years.astype(float), scale, scale.up(values))


def total(series: Series, scaled: np.ndarray) -> np.ndarray:
    """People at the end, or the sum over years, of scaled values [runs, years]."""
    values = series.scale.down(scaled)
    return values[:, -1] if series.observable == PEOPLE else values.sum(1)


def restored(runs: Ensemble) -> dict[str, Restored]:
    """Every target with each history in turn as the one that is asked about."""
    seen = [series_of(runs, name, level) for name in SEEN for level in TOLD]
    targets = [series_of(runs, name, TRUTH) for name in (HUNGER, SHOT, PEOPLE)]
    figures, at = np.hstack([s.values for s in seen]), _joined([s.at for s in seen])
    variance = np.full(figures.shape[1], ERROR**2)
    ends = {s.observable: np.zeros((2, len(LEVEL), len(figures))) for s in targets}
    for number in range(len(figures)):
        others = np.arange(len(figures)) != number
        update = solve(Observed(figures[others], at, figures[number], variance), WEIGHTS, SEED)
        for series in targets:
            free = series.values[others]
            for i, state in enumerate((update.of(free, series.at), free)):
                ends[series.observable][i, :, number] = np.quantile(total(series, state), LEVEL)
    told = {(s.observable, s.level): s for s in seen}
    return {
        series.observable: Restored(
            total(series, series.values),
            *ends[series.observable],
            {
                level: total(told[series.observable, level], told[series.observable, level].values)
                for level in TOLD
                if (series.observable, level) in told
            },
        )
        for series in targets
    }


def _joined(parts: list[Positions]) -> Positions:
    fields = ("years", "observables", "themes", "places")
    return Positions(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


def held(ends: np.ndarray, truth: np.ndarray) -> float:
    """Share of intervals [3, runs] that hold the truth."""
    return float(((ends[0] <= truth) & (truth <= ends[2])).mean())


def off(middle: np.ndarray, truth: np.ndarray) -> str:
    """How far middles are from the truth: the middle of it and of its size, in per cent."""
    some = truth > 0
    apart = middle[some] / truth[some] - 1
    return f"{np.median(apart):+.0%} ({np.median(np.abs(apart)):.0%})"


def main(folder: str) -> int:
    """Print the table."""
    runs = open_ensemble(Path(folder))
    print(f"{len(runs.numbers)} histories")
    print("| truth | way | held by 90 per cent | off (size of it) | width over the truth |")
    print("|---|---|---|---|---|")
    for name, found in restored(runs).items():
        for way, ends in (("restored", found.after), ("mechanisms alone", found.before)):
            some = found.truth > 0
            width = np.median((ends[2] - ends[0])[some] / found.truth[some])
            shown = f"{held(ends, found.truth):.0%} | {off(ends[1], found.truth)} | {width:.2f}"
            print(f"| {name} | {way} | {shown} |")
        for level, values in found.at_word.items():
            print(f"| {name} | {level}, at its word | | {off(values, found.truth)} | |")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
