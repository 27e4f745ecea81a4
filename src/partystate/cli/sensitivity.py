"""`partystate sensitivity`: on which parameters a figure hangs, by an ensemble that is there or by
a design of histories of its own."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.designs import Chosen, show_design
from partystate.cli.output import console, print_json, print_table, teaching
from partystate.cli.run import Line, Parts, Until, WhatIfs
from partystate.designs.asked import POINTS, TRAJECTORIES
from partystate.designs.figure import figure_of
from partystate.experiments.ensemble import WORKERS
from partystate.experiments.sensitivity import Screening, screen
from partystate.scenario.assemble import RECORDED

SHOWN = 15


@teaching
def sensitivity(
    source: Annotated[
        str,
        typer.Argument(help="an ensemble directory; with --design a country's name or folder"),
    ],
    observable: Annotated[
        str,
        typer.Option("--of", help="an observable, with a group if wanted: grain.harvest:region=Up"),
    ],
    time: Annotated[str, typer.Option(help="as it is told: 1933, 1933-06, 1937-01-01")],
    group: Annotated[str, typer.Option(help="region=Kyiv; the whole country if not given")] = "",
    level: Annotated[str, typer.Option(help="truth, known, published or preserved")] = "truth",
    design: Annotated[
        str | None,
        typer.Option(help="morris or sobol: histories are run for it; nothing is run if not given"),
    ] = None,
    parameters: Annotated[
        str | None,
        typer.Option(
            help=(
                "of a design: which parameters move over their priors, names of parameters, "
                "mechanisms or themes with commas between them, or free"
            )
        ),
    ] = None,
    trajectories: Annotated[
        int | None, typer.Option(help=f"of morris, each of k + 1 histories; {TRAJECTORIES} if none")
    ] = None,
    points: Annotated[
        int | None,
        typer.Option(help=f"of sobol, each of k + 2 histories, a power of two; {POINTS} if none"),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="of a design: of its points and its luck; 1 if none")
    ] = None,
    luck: Annotated[
        str | None,
        typer.Option(
            help=(
                "of a design: same in all histories if not given, or fresh, one for each "
                "trajectory or one more parameter of sobol"
            )
        ),
    ] = None,
    others: Annotated[
        str | None,
        typer.Option(
            help=(
                "of a design: where all other parameters stand, central or posterior; posterior "
                "where the country ships one"
            )
        ),
    ] = None,
    what_if: WhatIfs = None,
    parts: Parts = None,
    line: Line = RECORDED,
    until: Until = None,
    lumped: Annotated[
        bool,
        typer.Option(
            "--lumped",
            help="of a design: one nationality a region: quicker, and coarser",
        ),
    ] = False,
    workers: Annotated[
        int | None, typer.Option(help=f"of a design: processes; {WORKERS} if none")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="of a design: directory to write or to resume")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print all parameters as JSON")] = False,
) -> None:
    """Say on which parameters a figure hangs: by rank correlation over the runs of an ensemble,
    for which nothing is run, or with --design by histories of their own, effects of Morris or
    indices of Sobol. The same command again takes a design up where it was stopped."""
    figure = figure_of(observable, time, group, level)
    chosen = Chosen(
        design,
        parameters,
        trajectories,
        points,
        seed,
        luck,
        others,
        tuple(what_if or ()),
        tuple(parts or ()),
        line,
        until,
        lumped,
        workers,
        out,
    )
    if design is not None:
        show_design(source, figure, chosen, as_json)
        return
    chosen.refuse_without_design()
    found = screen(Path(source), figure.observable, time, figure.group, level)
    if as_json:
        print_json(asdict(found))
        return
    show_screening(found)


def show_screening(found: Screening) -> None:
    """The rank correlations for a person."""
    rows = [
        (h.parameter, f"{h.correlation:+.2f}", f"{h.low:+.2f} to {h.high:+.2f}", _word(h.is_clear))
        for h in found.parameters[:SHOWN]
    ]
    print_table(
        f"{found.observable}, {found.group or 'the whole country'}, {found.time}: "
        f"{found.runs} runs, {len(found.parameters)} parameters that vary",
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
