"""Report of a run directory of a country, with the score of an ensemble where one is given."""

from __future__ import annotations

from pathlib import Path

from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.evidence import compile_rows
from partystate.history import files
from partystate.history.release import (
    CARD,
    difference,
    require_country,
    require_the_same,
    results_of,
)
from partystate.report.behind import NOTHING, Behind
from partystate.report.page import write_report
from partystate.scoring import score


def build_report(
    directory: Path,
    country: Country,
    ensemble: Path | None = None,
    free: Path | None = None,
    leadership: Path | None = None,
) -> Path:
    """Write report.html into a run directory and return its path.

    The record is the country's evidence; bands and scores are those of `ensemble`, a folder with
    series of society and of the leadership, events and leaders, or else of the results that the
    country ships, where the run is of the same thing. `free` is an ensemble whose line
    comes out of the model, shown beside it; `leadership` one of the leadership alone with its
    episodes, from which the score of `ensemble` takes politics. Raises UserError where `directory`
    holds no run, or where an ensemble is of something else.
    """
    directory = Path(directory)
    if not (directory / "manifest.json").is_file():
        raise UserError(
            f"{directory} is not a run directory",
            expected="manifest.json and series.parquet in it",
            action="Run `partystate run` first.",
        )
    about = files.read_manifest(directory)
    require_country(about, country.id)
    for folder, apart in ((ensemble, ()), (free, ("line",))):
        if folder is not None:
            require_the_same(about, Path(folder), apart)
    if leadership is not None and ensemble is None:
        raise UserError(
            "an ensemble of the leadership alone stands beside one of the whole",
            action="Give the other too, with --ensemble.",
        )
    evidence = country.path / "evidence"
    rows = compile_rows(evidence) if evidence.is_dir() else None

    if ensemble is None and free is None:
        return write_report(directory, country, rows, shipped(directory, country))

    def scored(folder: Path | None, top: Path | None = None) -> Behind:
        if folder is None:
            return Behind(None, None)
        folder = Path(folder)
        if rows is None:
            return Behind(folder, None)
        return Behind(folder, score(country, replayed=folder, leadership=top).as_json())

    return write_report(directory, country, rows, scored(ensemble, leadership), scored(free))


def shipped(directory: Path, country: Country) -> Behind:
    """The results that a country ships, where they are of the same thing as the run."""
    results = results_of(country.path)
    if results is None:
        return NOTHING
    about, theirs = files.read_manifest(directory), files.read_manifest(results)
    if difference(about, theirs):
        return NOTHING
    return Behind(results, files.read_json(results / CARD))
