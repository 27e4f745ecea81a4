"""How commands speak: errors in one sentence, tables for people, JSON for programs."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from partystate.core.errors import UserError

WIDTH_OF_A_FILE = 150  # characters, where output does not go to a terminal
console = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE)
problems = Console(stderr=True)
USER_ERROR, INTERRUPTED = 2, 130


def teaching(command: Callable) -> Callable:
    """A user's mistake ends a command with one sentence and exit status 2, never a traceback."""

    @functools.wraps(command)
    def told(*args, **kwargs):
        try:
            return command(*args, **kwargs)
        except UserError as error:
            problems.print(
                f"partystate: {error}", style=None, markup=False, highlight=False, soft_wrap=True
            )
            sys.exit(USER_ERROR)
        except KeyboardInterrupt:
            problems.print("partystate: stopped; what was finished is kept.", markup=False)
            sys.exit(INTERRUPTED)

    return told


def print_json(data) -> None:
    """JSON on standard output."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def print_table(title: str, columns: list[str], rows: list[tuple]) -> None:
    """A table for a person."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(table)
