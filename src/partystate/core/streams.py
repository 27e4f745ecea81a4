"""The registry of random streams: a CSV of id and name to which rows are only ever added at the end."""

from __future__ import annotations

import csv
from pathlib import Path

from partystate.core.errors import UserError


def load_streams(path: Path) -> dict[str, int]:
    """Stream number by name. Numbers rise from row to row, so a row moved, removed or reused is found."""
    streams: dict[str, int] = {}
    last = 0
    with open(path, encoding="utf-8", newline="") as file:
        for row, entry in enumerate(csv.DictReader(file), start=2):
            number, name = int(entry["id"]), entry["name"]
            if number <= last or name in streams:
                raise UserError(
                    "a stream is out of order or given twice", path.name, row, "id", f"{number} {name}",
                    f"a number above {last} and a new name", "Add streams at the end; never reuse or move one.",
                )  # fmt: skip
            streams[name], last = number, number
    return streams
