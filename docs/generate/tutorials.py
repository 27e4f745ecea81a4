"""Tutorials: files of docs/tutorials, run cell by cell, with what each cell shows."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs.generate.markdown import block, page

FOLDER = Path(__file__).parents[1] / "tutorials"
CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """A cell of a file; text has lost its `# `."""

    is_text: bool
    body: str


def cells(source: str) -> list[Cell]:
    """Cells of a notebook in plain text."""
    parts = CELL.split(source)
    return [
        Cell(True, re.sub(r"^# ?", "", body.strip(), flags=re.MULTILINE))
        if "[markdown]" in head
        else Cell(False, body.strip())
        for head, body in zip(parts[1::2], parts[2::2], strict=True)
    ]


def shown(body: str, names: dict[str, Any]) -> str:
    """Run a cell of code; what its last line is worth, as Python writes it, "" if it is worth
    nothing."""
    tree = ast.parse(body)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<cell>", "exec"), names)
        return ""
    exec(compile(ast.Module(tree.body[:-1], []), "<cell>", "exec"), names)
    value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    return "" if value is None else str(value)


def rendered(source: str) -> str:
    """A tutorial as a page, each cell of code followed by what it shows."""
    names: dict[str, Any] = {}
    parts = []
    for cell in cells(source):
        parts.append(cell.body if cell.is_text else block(cell.body, "python"))
        if not cell.is_text and (text := shown(cell.body, names)):
            parts.append(block(text))
    return page(*parts)


def write_tutorials(folder: Path = FOLDER) -> list[Path]:
    """Run every tutorial of a folder and write its page beside it."""
    written = []
    for file in sorted(folder.glob("*.py")):
        path = file.with_suffix(".md")
        path.write_text(rendered(file.read_text(encoding="utf-8")), encoding="utf-8")
        written.append(path)
    return written
