"""The command line, from the functions behind its commands."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

import typer
from typer.models import ArgumentInfo

from docs.generate.markdown import Pages, anchor, block, code, escape, heading, page, table
from partystate.cli.main import app

NAME = "partystate"


@dataclass(frozen=True)
class Parameter:
    """An argument or option of a command; `kind` is what is to be given, "" for a switch."""

    names: tuple[str, ...]
    is_argument: bool
    kind: str
    is_repeatable: bool
    help: str
    default: str


def pages() -> Pages:
    found = dict(commands())
    listed = table(
        ["command", "what it does"],
        [
            (f"[`{name}`](#{anchor('command', slug(name))})", escape(first_line(function)))
            for name, function in found.items()
        ],
    )
    return {
        "command-line.md": page(
            "# Command line", listed, *(_command(*each) for each in found.items())
        )
    }


def commands() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Whole name and function of every command."""
    yield from _below(NAME, app)


def _below(name: str, of: typer.Typer) -> Iterator[tuple[str, Callable[..., Any]]]:
    for command in of.registered_commands:
        if function := command.callback:
            yield f"{name} {command.name or function.__name__.replace('_', '-')}", function
    for group in of.registered_groups:
        if group.typer_instance:
            yield from _below(f"{name} {group.name}", group.typer_instance)


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    """What a command may be given, in its own order."""
    hints = get_type_hints(function, include_extras=True)
    given = inspect.signature(function).parameters
    return [_parameter(name, hints[name], p.default) for name, p in given.items()]


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    kind, info = get_args(hint)[:2]
    kind, is_repeatable = _one(kind)
    is_argument = isinstance(info, ArgumentInfo)
    # in Annotated the first name that is given stands where a default would
    given = [n for n in (info.default, *(info.param_decls or ())) if isinstance(n, str)]
    names = given or [name if is_argument else f"--{name.replace('_', '-')}"]
    is_switch = kind is bool
    shown = "" if is_switch or default in (None, inspect.Parameter.empty) else str(default)
    return Parameter(
        tuple(names),
        is_argument,
        "" if is_switch else {str: "TEXT", int: "INTEGER", float: "NUMBER"}.get(kind, "PATH"),
        is_repeatable,
        info.help or "",
        "the shipped ones" if "/" in shown else shown,
    )


def _one(kind: Any) -> tuple[Any, bool]:
    """The type of one value, and whether there may be several; None is left out."""
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    is_list = get_origin(kind) in (list, tuple)
    return (get_args(kind)[0], True) if is_list else (kind, False)


def slug(name: str) -> str:
    """As it stands in a label."""
    return name.replace(" ", "-")


def first_line(function: Callable[..., Any]) -> str:
    """First paragraph of the help."""
    return (inspect.getdoc(function) or "").split("\n\n")[0]


def _command(name: str, function: Callable[..., Any]) -> str:
    found = parameters(function)
    arguments = [p for p in found if p.is_argument]
    options = [p for p in found if not p.is_argument]
    usage = [
        name,
        *(f"[{p.names[0].upper()}]" for p in arguments),
        *(["[OPTIONS]"] if options else []),
    ]
    return page(
        heading(2, name, anchor("command", slug(name))),
        escape(inspect.getdoc(function) or ""),
        block(" ".join(usage)),
        _table("argument", arguments),
        _table("option", options),
    )


def _table(word: str, found: list[Parameter]) -> str:
    rows = [(_named(p), escape(p.help), code(p.default)) for p in found]
    return table([word, "", "if not given"], rows) if rows else ""


def _named(parameter: Parameter) -> str:
    kind = f" {parameter.kind}" if parameter.kind and not parameter.is_argument else ""
    said = "repeated" in parameter.help
    more = ", may be repeated" if parameter.is_repeatable and not said else ""
    return code(", ".join(parameter.names) + kind) + more
