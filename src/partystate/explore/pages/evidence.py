"""Evidence: every figure and claim of the record, searchable; and each by itself."""

from __future__ import annotations

from partystate.core.nearest import nearest
from partystate.evidence import Row
from partystate.evidence.records import EXTRAPOLATION
from partystate.explore.address import Address
from partystate.explore.answer import BIB, CSV, WRONG, Answer, Missing
from partystate.explore.cite import bibtex, csv_of
from partystate.explore.drawing import ranges
from partystate.explore.drawing.scale import in_words, written
from partystate.explore.library import Library
from partystate.explore.rendering import Page
from partystate.report.series import CLAIMED, role_words
from partystate.report.spans import span_words

ON_A_PAGE = 60
COLUMNS = (
    "id",
    "kind",
    "series",
    "level",
    "time",
    "place",
    "low",
    "central",
    "high",
    "unit",
    "model_low",
    "model_middle",
    "model_high",
    "how_it_stands",
    "use",
    "read_in_print",
    "theme",
    "source",
    "statement",
)
VERDICTS = {
    "hit": "inside",
    "too wide": "inside, interval too wide",
    "off": "off",
    "miss": "the other way",
    "not spoken to": "not spoken to",
}
USES = ("validate", "calibrate", "given", EXTRAPOLATION, "context")
TESTED = "the text that is tested"


def page(library: Library, address: Address) -> Page:
    """The table in the state of an address."""
    rows = _wanted(library, address)
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    at = address.get("page", "1")
    if not at.isdigit() or not 1 <= int(at) <= pages:
        raise Missing(f"There is no page {at!r} here.", f"1 to {pages}", WRONG)
    first = (int(at) - 1) * ON_A_PAGE
    here = Address("/evidence", address.asked)
    data = {
        "rows": [_told(library, row) for row in rows[first : first + ON_A_PAGE]],
        "number": len(rows),
        "all": len(library.rows),
        "at": int(at),
        "pages": pages,
        "links": [
            (str(n), str(here.with_(page="" if n == 1 else str(n))), n == int(at))
            for n in range(1, pages + 1)
        ],
        "find": address.get("find"),
        "themes": sorted({r.theme for r in library.rows if r.theme}),
        "theme": address.get("theme"),
        "verdicts": list(VERDICTS.items()),
        "verdict": address.get("verdict"),
        "uses": [(role, role_words(role)) for role in USES],
        "use": address.get("use"),
        "read": address.get("read"),
        "sort": address.get("sort"),
        "state": here,
    }
    return Page("Evidence", "evidence.html", data)


def _wanted(library: Library, address: Address) -> list[Row]:
    """Rows that an address asks for, in its order."""
    words = address.get("find").casefold().split()
    theme, verdict, use, read = (address.get(k) for k in ("theme", "verdict", "use", "read"))
    found = []
    for row in library.rows:
        score = library.scored.get(row.id, {})
        if theme and row.theme != theme or use and row.role != use:
            continue
        if verdict and score.get("verdict") != verdict:
            continue
        if read and row.verified != (read == "yes"):
            continue
        text = _text(library, row)
        if all(word in text for word in words):
            found.append(row)
    keys = {
        "time": lambda r: r.time,
        "source": lambda r: r.source.casefold(),
        "series": lambda r: (r.observable, r.time),
    }
    sort = address.get("sort")
    if sort and sort not in keys:
        raise Missing(f"The table cannot be sorted by {sort!r}.", nearest(sort, keys), WRONG)
    return sorted(found, key=keys[sort]) if sort else found


def _text(library: Library, row: Row) -> str:
    """What is searched of a row."""
    key = ("evidence", row.id)
    if key not in library.kept:
        names = library.names
        library.kept[key] = " ".join(
            (
                row.id,
                row.observable,
                names.observable(row.observable) if row.observable else "",
                names.group(row.group) if row.group else "",
                row.time,
                row.source,
                row.statement,
            )
        ).casefold()
    return library.kept[key]


def _told(library: Library, row: Row) -> dict:
    """A row as the table shows it."""
    score = library.scored.get(row.id, {})
    names = library.names
    told = [names.observable(row.observable), library.words_of(row.group)]
    told += [names.label("level", row.level)] if row.level != "truth" else []
    what = ", ".join(filter(None, told)) if row.observable else row.statement
    factor, unit = in_words(row.unit, max((abs(v) for v in _ends(row)), default=0.0))
    return {
        "id": row.id,
        "what": what if row.kind == "quantity" else (row.statement or what),
        "when": span_words(row.time) if row.time else "",
        "time": row.time,
        "record": _range(row, factor, unit),
        "model": _model(score, factor, unit),
        "verdict": VERDICTS.get(score.get("verdict", ""), ""),
        "mark": score.get("verdict", "").replace(" ", "-"),
        "use": role_words(row.role),
        "read": "read" if row.verified else "as recalled",
        "source": TESTED if row.source == CLAIMED else row.source,
    }


def _ends(row: Row) -> list[float]:
    return [v for v in (row.low, row.central, row.high) if v is not None]


def _range(row: Row, factor: float, unit: str) -> str:
    ends = [v * factor for v in _ends(row)]
    if not ends:
        return ""
    low, high = min(ends), max(ends)
    if row.central is not None and low != high:
        said = f"{written(row.central * factor)} ({written(low)} to {written(high)})"
    else:
        said = written(low) if low == high else f"{written(low)} to {written(high)}"
    return f"{said} {unit}"


def _model(score: dict, factor: float, unit: str) -> str:
    if score.get("median") is None:
        return ""
    low, high = written(score["q05"] * factor), written(score["q95"] * factor)
    return f"{written(score['median'] * factor)} [{low}, {high}] {unit}"


def one(library: Library, address: Address, id: str) -> Page:
    """One figure or claim: its range, the model's, who says otherwise, its source."""
    row = library.by_id.get(id)
    if row is None:
        raise Missing(f"There is no figure or claim {id!r}.", nearest(id, library.by_id))
    others = [
        _told(library, r)
        for r in library.by_observable[row.observable]
        if row.observable and (r.time, r.group) == (row.time, row.group) and r.id != row.id
    ]
    score = library.scored.get(id, {})
    told = _told(library, row)
    drawn = None
    if score.get("median") is not None and _ends(row):
        factor, unit = in_words(row.unit, max(score["q95"], *_ends(row)))
        ends = [v * factor for v in _ends(row)]
        centre = (row.central * factor) if row.central is not None else sum(ends) / len(ends)
        low, middle, high = (score[q] * factor for q in ("q05", "median", "q95"))
        drawn = ranges.drawn(
            [
                ranges.Range("model: free histories", low, middle, high, "model", told["model"]),
                ranges.Range(
                    told["source"], min(ends), centre, max(ends), "record", told["record"]
                ),
            ],
            unit,
            f"{told['what']}, {told['when']}: record {told['record']}, model {told['model']}",
        )
    place = row.group.partition("=")[2] if "=" in row.group and ";" not in row.group else ""
    chart = (
        str(
            Address(
                f"/chart/{row.observable}",
                {"place": place, "level": "" if row.level == "truth" else row.level},
            )
        )
        if row.observable in library.catalogue
        else ""
    )
    facts = [
        ("id", row.id),
        ("kind", row.kind),
        ("theme", row.theme),
        ("statement", row.statement),
        ("series", row.series),
        ("level", library.names.label("level", row.level)),
        ("unit", row.unit),
        ("where in the source", row.place),
        ("use", told["use"]),
        ("read in print", "yes" if row.verified else "no: quoted as recalled"),
        ("source", told["source"]),
    ]
    data = {
        "row": told,
        "facts": [(k, v) for k, v in facts if v],
        "others": others,
        "svg": drawn,
        "chart": chart,
    }
    return Page(f"{told['what']}, {told['when']}".strip(", "), "figure.html", data)


def file(library: Library, address: Address, ending: str) -> Answer:
    """The wanted rows as CSV with numbers as numbers, or their sources as BibTeX."""
    rows = _wanted(library, address)
    if ending == ".bib":
        cited = [row.source for row in rows]
        return Answer(bibtex("Evidence", str(address), cited, library.sources), BIB)
    cells = []
    for row in rows:
        score = library.scored.get(row.id, {})
        cells.append(
            (
                row.id,
                row.kind,
                row.observable,
                row.level,
                row.time,
                row.group,
                row.low,
                row.central,
                row.high,
                row.unit,
                score.get("q05"),
                score.get("median"),
                score.get("q95"),
                score.get("verdict", ""),
                role_words(row.role),
                "yes" if row.verified else "no",
                row.theme,
                row.source,
                row.statement,
            )
        )
    return Answer(csv_of(COLUMNS, cells), CSV)
