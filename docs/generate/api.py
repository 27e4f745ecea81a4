"""Python: what `partystate.__all__` names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import Any

import partystate
from docs.generate.markdown import Pages, anchor, block, docstring, heading, page
from docs.generate.source import path_of

INTRODUCTION = (
    """What `import partystate as ps` gives. Everything else may change without notice."""
)


def pages() -> Pages:
    things = [_thing(name, getattr(partystate, name)) for name in sorted(partystate.__all__)]
    return {"api.md": page("# Python", INTRODUCTION, *things)}


def kind_of(value: object) -> str:
    """Kind of a label: pages know no capitals, and a function may have the name of a class."""
    return "class" if inspect.isclass(value) else "api"


def _thing(name: str, value: Any) -> str:
    title = heading(2, f"`ps.{name}`", anchor(kind_of(value), name))
    if not callable(value):
        return page(title, block(repr(value), "python"))
    parts = [
        title,
        block(signature(f"ps.{name}", value), "python"),
        docstring(inspect.getdoc(value)),
    ]
    if inspect.isclass(value):
        parts += [_method(name, each, member) for each, member in _members(value)]
    return page(*parts, f"Source: `{path_of(value.__module__)}`")


def _members(owner: type) -> list[tuple[str, Any]]:
    """Public methods and properties with a docstring of their own."""
    return [
        (name, member)
        for name, member in vars(owner).items()
        if not name.startswith("_")
        and (inspect.isfunction(member) or isinstance(member, property | cached_property))
    ]


def _method(owner: str, name: str, member: Any) -> str:
    shown = f"{owner}.{name}"
    line = shown if isinstance(member, property | cached_property) else signature(shown, member)
    return page(heading(3, f"`{name}`"), block(line, "python"), docstring(inspect.getdoc(member)))


def signature(name: str, function: Callable[..., Any]) -> str:
    """As it is called, one argument a line where there is more than one; `self` left out."""
    found = inspect.signature(function)
    given = [p for p in found.parameters.values() if p.name != "self"]
    arguments = [_argument(p) for p in given]
    if by_keyword := [p for p in given if p.kind is p.KEYWORD_ONLY]:
        arguments.insert(given.index(by_keyword[0]), "*")
    is_silent = inspect.isclass(function) or found.return_annotation is found.empty
    result = "" if is_silent else f" -> {_name(found.return_annotation)}"
    if len(arguments) < 2:
        return f"{name}({', '.join(arguments)}){result}"
    inner = ",\n    ".join(arguments)
    return f"{name}(\n    {inner},\n){result}"


def _argument(parameter: inspect.Parameter) -> str:
    kind = "" if parameter.annotation is parameter.empty else f": {_name(parameter.annotation)}"
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
    return f"{star}{parameter.name}{kind}{default}"


def _name(annotation: object) -> str:
    """An annotation as it is written; most are texts already."""
    return (
        annotation
        if isinstance(annotation, str)
        else getattr(annotation, "__name__", str(annotation))
    )
