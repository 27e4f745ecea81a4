"""`partystate open`: pages over the results that a country ships. No history is run, and the first
page loads no JAX, so it is there in seconds."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import console, print_json, problems, teaching


@teaching
def open_pages(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    browser: Annotated[
        bool, typer.Option("--browser", help="open the first page in a browser, if there is one")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="folder to write; one in the cache if not given")
    ] = None,
    home_alone: Annotated[
        bool, typer.Option("--home", help="the first page alone, without those by theme")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the paths as JSON")] = False,
) -> None:
    """Show what was found and missed over the results that come with a country, without running
    anything; then write a page for each theme."""
    from partystate.report.opened import Opened

    opened = Opened(country)
    folder = out or cache() / opened.country.id
    home = opened.write_home(folder, is_alone=home_alone)
    if not as_json:
        console.print(f"Page: {home.resolve()}", soft_wrap=True)
    if browser and not webbrowser.open(home.resolve().as_uri()):
        problems.print("partystate: no browser was found; open the page by its path.")
    if not (home_alone or as_json):
        console.print("A page for each theme follows; Ctrl-C leaves out those not yet drawn.")
    pages = [] if home_alone else [path.resolve() for path in opened.write_themes(folder)]
    if as_json:
        print_json({"page": str(home.resolve()), "themes": [str(path) for path in pages]})
    elif pages:
        console.print(f"{len(pages)} pages by theme stand beside it.")


def cache() -> Path:
    """Where pages are written that nobody asked a place for."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "partystate" / "pages"
