"""Labels as a person writes them, and what a person wrote back as labels.

Files hold ids (`police_chief`, `region=Ukraine`). What is shown goes through here: the country's
own spelling (persons.csv, names.csv) first, then the words of the model (words.csv beside this
file), then the id with its underscores taken out."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from pathlib import Path

import polars as pl

from partystate.core.axes import parse_group
from partystate.country.country import Country
from partystate.evidence.directions import WITHOUT

WORDS = Path(__file__).with_name("words.csv")
INITIALS = re.compile(r"(?: ?[A-Z][a-z]{0,2}\.(?:-[A-Z]\.)?)+$")
CLIENTS = "clients of "  # how a ledger begins the target of an act on somebody's followers
EDGES = " .,:;"


@functools.cache
def words_of_the_model() -> dict[tuple[str, str], str]:
    """(axis, label) -> words, of what every country has: statuses, causes, observables."""
    table = pl.read_csv(WORDS, infer_schema=False)
    return {(axis, label): words for axis, label, words in table.iter_rows()}


def plain(label: str) -> str:
    """An id in words, for want of better: underscores and hyphens are blanks."""
    return label.replace("_", " ").replace("-", " ")


def surnames(names: list[str]) -> list[str]:
    """Names without initials, where that leaves no two alike: `Trotsky L.D.` -> `Trotsky`."""
    short = [INITIALS.sub("", name).strip() or name for name in names]
    times = Counter(short)
    return [name if times[cut] > 1 else cut for name, cut in zip(names, short, strict=True)]


class Names:
    """How the labels of one country are written."""

    def __init__(self, country: Country):
        tables, power = country.tables, country.leadership
        self.folder = country.path / "what_ifs"
        groups = [*power.order, list(power.watched)] if power else []
        self.told_of = {person for group in groups for person in group}
        persons = tables.get("persons")
        self.persons: dict[str, str] = {}
        self.full_names: dict[str, str] = {}
        if persons is not None:
            ids, names = persons["person"].to_list(), persons["name"].to_list()
            self.persons = dict(zip(ids, surnames(names), strict=True))
            self.full_names = dict(zip(ids, names, strict=True))
        own = tables.get("names")
        self.own = {(a, b): c for a, b, c in own.iter_rows()} if own is not None else {}
        offices = tables.get("offices")
        self.offices = frozenset(offices["office"]) if offices is not None else frozenset()
        self.bodies = frozenset(power.bodies if power else ())

    def label(self, axis: str, label: str) -> str:
        """A label of an axis: `label("status", "camp")` is `prisoners of camps`."""
        if axis in ("person", "person_to"):
            return self.person(label)
        axis = "region" if axis == "region_to" else axis
        key = (axis, label)
        return self.own.get(key) or words_of_the_model().get(key) or plain(label)

    def person(self, label: str) -> str:
        """A person, `nobody` for a blank; followers of a person are told as his clients."""
        if label.startswith(CLIENTS):
            return CLIENTS + self.person(label.removeprefix(CLIENTS))
        return self.persons.get(label, plain(label)) if label else "nobody"

    def place(self, label: str) -> str:
        """A body, an office or another place of the ledger."""
        return self.label("place", label)

    def who(self, label: str) -> str:
        """Whoever acts or is acted on in an event: a person, a body or a group such as
        `region=Urals`; blank for nobody."""
        if "=" in label:
            return self.group(label)
        if label in self.persons or label.startswith(CLIENTS) or not label:
            return self.person(label) if label else ""
        if label in self.bodies or ("place", label) in words_of_the_model():
            return f"the {self.place(label)}"
        return self.place(label)

    def group(self, text: str, whole: str = "") -> str:
        """`region=Ukraine;sex=female` -> `Ukraine, women`; `whole` for the whole country."""
        return ", ".join(self.label(a, b) for a, b in parse_group(text).items()) or whole

    def observable(self, name: str) -> str:
        """An observable in words; one the model has no words for keeps its theme in front."""
        theme, _, rest = name.partition(".")
        known = words_of_the_model().get(("observable", name))
        return known or (f"{plain(theme)}: {plain(rest)}" if rest else plain(theme))

    def series(self, observable: str, group: str = "", level: str = "truth") -> str:
        """One series in words: what, of whom, and at which level unless as it was."""
        tail = [self.group(group)] if group else []
        tail += [self.label("level", level)] if level != "truth" else []
        return ", ".join([self.observable(observable), *tail])

    def outcome(self, text: str) -> str:
        """An outcome of a comparison or an order of falls, in which persons of the groups that
        country.toml watches stand by their ids, with their names put in."""
        named = self.told_of
        return re.sub(r"[\w-]+", lambda m: self.person(m[0]) if m[0] in named else m[0], text)

    def change(self, name: str) -> str:
        """A what-if by its title, or `without-MECHANISM` in words."""
        if name.startswith(WITHOUT):
            return f"without {plain(name.removeprefix(WITHOUT))}"
        path = self.folder / f"{name}.toml"
        if not path.is_file():
            return plain(name)
        return tomllib.loads(path.read_text(encoding="utf-8")).get("title", plain(name))

    def person_id(self, text: str) -> str:
        """The id of a person as written (id, surname or full name, in any case), else the text."""
        return _found(text, self.persons, self.persons, self.full_names)

    def place_id(self, text: str) -> str:
        """The id of a body or office as written, with or without an article, else the text."""
        places = {
            *self.bodies,
            *self.offices,
            *(b for a, b in words_of_the_model() if a == "place"),
        }
        return _found(text.removeprefix("the "), places, {p: self.place(p) for p in places})


def _found(text: str, ids, *spellings: dict[str, str]) -> str:
    """The id that is spelt so, ids themselves first; the text where there is none."""
    asked = _even(text)
    for label in ids:
        if _even(label) == asked:
            return label
    for names in spellings:
        for label, name in names.items():
            if asked in (_even(name), _even(plain(label))):
                return label
    return text


def _even(text: str) -> str:
    """A text without its case and edges, for comparing."""
    return text.strip(EDGES).casefold()
