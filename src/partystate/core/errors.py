"""The one exception a user's mistake raises: what, where, what was expected, what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class UserError(Exception):
    """A mistake in a file or command, told so that it can be mended.

    `row` is the line number in the file as an editor shows it (the header is line 1).
    """

    problem: str
    file: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    expected: str = ""
    action: str = ""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column!r}")
        parts = [f"{', '.join(place)}: {self.problem}" if place else self.problem]
        if self.found:
            parts.append(f"found {self.found}")
        if self.expected:
            parts.append(f"expected {self.expected}")
        text = "; ".join(parts).rstrip(".") + "."
        return f"{text} {self.action}".strip()
