"""The one exception a user's mistake raises: what, where, what was expected, what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class UserError(Exception):
    """A mistake in a file, a command or a call, told so that it can be mended: the one exception
    that the public functions raise for one.

    Arguments:
        problem: what is wrong.
        file: in which file.
        row: line number in the file as an editor shows it (the header is line 1).
        column: in which column or entry.
        found: what stands there.
        expected: what should stand there, with the nearest name.
        action: what to do.

    Example:
        >>> import partystate as ps
        >>> print(ps.UserError("unknown region", "regions.csv", 3, found="'Up'", action="Mend it."))
        regions.csv, row 3: unknown region; found 'Up'. Mend it.
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
