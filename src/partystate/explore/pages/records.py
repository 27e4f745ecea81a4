"""Records: what happened, what was known, what was published, what is preserved."""

from __future__ import annotations

from partystate.core.nearest import nearest
from partystate.explore import told
from partystate.explore.address import Address
from partystate.explore.answer import Missing
from partystate.explore.drawing import plot
from partystate.explore.drawing.scale import written
from partystate.explore.library import Library, Series
from partystate.explore.pages.charts import beyond_of, plot_of
from partystate.explore.picked import Picked, picked
from partystate.explore.rendering import Page
from partystate.report.spans import span_words

FIRST = ("grain.harvest", "population.deaths", "repression.executions")
LEVELS = ("truth", "known", "published", "preserved")


def recorded(library: Library) -> list[Series]:
    """Series of the whole country that are told at three levels or more."""
    return [s for s in library.catalogue.values() if len(s.levels) > 2 and "" in s.groups]


def page(library: Library, address: Address, name: str) -> Page:
    """One series as it was, as known, as published and as preserved."""
    there = {one.name: one for one in recorded(library)}
    if not there:
        raise Missing("No series of these results is told at several levels.")
    name = name or next((n for n in FIRST if n in there), next(iter(there)))
    if name not in there:
        raise Missing(f"{name!r} is not told at several levels.", nearest(name, there))
    series = there[name]
    levels = [level for level in LEVELS if level in series.levels]
    state = Address(f"/chart/{name}", {"level": ",".join(levels), "place": address.get("place")})
    found = picked(library, series, state)
    factor, unit = told.unit_of(found)
    gap = _gap(library, found, factor, unit)
    data = {
        "series": series,
        "options": [(s.name, s.words) for s in there.values()],
        "svg": plot.drawn(
            plot_of(library, found), f"{series.words} at {len(levels)} levels: {gap}"
        ),
        "gap": gap,
        "strips": found.strips,
        "levels": [(level, library.names.label("level", level)) for level in levels],
        "rows": _rows(found, factor),
        "unit": unit,
        "chart": state,
        "place": address.get("place"),
        "regions": series.regions,
        "members": library.data.members,
        "whose": library.data.whose,
        "beyond": beyond_of(library, found),
    }
    return Page(f"Records: {series.words}", "records.html", data)


def _gap(library: Library, found: Picked, factor: float, unit: str) -> str:
    """The time at which what was told lies furthest from what was, in a sentence."""
    by_level = {
        s.level: dict(s.usual.line.select("time", "value").iter_rows()) for s in found.strips
    }
    truth = by_level.get("truth", {})
    best: tuple[float, str, str] | None = None
    for level, values in by_level.items():
        for time, value in values.items():
            if level != "truth" and time in truth:
                gap = abs(value - truth[time])
                if best is None or gap > best[0]:
                    best = (gap, time, level)
    if best is None or best[0] == 0:
        return "What was told is what was, as far as the model goes."
    _, time, level = best
    return (
        f"Furthest apart in {span_words(time)}: {written(truth[time] * factor)} {unit} as it was, "
        f"{written(by_level[level][time] * factor)} {library.names.label('level', level)}."
    )


def _rows(found: Picked, factor: float) -> list[tuple]:
    by_level = [dict(s.line.select("time", "value").iter_rows()) for s in found.strips]
    times = dict.fromkeys(time for one in by_level for time in one)
    return [
        (
            time,
            span_words(time),
            [None if time not in one else one[time] * factor for one in by_level],
        )
        for time in times
    ]
