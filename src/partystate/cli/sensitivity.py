"""`partystate sensitivity`: on which parameters a figure of an ensemble hangs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import console, print_json, print_table, teaching
from partystate.experiments.sensitivity import Screening, screen

SHOWN = 15


@teaching
def sensitivity(
    ensemble: Annotated[Path, typer.Argument(help="an ensemble directory")],
    observable: Annotated[str, typer.Option("--of", help="an observable: population.deaths")],
    time: Annotated[str, typer.Option(help="as the ensemble tells it: 1933, 1937-01-01")],
    group: Annotated[str, typer.Option(help="region=Kyiv; the whole country if not given")] = "",
    level: Annotated[str, typer.Option(help="truth, known, published or preserved")] = "truth",
    as_json: Annotated[bool, typer.Option("--json", help="print all parameters as JSON")] = False,
) -> None:
    """Say on which parameters a figure hangs, by rank correlation over the runs of an ensemble;
    nothing is run."""
    found = screen(ensemble, observable, time, group, level)
    if as_json:
        print_json(asdict(found))
        return
    rows = [
        (h.parameter, f"{h.correlation:+.2f}", f"{h.low:+.2f} to {h.high:+.2f}", _word(h.is_clear))
        for h in found.parameters[:SHOWN]
    ]
    print_table(
        f"{observable}, {group or 'the whole country'}, {time}: {found.runs} runs, "
        f"{len(found.parameters)} parameters that vary",
        ["parameter", "rank correlation", "90 per cent interval", ""],
        rows,
    )
    console.print(_said(found), highlight=False, soft_wrap=True)


def _word(is_clear: bool) -> str:
    return "" if is_clear else "no more than chance"


def _said(found: Screening) -> str:
    clear = sum(h.is_clear for h in found.parameters)
    return (
        f"By chance alone the largest of {len(found.parameters)} passes {found.chance:.2f} in one "
        f"of twenty; {clear} {'does' if clear == 1 else 'do'}. Draws of a posterior hang together: "
        "a parameter may stand for another. What one is: partystate describe NAME."
    )
