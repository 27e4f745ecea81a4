"""The `partystate` command. What it is asked for is loaded, and no more: `open` needs no JAX."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from partystate.cli.output import prepare_streams, say_renamings_plainly, stopped
from partystate.core.runtime import configure

if TYPE_CHECKING:
    pass

QUICK = "open"


def __getattr__(name: str):
    """All commands, loaded when asked for."""
    if name == "app":
        return _all()
    raise AttributeError(f"module 'partystate.cli.main' has no attribute {name!r}")


def commands(words: list[str]) -> typer.Typer:
    """The commands that a line of words needs: `open` by itself, else all."""
    if words[:1] != [QUICK]:
        return _all()
    from partystate.cli.open import open_pages

    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    alone.callback()(_nothing)
    alone.command(QUICK)(open_pages)
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
