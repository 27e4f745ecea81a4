"""The score of quantities, rules 4 to 8."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from partystate.evidence import Observable, Row
from partystate.scoring import crps
from partystate.scoring.aggregate import Ensemble, middle_of, value_of
from partystate.scoring.naive import Guess, guess
from partystate.scoring.people import ShareOf, nobody
from partystate.scoring.ranges import ONE_SIDED, Range, range_of
from partystate.scoring.reading import READING, read_off
from partystate.scoring.scale import to_scale
from partystate.world.keep import left_out

ENOUGH_RUNS = 200
NORMAL_WIDTH = 3.29  # of a 90 per cent interval, in standard deviations
WIDEST = np.log(2)
POINTS = 5
# Width of the narrowest range, on the scale g: of a positive figure just below that of the class of
# 5 per cent, of others a hundredth of a unit.
NARROWEST = {"positive": 0.1, "share": 0.01, "signed": 0.01, "index": 0.01}


@dataclass(frozen=True)
class Line:
    """One scored row. `verdict`: hit, too wide, off, not spoken to, or few runs (standardised error
    only). `read90`: inside the 90 per cent interval of what its figure would read (`reading`)."""

    row: Row
    verdict: str
    z: float | None = None
    skill: float | None = None
    median: float | None = None
    q05: float | None = None
    q95: float | None = None
    inside50: bool | None = None
    inside90: bool | None = None
    range: Range = left_out()
    naive: Guess | None = None
    read90: bool | None = None

    @property
    def is_hit(self) -> bool:
        return self.verdict == "hit"


def sd_of_series(rows: list[Row], observable: Observable | None) -> float:
    """sd of the calibrate figures of a series, for signed values and indices; else from the prior
    range, else 1."""
    figures = [
        r.middle
        for row in rows
        if row.role == "calibrate" and (r := range_of(row)) and r.middle is not None
    ]
    if len(figures) > 1 and np.std(figures) > 0:
        return float(np.std(figures, ddof=1))
    if observable and observable.prior_low is not None and observable.prior_high is not None:
        return (observable.prior_high - observable.prior_low) / NORMAL_WIDTH or 1.0
    return 1.0


def score_rows(
    rows: list[Row],
    ensemble: Ensemble,
    observables: dict[str, Observable],
    share_of: ShareOf = nobody,
    reading: float = READING,
) -> list[Line]:
    """Score every quantity row with a figure; `share_of` gives the share of the country's people in
    a row's group, `reading` the error of a figure beside its range (sd, on the scale of the
    score)."""
    mates = mates_of(rows, share_of)
    return [
        line_of(row, mates(row), ensemble, observables, reading)
        for row in rows
        if range_of(row) is not None
    ]


@dataclass(frozen=True)
class Mates:
    """Rows that say something of a row without the model: all of its series, whatever their level;
    of a group also those of the whole country, with the group's share of its people (None where it
    is no part of it)."""

    series: list[Row]
    country: list[Row]
    share: float | None


def mates_of(rows: list[Row], share_of: ShareOf = nobody) -> Callable[[Row], Mates]:
    """The mates of each of `rows`."""
    series, whole = defaultdict(list), defaultdict(list)
    for row in rows:
        series[row.series, row.observable, row.group].append(row)
        if not row.group and row.role == "calibrate":
            whole[row.observable].append(row)

    def of(row: Row) -> Mates:
        country = whole[row.observable]
        same_level = [mate for mate in country if mate.level == row.level]
        share = share_of(row) if row.group else None
        return Mates(series[row.series, row.observable, row.group], same_level or country, share)

    return of


def series_of(row: Row) -> tuple:
    return row.series, row.observable, row.level, row.group


def line_of(
    row: Row,
    mates: Mates,
    ensemble: Ensemble,
    observables: dict[str, Observable],
    reading: float = READING,
) -> Line:
    """Score one row."""
    values, bounds = value_of(row, ensemble, observables), range_of(row)
    if bounds is None:
        raise ValueError(f"{row.id} has no figure")
    if not row.tolerance:  # a claim that no observable measures stays in the total, as a miss
        values = None
    if values is None or not np.all(np.isfinite(values)):
        return Line(row, "not spoken to", skill=-1.0, range=bounds)
    observable = observables.get(row.observable)
    resolution = observable.resolution if observable else 1.0
    sd = sd_of_series([mate for mate in mates.series if mate.level == row.level], observable)

    def g(y):
        return to_scale(y, row.scale, resolution, sd)

    model = g(values)
    low, high = (None if side is None else float(g(side)) for side in (bounds.low, bounds.high))
    naive = naive_for(row, mates, g, observable)
    q05, q25, median, q75, q95 = np.quantile(model, [0.05, 0.25, 0.5, 0.75, 0.95])
    middle = bounds.middle
    verdict, z = judged(model, median, q95 - q05, low, high, naive, NARROWEST[row.scale])
    if len(values) < ENOUGH_RUNS:
        verdict = "few runs"
    raw = np.quantile(values, [0.05, 0.5, 0.95])
    read = read_off(values, row.scale, reading, sd, row.id)
    centre = None if middle is None else float(g(middle))
    return Line(
        row,
        verdict,
        z,
        skill_of(model, low, high, naive),
        float(raw[1]),
        float(raw[0]),
        float(raw[2]),
        None if centre is None else bool(q25 <= centre <= q75),
        None if centre is None else bool(q05 <= centre <= q95),
        bounds,
        naive,
        None if centre is None else _holds(g(read), centre),
    )


def _holds(values: np.ndarray, centre: float) -> bool:
    """Whether the middle 90 per cent of values hold a figure."""
    low, high = np.quantile(values, [0.05, 0.95])
    return bool(low <= centre <= high)


def judged(
    model, median, width, low, high, naive: Guess | None, narrowest: float
) -> tuple[str, float]:
    """(verdict, z): rule 5, or rule 2 for a single bound. A range both ends of which lie below the
    resolution has no width; z is told as if it had the `narrowest`."""
    if low is None or high is None:
        right = np.mean(model >= low) if low is not None else np.mean(model <= high)
        outside = max((low - median) if low is not None else (median - high), 0.0)
        return ("hit" if right >= ONE_SIDED else "off"), float(outside)
    error = naive.sd if naive else 0.35
    widest = max(high - low, min(NORMAL_WIDTH * error, WIDEST))
    outside = max(low - median, median - high, 0.0)
    z = outside / (max(high - low, narrowest) / NORMAL_WIDTH)
    if outside > 0:
        return "off", float(z)
    return ("hit" if width <= widest else "too wide"), 0.0


def naive_for(row: Row, mates: Mates, g, observable: Observable | None) -> Guess | None:
    """The naive guess for a row (never of itself, never of a validate row): from the calibrate rows
    of its series; for a region or a people that has none before, the country's guess times its
    share of the people; else the middle of the declared prior range."""
    prior = None
    if observable and observable.prior_low is not None and observable.prior_high is not None:
        prior = float(g(observable.prior_low) + g(observable.prior_high)) / 2
    if mates.share is None:
        return _guess(row, mates.series, g, prior)
    own = _guess(row, mates.series, g, None)
    found = own or _guess(row, mates.country, g, prior)
    if own or found is None:
        return own
    mean = found.mean
    if observable is not None and observable.additive and row.scale == "positive":
        mean = max(mean + np.log(mates.share), np.log(observable.resolution))
    return Guess(float(mean), found.sd, f"country, {found.basis}")


def _guess(row: Row, mates: list[Row], g, prior: float | None) -> Guess | None:
    known = [
        (r, bounds.middle)
        for r in mates
        if r.role == "calibrate"
        and r is not row
        and (bounds := range_of(r))
        and bounds.middle is not None
    ]
    times = [middle_of(r.time) for r, _ in known]
    figures = [float(g(middle)) for _, middle in known]
    return guess(times, figures, middle_of(row.time), prior)


def skill_of(model, low, high, naive: Guess | None) -> float | None:
    """Rule 6: one less the ratio of CRPS, averaged over five points of the range; None without a
    naive guess."""
    if naive is None:
        return None
    ends = [side for side in (low, high) if side is not None]
    points = np.linspace(ends[0], ends[-1], POINTS) if len(ends) == 2 else ends
    own = np.mean([crps.of_ensemble(model, y) for y in points])
    theirs = np.mean([crps.of_normal(naive.mean, naive.sd, y) for y in points])
    return float(1 - own / theirs)


def mean_skill(lines: list[Line]) -> float | None:
    """Rule 7: mean over rows in a series, series in a theme, themes."""
    themes: dict = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if line.skill is not None:
            themes[line.row.theme][series_of(line.row)].append(line.skill)
    if not themes:
        return None
    return float(
        np.mean([np.mean([np.mean(s) for s in series.values()]) for series in themes.values()])
    )


def coverage(lines: list[Line], attribute: str) -> float | None:
    """Rule 8: share of rows inside the interval, over series."""
    series: dict = defaultdict(list)
    for line in lines:
        inside = getattr(line, attribute)
        if inside is not None:
            series[series_of(line.row)].append(inside)
    return float(np.mean([np.mean(s) for s in series.values()])) if series else None


def stamp(coverage90: float | None) -> str:
    """The word that stands over a headline whose intervals are wrong."""
    if coverage90 is None:
        return ""
    return "overconfident" if coverage90 < 0.80 else "vague" if coverage90 > 0.98 else ""
