"""Where a thing stands in the source, and what the comments beside fields say."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import partystate

ROOT = Path(partystate.__file__).parent


def path_of(module: ModuleType | str) -> str:
    """Path of a module in the repository."""
    name = module if isinstance(module, str) else module.__name__
    return f"src/{name.replace('.', '/')}.py"


def field_comments(owner: type) -> dict[str, str]:
    """What the comment beside or above each field of a class says."""
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
