"""Python: what `partystate.__all__` names."""

from __future__ import annotations

import dataclasses
import inspect

import partystate
from docs.generate.markdown import Pages, anchor, block, docstring, heading, page
from docs.generate.source import path_of

INTRODUCTION = (
    """What `import partystate as ps` gives. Everything else may change without notice."""
)


def pages() -> Pages:
    things = [_thing(name, getattr(partystate, name)) for name in sorted(partystate.__all__)]
    return {"api.md": page("# Python", INTRODUCTION, *things)}


def _thing(name: str, value: object) -> str:
    title = heading(2, f"`ps.{name}`", anchor("api", name))
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


def _members(owner: type) -> list[tuple[str, object]]:
    """Public methods and properties with a docstring of their own."""
    return [
        (name, member)
        for name, member in vars(owner).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))
    ]


def _method(owner: str, name: str, member: object) -> str:
    shown = f"{owner}.{name}"
    line = shown if isinstance(member, property) else signature(shown, member)
    return page(heading(3, f"`{name}`"), block(line, "python"), docstring(inspect.getdoc(member)))


def signature(name: str, function: object) -> str:
    """As it is called, one argument a line where there is more than one; `self` left out."""
    found = inspect.signature(function)
    arguments = [str(p) for p in found.parameters.values() if p.name != "self"]
    if any(p.kind is p.KEYWORD_ONLY for p in found.parameters.values()):
        first = next(i for i, p in enumerate(_given(found)) if p.kind is p.KEYWORD_ONLY)
        arguments.insert(first, "*")
    result = "" if found.return_annotation is inspect.Signature.empty else f" -> {_plain(found)}"
    if len(arguments) < 2 or dataclasses.is_dataclass(function):
        return f"{name}({', '.join(arguments)}){result}"
    inner = ",\n    ".join(arguments)
    return f"{name}(\n    {inner},\n){result}"


def _given(found: inspect.Signature) -> list[inspect.Parameter]:
    return [p for p in found.parameters.values() if p.name != "self"]


def _plain(found: inspect.Signature) -> str:
    given = found.return_annotation
    return given if isinstance(given, str) else getattr(given, "__name__", str(given))
