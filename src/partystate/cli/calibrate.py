"""`partystate calibrate`: what the calibrate figures say of the parameters."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from partystate.calibration.calibrate import calibrate as match
from partystate.calibration.calibrated import Calibration, ship
from partystate.calibration.figures import DISCREPANCY, targets_of
from partystate.calibration.history_matching import CUT
from partystate.calibration.job import MEMBERS, RUNS, WAVES, WORKERS
from partystate.calibration.near_and_far import ALL
from partystate.calibration.waves import AMONG
from partystate.calibration.weighing import ROUNDS
from partystate.cli.choices import Roles
from partystate.cli.output import console, print_json, print_table, problems, teaching
from partystate.country.country import load

WORST = 12


class Part(StrEnum):
    """The parts of a calibration, in their order."""

    society = "society"
    terror = "terror"
    party = "party"


@teaching
def calibrate(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    runs: Annotated[int, typer.Option(help="runs of each wave")] = RUNS,
    waves: Annotated[
        int,
        typer.Option(
            help=(
                "rounds of history matching; each is drawn evenly from what the last did not "
                "rule out"
            )
        ),
    ] = WAVES,
    members: Annotated[
        int, typer.Option(help="members of the ensemble smoother, which become draws")
    ] = MEMBERS,
    discrepancy: Annotated[
        float,
        typer.Option(help="sd by which the model may miss a figure, on the scale of the score"),
    ] = DISCREPANCY,
    part: Annotated[
        Part,
        typer.Option(
            help=(
                "what is fitted: society (land, people, information and industry), terror, or "
                "party (its members), each with draws of those before that are already shipped"
            )
        ),
    ] = Part.society,
    roles: Annotated[
        Roles,
        typer.Option(help="which figures are fitted: all but alternate years, or all but blocks"),
    ] = Roles.alternate,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help=(
                "weigh draws of the country's own posterior by the model as it is, in place of a "
                "smoother that begins at the priors"
            ),
        ),
    ] = False,
    rounds: Annotated[
        int, typer.Option(help="rounds of weighing at most, after the smoother", min=0)
    ] = ROUNDS,
    fits: Annotated[
        int,
        typer.Option(
            help=(
                "fits with designs and luck of their own, whose draws are pooled, as one does not "
                "know how far its luck took it"
            )
        ),
    ] = 1,
    workers: Annotated[int, typer.Option(help="processes")] = WORKERS,
    out: Annotated[Path | None, typer.Option(help="directory to write or to resume")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the result as JSON")] = False,
    shipped: Annotated[
        bool, typer.Option("--ship", help="also write the posterior into the country's folder")
    ] = False,
) -> None:
    """Calibrate by history matching and an ensemble smoother; the same command again takes up where
    it was stopped."""
    found = load(country)
    folder = (
        out
        or Path("runs")
        / f"{Path(country).name}-calibration{'' if part is Part.society else f'-{part}'}"
        f"{'' if roles is Roles.alternate else f'-{roles}'}"
    )
    columns = (TextColumn("histories"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=problems, transient=True) as bar:
        task = bar.add_task("calibration")
        number = list(Part).index(part)
        wanted = targets_of(found, discrepancy, number, roles)

        def told(done, of):
            return bar.update(task, completed=done, total=of)

        made = match(
            found,
            folder,
            runs,
            waves,
            members,
            workers,
            targets=wanted,
            progress=told,
            part=number,
            again=again,
            rounds=rounds,
            fits=fits,
        )
    where = ship(made, found) if shipped else None
    if as_json:
        print_json(as_data(made) | {"directory": str(folder), "shipped": where and str(where)})
        return
    show(made)
    console.print(
        f"Posterior: {where or folder / 'posterior.csv'}", highlight=False, soft_wrap=True
    )


def as_data(made: Calibration) -> dict:
    """The printed schema."""
    about = made.about
    return {
        "draws": len(made.draws),
        "rule": about.rule,
        "share_not_ruled_out": made.share,
        "waves": [{"runs": len(w.points), "cut": w.cut, "share": w.share} for w in made.waves],
        "figures": {
            "spoken_to": about.figures,
            "not_spoken_to": made.unspoken,
            "within_cut": about.figures_within_cut,
        },
        "discrepancy": about.discrepancy,
        "coverage50": about.inside_50,
        "coverage90": about.inside_90,
        "parameters": made.table(),
        "misses": made.misses(),
    }


def show(made: Calibration) -> None:
    """The calibration for a person, the least identified and the worst first."""
    lines = [
        (
            p["parameter"],
            f"{p['contraction']:.0%}",
            "" if p["identified"] else "not identified",
            *(f"{p[k]:.3g}" for k in ("low", "median", "high")),
        )
        for p in made.table()
    ]
    print_table(
        f"Prior to posterior of {len(lines)} parameters",
        ["parameter", "contraction", "", "q05", "median", "q95"],
        lines,
    )
    worst = [
        (
            m["id"],
            m["observable"],
            m["time"],
            m["group"],
            f"{m['model']:.3g}",
            f"{m['target']:.3g} {m['unit']}",
            f"{m['implausibility']:.1f}",
        )
        for m in made.misses()[:WORST]
    ]
    print_table(
        "The worst calibrate figures",
        ["id", "observable", "time", "group", "model", "target", "implausibility"],
        worst,
    )
    for number, wave in enumerate(made.waves, start=1):
        loosened = (
            ""
            if wave.cut == CUT
            else f"; nothing stood within {CUT:g}, so the cut was loosened to {wave.cut:.1f}"
        )
        console.print(
            f"Wave {number}: {len(wave.points)} runs leave "
            f"{share_text(wave.share, number, len(wave.points))} of what was there{loosened}.",
            highlight=False,
        )
    console.print(
        "Not ruled out: "
        f"{f'{made.share:.2g}' if made.share else 'too small a part to be told'} of the "
        "space of the priors.",
        highlight=False,
    )
    about = made.about
    console.print(
        f"{len(made.draws)} draws, by: {about.rule}. Discrepancy {about.discrepancy:g}.",
        highlight=False,
    )
    shares = [
        (f"{theme}: " if theme != ALL else "") + f"{about.inside_50[theme]:.0%} and {share:.0%}"
        for theme, share in about.inside_90.items()
    ]
    console.print(
        "Calibrate figures inside the 50 and 90 per cent intervals of the draws' own runs: "
        f"{'; '.join(shares)}.",
        highlight=False,
    )
    console.print(
        f"Calibrate figures with the median of the draws within {CUT:g}: "
        f"{about.figures_within_cut} of {about.figures}; "
        f"{made.unspoken} more are not spoken to. Validate figures were not read.",
        highlight=False,
    )


def share_text(share: float, number: int, runs: int) -> str:
    """A share, or the bound it is under when none of the even points was left."""
    return f"{share:.2g}" if share else f"less than {1 / (AMONG if number == 1 else runs):.0e}"
