"""The list of series, and a chart of one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from partystate.explore import cite, told
from partystate.explore.address import Address
from partystate.explore.answer import BIB, CSV, PNG, SVG, TEXT, Answer, Missing
from partystate.explore.drawing import plot, standalone
from partystate.explore.library import Library
from partystate.explore.picked import Picked, Strip, kinds_in_words, picked
from partystate.explore.rendering import Page
from partystate.report.series import CLAIMED
from partystate.report.spans import span_words

THEMES = {
    "people": "People",
    "land": "Food and farms",
    "terror": "Terror",
    "industry": "Industry and work",
    "belief": "Belief",
    "information": "What was known and told",
    "power": "The top",
    "war": "War",
    "other": "Others",
}
SOURCE = "free histories and best account of partystate {version}"
CITED = 12  # sources named beneath a drawing


def index(library: Library, address: Address) -> Page:
    """Every series by theme; those whose words hold what is looked for."""
    looked = address.get("find").casefold()
    found = defaultdict(list)
    for one in library.catalogue.values():
        if all(
            word in f"{one.name} {one.words} {one.definition}".casefold() for word in looked.split()
        ):
            found[one.theme].append(one)
    themes = [(words, found[key]) for key, words in THEMES.items() if found[key]]
    themes += [(key, found[key]) for key in found if key not in THEMES and found[key]]
    return Page("Charts", "charts.html", {"themes": themes, "looked": address.get("find")})


def chart(library: Library, address: Address, name: str) -> Page:
    """One series beside the record, for the places and levels of the address."""
    series = library.series(name)
    found = picked(library, series, address)
    factor, unit = told.unit_of(found)
    strips = found.scaled(factor)
    whose = library.data.whose
    finding = told.finding(strips[0], unit, whose, library.data.is_best)
    drawn = plot.drawn(plot_of(library, found), f"{series.words}: {finding}")
    places = sorted({*series.regions, *(library.places if name in library.summable else ())})
    others = [g for g in series.groups if g and not g.startswith("region=")]
    data = {
        "series": series,
        "picked": found,
        "svg": drawn,
        "finding": finding,
        "beside": told.beside_record(strips[0]),
        "strips": strips,
        "unit": unit,
        "whose": whose,
        "rows": rows_of(strips),
        "sources": sources_of(found),
        "places": places,
        "groups": [(g, library.names.group(g)) for g in others],
        "kinds": kinds_in_words(series),
        "levels": [(level, library.names.label("level", level)) for level in series.levels],
        "missing": [s.name for s in strips if s.is_sum and not len(s.band)],
        "python": cite.python_of(found, library.country.id),
        "members": library.data.members,
        "beyond": beyond_of(library, found),
        "is_mapped": len(series.regions) > 1,
        "is_recorded": len(series.levels) > 2 and "" in series.groups,
    }
    return Page(title_of(library, found), "chart.html", data)


def file(library: Library, address: Address, name: str, ending: str) -> Answer:
    """The same as CSV, SVG, PNG, BibTeX or Python."""
    series = library.series(name)
    found = picked(library, series, address)
    title = title_of(library, found)
    if ending == ".csv":
        rows = cite.table_of(found, library.data.whose, source(library))
        return Answer(cite.csv_of(cite.COLUMNS, rows), CSV)
    if ending == ".bib":
        return Answer(cite.bibtex(title, str(address), sources_of(found), library.sources), BIB)
    if ending == ".py":
        return Answer(cite.python_of(found, library.country.id).encode(), TEXT)
    drawing = plot_of(library, found)
    if drawing.is_empty:
        raise Missing("There is nothing to draw of this.")
    named = sources_of(found)
    beneath = [
        f"Shade: 50 and 90 per cent of {library.data.members} free histories. Line: "
        f"{library.data.whose}. Points: the record, hollow where quoted as recalled.",
        *filter(None, [beyond_of(library, found)]),
        f"Sources: {source(library)}; {'; '.join(named[:CITED])}"
        + (f"; and {len(named) - CITED} more" if len(named) > CITED else ""),
    ]
    text = standalone.standalone(str(plot.one(drawing, title)), title, beneath)
    if ending == ".svg":
        return Answer(text.encode(), SVG)
    import vl_convert

    return Answer(vl_convert.svg_to_png(text, scale=2), PNG)


def beyond_of(library: Library, found: Picked) -> str:
    """What is drawn after the usual end, in words; blank where nothing is."""
    beyond = library.beyond
    if beyond is None or all(strip.until is None for strip in found.strips):
        return ""
    return (
        f"After {span_words(beyond.usual)}, where the usual run ends, shade and broken line are of "
        f"{beyond.runs} histories that go on: extrapolation, nothing was fitted there."
    )


def source(library: Library) -> str:
    """What the numbers of the model are from."""
    return SOURCE.format(version=library.about.get("versions", {}).get("partystate", ""))


def title_of(library: Library, found: Picked) -> str:
    """What a chart is of: "Deaths, Ukraine"."""
    words = found.series.words
    several = len(found.strips) > 1
    named = [s.name for s in found.strips if several or s.group or s.level != "truth"]
    return f"{words[:1].upper()}{words[1:]}" + (f": {'; '.join(named)}" if named else "")


def plot_of(library: Library, found: Picked) -> plot.Plot:
    """What is drawn."""
    factor, unit = told.unit_of(found)
    strips = found.scaled(factor)
    is_one = len(strips) == 1
    strands, marks = [], []
    for place, strip in enumerate(strips):
        band = (
            strip.band.select("at", "q05", "q25", "q75", "q95").rows()
            if is_one
            else [
                (at, low, middle, middle, high)
                for at, low, middle, high in strip.band.select("at", "q05", "median", "q95").rows()
            ]
        )
        strands.append(
            plot.Strand(strip.name, strip.line.select("at", "value").rows(), band, place)
        )
        for row in strip.record.iter_rows(named=True):
            said = told.said_of(row, unit)
            marks.append(
                plot.Mark(
                    row["at"],
                    row["low"],
                    row["central"],
                    row["high"],
                    row["role"],
                    row["verified"] == "read",
                    said,
                    None if is_one else place,
                )
            )
    said = told.at_each_time(strips[0], unit, library.data.whose)
    until = next((s.until for s in strips if s.until is not None), None)
    return plot.Plot(strands, marks, unit, said, is_of_years=found.every == "year", until=until)


def rows_of(strips: Sequence[Strip]) -> list[tuple]:
    """Rows of the table beneath a chart, in the unit of the drawing: those with a figure of the
    record twice over are told once a figure."""
    rows = []
    for strip in strips:
        lines = dict(strip.line.select("time", "value").iter_rows())
        bands = {r["time"]: r for r in strip.band.iter_rows(named=True)}
        record: dict[str, list[dict]] = defaultdict(list)
        for r in strip.record.iter_rows(named=True):
            record[r["time"]].append(r)
        for time in dict.fromkeys([*lines, *bands, *record]):
            band = bands.get(time, {})
            for figure in record.get(time, [{}]):
                rows.append(
                    (
                        strip.name,
                        time,
                        span_words(time),
                        band.get("median"),
                        band.get("q05"),
                        band.get("q95"),
                        lines.get(time),
                        figure.get("low"),
                        figure.get("central"),
                        figure.get("high"),
                        figure.get("role", ""),
                        figure.get("source", ""),
                    )
                )
    return rows


def sources_of(found: Picked) -> list[str]:
    """Citations behind the figures of the record in a chart."""
    named = dict.fromkeys(s for strip in found.strips for s in strip.record["source"])
    return ["the text that is tested" if s == CLAIMED else s for s in named]
