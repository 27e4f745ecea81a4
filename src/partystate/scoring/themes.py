"""The score by theme: how many of its series the model speaks to, and in how many it beats the
naive guess."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from partystate.scoring.quantity import Line, coverage, series_of

SILENT = "not spoken to"


def by_theme(lines: list[Line]) -> dict[str, dict]:
    """Theme -> series in all, spoken to, and beating the naive guess (mean skill of the rows spoken
    to above zero), with the coverage of the 90 per cent interval, and of what figures would read.
    Series without a naive guess are among those spoken to and beat nothing."""
    found: dict[str, dict[tuple, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        found[line.row.theme][series_of(line.row)].append(line)
    return {theme: _counts(series) for theme, series in sorted(found.items())}


def _counts(series: dict[tuple, list[Line]]) -> dict:
    spoken = [[q for q in rows if q.verdict != SILENT] for rows in series.values()]
    spoken = [rows for rows in spoken if rows]
    skills = [[q.skill for q in rows if q.skill is not None] for rows in spoken]
    return {
        "series": len(series),
        "spoken_to": len(spoken),
        "beat_naive": sum(1 for s in skills if s and np.mean(s) > 0),
        "coverage90": coverage([q for rows in spoken for q in rows], "inside90"),
        "coverage90_read": coverage([q for rows in spoken for q in rows], "read90"),
    }
