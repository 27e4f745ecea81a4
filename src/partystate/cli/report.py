"""`partystate report`: write the page of a run directory again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import console, print_json, teaching
from partystate.country.country import load
from partystate.history.files import country_of
from partystate.report.build import build_report


@teaching
def report(
    directory: Annotated[Path, typer.Argument(help="a run directory")],
    ensemble: Annotated[
        Path | None, typer.Option(help="an ensemble directory for bands and scores")
    ] = None,
    free: Annotated[
        Path | None,
        typer.Option(help="an ensemble whose line comes out of the model, shown beside the other"),
    ] = None,
    leadership: Annotated[
        Path | None,
        typer.Option(
            help="an ensemble of the leadership alone with --episodes, from which the score of the "
            "other takes events, panel, order and pattern of falls"
        ),
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="a country's name or folder; that of the run if not given")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the path as JSON")] = False,
) -> None:
    """Write report.html: one page, offline."""
    found = load(country or country_of(directory))
    path = build_report(directory, found, ensemble, free=free, leadership=leadership)
    if as_json:
        print_json({"report": str(path)})
    else:
        console.print(f"Report: {path.resolve()}", highlight=False, soft_wrap=True)
