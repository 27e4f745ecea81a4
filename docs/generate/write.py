"""All pages of the reference, written to a folder."""

from __future__ import annotations

from pathlib import Path

from docs.generate import (
    api,
    bibliography,
    command_line,
    glossary,
    mechanisms,
    observables,
    published,
    run_directory,
)
from docs.generate.markdown import Pages

PARTS = (
    api,
    command_line,
    mechanisms,
    observables,
    run_directory,
    published,
    glossary,
    bibliography,
)


def reference() -> Pages:
    """Text of every page by its path in docs/reference."""
    found: Pages = {}
    for part in PARTS:
        found |= part.pages()
    return found


def write_reference(folder: Path) -> list[Path]:
    """Write every page; pages of an earlier run that are no longer made are removed."""
    pages = reference()
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in pages:
            old.unlink()
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [folder / name for name in pages]
