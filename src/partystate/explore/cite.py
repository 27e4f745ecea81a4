"""What is taken away from a page: a table as CSV, a citation as BibTeX, the line of Python."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from partystate.evidence import Source, source_of
from partystate.explore.picked import Picked
from partystate.history.attributes import version
from partystate.report.spans import span_words

COLUMNS = (
    "series",
    "place",
    "level",
    "time",
    "from",
    "low",
    "q25",
    "middle",
    "q75",
    "high",
    "unit",
    "use",
    "read_in_print",
    "source",
)
AS_IT_IS = ("doi", "url")  # fields that BibTeX reads without its marks
KEYLESS = re.compile(r"[^a-z0-9]+")


def csv_of(columns: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """A table with numbers as numbers: no thousands apart, a full point."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return buffer.getvalue().encode()


def table_of(picked: Picked, whose: str, source: str) -> list[tuple]:
    """Rows of a chart in the unit of its observable: free histories, the line, the record."""
    rows: list[tuple] = []
    series = picked.series
    for strip in picked.strips:
        place = strip.group
        first = (series.name, place, strip.level)
        for r in strip.band.iter_rows(named=True):
            ends = (_short(r[q]) for q in ("q05", "q25", "median", "q75", "q95"))
            rows.append((*first, r["time"], "free histories", *ends, series.unit, "", "", source))
        if not strip.is_sum:
            for time, at, value in strip.line.select("time", "at", "value").iter_rows():
                middle = (None, None, _short(value), None, None)
                told = (time, strip.whose(at, whose), *middle, series.unit, "", "", source)
                rows.append((*first, *told))
        for r in strip.record.iter_rows(named=True):
            ends = (_short(r["low"]), None, _short(r["central"]), None, _short(r["high"]))
            is_read = "yes" if r["verified"] == "read" else "no"
            rows.append(
                (*first, r["time"], "record", *ends, series.unit, r["role"], is_read, r["source"])
            )
    return rows


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def python_of(picked: Picked, country: str) -> str:
    """Lines of Python that give the first series of a chart."""
    strip, series = picked.strips[0], picked.series
    words = [repr(series.name)]
    if strip.level != "truth":
        words.append(f"level={strip.level!r}")
    if strip.group:
        words.append(f"place={strip.group.partition('=')[2]!r}")
    if picked.every != series.kinds[0]:
        kind = {"interval": "months"}.get(picked.every, picked.every)
        words.append(f"every={kind!r}")
    return f'import partystate as ps\nps.open("{country}").array({", ".join(words)})'


def bibtex(title: str, address: str, sources: Iterable[str], known: Mapping[str, Source]) -> bytes:
    """An entry for the page and one for each source, as far as the record cites it, with where the
    source is found if it is `known`."""
    entries = [
        _entry(
            "partystate",
            {
                "title": f"{title}. partystate: an executable model of the Soviet party-state",
                "author": "{The partystate authors}",
                "version": version(),
                "note": f"Page {address}",
            },
        )
    ]
    for source in dict.fromkeys(sources):
        fields = {"title": source, "year": _year(source)}
        entries.append(_entry(_key(source), fields | _where(source_of(source, known))))
    return "\n".join(entries).encode()


def _where(source: Source | None) -> dict[str, str]:
    """The DOI or address of a source; several stand in a note, as they are of several works."""
    if source is None or not source.links:
        return {}
    if len(source.links) > 1:
        return {"note": "Found at " + ", ".join(place for _, place in source.links)}
    return {"doi": source.doi[0]} if source.doi else {"url": source.address[0]}


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [
        f"  {name} = {{{value if name in AS_IT_IS else _plain(value)}}}"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _plain(text: str) -> str:
    inner = text.strip("{}") if text.startswith("{") else text
    for mark in "\\{}":
        inner = inner.replace(mark, "")
    for mark in "&%$#_":
        inner = inner.replace(mark, f"\\{mark}")
    return f"{{{inner}}}" if text.startswith("{") else inner


def _key(source: str) -> str:
    return KEYLESS.sub("-", source.lower()).strip("-")[:40] or "source"


def _year(source: str) -> str:
    found = re.search(r"\b(1[89]\d\d|20\d\d)\b", source)
    return found[0] if found else ""


def times_in_words(picked: Picked) -> str:
    """First and last time of a chart."""
    times = [t for strip in picked.strips for t in strip.line.sort("at")["time"]]
    return f"{span_words(times[0])} to {span_words(times[-1])}" if times else ""
