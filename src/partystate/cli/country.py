"""`partystate country new|check`: start a country of one's own, and check one before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import USER_ERROR, print_json, say_problem, teaching
from partystate.core.errors import UserError
from partystate.country import check as country_check
from partystate.country import new as country_new
from partystate.country.country import OF_REVOLUTION, Country, find, load
from partystate.evidence.check import errors as evidence_errors
from partystate.experiments.questions import asked_of
from partystate.scenario.assemble import Assembled, assemble
from partystate.scenario.edit_checks import check_run, read_what_ifs
from partystate.scenario.parts import REVOLUTION
from partystate.scenario.revolution import months_of_revolution

app = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="print the result as JSON")]


@app.command()
@teaching
def new(
    path: Annotated[str, typer.Argument(help="folder to make; it may not exist yet")],
    as_json: AsJson = False,
) -> None:
    """Make a country's folder from the template: every file, one row of everything."""
    made = country_new.new(path)
    if as_json:
        print_json({"made": str(made)})
    else:
        typer.echo(
            f"{made} is a copy of the template. README.md in it explains each file; then run "
            f"`partystate country check {made}`."
        )


@app.command()
@teaching
def check(
    path: Annotated[
        str,
        typer.Argument(help="a country's folder, or the name of one that comes with the program"),
    ],
    as_json: AsJson = False,
) -> None:
    """Check every file of a country. Exit status 2 if anything is wrong; nothing is written."""
    found = _problems_of(path)
    if as_json:
        print_json({"passed": not found, "problems": [asdict(error) for error in found]})
    elif found:
        _tell(found)
    else:
        typer.echo(_summary(load(path)))
    if found:
        raise typer.Exit(USER_ERROR)


def _problems_of(path: str) -> list[UserError]:
    try:
        folder = find(path)
        return country_check.list_problems(folder) or list(refused_later(load(folder)))
    except UserError as error:
        return [error]


def refused_later(country: Country) -> Iterator[UserError]:
    """What a country whose files are sound would yet be refused for: at the start of a run, in its
    what-ifs and theses, in its questions, or in its evidence."""
    try:
        scenario = assemble(country)
        scenario.start(scenario.values("central", 1, 0), 1)
    except UserError as error:
        yield error
        return
    attempts = [
        partial(hold_against, scenario, path)
        for folder in ("what_ifs", "theses")
        for path in sorted((country.path / folder).glob("*.toml"))
    ]
    attempts += [partial(asked_of, country)] if country.meta.questions else []
    for attempt in attempts:
        try:
            attempt()
        except UserError as error:
            yield error
    evidence = country.path / "evidence"
    if evidence.is_dir():
        for error in evidence_errors(evidence):
            yield replace(error, file=f"evidence/{error.file}" if error.file else "evidence")


def hold_against(scenario: Assembled, path: Path) -> None:
    """Refuse a what-if or thesis that a whole run of the country would refuse, or one of the
    revolution that a run of it would."""
    is_thesis = path.parent.name == "theses"
    edits = read_what_ifs(
        scenario.country, () if is_thesis else (path.stem,), path.stem if is_thesis else None
    )
    if path.stem.endswith(OF_REVOLUTION):
        check_run(edits, months_of_revolution(scenario.country), (REVOLUTION,), None)
    else:
        check_run(edits, scenario.months, scenario.parts, scenario.entered)


def _tell(found: list[UserError]) -> None:
    for error in found:
        say_problem(f"partystate: {error}")
    more = " or more" if len(found) == country_check.MOST_TOLD else ""
    say_problem(f"partystate: {len(found)}{more} problem{'s' * (len(found) != 1)}.")


def _summary(country: Country) -> str:
    tables = country.tables
    return (
        f"{country.id} is sound: {tables['regions'].height} regions, "
        f"{tables['nationalities'].height} nationalities, "
        f"{tables['communities'].height} communities, "
        f"{tables['regions']['population'].sum():,} people, "
        f"{country.meta.start} to {country.meta.end}."
    )
