"""The register of random streams: a CSV of `id,name` to which rows are only ever added at the end.

The number of a stream is part of every draw (`core.draws`): were one moved or used again, old runs
could not be repeated, and two mechanisms could share their luck."""

from __future__ import annotations

import csv
from pathlib import Path

from partystate.core.errors import UserError

COLUMNS = ["id", "name"]
LARGEST = 2**32 - 1
RULE = "Add streams at the end with the next number; never move, rename or reuse one."


def load_streams(path: str | Path) -> dict[str, int]:
    """Stream number by name; UserError where a number does not rise, or a name is blank or given
    twice."""
    path = Path(path)
    streams: dict[str, int] = {}
    for row, number, name in _rows(path):
        last = max(streams.values(), default=0)
        if not last < number <= LARGEST:
            raise UserError(
                "a stream is out of order",
                path.name,
                row,
                "id",
                str(number),
                f"a number above {last}",
                RULE,
            )
        if not name or name in streams:
            raise UserError(
                "a stream lacks a name of its own",
                path.name,
                row,
                "name",
                repr(name),
                "a new name",
                RULE,
            )
        streams[name] = number
    return streams


def check_appended(old: dict[str, int], new: dict[str, int], file: str = "streams.csv") -> None:
    """UserError unless `new` is `old` with streams added at the end."""
    for name, number in old.items():
        if new.get(name) != number:
            raise UserError(
                f"the stream {name!r} has moved or gone",
                file,
                column="id",
                found=str(new.get(name, "no such row")),
                expected=str(number),
                action=RULE,
            )
    last = max(old.values(), default=0)
    early = [name for name, number in new.items() if name not in old and number <= last]
    if early:
        raise UserError(
            f"the stream {early[0]!r} is not at the end",
            file,
            column="id",
            found=str(new[early[0]]),
            expected=f"a number above {last}",
            action=RULE,
        )


def _rows(path: Path):
    """(line number, id, name) of each row."""
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise UserError(
                "the header is not that of a register of streams",
                path.name,
                1,
                found=str(reader.fieldnames),
                expected=",".join(COLUMNS),
                action="Mend the first line.",
            )
        for entry in reader:
            text = entry["id"] or ""
            if not (text.isascii() and text.isdigit()):
                raise UserError(
                    "a stream has no number",
                    path.name,
                    reader.line_num,
                    "id",
                    repr(text),
                    "a whole number",
                    RULE,
                )
            yield reader.line_num, int(text), entry["name"] or ""
