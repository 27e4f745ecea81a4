"""What changes when a mechanism is taken out or a policy is another: comparisons, and
theses side by side."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from partystate.country.country import Country
from partystate.country.names import WITHOUT, Names
from partystate.history import files
from partystate.history.release import COMPARED
from partystate.report.answers import share_of_base
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.series import rounded

THESES = "theses.json"
SHOWN = 8  # outcomes that stand in a chart
MOST_ROWS = 600
SOURCE = (
    "`partystate compare` of the ensemble: pairs of histories under the same luck and parameters"
)


def changes(ensemble: Path | None, country: Country, names: Names) -> Section | None:
    """Ablations, what-ifs and theses; none where the ensemble was not compared."""
    found = _saved(ensemble)
    out = [c for c in found if _name(c).startswith(WITHOUT)]
    asked = [c for c in found if not _name(c).startswith(WITHOUT)]
    shown = [
        effects(
            out,
            country,
            names,
            "ablations",
            "What each mechanism does",
            "Each mechanism taken out.",
        ),
        effects(
            asked,
            country,
            names,
            "what-ifs",
            "What-ifs",
            "Changes of policy, of rules and of what comes from outside.",
        ),
        *theses(ensemble),
    ]
    shown = [figure for figure in shown if figure]
    return Section("changes", "What if", TEXT, shown) if shown else None


TEXT = [
    "Each change is made in a copy of a run with the same parameters and the same luck; the "
    "effect is the mean difference of the pairs, with its 95 per cent interval. "
    "It is an effect inside the model. An interval that leaves out zero is called clear.",
]


def _saved(ensemble: Path | None) -> list[dict]:
    """Comparisons in an ensemble's folder."""
    paths = sorted((ensemble / COMPARED).glob("*.json")) if ensemble else []
    found = [files.read_json(path) for path in paths]
    return [c for c in found if isinstance(c, dict) and c.get("what_ifs") and c.get("effects")]


def _name(comparison: dict) -> str:
    return ", ".join(comparison["what_ifs"])


def _words(comparison: dict, names: Names) -> str:
    """What was changed, in words."""
    return ", ".join(map(names.change, comparison["what_ifs"]))


def effects(
    found: list[dict], country: Country, names: Names, id: str, title: str, caption: str
) -> Figure | None:
    """Intervals of every change on the outcomes the country heads its list with; a table of them,
    then of other effects that are clear."""
    if not found:
        return None
    rows = [(_words(c, names), e) for c in found for e in c["effects"]]
    rows.sort(key=lambda r: not r[1]["is_clear"])
    heads = _headlines(found, country)
    drawn = []
    for outcome in heads:
        mine = sorted(
            (r for r in rows if r[1]["outcome"] == outcome),
            key=lambda r: (not r[1]["is_clear"], r[1]["effect"]),
        )
        drawn += [
            (
                w,
                names.outcome(outcome),
                *(None if e[k] is None else float(e[k]) for k in ("low", "effect", "high")),
                "clear" if e["is_clear"] else "not clear",
            )
            for w, e in mine
        ]
    schema = {
        "change": pl.String,
        "outcome": pl.String,
        "low": pl.Float64,
        "effect": pl.Float64,
        "high": pl.Float64,
        "clear": pl.String,
    }
    svg = land_charts.effects(pl.DataFrame(drawn, schema=schema, orient="row"))
    told = [r for r in rows if r[1]["outcome"] in heads] + others(rows, heads, country)
    cells = [
        (
            change,
            names.outcome(e["outcome"]),
            "clear" if e["is_clear"] else "",
            *(rounded(e[k], 3) for k in ("base", "changed", "effect", "low", "high")),
        )
        for change, e in told[:MOST_ROWS]
    ]
    left = len(rows) - len(cells)
    silent = [_words(c, names) for c in found if not any(e["is_clear"] for e in c["effects"])]
    note = f" Nothing can be told from nothing for: {', '.join(silent)}." if silent else ""
    note += (
        " The table has what is asked first, then other clear effects, the largest first; it "
        f"leaves out {left:,}, among them those on single regions."
        if left
        else ""
    )
    pairs = sorted({c["pairs"] for c in found if "pairs" in c})
    note += (
        f" Pairs: {' to '.join(str(p) for p in dict.fromkeys((pairs[0], pairs[-1])))}."
        if pairs
        else ""
    )
    table = Table(
        ("change", "outcome", "", "without it", "with it", "effect", "2.5 %", "97.5 %"), cells
    )
    return Figure(
        id, title, f"{caption} Units are those of the outcome.{note}", svg, table, [SOURCE]
    )


def others(rows: list[tuple[str, dict]], heads: list[str], country: Country) -> list:
    """Clear effects that are not headlines, for the whole country and places that it names, the
    largest against what is without the change first."""
    named = {group for question in country.meta.questions for group in question.groups}
    mine = [
        (change, e)
        for change, e in rows
        if e["is_clear"] and e["outcome"] not in heads and e.get("group", "") in {"", *named}
    ]
    return sorted(mine, key=lambda row: -share_of_base(row[1]))


def _headlines(found: list[dict], country: Country) -> list[str]:
    """What stands in the chart: of each question the country marks as a headline its first outcome,
    of the first of them also the places it names; without such questions the first outcomes there
    are."""
    marked = [q for q in country.meta.questions if q.headline]
    told = {e["outcome"]: e for c in found for e in c["effects"]}
    first: dict[str, str] = {}
    for outcome, e in told.items():
        if any(
            q.label == e.get("question") and e.get("time") in q.times and not e.get("group")
            for q in marked
        ):
            first.setdefault(e["question"], outcome)
    named = [
        o
        for o, e in told.items()
        if marked
        and e.get("question") == marked[0].label
        and e.get("time") in marked[0].times
        and e.get("group") in marked[0].groups
    ]
    return list(dict.fromkeys([*named, *first.values()] or told))[:SHOWN]


def theses(ensemble: Path | None) -> list[Figure]:
    """Rival theses scored on the same rows, as the file tells them: each list of records in it is a
    table."""
    path = ensemble / THESES if ensemble else None
    if path is None or not path.is_file():
        return []
    told = files.read_json(path)
    shown = []
    for name, rows in lists_of(told if isinstance(told, dict) else {"theses": told}):
        title = "Theses side by side" if not shown else f"Theses: {_plain(name)}"
        columns = list(
            dict.fromkeys(key for row in rows for key, value in row.items() if _is_plain(value))
        )
        cells = [tuple(_cell(row.get(key)) for key in columns) for row in rows]
        caption = (
            "A thesis is what named authors suppose, an attribution and never a verdict of "
            "the model; all are run with the same luck and scored on the same rows."
            if not shown
            else ""
        )
        if not shown and isinstance(told, dict):
            said = "; ".join(
                f"{_plain(key)} {_cell(value)}"
                for key, value in told.items()
                if isinstance(value, str | int | float)
            )
            caption += f" {said[:1].upper()}{said[1:]}." if said else ""
        shown.append(
            Figure(
                f"theses-{len(shown) + 1}",
                title,
                caption,
                "",
                Table(tuple(map(_plain, columns)), cells),
                [f"{THESES} of the ensemble"],
                True,
            )
        )
    return shown


def lists_of(told: dict) -> list[tuple[str, list[dict]]]:
    """Every list of records in a record, with its name; a list inside a record of a list follows
    it, under the record's first text."""
    found = []
    for name, value in told.items():
        if not (isinstance(value, list) and value and all(isinstance(row, dict) for row in value)):
            continue
        found.append((name, value))
        inner: dict[str, list[dict]] = {}
        for row in value:
            of = next((text for text in row.values() if isinstance(text, str)), "")
            for key, rows in lists_of(row):
                inner.setdefault(key, []).extend({"of": of} | each for each in rows)
        found += inner.items()
    return found


def _is_plain(value) -> bool:
    """Whether a cell can hold it: no record and no list of records."""
    return not isinstance(value, dict) and not (
        isinstance(value, list) and any(isinstance(v, dict) for v in value)
    )


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " to ".join(str(rounded(v, 3)) for v in value)
    return rounded(value, 3)
