"""The record and the score as datasets with one row a figure, and answers with one an effect."""

from __future__ import annotations

import numpy as np
import xarray as xr

from partystate.country.country import Country
from partystate.country.names import words_of_the_model
from partystate.evidence import Row
from partystate.history.attributes import version

FIGURE = "figure"
TOTALS = ("runs", "stamp", "hits_are_counted")
RECORD = {
    "observable": "what it is a figure of",
    "level": "as it was, known, published or preserved",
    "time": "when, as EDTF: a day, a month, a year or a span",
    "group": "where or of whom; blank for the whole country",
    "unit": "unit of low, central and high",
    "low": "low figure",
    "central": "central figure",
    "high": "high figure",
    "use": (
        "used in fitting, not used in fitting, put in, beyond the usual run, or beside the score"
    ),
    "read_in_print": "whether it was read in its source, or is quoted as recalled",
    "source": "work or archive",
}
SCORE = {
    "observable": "what it is a figure of",
    "level": "as it was, known, published or preserved",
    "time": "when",
    "group": "where or of whom; blank for the whole country",
    "unit": "unit of the numbers",
    "low": "low end of the range of the record",
    "high": "high end of the range of the record",
    "q05": "5 per cent of the histories lie below",
    "median": "middle of the histories",
    "q95": "95 per cent of the histories lie below",
    "verdict": "hit, too wide, off, miss, or not spoken to",
    "use": "used in fitting, or not",
    "theme": "theme of the record",
    "skill": "1 is perfect, 0 as good as the naive guess",
    "source": "work or archive",
}
ANSWERS = {
    "what_if": "name of the what-if, or without-MECHANISM",
    "outcome": "what is asked, in words",
    "question": "the question of the country that it answers; blank for one of the leadership",
    "time": "when",
    "group": "where; blank for the whole country",
    "base": "mean of the histories without the change",
    "changed": "mean of the same histories with it",
    "effect": "mean difference of the pairs",
    "low": "2.5 per cent end of its interval",
    "high": "97.5 per cent end of its interval",
    "pairs": "pairs of histories under the same luck and parameters",
    "is_clear": "whether the interval leaves out zero",
}
NUMBERS = ("low", "central", "high", "q05", "median", "q95", "skill", "base", "changed", "effect")
TRUTHS, COUNTS = ("read_in_print", "is_clear"), ("pairs",)


def use_of(role: str) -> str:
    """What was done with a figure, in words."""
    return words_of_the_model().get(("role", role), role)


def record_table(rows: list[Row], country: Country) -> xr.Dataset:
    """Every figure of quantity of the record."""
    mine = [row for row in rows if row.kind == "quantity"]
    columns = {
        name: [getattr(row, name) for row in mine]
        for name in RECORD
        if name not in ("use", "read_in_print")
    }
    columns["use"] = [use_of(row.role) for row in mine]
    columns["read_in_print"] = [row.verified for row in mine]
    about = {"title": f"Record: {country.meta.title}", "version": version()}
    return _table([row.id for row in mine], columns, RECORD, about)


def score_table(card: dict, country: Country) -> xr.Dataset:
    """Every figure of quantity of a score, in its order."""
    mine = [row for row in card["rows"] if row.get("kind") == "quantity"]
    columns = {name: [row.get(name) for row in mine] for name in SCORE if name != "use"}
    columns["use"] = [use_of(row["role"]) for row in mine]
    totals = {f"literature_{k}": v for k, v in card["headlines"]["literature"].items()}
    about = {"title": f"Score: {country.meta.title}", "version": version()}
    about |= {name: card[name] if card[name] is not True else 1 for name in TOTALS}
    return _table([row["id"] for row in mine], columns, SCORE, about | totals)


def answers_table(found: list[dict], country: Country) -> xr.Dataset:
    """Every effect of comparisons that ship, in their order."""
    mine = [(", ".join(one["what_ifs"]), e) for one in found for e in one["effects"]]
    columns = {name: [e[name] for _, e in mine] for name in ANSWERS if name != "what_if"}
    columns["what_if"] = [name for name, _ in mine]
    about = {"title": f"What-ifs: {country.meta.title}", "version": version()}
    ids = [f"{name}: {e['outcome']}" for name, e in mine]
    return _table(ids, columns, ANSWERS, about, "effect_of")


def _table(
    ids: list[str],
    columns: dict[str, list],
    meaning: dict[str, str],
    about: dict,
    along: str = FIGURE,
) -> xr.Dataset:
    """Columns with their meaning `along` one dimension; a number that is not there is not-a-number,
    a text blank."""
    found = {}
    for name, said in meaning.items():
        values = columns[name]
        if name in NUMBERS:
            array = np.array([np.nan if v is None else v for v in values], float)
        elif name in TRUTHS:
            array = np.array(values, bool)
        elif name in COUNTS:
            array = np.array(values, int)
        else:
            array = np.array(["" if v is None else str(v) for v in values], object).astype(str)
        found[name] = (along, array, {"long_name": said})
    told = {name: value for name, value in about.items() if value is not None}
    return xr.Dataset(found, {along: ids}, told)
