"""The public functions of Python: `country`, `run`, `ensemble`, `compare`, `compare_theses`,
`score`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from partystate.country.country import Country
from partystate.country.country import load as country
from partystate.experiments.compare import Comparison
from partystate.experiments.comparisons import compare_parts
from partystate.experiments.ensemble import Plan, run_ensemble
from partystate.experiments.histories import run_and_write
from partystate.experiments.theses import Contest, contest
from partystate.history.directory import History, open_history
from partystate.scenario.assemble import assemble
from partystate.scenario.assemble_power import assemble_power
from partystate.scenario.parameter_kinds import for_many, for_one
from partystate.scoring import Scorecard, score


def run(
    country: Country,
    seed: int = 1,
    what_if: list[str] | None = None,
    people: str = "expected",
    until: str | None = None,
    out: Path | None = None,
    thesis: str | None = None,
    parameters: str | None = None,
) -> History:
    """Run one history; without `out` its directory is a temporary one. `parameters` is central,
    prior or posterior; if not given, posterior where the country ships one, else central."""
    folder = Path(out) if out else Path(tempfile.mkdtemp(prefix="partystate-"))
    kind = for_one(country, parameters)
    scenario = assemble(country, people, what_if or [], until, thesis)
    top = assemble_power(country, what_if or []) if country.meta.power else None
    return open_history(run_and_write(scenario, seed, people, folder, top, kind))


def ensemble(
    country: Country,
    runs: int,
    out: Path,
    seed: int = 1,
    what_if: list[str] | None = None,
    parameters: str | None = None,
    executor: str = "serial",
    people: str = "expected",
    thesis: str | None = None,
) -> Path:
    """Run or resume an ensemble in `out`; returns the folder."""
    plan = Plan(
        str(country.path),
        people,
        tuple(what_if or ()),
        None,
        for_many(country, parameters),
        seed,
        runs,
        thesis=thesis,
    )
    return run_ensemble(plan, Path(out), executor)


def compare(
    country: Country,
    what_if: list[str],
    runs: int = 100,
    seed: int = 1,
    parameters: str | None = None,
    thesis: str | None = None,
    fork: str | None = None,
    luck: str = "same",
) -> list[Comparison]:
    """Pairs of histories without and with what-ifs, under the same luck: one comparison for each
    part of the model that the what-ifs touch, the party's top or people and land. `thesis` stands
    on both sides. Until the month `fork` (YYYY-MM) the sides are the same to the last bit; with
    `luck` fresh effects under a luck drawn anew from there stand beside."""
    return compare_parts(country, what_if, runs, seed, parameters, thesis, fork=fork, luck=luck)


def compare_theses(
    country: Country,
    thesis: list[str],
    runs: int = 200,
    seed: int = 1,
    parameters: str | None = None,
) -> Contest:
    """Theses scored side by side on the same rows, under the same luck and the same draws."""
    return contest(country, thesis, runs, seed, for_many(country, parameters))


__all__ = [
    "Comparison",
    "Contest",
    "History",
    "Scorecard",
    "compare",
    "compare_theses",
    "country",
    "ensemble",
    "run",
    "score",
]
