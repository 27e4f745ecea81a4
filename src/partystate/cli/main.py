"""The `partystate` command. What it is asked for is loaded, and no more: `open` and `explore`
need no JAX."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from partystate.cli.output import prepare_streams, say_renamings_plainly, stopped
from partystate.core.runtime import configure

if TYPE_CHECKING:
    pass

QUICK = ("open", "explore")  # which load no JAX


def __getattr__(name: str):
    """All commands, loaded when asked for."""
    if name == "app":
        return _all()
    raise AttributeError(f"module 'partystate.cli.main' has no attribute {name!r}")


def commands(words: list[str]) -> typer.Typer:
    """The commands that a line of words needs: `open` or `explore` by itself, else all."""
    if not words or words[0] not in QUICK:
        return _all()
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    alone.callback()(_nothing)
    if words[0] == "open":
        from partystate.cli.open import open_pages

        alone.command("open")(open_pages)
    else:
        from partystate.cli.explore import explore

        alone.command("explore")(explore)
    return alone


def _all() -> typer.Typer:
    """Every command, in a process that is set up before NumPy and jax are loaded."""
    configure()
    from partystate.cli.commands import app

    return app


def _nothing() -> None:
    """A command that stands alone keeps its name with this beside it."""


def main() -> None:
    """Entry point of the console script."""
    prepare_streams()
    say_renamings_plainly()
    try:
        commands(sys.argv[1:])()
    except KeyboardInterrupt:  # outside of a command
        stopped()


if __name__ == "__main__":
    main()
