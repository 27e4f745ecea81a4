"""`partystate explore`: the results of a country as pages to walk about in, served to this machine
alone, or written as files."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from typing import TYPE_CHECKING, Annotated

import typer

from partystate.cli.output import console, problems, teaching
from partystate.core.errors import UserError

if TYPE_CHECKING:
    from partystate.explore.library import Library

HOST = "127.0.0.1"
PATIENCE = 2  # seconds that open lines are given when it ends


@teaching
def explore(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    port: Annotated[int, typer.Option(help="port on this machine; 0 for any that is free")] = 8321,
    browser: Annotated[
        bool, typer.Option("--browser", help="open the first page in a browser, if there is one")
    ] = False,
    no_model: Annotated[
        bool, typer.Option("--no-model", help="run no what-ifs: show what is there")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(help="write the pages as files into this folder, and serve nothing"),
    ] = None,
) -> None:
    """Walk about in the results that come with a country: charts, maps, the top, the evidence; and
    run what-ifs from the page. Nothing leaves this machine, and nobody else can ask."""
    from partystate.explore.library import Library

    library = Library(country)
    if export is not None:
        _written(library, export)
        return
    _served(library, port, browser, not no_model)


def _written(library: Library, folder: Path) -> None:
    from partystate.explore.export import export
    from partystate.explore.jobs.desk import Desk
    from partystate.explore.site import Site
    from partystate.history.files import writable_folder

    number = export(Site(library, Desk(is_live=False)), writable_folder(folder))
    console.print(f"{number} files: {(folder / 'index.html').resolve()}", soft_wrap=True)


def _served(library: Library, port: int, browser: bool, is_live: bool) -> None:
    import uvicorn

    from partystate.explore.jobs.desk import Desk
    from partystate.explore.server import application

    listening = _listening(port)
    address = f"http://localhost:{listening.getsockname()[1]}/"
    app = application(library, Desk(is_live=is_live), is_warmed=is_live)
    told = uvicorn.Config(
        app,
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    console.print(f"Page: {address} (Ctrl-C ends it)", soft_wrap=True)
    if browser:
        threading.Thread(target=_opened, args=(address,), daemon=True).start()
    uvicorn.Server(told).run(sockets=[listening])


def _listening(port: int) -> socket:
    """A socket of this machine; UserError for a port that is taken."""
    listening = socket(AF_INET, SOCK_STREAM)
    listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except (OSError, OverflowError) as error:
        raise UserError(
            f"port {port} of this machine cannot be used",
            found=str(error),
            expected="a free port, 1024 to 65535",
            action="Give another with --port, or 0 for any that is free.",
        ) from None
    return listening


def _opened(address: str) -> None:
    if not webbrowser.open(address):
        problems.print("partystate: no browser was found; open the page by its address.")
