"""`partystate describe`: what a parameter, an observable, a mechanism, a what-if or a thesis is."""

from __future__ import annotations

from typing import Annotated

import typer

from partystate.cli.output import console, print_json, teaching
from partystate.country.country import load
from partystate.country.described import described


@teaching
def describe(
    name: Annotated[str, typer.Argument(help="as it is written: harvest.lost, grain.harvest")],
    country: Annotated[
        str, typer.Option("--country", help="a country's name or folder, whose name it is")
    ] = "ussr",
    as_json: Annotated[bool, typer.Option("--json", help="print it as JSON")] = False,
) -> None:
    """Say what a name means: in a sentence, with unit, prior, posterior, ground and source."""
    found = described(name, load(country))
    if as_json:
        print_json(found.as_json())
    else:
        console.print(repr(found), highlight=False, soft_wrap=True)
