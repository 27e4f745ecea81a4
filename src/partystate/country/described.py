"""What a name means: a parameter, an observable, a mechanism, a what-if or a thesis of a country,
in a sentence, with unit, prior and ground."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from partystate.core import cards
from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.country import Country
from partystate.country.names import Names
from partystate.country.renamed import new_names
from partystate.country.what_ifs import Edit, load_thesis, load_what_if
from partystate.evidence import Observable, load_observables
from partystate.mechanisms.comments import field_comments
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import MECHANISMS

LINES = 3  # lines of equations shown
UNIT_ALONE = 12  # characters up to which a comment says a unit and no more


@dataclass(frozen=True, repr=False)
class Described:
    """What a name means.

    Arguments:
        name: as it is written in files and in Python.
        kind: parameter, observable, mechanism, what-if or thesis.
        what: what it is, in a sentence.
        facts: unit, prior, ground and the like, by name.
        lines: lines of the mechanism's equations in which it stands.
    """

    name: str
    kind: str
    what: str
    facts: dict[str, str]
    lines: tuple[str, ...] = field(default=())

    def __repr__(self) -> str:
        width = max(map(len, self.facts), default=0)
        told = [f"  {name:<{width}}  {value}" for name, value in self.facts.items() if value]
        equations = [f"    {line}" for line in self.lines]
        return "\n".join([f"{self.name} ({self.kind}): {self.what}", *equations, *told])

    def _repr_html_(self) -> str:
        return cards.card(
            f"{self.name} ({self.kind})", {"what it is": self.what} | self._equations | self.facts
        )

    @property
    def _equations(self) -> dict[str, str]:
        return {"in the equations": "; ".join(self.lines)} if self.lines else {}

    def as_json(self) -> dict:
        """All of it, for a program."""
        kept = {name: value for name, value in self.facts.items() if value}
        return {"name": self.name, "kind": self.kind, "what": self.what} | kept


def described(name: str, country: Country) -> Described:
    """What a name of a country means; UserError with the nearest names where there is none."""
    now = new_names().get(name, name)
    for names, tell in _tellers(country):
        if now in names:
            return tell(now)
    every = [each for names, _ in _tellers(country) for each in names]
    raise UserError(
        f"nothing in {country.id} has this name",
        found=repr(name)[:120],
        expected=nearest(name, every, former=new_names()),
        action="Name a parameter, an observable, a mechanism, a what-if or a thesis.",
    )


def _tellers(country: Country) -> list[tuple[list[str], Callable[[str], Described]]]:
    """Names of each kind, with what tells of one of them."""
    evidence = country.path / "evidence"
    observables = load_observables(evidence) if evidence.is_dir() else {}
    return [
        (
            country.tables["parameters"]["parameter"].to_list(),
            lambda name: _parameter(name, country),
        ),
        (list(observables), lambda name: _observable(observables[name])),
        ([m.id for m in MECHANISMS], _mechanism),
        ([*country.what_ifs, *country.revolution_what_ifs], lambda name: _what_if(name, country)),
        (list(country.theses), lambda name: _thesis(name, country)),
    ]


def _parameter(name: str, country: Country) -> Described:
    rows = country.tables["parameters"].iter_rows(named=True)
    row = next(row for row in rows if row["parameter"] == name)
    owner = next((m for m in MECHANISMS if m.id == row["mechanism"]), None)
    short = name.split(".", 1)[1]
    comment = field_comments(owner.Params).get(short, "") if owner else ""
    lines = _lines_with(short, owner) if owner else ()
    facts = {
        "unit": row["unit"],
        "prior": _prior(row),
        "posterior": _posterior(name, country),
        "ground": row["ground"],
        "source": row["source"],
        "read in print": row["verified"],
        "mechanism": f"{owner.id}: {_summary(owner)}" if owner else row["mechanism"],
    }
    return Described(name, "parameter", _what(comment, row, owner), facts, lines)


def _what(comment: str, row: dict, owner: Mechanism | None) -> str:
    """What a parameter is: the comment beside it, else what its ground says of it, else its part in
    the equations."""
    if len(comment) > UNIT_ALONE:
        return _sentence(comment)
    said = (row["ground"] or "").split("assumption: ")[-1].split(";")[0]
    if said and not re.match(r"[A-Z]\d|record", said):
        return _sentence(said)
    return f"A number of the equations of {owner.id if owner else row['mechanism']}."


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _lines_with(short: str, owner: Mechanism) -> tuple[str, ...]:
    """Lines of the mechanism's text in which the parameter stands by its name."""
    text = sys.modules[type(owner).__module__].__doc__ or ""
    named = re.compile(rf"(?<![\w.]){re.escape(short)}(?![\w])")
    return tuple(" ".join(line.split()) for line in text.splitlines() if named.search(line))[:LINES]


def _prior(row: dict) -> str:
    low, central, high = (row[end] for end in ("low", "central", "high"))
    if row["prior"] == "fixed" or low is None:
        return f"fixed at {central:g}"
    return f"{row['prior']}, {low:g} to {high:g}, {central:g} in the middle"


def _posterior(name: str, country: Country) -> str:
    if country.posterior is None or name not in country.posterior.draws.columns:
        return ""
    draws = country.posterior.draws[name]
    low, middle, high = (draws.quantile(q) for q in (0.05, 0.5, 0.95))
    return f"{middle:.3g} [{low:.3g}, {high:.3g}], median and 90 per cent of {len(draws)} draws"


def _summary(owner: Mechanism) -> str:
    """First sentence of a mechanism's text."""
    text = sys.modules[type(owner).__module__].__doc__ or ""
    return " ".join(text.split("\n\n")[0].split())


def _observable(one: Observable) -> Described:
    facts = {
        "unit": one.unit,
        "by": ", ".join(one.axes) or "the whole country",
        "told": one.frequency,
        "levels": ", ".join(one.levels),
        "theme": one.theme,
        "adds up over places": "yes" if one.additive else "no",
    }
    return Described(one.name, "observable", _sentence(one.definition), facts)


def _mechanism(name: str) -> Described:
    one = next(m for m in MECHANISMS if m.id == name)
    facts = {
        "theme": one.theme,
        "runs in": f"the phase {one.phase}",
        "claims": ", ".join(one.claims),
        "rests on": ", ".join(one.citations),
        "parameters": cards.some(one.parameters),
    }
    return Described(name, "mechanism", _summary(one), facts)


def _what_if(name: str, country: Country) -> Described:
    one = load_what_if(name, country.path / "what_ifs")
    facts = {"changes": "; ".join(_edit_words(e) for e in one.edit), "ask": _ask(name)}
    return Described(name, "what-if", _sentence(Names(country).change(name)), facts)


def _edit_words(edit: Edit) -> str:
    """What an edit changes, where and when: "parameter x in Ukraine from 1932-07 to 1933-06"."""
    words = [edit.target, edit.name]
    words += ["in", edit.region] if edit.region else []
    words += ["from", edit.start] if edit.start else []
    words += ["to", edit.until] if edit.until else []
    return " ".join(words)


def _thesis(name: str, country: Country) -> Described:
    one = load_thesis(name, country.path / "theses")
    facts = {"authors": one.authors, "bears on": ", ".join(one.themes)}
    return Described(name, "thesis", _sentence(one.title), facts)


def _ask(name: str) -> str:
    return f'ps.compare(scenario, scenario.edited("{name}"))'
