"""Report of a run directory of a country, with the score of an ensemble where one is given."""

from __future__ import annotations

from pathlib import Path

from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.evidence import compile_rows
from partystate.report.page import Politics, write_report
from partystate.scoring import score


def build_report(directory: Path, country: Country, ensemble: Path | None = None) -> Path:
    """Write report.html: the record from the country's evidence, bands and score from
    `ensemble`."""
    directory = Path(directory)
    if not (directory / "manifest.json").is_file():
        raise UserError(
            f"{directory} is not a run directory",
            expected="manifest.json and series.parquet in it",
            action="Run `partystate run` first.",
        )
    evidence = country.path / "evidence"
    rows = compile_rows(evidence) if evidence.is_dir() else None

    def scored(folder):
        return (
            score(country, replayed=Path(folder)).as_json() if folder and rows is not None else None
        )

    card, many = scored(ensemble), Path(ensemble) if ensemble else None
    top = Politics(country, many, card) if country.meta.power else None
    return write_report(directory, country, rows, card, many, top)
