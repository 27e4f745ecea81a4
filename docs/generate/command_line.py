"""The command line, from its own tree of commands."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from docs.generate.markdown import Pages, anchor, block, code, escape, heading, page, table
from partystate.cli.main import app

NAME = "partystate"


def pages() -> Pages:
    found = list(commands())
    listed = table(
        ["command", "what it does"],
        [
            (f"[`{name}`](#{anchor('command', slug(name))})", escape(first_line(c)))
            for name, c in found
        ],
    )
    text = page("# Command line", listed, *(_command(name, command) for name, command in found))
    return {"command-line.md": text}


def commands() -> Iterator[tuple[str, TyperCommand]]:
    """Every command that does something, with its whole name."""
    yield from _below(NAME, typer.main.get_command(app))


def _below(name: str, command: TyperCommand | TyperGroup) -> Iterator[tuple[str, TyperCommand]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word, each in inner.items():
        yield from _below(f"{name} {word}", each)


def slug(name: str) -> str:
    return name.replace(" ", "-")


def first_line(command: TyperCommand) -> str:
    return (command.help or "").split("\n\n")[0]


def _command(name: str, command: TyperCommand) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = " ".join([name, *(_usage(p) for p in arguments), *(["[OPTIONS]"] if options else [])])
    parts = [heading(2, name, anchor("command", slug(name))), escape(command.help or "")]
    parts.append(block(usage, "console"))
    rows = [(code(p.name), _help(p), _default(p)) for p in arguments]
    parts.append(table(["argument", "", "if not given"], rows) if rows else "")
    rows = [(_option(p), _help(p), _default(p)) for p in options]
    parts.append(table(["option", "", "if not given"], rows) if rows else "")
    return page(*parts)


def _usage(argument: TyperArgument) -> str:
    name = argument.name.upper() + ("..." if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _option(option: TyperOption) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    kind = "" if getattr(option, "is_flag", False) else f" {option.type.name.upper()}"
    return code(names + kind) + (" repeatable" if option.multiple else "")


def _help(parameter: TyperArgument | TyperOption) -> str:
    return escape(getattr(parameter, "help", "") or "")


def _default(parameter: TyperArgument | TyperOption) -> str:
    given = parameter.default
    if given is None or callable(given) or getattr(parameter, "is_flag", False):
        return ""
    return code(getattr(given, "name", given) if not isinstance(given, str) else given)
