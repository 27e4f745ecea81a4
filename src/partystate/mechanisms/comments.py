"""What the comments beside the fields of a class say: of parameters, what they are."""

from __future__ import annotations

import ast
import inspect
from textwrap import dedent


def field_comments(owner: type) -> dict[str, str]:
    """What the comment beside or above each field of a class says, those it inherits last."""
    found: dict[str, str] = {}
    for each in owner.__mro__[::-1]:
        if each.__module__.startswith("partystate."):
            found |= _comments_in(each)
    return found


def _comments_in(owner: type) -> dict[str, str]:
    text = dedent(inspect.getsource(owner))
    lines = text.splitlines()
    return {
        node.target.id: _comment(lines, node.lineno - 1, node.end_lineno or node.lineno)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _comment(lines: list[str], start: int, end: int) -> str:
    """The comment on a field's own lines, else the block of comments right above it."""
    beside = [line.split("#", 1)[1].strip() for line in lines[start:end] if "#" in line]
    if beside:
        return " ".join(beside)
    above: list[str] = []
    for line in reversed(lines[:start]):
        if not line.strip().startswith("#"):
            break
        above.insert(0, line.strip().lstrip("# "))
    return " ".join(above)
