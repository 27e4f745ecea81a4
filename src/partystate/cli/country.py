"""`partystate country new|check`: start a country of one's own, and check one before it runs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from partystate.cli.output import USER_ERROR, print_json, problems, teaching
from partystate.core.errors import UserError
from partystate.country import check as country_check
from partystate.country import new as country_new
from partystate.country.country import Country, find, load

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
        return country_check.list_problems(find(path))
    except UserError as error:
        return [error]


def _tell(found: list[UserError]) -> None:
    for error in found:
        problems.print(
            f"partystate: {error}", style=None, markup=False, highlight=False, soft_wrap=True
        )
    more = " or more" if len(found) == country_check.MOST_TOLD else ""
    problems.print(
        f"partystate: {len(found)}{more} problem{'s' * (len(found) != 1)}.",
        markup=False,
        highlight=False,
    )


def _summary(country: Country) -> str:
    tables = country.tables
    return (
        f"{country.id} is sound: {tables['regions'].height} regions, "
        f"{tables['nationalities'].height} nationalities, "
        f"{tables['communities'].height} communities, "
        f"{tables['regions']['population'].sum():,} people, "
        f"{country.meta.start} to {country.meta.end}."
    )
