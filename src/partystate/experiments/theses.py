"""Theses scored side by side: the same luck, the same draws, the same rows of the evidence.

Rows are dependent: figures of one series share their source and its errors, figures of one year
share its harvest and its politics. So a difference of scores is resampled over series and over
years at once (the pigeonhole bootstrap of Owen 2007, Annals of Applied Statistics 1:386-411), which
is on the wide side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.core.intervals import ENDS, FEWEST, RESAMPLES, is_clear
from partystate.core.whole import whole
from partystate.country.country import Country
from partystate.country.what_ifs import Thesis, load_thesis
from partystate.evidence import Observable, Row, compile_rows
from partystate.experiments.gathering import LUMPED, assembled_of, gather
from partystate.experiments.paired import SEED
from partystate.experiments.questions import Asked, asked_of, evidence_of, observables_of
from partystate.mechanisms.registry import of_society
from partystate.scenario.parts import SOCIETY
from partystate.scenario.scenario import Scenario
from partystate.scoring.aggregate import Ensemble, middle_of, value_of
from partystate.scoring.people import share_of
from partystate.scoring.quantity import (
    ENOUGH_RUNS,
    Line,
    mean_skill,
    score_rows,
    series_of,
)
from partystate.scoring.ranges import range_of

ROLES = ("calibrate", "validate")
BAND = (0.05, 0.5, 0.95)
OPENING = "opening"
SAME = "not distinguishable by this evidence"


@dataclass(frozen=True)
class Told:
    """A headline question under a thesis: its 5, 50 and 95 per cent, the same as a share of the
    whole country, and what the record says of both (the share over the middle of the record for the
    whole)."""

    outcome: str
    values: tuple[float, ...]
    record: tuple[float, float] | None
    share: tuple[float, ...] | None = None
    record_share: tuple[float, float] | None = None


@dataclass(frozen=True)
class ThesisScore:
    """`rows` that every thesis speaks to; of them `inside` have their median in the range, `hits`
    are also narrow enough (None with too few runs); `skill` is the mean CRPS skill over the naive
    guess."""

    name: str
    title: str
    authors: str
    note: str
    free: int
    supposed: int
    rows: int
    inside: int
    hits: int | None
    skill: float | None
    told: list[Told]


@dataclass(frozen=True)
class Difference:
    """Skill of `one` less that of `other`, with its interval over series and years."""

    one: str
    other: str
    effect: float
    low: float | None
    high: float | None

    @property
    def verdict(self) -> str:
        if not is_clear(self.low, self.high):
            return SAME
        return f"{self.one if self.effect > 0 else self.other} scores better"


@dataclass(frozen=True)
class Contest:
    """Theses side by side."""

    scores: list[ThesisScore]
    differences: list[Difference]
    series: int
    years: int
    runs: int
    parameters: str
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict:
        return asdict(self) | {
            "differences": [asdict(d) | {"verdict": d.verdict} for d in self.differences]
        }


def contest(
    country: Country,
    names: list[str],
    runs: int,
    seed: int = 1,
    parameters: str = "prior",
    until: str | None = None,
    is_lumped: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Contest:
    """`runs` histories under each thesis, scored on the same rows."""
    whole(runs, "runs", least=1)
    if len(set(names)) < max(len(names), 2):
        raise UserError(
            "a thesis is set beside other ones",
            found=", ".join(names),
            expected="two or more, each once",
            action="Give --thesis twice.",
        )
    theses = [load_thesis(name, country.path / "theses") for name in names]
    themes = sorted({theme for thesis in theses for theme in thesis.themes})
    observables, rows, asked = (
        observables_of(country),
        rows_of(country, themes),
        [a for a in asked_of(country) if a.question.headline],
    )
    wanted = {r.observable for r in rows} | {a.question.observable for a in asked}
    lines, told = [], []
    for i, name in enumerate(names):
        ensemble = gather(
            assembled_of(Scenario(country, thesis=name, until=until, parts=(SOCIETY,)), is_lumped),
            seed,
            runs,
            parameters,
            wanted,
            lambda done, of, i=i: progress(i * of + done, len(names) * of),
        ).society
        lines.append(score_rows(rows, ensemble, observables, share_of(country)))
        told.append(told_of(asked, ensemble, observables, country))
    spoken = [
        k for k in range(len(lines[0])) if all(side[k].verdict != "not spoken to" for side in lines)
    ]
    if not spoken:
        raise UserError(
            "no figure of the evidence is spoken to",
            expected=f"rows of {' and '.join(themes)}",
            action="Map a series, or run longer.",
        )
    lines = [[side[k] for k in spoken] for side in lines]
    scores = [
        score_of(country, thesis, mine, told[i], runs)
        for i, (thesis, mine) in enumerate(zip(theses, lines, strict=True))
    ]
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))]
    return Contest(
        scores,
        [difference(theses[i].name, theses[j].name, lines[i], lines[j]) for i, j in pairs],
        len({series_of(q.row) for q in lines[0]}),
        len({year_of(q.row) for q in lines[0]}),
        runs,
        parameters,
        (LUMPED,) if is_lumped else (),
    )


def rows_of(country: Country, themes: list[str]) -> list[Row]:
    """Figures that calibrate or validate, of the themes that theses bear on."""
    return [
        r
        for r in compile_rows(evidence_of(country))
        if r.kind == "quantity" and r.role in ROLES and r.theme in themes
    ]


def score_of(
    country: Country, thesis: Thesis, lines: list[Line], told: list[Told], runs: int
) -> ThesisScore:
    """What one thesis scores."""
    free = free_parameters(country, thesis)
    hits = sum(q.is_hit for q in lines) if runs >= ENOUGH_RUNS else None
    return ThesisScore(
        thesis.name,
        thesis.title,
        thesis.authors,
        thesis.note,
        len(free),
        len(thesis.edit),
        len(lines),
        sum(q.z == 0 for q in lines),
        hits,
        mean_skill(lines),
        told,
    )


def free_parameters(country: Country, thesis: Thesis) -> set[str]:
    """Free parameters of people and land that a thesis leaves free, and those that it brings to
    life."""
    ours = {m.id for m in of_society()} | {OPENING}
    rows = country.tables["parameters"].filter(
        (pl.col("free") == 1) & pl.col("mechanism").is_in(sorted(ours))
    )
    return (set(rows["parameter"]) | set(thesis.adds)) - {
        e.name for e in thesis.edit if e.target == "parameter"
    }


def year_of(row: Row) -> int:
    """The year of a row's middle."""
    return int(middle_of(row.time))


def difference(one: str, other: str, mine: list[Line], theirs: list[Line]) -> Difference:
    """Difference of mean skill, by rule 7 of the score, resampled over series and years; without an
    interval where there are too few rows to resample."""
    both = [
        (a.skill - b.skill, a.row)
        for a, b in zip(mine, theirs, strict=True)
        if a.skill is not None and b.skill is not None
    ]
    if not both:
        return Difference(one, other, 0.0, 0.0, 0.0)
    gap, rows = np.array([skill for skill, _ in both]), [row for _, row in both]
    weight = row_weights(rows)
    if len(rows) < FEWEST:
        return Difference(one, other, float(weight @ gap / weight.sum()), None, None)
    rng = np.random.default_rng(SEED)
    drawn = (
        weight
        * _counts([series_of(r) for r in rows], rng)
        * _counts([year_of(r) for r in rows], rng)
    )
    drawn = drawn[drawn.sum(1) > 0]
    low, high = np.percentile((drawn @ gap) / drawn.sum(1), ENDS)
    return Difference(one, other, float(weight @ gap / weight.sum()), float(low), float(high))


def row_weights(rows: list[Row]) -> np.ndarray:
    """Weights [n] under which a mean is over rows in a series, series in a theme, themes."""
    by_series, by_theme = defaultdict(int), defaultdict(set)
    for row in rows:
        by_series[row.theme, series_of(row)] += 1
        by_theme[row.theme].add(series_of(row))
    return np.array([1 / (by_series[r.theme, series_of(r)] * len(by_theme[r.theme])) for r in rows])


def _counts(labels: list, rng: np.random.Generator) -> np.ndarray:
    """How often the cluster of each row is drawn [resamples, n], as many clusters as there are with
    replacement."""
    known = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    index = [known[label] for label in labels]
    return rng.multinomial(len(known), np.full(len(known), 1 / len(known)), RESAMPLES)[:, index]


def told_of(
    asked: list[Asked], ensemble: Ensemble, observables: dict[str, Observable], country: Country
) -> list[Told]:
    """Headline questions for the whole and for named places, with what the record says of them."""
    record, found = compile_rows(evidence_of(country)), []
    for one in asked:
        values = None if one.is_each else value_of(one.row, ensemble, observables)
        if values is None:
            continue
        bounds, share, record_share = recorded(one.row, record), None, None
        whole = next(
            (
                a
                for a in asked
                if not a.row.group
                and a.question.label == one.question.label
                and a.row.time == one.row.time
            ),
            None,
        )
        if one.row.group and whole and one.row.combine == "sum":
            share = _band(values / value_of(whole.row, ensemble, observables))
            of_all = recorded(whole.row, record)
            record_share = (
                (bounds[0] / (sum(of_all) / 2), bounds[1] / (sum(of_all) / 2))
                if bounds and of_all
                else None
            )
        found.append(Told(one.outcome, _band(values), bounds, share, record_share))
    return found


def _band(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(q) for q in np.quantile(values, BAND))


def recorded(row: Row, record: list[Row]) -> tuple[float, float] | None:
    """Lowest and highest that the sources say of the same observable, time and cells."""
    same = [
        r
        for r in record
        if r.kind == "quantity"
        and (r.observable, r.level, r.time, set(r.members))
        == (row.observable, row.level, row.time, set(row.members))
    ]
    ranges = [range_of(r) for r in same if r.role in ROLES]
    ends = [side for r in ranges if r for side in (r.low, r.high) if side is not None]
    return (min(ends), max(ends)) if ends else None
