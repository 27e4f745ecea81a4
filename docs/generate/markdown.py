"""Pieces of a page in MyST markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Pages = dict[str, str]  # text of a page by its path in docs/reference
INDENTED = "    "
LABEL = re.compile(
    r"^(Shapes|Reads|Proposes|Assumptions|Departures|Rival accounts|Sources|Arguments|Returns|"
    r"Raises|Warns|Example|Attributes)(:| )"
)
SPECIAL = re.compile(r"([\\`*_\[\]<>|$#~{}])")


def escape(text: object) -> str:
    """Text that markdown leaves alone, on one line; what stands in backticks stays code."""
    parts = " ".join(str(text).split()).split("`")
    if len(parts) % 2 == 0:  # a backtick without its other
        return SPECIAL.sub(r"\\\1", "`".join(parts))
    return "".join(
        f"`{part}`" if i % 2 else SPECIAL.sub(r"\\\1", part) for i, part in enumerate(parts)
    )


def number(value: float) -> str:
    """As a person writes it: 6,000,000 and not 6e+06."""
    return f"{value:,.10g}"


def code(text: object) -> str:
    """A name in the type of a machine."""
    return f"`{text}`" if str(text) else ""


def anchor(kind: str, name: str) -> str:
    """Label of a thing: mechanism-votes, parameter-votes.testament, observable-population.total."""
    return f"{kind}-{name}"


def heading(level: int, text: str, label: str | None = None) -> str:
    """A heading, with a label that other pages can refer to."""
    line = f"{'#' * level} {text}"
    return f"({label})=\n{line}" if label else line


def link(kind: str, name: str, text: str | None = None) -> str:
    """A link to what has the label."""
    return f"[{text or code(name)}](#{anchor(kind, name)})"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are markdown already."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def block(text: str, language: str = "text") -> str:
    """Text as it stands."""
    return f"```{language}\n{text}\n```"


def page(*parts: str) -> str:
    """Parts with an empty line between, empty ones left out."""
    return "\n\n".join(part.rstrip() for part in parts if part) + "\n"


def docstring(text: str | None) -> str:
    """A docstring of this project: paragraphs, indented equations as they stand, and labels such as
    "Assumptions:" each on a line of its own and strong."""
    return "\n\n".join(_paragraph(part) for part in (text or "").strip().split("\n\n"))


def _paragraph(text: str) -> str:
    found: list[str] = []
    words: list[str] = []
    literal: list[str] = []

    def close() -> None:
        if words:
            found.append(_labelled(" ".join(words)))
        if literal:
            found.append(block("\n".join(literal)))
        words.clear()
        literal.clear()

    for line in text.splitlines():
        indented = line.startswith("  ")
        if indented and not literal or not indented and literal or LABEL.match(line):
            close()
        (literal if indented else words).append(line.removeprefix(INDENTED) if indented else line)
    close()
    return "\n\n".join(found)


def _labelled(text: str) -> str:
    found = LABEL.match(text)
    if not found:
        return escape(text)
    return f"**{found.group(1)}**{found.group(2).strip()} {escape(text[found.end() :])}"
