"""Flows of persons by month, cause, place and status; with the stocks they close the books.

January's population plus the year's rows with blank `from` less those with blank `to` is next
January's. Moves between regions by a pooled cause stand as departures to, and arrivals from,
`elsewhere`, which is empty at the end of a month."""

from __future__ import annotations

import numpy as np
import polars as pl
from jaxtyping import Array

from partystate.history.trajectory import Trajectory
from partystate.world import causes
from partystate.world.layout import pair_destination

ELSEWHERE = "elsewhere"
COLUMNS = ("time", "cause", "region", "region_to", "nationality", "from", "to", "persons")


def flows_table(kept: Trajectory) -> pl.DataFrame:
    """Every flow above zero. `region_to` is blank where the region stays the same.

    Labels are numbers until the rows are in order: as text the millions of rows of a large country
    would take gigabytes."""
    axes = kept.layout.axes
    place = [axes.communities[c] for c, _ in axes.pairs]
    status = [axes.statuses.labels[s] for _, s in axes.pairs]
    names = {
        causes.BIRTH,
        ELSEWHERE,
        "",
        *(name for cause in causes.CAUSES for name in (cause.name, cause.leaves_to or "")),
    }
    labels = pl.Enum(
        sorted(
            names | {*kept.months.texts(), *status} | {label for pair in place for label in pair}
        )
    )
    parts = [_part(kept, labels, causes.BIRTH, kept.births, place, [""] * len(status), status)]
    for k, cause in enumerate(kept.layout.exits.causes):
        if cause.leaves_to == causes.AGE:
            continue
        if cause.pooled:
            parts += _pooled(kept, labels, k, cause, place, status)
            continue
        goes = pair_destination(axes, cause)
        to = ["" if cause.leaves_to is None or g < 0 else status[g] for g in goes]
        parts.append(_part(kept, labels, cause.name, kept["moved"][:, k], place, status, to))
    return (
        pl.concat(parts)
        .sort("time", "cause", "region", "nationality", "from", "to")
        .cast({labels: pl.String})
    )


def _pooled(
    kept: Trajectory, labels: pl.Enum, k: int, cause: causes.Cause, place, status
) -> list[pl.DataFrame]:
    away = [ELSEWHERE] * len(status)
    left = _part(
        kept,
        labels,
        cause.name,
        kept["moved"][:, k],
        place,
        status,
        [cause.leaves_to] * len(status),
        region_to=away,
    )
    there = [p[0] for p in place]
    strangers = [(ELSEWHERE, p[1]) for p in place]
    came = _part(
        kept,
        labels,
        cause.name,
        kept[f"arrived.{cause.name}"],
        strangers,
        [cause.leaves_to] * len(status),
        status,
        region_to=there,
    )
    return [left, came]


def _part(
    kept: Trajectory,
    labels: pl.Enum,
    cause: str,
    persons: Array,
    place,
    source,
    to,
    region_to=None,
) -> pl.DataFrame:
    """Rows of one cause from [T, Q] persons."""
    t, q = np.nonzero(persons > 0)

    def of(names):
        return pl.Series(names, dtype=labels).gather(q)

    return pl.DataFrame(
        {
            "time": pl.Series(kept.months.texts(), dtype=labels).gather(t),
            "cause": pl.Series([cause], dtype=labels).new_from_index(0, len(t)),
            "region": of([p[0] for p in place]),
            "region_to": of(region_to or [""] * len(place)),
            "nationality": of([p[1] for p in place]),
            "from": of(source),
            "to": of(to),
            "persons": persons[t, q],
        },
        schema={name: pl.Float64 if name == "persons" else labels for name in COLUMNS},
    )
