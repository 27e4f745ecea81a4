"""What rests on what was read: the figures of each source, and how many of them were read in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from partystate.evidence.records import Row, Source
from partystate.evidence.sources import where_found

FITTED, HELD_OUT = "calibrate", "validate"


@dataclass(frozen=True)
class OfASource:
    """Numbers of rows of one source: all of them, those read in it, those quoted as recalled, and
    of the recalled those used in fitting and those held out from it; and where it is found."""

    source: str
    rows: int
    read: int
    recalled: int
    recalled_used_in_fitting: int
    recalled_held_out: int
    doi: str
    address: str


def by_source(rows: Iterable[Row], sources: Mapping[str, Source]) -> list[OfASource]:
    """Rows counted by source, those with most that is recalled first, then by name."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.source].append(row)
    counted = [_counted(source, mine, sources) for source, mine in found.items()]
    return sorted(counted, key=lambda one: (-one.recalled, -one.rows, one.source))


def _counted(source: str, rows: list[Row], sources: Mapping[str, Source]) -> OfASource:
    recalled = [row.role for row in rows if not row.verified]
    return OfASource(
        source,
        len(rows),
        len(rows) - len(recalled),
        len(recalled),
        recalled.count(FITTED),
        recalled.count(HELD_OUT),
        **where_found(source, sources),
    )
