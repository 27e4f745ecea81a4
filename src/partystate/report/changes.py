"""What changes when a mechanism is taken out or a policy is another: comparisons of people and land, and theses side by side."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from partystate.report import land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.series import rounded
from partystate.scenario.country import Country

FOLDER, WITHOUT, THESES = "compared", "without-", "theses.json"
SHOWN = 4  # outcomes that stand in a chart
MOST_ROWS = 600
SOURCE = "`partystate compare` of the ensemble: pairs of histories under the same luck and parameters"


def changes(ensemble: Path | None, country: Country) -> Section | None:
    """Ablations, what-ifs and theses; none where the ensemble was not compared."""
    found = _saved(ensemble)
    out = [c for c in found if _name(c).startswith(WITHOUT)]
    asked = [c for c in found if not _name(c).startswith(WITHOUT)]
    shown = [
        effects(out, country, "land-ablations", "What each mechanism does", "Each mechanism of people and land taken out."),
        effects(asked, country, "land-what-ifs", "What-ifs of people and land", "Changes of policy, of rules and of what comes from outside."),
        theses(ensemble),
    ]
    shown = [figure for figure in shown if figure]
    return Section("changes", "What if", TEXT, shown) if shown else None


TEXT = [
    "Each change is made in a copy of a run with the same parameters and the same luck; the effect is the mean difference of the pairs, with its 95 per cent interval. "
    "It is an effect inside the model. An interval that leaves out zero is called clear.",
]


def _saved(ensemble: Path | None) -> list[dict]:
    """Comparisons of people and land in an ensemble's folder; those of the party's top stand in their own part."""
    paths = sorted((ensemble / FOLDER).glob("*.json")) if ensemble else []
    found = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return [c for c in found if isinstance(c, dict) and c.get("what_ifs") and c.get("effects") and c.get("part") != "power"]


def _name(comparison: dict) -> str:
    return ", ".join(comparison["what_ifs"])


def _words(name: str) -> str:
    return name.replace(WITHOUT, "without ").replace("_", " ").replace("-", " ")


def effects(found: list[dict], country: Country, id: str, title: str, caption: str) -> Figure | None:
    """Intervals of every change on the outcomes the country heads its list with; a table of all, clear ones first."""
    if not found:
        return None
    rows = [(_words(_name(c)), e) for c in found for e in c["effects"]]
    rows.sort(key=lambda r: not r[1]["is_clear"])
    heads = _headlines(rows, country)
    drawn = []
    for outcome in heads:
        mine = sorted((r for r in rows if r[1]["outcome"] == outcome), key=lambda r: (not r[1]["is_clear"], r[1]["effect"]))
        drawn += [(w, outcome, *(float(e[k]) for k in ("low", "effect", "high")), "clear" if e["is_clear"] else "not clear") for w, e in mine]
    schema = {"change": pl.String, "outcome": pl.String, "low": pl.Float64, "effect": pl.Float64, "high": pl.Float64, "clear": pl.String}
    svg = land_charts.effects(pl.DataFrame(drawn, schema=schema, orient="row"))
    told = [r for r in rows if r[1]["is_clear"] or r[1]["outcome"] in heads]
    cells = [
        (change, e["outcome"], "clear" if e["is_clear"] else "", *(rounded(e[k], 3) for k in ("base", "changed", "effect", "low", "high")))
        for change, e in told[:MOST_ROWS]
    ]  # fmt: skip
    left = len(rows) - len(cells)
    silent = [_words(_name(c)) for c in found if not any(e["is_clear"] for e in c["effects"])]
    note = f" Nothing can be told from nothing for: {', '.join(silent)}." if silent else ""
    note += f" The table leaves out {left} further effects, most of them not clear." if left else ""
    pairs = sorted({c["pairs"] for c in found if "pairs" in c})
    note += f" Pairs: {' to '.join(str(p) for p in dict.fromkeys((pairs[0], pairs[-1])))}." if pairs else ""
    table = Table(("change", "outcome", "", "without it", "with it", "effect", "2.5 %", "97.5 %"), cells)
    return Figure(id, title, f"{caption} Units are those of the outcome.{note}", svg, table, [SOURCE])


def _headlines(rows: list[tuple[str, dict]], country: Country) -> list[str]:
    """The first outcomes that the country marks as headlines, for the whole of it; else the first that every change has."""
    labels = {q.label for q in getattr(country.meta, "questions", []) if getattr(q, "headline", False)}
    all_names = list(dict.fromkeys(e["outcome"] for _, e in rows))
    whole = [e["outcome"] for _, e in rows if e.get("question") in labels and not e.get("group")]
    order = {name: i for i, name in enumerate(all_names)}
    marked = sorted(set(whole), key=order.get)
    return (marked or all_names)[:SHOWN]


def theses(ensemble: Path | None) -> Figure | None:
    """Rival theses scored on the same rows, as the file tells them."""
    path = ensemble / THESES if ensemble else None
    if path is None or not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    rows = _rows(told)
    if not rows:
        return None
    columns = list(dict.fromkeys(key for row in rows for key, value in row.items() if not isinstance(value, dict)))
    cells = [tuple(_cell(row.get(key, "")) for key in columns) for row in rows]
    said = [str(value) for value in told.values() if isinstance(value, str)] if isinstance(told, dict) else []
    caption = "Each thesis is what named authors suppose, run on the same rows and the same luck. " + " ".join(said)
    return Figure("theses", "Theses side by side", caption.strip(), "", Table(tuple(c.replace("_", " ") for c in columns), cells), [f"{THESES} of the ensemble"], True)


def _rows(told) -> list[dict]:
    """The first list of records in the file, or its records by name."""
    if isinstance(told, list):
        return [row for row in told if isinstance(row, dict)]
    if not isinstance(told, dict):
        return []
    for value in told.values():
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            return value
    return [{"thesis": name} | row for name, row in told.items() if isinstance(row, dict)]


def _cell(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(rounded(v, 3)) for v in value)
    return rounded(value, 3)
