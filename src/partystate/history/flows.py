"""Flows of persons by month, cause, place and status; with the stocks they close the books.

January's population plus the year's rows with blank `from` less those with blank `to` is next January's. Moves between
regions by a pooled cause stand as departures to, and arrivals from, `elsewhere`, which is empty at the end of a month.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.history.kept import Kept
from partystate.world import moves
from partystate.world.layout import pair_destination

ELSEWHERE = "elsewhere"
COLUMNS = ("time", "cause", "region", "region_to", "nationality", "from", "to", "persons")


def flows_table(kept: Kept) -> pl.DataFrame:
    """Every flow above zero. `region_to` is blank where the region stays the same."""
    axes = kept.layout.axes
    place = [axes.communities[c] for c, _ in axes.pairs]
    status = [axes.statuses.labels[s] for _, s in axes.pairs]
    parts = [_part(kept, moves.BIRTH, kept.births, place, [""] * len(status), status)]
    for k, cause in enumerate(moves.CAUSES):
        if cause.leaves_to == moves.AGE:
            continue
        if cause.pooled:
            parts += _pooled(kept, k, cause, place, status)
            continue
        goes = pair_destination(axes, cause)
        to = ["" if cause.leaves_to is None or g < 0 else status[g] for g in goes]
        parts.append(_part(kept, cause.name, kept.moved[:, k], place, status, to))
    return pl.concat(parts).sort("time", "cause", "region", "nationality", "from", "to")


def _pooled(kept: Kept, k: int, cause: moves.Cause, place, status) -> list[pl.DataFrame]:
    away = [ELSEWHERE] * len(status)
    left = _part(kept, cause.name, kept.moved[:, k], place, status, [cause.leaves_to] * len(status), region_to=away)
    there = [p[0] for p in place]
    strangers = [(ELSEWHERE, p[1]) for p in place]
    came = _part(kept, cause.name, kept.arrived[cause.name], strangers, [cause.leaves_to] * len(status), status, region_to=there)
    return [left, came]


def _part(kept: Kept, cause: str, persons: np.ndarray, place, source, to, region_to=None) -> pl.DataFrame:
    """Rows of one cause from [T, Q] persons."""
    t, q = np.nonzero(persons > 0)
    texts = np.array(kept.months.texts())
    take = lambda labels: np.array(labels, dtype=object)[q].tolist()  # noqa: E731
    return pl.DataFrame(
        {
            "time": texts[t].tolist(),
            "cause": [cause] * len(t),
            "region": take([p[0] for p in place]),
            "region_to": take(region_to or [""] * len(place)),
            "nationality": take([p[1] for p in place]),
            "from": take(source),
            "to": take(to),
            "persons": persons[t, q],
        },
        schema={name: pl.Float64 if name == "persons" else pl.String for name in COLUMNS},
    )
