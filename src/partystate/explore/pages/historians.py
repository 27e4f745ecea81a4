"""Historians side by side: figures of the record beneath each other, and the model's interval; what
theses suppose."""

from __future__ import annotations

import tomllib
from collections import defaultdict

from partystate.core.nearest import nearest
from partystate.explore.address import Address
from partystate.explore.answer import BIB, CSV, Answer, Missing
from partystate.explore.cite import bibtex, csv_of
from partystate.explore.drawing import ranges
from partystate.explore.drawing.scale import in_words, written
from partystate.explore.library import Library
from partystate.explore.rendering import Page
from partystate.report.series import CLAIMED, role_words
from partystate.report.spans import span_words

FIRST = ("famine.deaths", "famine.deaths_attributed", "grain.harvest", "population.deaths")
PANELS = 24
COLUMNS = ("series", "place", "time", "who", "low", "middle", "high", "unit", "use", "source")


def compared(library: Library) -> dict[str, dict[tuple[str, str], list[dict]]]:
    """Of each observable, the scored figures by (time, group) where two or more say something."""
    key = ("historians", "")
    if key not in library.kept:
        found: dict[str, dict[tuple[str, str], list[dict]]] = defaultdict(lambda: defaultdict(list))
        for row in library.card["rows"]:
            if row.get("kind") == "quantity" and row.get("median") is not None:
                found[row["observable"]][row["time"], row["group"]].append(row)
        kept = {
            name: {at: rows for at, rows in by.items() if len({r["source"] for r in rows}) > 1}
            for name, by in found.items()
        }
        library.kept[key] = {name: by for name, by in kept.items() if by}
    return library.kept[key]


def page(library: Library, address: Address) -> Page:
    """Figures of one observable, place by place and time by time, and the theses."""
    there = compared(library)
    if not there and not library.country.theses:
        raise Missing("The record of this country has no two figures of one thing.")
    name = address.get("what", next((n for n in FIRST if n in there), next(iter(there), "")))
    if name and name not in there:
        raise Missing(f"No two historians tell of {name!r} here.", nearest(name, there))
    panels = [_panel(library, name, at, rows) for at, rows in _ordered(there, name)]
    options = sorted(
        ((n, library.names.observable(n), len(by)) for n, by in there.items()), key=lambda o: -o[2]
    )
    data = {
        "name": name,
        "words": library.names.observable(name) if name else "",
        "definition": library.catalogue[name].definition if name in library.catalogue else "",
        "panels": panels,
        "options": options,
        "theses": theses_of(library),
        "id": library.country.id,
        "members": library.data.members,
    }
    return Page("Historians side by side", "historians.html", data)


def _ordered(there: dict, name: str) -> list:
    """Panels of the whole country first, those with most figures first."""
    found = list(there.get(name, {}).items())
    return sorted(found, key=lambda one: (bool(one[0][1]), -len(one[1]), one[0]))[:PANELS]


def _panel(library: Library, name: str, at: tuple[str, str], rows: list[dict]) -> dict:
    time, group = at
    top = max(row["q95"] for row in rows)
    top = max([top, *(r[k] for r in rows for k in ("low", "high") if r[k] is not None)])
    factor, unit = in_words(rows[0]["unit"], top)
    first = rows[0]
    drawn = [
        _range(
            "model: free histories",
            first["q05"],
            first["median"],
            first["q95"],
            factor,
            unit,
            "model",
            "",
        )
    ]
    for row in sorted(rows, key=lambda r: _middle(r)):
        low = row["low"] if row["low"] is not None else _middle(row)
        high = row["high"] if row["high"] is not None else _middle(row)
        drawn.append(
            _range(
                _who(row),
                low,
                _middle(row),
                high,
                factor,
                unit,
                "record",
                f"/evidence/{row['id']}",
            )
        )
    place = library.words_of(group, "the whole country")
    title = f"{place[:1].upper()}{place[1:]}, {span_words(time)}"
    inside = sum(
        1
        for r in rows
        if (r["low"] is None or r["median"] >= r["low"])
        and (r["high"] is None or r["median"] <= r["high"])
    )
    return {
        "title": title,
        "svg": ranges.drawn(drawn, unit, f"{library.names.observable(name)}: {title}"),
        "rows": [(r, role_words(r["role"])) for r in rows],
        "said": f"The middle of the free histories lies inside {inside} of {len(rows)} ranges.",
    }


def _who(row: dict) -> str:
    """Who says it; a claim of the text that is tested by its number."""
    return f"claim {row['id']}" if row["source"] == CLAIMED else row["source"]


def _middle(row: dict) -> float:
    if row["central"] is not None:
        return row["central"]
    ends = [v for v in (row["low"], row["high"]) if v is not None]
    return sum(ends) / len(ends)


def _range(
    name: str,
    low: float,
    middle: float,
    high: float,
    factor: float,
    unit: str,
    kind: str,
    link: str,
) -> ranges.Range:
    low, middle, high = low * factor, middle * factor, high * factor
    said = f"{name}: {written(middle)} {unit} ({written(low)} to {written(high)})"
    return ranges.Range(name, low, middle, high, kind, said, link)


def theses_of(library: Library) -> list[dict]:
    """Theses of the country: name, title, authors, note."""
    found = []
    for name in library.country.theses:
        path = library.country.path / "theses" / f"{name}.toml"
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found.append(
            {
                "name": name,
                "title": data.get("title", name),
                "authors": data.get("authors", ""),
                "note": data.get("note", ""),
            }
        )
    return found


def file(library: Library, address: Address, ending: str) -> Answer:
    """The figures as CSV, or their sources as BibTeX."""
    found = page(library, address).data
    there = compared(library).get(found["name"], {})
    rows = [row for _, mine in _ordered({found["name"]: there}, found["name"]) for row in mine]
    if ending == ".bib":
        title, cited = f"Historians on {found['words']}", [row["source"] for row in rows]
        return Answer(bibtex(title, str(address), cited, library.sources), BIB)
    cells = [
        (
            r["observable"],
            r["group"],
            r["time"],
            "record",
            r["low"],
            r["central"],
            r["high"],
            r["unit"],
            role_words(r["role"]),
            r["source"],
        )
        for r in rows
    ]
    models = {(r["time"], r["group"]): r for r in rows}
    cells += [
        (
            r["observable"],
            r["group"],
            r["time"],
            "free histories",
            r["q05"],
            r["median"],
            r["q95"],
            r["unit"],
            "",
            "",
        )
        for r in models.values()
    ]
    return Answer(csv_of(COLUMNS, cells), CSV)
