"""The public functions of Python: `country`, `run`, `ensemble`, `score`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from partystate.experiments.ensemble import Plan, run_ensemble
from partystate.experiments.histories import run_and_write
from partystate.experiments.score import Scorecard, score
from partystate.history.directory import History, open_history
from partystate.scenario.assemble import assemble
from partystate.scenario.assemble_power import assemble_power
from partystate.scenario.country import Country
from partystate.scenario.country import load as country


def run(
    country: Country,
    seed: int = 1,
    what_if: list[str] | None = None,
    people: str = "expected",
    until: str | None = None,
    out: Path | None = None,
) -> History:
    """Run one history; without `out` its directory is a temporary one."""
    folder = Path(out) if out else Path(tempfile.mkdtemp(prefix="partystate-"))
    scenario = assemble(country, people, what_if or [], until)
    top = assemble_power(country, what_if or []) if country.meta.power else None
    return open_history(run_and_write(scenario, seed, people, folder, top))


def ensemble(
    country: Country,
    runs: int,
    out: Path,
    seed: int = 1,
    what_if: list[str] | None = None,
    parameters: str = "prior",
    executor: str = "serial",
    people: str = "expected",
) -> Path:
    """Run or resume an ensemble in `out`; returns the folder."""
    plan = Plan(str(country.path), people, tuple(what_if or ()), None, parameters, seed, runs)
    return run_ensemble(plan, Path(out), executor)


__all__ = ["History", "Scorecard", "country", "ensemble", "run", "score"]
