"""`partystate sensitivity --design`: what its options were given, and what was found, for a
person."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from partystate.cli.output import console, print_json, print_table, problems, say_problem
from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.designs.asked import DESIGNS, Asked
from partystate.designs.figure import Figure
from partystate.designs.run_design import run_design
from partystate.designs.told import Sensitivity
from partystate.designs.which_parameters import words_of
from partystate.experiments.ensemble import WORKERS
from partystate.experiments.forks import FRESH, SAME
from partystate.scenario.assemble import RECORDED
from partystate.scenario.parts import ALL
from partystate.scenario.scenario import Scenario

SHOWN = 25
MEANING = {
    "morris": "mu is the mean change of the figure over the whole of a parameter's prior, in "
    "{unit}, mu_star its mean size, by which they stand; a sigma as large says that it hangs on "
    "the others or is no straight line.",
    "sobol": "first is the share of the variance of the figure that a parameter has by itself, "
    "total that with all it does together with others, by which they stand.",
}


@dataclass(frozen=True)
class Chosen:
    """What the options of a design were given."""

    design: str | None
    parameters: str | None
    trajectories: int | None
    points: int | None
    seed: int | None
    luck: str | None
    others: str | None
    what_if: tuple[str, ...]
    parts: tuple[str, ...]
    line: str
    until: str | None
    lumped: bool
    workers: int | None
    out: Path | None

    def refuse_without_design(self) -> None:
        """UserError for an option that would not be heard where nothing is run."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        given["line"] = None if self.line == RECORDED else self.line
        if heard := [name for name, value in given.items() if value not in (None, (), False)]:
            raise UserError(
                f"--{heard[0].replace('_', '-')} belongs to a design, and an ensemble that is "
                "there is read without one",
                expected="--design morris or --design sobol, with a country",
                action="Give one, or leave the option out.",
            )

    def asked(self, figure: Figure) -> Asked:
        """The question to the design."""
        return Asked(
            self.design or "",
            words_of(self.parameters or ""),
            figure,
            self.trajectories,
            self.points,
            1 if self.seed is None else self.seed,
            self.luck or SAME,
            self.others,
            self.lumped,
        )

    def scenario(self, country: str) -> Scenario:
        """What its histories are of."""
        return Scenario(
            load(country),
            what_ifs=self.what_if,
            parts=self.parts or ALL,
            line=self.line,
            until=self.until,
        )


def show_design(country: str, figure: Figure, chosen: Chosen, as_json: bool) -> None:
    """Run a design and say what it found."""
    asked = chosen.asked(figure)
    asked.check()
    scenario = chosen.scenario(country)
    folder = chosen.out or Path("runs") / f"{Path(country).name}-{asked.design}"
    columns = (TextColumn("histories"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=problems, transient=True) as bar:
        task = bar.add_task("design", total=None)

        def watched(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        workers = WORKERS if chosen.workers is None else chosen.workers
        found = run_design(scenario, asked, folder, workers, watched, say_problem)
    if as_json:
        print_json(found.as_json() | {"directory": str(folder)})
        return
    show_found(found)
    console.print(f"Histories and indices: {folder}", soft_wrap=True)


def show_found(found: Sensitivity) -> None:
    """What a design found, the largest first."""
    rows = [
        (one.parameter, *(estimate.words for estimate in one.estimates.values()))
        for one in found.indices[:SHOWN]
    ]
    print_table(
        f"{found.figure.words}: {found.runs:,} histories, {len(found.indices)} parameters, "
        "90 per cent intervals",
        ["parameter", *found.measures],
        rows,
    )
    console.print(" ".join(_said(found)), soft_wrap=True)


def _said(found: Sensitivity) -> list[str]:
    """What the numbers mean, and what they leave out."""
    said = [MEANING[found.design].format(unit=found.unit)]
    if found.sd == 0:
        said.append("The figure moved with none of them.")
    if found.left_out:
        said.append(
            f"{found.left_out} of {found.units} {DESIGNS[found.design].unit_word} are left out, "
            "as a history broke."
        )
    if found.luck == FRESH:
        said.append("Luck varies.")
    else:
        said.append("All of one luck: another seed, or --luck fresh, says how far that matters.")
    said.append(f"All other parameters are {found.others}.")
    return said
