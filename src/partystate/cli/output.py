"""How commands speak: errors in one sentence, tables for people, JSON for programs; to a terminal,
a file, a pipe that closes early or nobody at all."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
import warnings
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from partystate.core.errors import UserError
from partystate.country.renamed import Renamed

WIDTH_OF_A_FILE = 150  # characters, where output does not go to a terminal
USER_ERROR, INTERRUPTED, BROKEN_PIPE = 2, 130, 141


def _is_terminal(stream) -> bool:
    """Whether a person reads along; a program may be started with its output closed."""
    return stream is not None and stream.isatty()


# no markup: a name in brackets is a name
console = Console(
    width=None if _is_terminal(sys.stdout) else WIDTH_OF_A_FILE, markup=False, highlight=False
)
problems = Console(stderr=True, markup=False, highlight=False)


def prepare_streams() -> None:
    """Let nothing that is said end a command: closed streams go nowhere, and a character that a
    stream cannot write becomes a question mark."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  (to the end)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say_renamings_plainly() -> None:
    """Tell of an old name as of a mistake: in a sentence, without the line of the program."""
    usual = warnings.showwarning

    def told(message, category, *rest, **more) -> None:
        if category is Renamed:
            say_problem(f"partystate: {message}")
        else:
            usual(message, category, *rest, **more)

    warnings.showwarning = told


def teaching(command: Callable) -> Callable:
    """A user's mistake ends a command with one sentence and exit status 2, never a traceback."""

    @functools.wraps(command)
    def told(*args, **kwargs):
        try:
            return command(*args, **kwargs)
        except UserError as error:
            say_problem(f"partystate: {error}")
            sys.exit(USER_ERROR)
        except KeyboardInterrupt:
            stopped()
        except BrokenPipeError:
            nobody_listens()

    return told


def say_problem(text: str) -> None:
    """One sentence on standard error, in one line."""
    problems.print(text, style=None, soft_wrap=True)


def stopped() -> None:
    """The end of a command that its user stopped."""
    say_problem("partystate: stopped; what was finished is kept.")
    sys.exit(INTERRUPTED)


def nobody_listens() -> None:
    """The end of a command whose reader has gone, as `head` does: without a word, and without the
    interpreter's own at its exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(BROKEN_PIPE)


def print_json(data) -> None:
    """JSON on standard output."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=not _writes_all(sys.stdout)) + "\n")


def _writes_all(stream) -> bool:
    """Whether a stream can write every character."""
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").startswith("utf")


def print_table(title: str, columns: list[str], rows: list[tuple]) -> None:
    """A table for a person."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(table)


def print_lines(title: str, lines: list[str]) -> None:
    """A short list for a person; nothing where it is empty."""
    if lines:
        console.print(f"{title}:", highlight=False)
    for line in lines:
        console.print(f"  - {line}", highlight=False)
